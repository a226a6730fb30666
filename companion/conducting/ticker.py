"""The pulse of the séance: four ticks a second, on beats that do not drift."""

from collections.abc import Awaitable, Callable

from companion.ports import Clock

__all__ = ["PERIOD", "tick_forever"]

PERIOD = 0.25
"""Seconds between ticks: a time mark is told within a quarter of a second."""


async def tick_forever(clock: Clock, tick: Callable[[], Awaitable[None]]) -> None:
    """Call ``tick`` on every beat until cancelled. Beats missed while a tick lasted are left out."""
    origin = clock.elapsed()
    beat = 0
    while True:
        beat = max(beat, int((clock.elapsed() - origin) / PERIOD)) + 1
        await clock.sleep_until(origin + beat * PERIOD)
        await tick()
