"""A transcriber that says one word per burst of sound."""

from collections.abc import Sequence

import numpy as np

from companion.domain.speech import Earlier, Transcript, Word
from companion.ports import SAMPLE_RATE, Samples

_BLOCK = SAMPLE_RATE // 50
_LONGEST = 30 * SAMPLE_RATE


class BurstTranscriber:
    """Each stretch louder than ``threshold`` is the next word of ``words``, which come round again."""

    def __init__(self, words: Sequence[str] = ("un", "deux", "trois"), threshold: float = 0.01) -> None:
        self._words = words
        self._threshold = threshold
        self.earlier: list[Earlier | None] = []

    def transcribe(
        self, samples: Samples, *, vocabulary: Sequence[str] = (), earlier: Earlier | None = None
    ) -> Transcript:
        self.earlier.append(earlier)
        samples = samples[: min(_LONGEST, samples.size // _BLOCK * _BLOCK)]
        loud = np.sqrt(np.mean(np.square(samples.reshape(-1, _BLOCK)), axis=1)) > self._threshold
        edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(int))) / 50
        bursts = [
            (float(start), float(end))
            for start, end in edges.reshape(-1, 2)
            if earlier is None or (start + end) / 2 >= earlier.resume
        ]
        words = (Word(self._words[i % len(self._words)], *burst, 0.9) for i, burst in enumerate(bursts))
        return Transcript(tuple(words), no_speech=0.0 if bursts else 0.9, log_probability=-0.2)
