"""An overlap detector for which everything that sounds in a band of 500 Hz is one local speaker."""

import numpy as np

from companion.ports import SAMPLE_RATE, Samples

_STEP = SAMPLE_RATE // 50
_WIDE = 500 * _STEP // SAMPLE_RATE
"""Lines of the spectrum in a band."""


class BandOverlap:
    """Speakers are numbered as they appear, 20 ms a frame; a fourth one shares the number of the first."""

    def __init__(self, threshold: float = 0.02) -> None:
        self._threshold = threshold

    def activity(self, samples: Samples) -> Samples:
        frames = samples[: samples.size // _STEP * _STEP].reshape(-1, _STEP)
        lines = np.abs(np.fft.rfft(frames, axis=1))[:, :-1] * 2 / _STEP
        loud = lines.reshape(len(frames), lines.shape[1] // _WIDE, _WIDE).max(axis=2) > self._threshold
        active = np.full((len(frames), 3), 0.02, dtype=np.float32)
        numbers: dict[int, int] = {}
        for frame, bands in zip(active, loud, strict=True):
            for band in np.flatnonzero(bands):
                frame[numbers.setdefault(int(band), len(numbers) % 3)] = 0.95
        return active
