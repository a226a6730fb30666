"""How loud a source is, told while its frames pass by. Works on a microphone and on a recording."""

from collections.abc import AsyncIterator, Callable

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

    def __init__(self, source: AudioSource, tell: Callable[[InputLevel], None]) -> None:
        self._source = source
        self._tell = tell

    async def frames(self) -> AsyncIterator[Frame | SourceLost]:
        """The other source's frames and losses, untouched."""
        passed: list[Samples] = []
        zeros_since: float | None = None
        async for item in self._source.frames():
            if isinstance(item, Frame):
                passed.append(item.samples)
                if item.samples.any():
                    zeros_since = None
                elif zeros_since is None:
                    zeros_since = item.start
                if len(passed) == _EVERY:
                    self._tell(_level(passed, item, zeros_since))
                    passed.clear()
            else:
                passed.clear()
                zeros_since = None
            yield item


def _level(passed: list[Samples], last: Frame, zeros_since: float | None) -> InputLevel:
    sound = np.concatenate(passed)
    until = last.start + FRAME_SAMPLES / SAMPLE_RATE
    return InputLevel(
        at=until,
        rms=float(np.sqrt(np.mean(np.square(sound)))),
        peak=float(np.max(np.abs(sound))),
        dead=zeros_since is not None and until - zeros_since > _DEAD_AFTER,
    )
