"""An audio source that plays what it is given, losses included, without waiting."""

from collections.abc import AsyncIterator

import numpy as np

from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples, SourceLost


class ListedSource:
    """Plays pieces of sound one after the other; a number stands for a loss of that many seconds."""

    def __init__(self, *pieces: Samples | float, reason: str = "unplugged") -> None:
        self._pieces = pieces
        self._reason = reason

    async def frames(self) -> AsyncIterator[Frame | SourceLost]:
        at = 0.0
        for piece in self._pieces:
            if isinstance(piece, (int, float)):
                yield SourceLost(at, self._reason)
                at += piece
                continue
            padded = np.pad(piece, (0, -len(piece) % FRAME_SAMPLES)).astype(np.float32)
            for index, samples in enumerate(padded.reshape(-1, FRAME_SAMPLES)):
                yield Frame(samples, at + index * FRAME_SAMPLES / SAMPLE_RATE)
            at += len(padded) / SAMPLE_RATE
