"""A transcriber that says one word per burst of sound."""

from collections.abc import Sequence

import numpy as np

from companion.domain.errors import EngineLost
from companion.domain.speech import Earlier, Transcript, Word
from companion.ports import SAMPLE_RATE, Samples

_BLOCK = SAMPLE_RATE // 50
_LONGEST = 30 * SAMPLE_RATE


class BurstTranscriber:
    """Each stretch louder than ``threshold`` is the next word of ``words``, which come round again.

    The next ``lost`` calls are given up, as when a process dies of them. With a hint, it says ``leaning``;
    told nothing at all afterwards, ``plainly``, if that is something else.
    """

    def __init__(self, words: Sequence[str] = ("un", "deux", "trois"), threshold: float = 0.01) -> None:
        self._words = words
        self._threshold = threshold
        self.earlier: list[Earlier | None] = []
        self.leaning: tuple[str, ...] = ()
        self.plainly: tuple[str, ...] = ()
        self.leant = 0
        self.lost = 0

    def transcribe(
        self,
        samples: Samples,
        *,
        vocabulary: Sequence[str] = (),
        earlier: Earlier | None = None,
        quick: bool = False,
        hint: str = "",
    ) -> Transcript:
        self.earlier.append(earlier)
        if hint and self.leaning:
            self.leant += 1
            return Transcript(tuple(Word(word, 0.0, 0.5, 0.8) for word in self.leaning))
        if self.leant and earlier is None and self.plainly:
            return Transcript(tuple(Word(word, 0.0, 0.5, 0.8) for word in self.plainly))
        if self.lost:
            self.lost -= 1
            raise EngineLost("engine_lost", "Un moteur s'est arrêté deux fois.")
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
