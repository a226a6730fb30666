"""A machine that slept: nobody was heard and nothing was told meanwhile, and the time went on."""

from collections.abc import Awaitable, Callable

from companion.domain.messages import MachineSlept
from companion.ports import Clock

__all__ = ["LEAST", "tell_sleep"]

LOOK = 1.0
"""Seconds between two looks at the clock."""
LEAST = 5.0
"""Seconds by which a look must be late to mean sleep: a busy machine is late by tenths of a second."""


async def tell_sleep(
    clock: Clock, tell: Callable[[MachineSlept], Awaitable[None]], least: float = LEAST
) -> None:
    """Until cancelled, tell of each jump of the clock of ``least`` seconds or more, once it is over."""
    while True:
        before = clock.elapsed()
        await clock.sleep_until(before + LOOK)
        gap = clock.elapsed() - before - LOOK
        if gap >= least:
            await tell(MachineSlept(start=before, gap=gap))
