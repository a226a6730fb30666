"""Who talks when, without knowing anybody: pyannote segmentation-3.0 (MIT), three local speakers."""

from pathlib import Path

import numpy as np

from companion.adapters.onnx import open_onnx
from companion.ports import SAMPLE_RATE, Samples

__all__ = ["SegmentationOverlap"]

_SHORTEST = 0.5
"""Seconds under which the model has too little to look at: silence is added before."""

_POWERSET = np.array(
    [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=np.float32
)
"""The seven classes of the model's output: nobody, one speaker, two at once."""


class SegmentationOverlap:
    """The ``OverlapDetector`` of the house. Raises PartMissing if the model cannot be loaded."""

    def __init__(self, path: Path) -> None:
        self._session = open_onnx(path, "voix superposées")

    def activity(self, samples: Samples) -> Samples:
        """Probability of speech of three local speakers, shape (frames, 3), over ``samples``."""
        short = max(0, int(_SHORTEST * SAMPLE_RATE) - samples.size)
        padded = np.pad(samples, (short, 0))
        scores = self._session.run(None, {"wav": padded[np.newaxis, np.newaxis]})[0][0]
        active: Samples = np.exp(scores) @ _POWERSET
        first = round(len(active) * short / padded.size)
        return active[first:]
