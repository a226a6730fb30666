"""A voice of sorts: a tone for each letter, at once."""

from collections.abc import Iterator

import numpy as np

from companion.domain.errors import PartMissing
from companion.ports import AudioChunk

RATE = 24_000
LETTER = 0.06
"""Seconds per letter: as long as a calm voice takes."""


class ToneSynthesizer:
    """A ``Synthesizer``; ``said`` are the texts that it was asked for."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def synthesize(self, text: str) -> Iterator[AudioChunk]:
        """The text as one chunk. Raises PartMissing for what has no letter."""
        self.said.append(text)
        letters = [one for one in text.lower() if one.isalpha()]
        if not letters:
            raise PartMissing("unsayable", "Cette phrase ne peut pas être dite.")
        time = np.arange(round(LETTER * RATE)) / RATE
        tones = [0.1 * np.sin(2 * np.pi * (200 + 10 * (ord(one) % 26)) * time) for one in letters]
        yield AudioChunk(np.concatenate(tones).astype(np.float32), RATE)
