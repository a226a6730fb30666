"""A speech detector that goes by loudness."""

import numpy as np

from companion.ports import FRAME_SAMPLES, Samples


class LoudnessDetector:
    """Speech is whatever has an RMS above ``threshold``; it lingers one frame, as a real state does."""

    def __init__(self, threshold: float = 0.01) -> None:
        self._threshold = threshold
        self._previous = 0.0

    def probability(self, samples: Samples) -> float:
        if samples.shape != (FRAME_SAMPLES,):
            raise ValueError(f"a frame is {FRAME_SAMPLES} samples, not {samples.shape}")
        loud = 0.95 if float(np.sqrt(np.mean(np.square(samples)))) > self._threshold else 0.02
        answer, self._previous = max(loud, self._previous / 2), loud
        return answer

    def reset(self) -> None:
        self._previous = 0.0
