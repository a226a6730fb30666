"""A loudspeaker that writes down what it plays, on the clock that it is given."""

from collections.abc import Sequence

import numpy as np

from companion.ports import AudioChunk, Clock, Playback


class WrittenLoudspeaker:
    """Plays in the clock's time; ``played`` holds the chunks that were played to their end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.played: list[AudioChunk] = []
        self.playing = False

    async def play(self, chunks: Sequence[AudioChunk], playback: Playback | None = None) -> None:
        told = playback or Playback()
        self.playing = True
        told.began = self._clock.elapsed()
        told.begun.set()
        try:
            for chunk in chunks:
                seconds = chunk.samples.size / chunk.rate
                await self._clock.sleep_until(self._clock.elapsed() + seconds)
                self.played.append(chunk)
        finally:
            self.playing = False
            told.ended = self._clock.elapsed()

    @property
    def sound(self) -> np.ndarray:
        return np.concatenate([chunk.samples for chunk in self.played])
