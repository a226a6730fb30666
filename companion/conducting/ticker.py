"""The pulse of the séance: sixteen ticks a second, on beats that do not drift."""

from collections.abc import Awaitable, Callable

from companion.ports import Clock

__all__ = ["PERIOD", "tick_forever"]

PERIOD = 0.0625
"""Seconds between ticks of some microseconds: a time mark is on the screen within a tenth of a second."""


async def tick_forever(clock: Clock, tick: Callable[[], Awaitable[None]]) -> None:
    """Call ``tick`` on every beat until cancelled. Beats missed while a tick lasted are left out."""
    origin = clock.elapsed()
    beat = 0
    while True:
        beat = max(beat, int((clock.elapsed() - origin) / PERIOD)) + 1
        await clock.sleep_until(origin + beat * PERIOD)
        await tick()
