"""How loud a source is, told while its frames pass by. Works on a microphone and on a recording."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

import numpy as np

from companion.domain.speech import InputLevel
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, AudioSource, Frame, Samples, SourceLost

__all__ = ["MeteredSource"]

_EVERY = 8
"""Frames between two levels: a needle that moves four times a second."""

_DEAD_AFTER = 3.0
"""Seconds of exact zeros after which an input counts as dead; an open microphone has noise."""


class MeteredSource:
    """An ``AudioSource`` that passes on another one's frames and tells their level."""

    def __init__(self, source: AudioSource, tell: Callable[[InputLevel], object]) -> None:
        self._source = source
        self._tell = tell

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        """The other source's frames and losses, untouched."""
        meter = _Meter()
        async with aclosing(self._source.frames()) as items:
            async for item in items:
                level = meter.read(item)
                if level is not None:
                    self._tell(level)
                yield item


class _Meter:
    """The sound since the last level, and since when there have been only zeros."""

    def __init__(self) -> None:
        self._passed: list[Samples] = []
        self._zeros_since: float | None = None

    def read(self, item: Frame | SourceLost) -> InputLevel | None:
        """A level whenever enough sound has passed. A loss begins anew."""
        if isinstance(item, SourceLost):
            self._passed.clear()
            self._zeros_since = None
            return None
        self._passed.append(item.samples)
        if item.samples.any():
            self._zeros_since = None
        elif self._zeros_since is None:
            self._zeros_since = item.start
        return self._level(item.start + FRAME_SAMPLES / SAMPLE_RATE) if len(self._passed) == _EVERY else None

    def _level(self, at: float) -> InputLevel:
        sound = np.concatenate(self._passed)
        self._passed.clear()
        return InputLevel(
            at=at,
            rms=float(np.sqrt(np.mean(np.square(sound)))),
            peak=float(np.max(np.abs(sound))),
            dead=self._zeros_since is not None and at - self._zeros_since > _DEAD_AFTER,
        )
