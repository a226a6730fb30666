"""A recording played as a microphone: in real time, or as fast as it can be heard."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Protocol

import numpy as np

from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples, SourceLost

__all__ = ["AdvancingClock", "Pace", "RecordingSource", "as_fast_as_heard"]

Pace = Callable[[float], Awaitable[None]]
"""Waits until that second of the recording has been played. ``clock.sleep_until`` is real time."""


class AdvancingClock(Protocol):
    """A clock that stands still until it is told what time it is."""

    def next_due(self) -> float | None:
        """When the next sleeper is to be woken, None when nobody sleeps."""

    async def advance_to(self, elapsed: float) -> None:
        """Make it that late; whoever slept until then is woken on the way."""


def as_fast_as_heard(clock: AdvancingClock, idle: Callable[[], Awaitable[None]]) -> Pace:
    """The pace of a machine: time moves on only when ``idle()`` returns, so that nothing is shed.

    ``idle`` returns when everything heard so far has been dealt with; the result is then the same as
    in real time on a machine that is fast enough. Whoever is woken on the way is also dealt with at
    that very second, so that two replays cannot differ by who was quicker.
    """

    async def pace(elapsed: float) -> None:
        await idle()
        while (due := clock.next_due()) is not None and due <= elapsed:
            await clock.advance_to(due)
            await idle()
        await clock.advance_to(elapsed)

    return pace


class RecordingSource:
    """The ``AudioSource`` of a replay: frames of 32 ms, each when its last sample has been played.

    Sample 0 is second ``begins`` of the séance. The last frame is filled up with silence. Frames are
    views of ``samples``: nothing is copied. Opened again after it was let go, it goes on at the second
    that ``elapsed`` says, as a microphone would. Meanwhile ``let_go`` is set: nobody plays it.
    """

    def __init__(
        self, samples: Samples, pace: Pace, elapsed: Callable[[], float] = lambda: 0.0, begins: float = 0.0
    ) -> None:
        self._samples = samples
        self._pace = pace
        self._elapsed = elapsed
        self._begins = begins
        self._opened = False
        self.let_go = asyncio.Event()

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        """Every frame of the recording, in order; then the source ends."""
        passed = int((self._elapsed() - self._begins) * SAMPLE_RATE) if self._opened else 0
        self._opened = True
        self.let_go.clear()
        try:
            for first in range(passed // FRAME_SAMPLES * FRAME_SAMPLES, len(self._samples), FRAME_SAMPLES):
                await self._pace(self._begins + (first + FRAME_SAMPLES) / SAMPLE_RATE)
                yield Frame(self._frame(first), self._begins + first / SAMPLE_RATE)
        except (GeneratorExit, asyncio.CancelledError):
            self.let_go.set()
            raise

    def _frame(self, first: int) -> Samples:
        frame = self._samples[first : first + FRAME_SAMPLES]
        if len(frame) < FRAME_SAMPLES:
            frame = np.pad(frame, (0, FRAME_SAMPLES - len(frame)))
        return frame
