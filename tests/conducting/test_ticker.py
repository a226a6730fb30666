"""Four beats a second that do not drift, whatever a tick costs."""

import asyncio
from datetime import UTC, datetime

import pytest

from companion.adapters.clock import ReplayClock
from companion.conducting.ticker import PERIOD, tick_forever

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


async def beats(until: float, *, busy_at: float | None = None) -> list[float]:
    """When ticks came; the one at ``busy_at`` lasts 0.6 s."""
    clock = ReplayClock(START)
    found: list[float] = []

    async def tick() -> None:
        found.append(clock.elapsed())
        if clock.elapsed() == busy_at:
            await clock.sleep_until(clock.elapsed() + 0.6)

    ticking = asyncio.create_task(tick_forever(clock, tick))
    await asyncio.sleep(0)
    await clock.advance_to(until)
    ticking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ticking
    return found


async def test_there_are_four_ticks_a_second() -> None:
    assert await beats(1.1) == [0.25, 0.5, 0.75, 1.0]


async def test_a_long_tick_skips_beats_and_shifts_none() -> None:
    found = await beats(2.1, busy_at=0.5)
    assert found[:2] == [0.25, 0.5]
    assert found[-3:] == [1.5, 1.75, 2.0]
    assert 0.75 not in found
    assert found == sorted(set(found))


async def test_ticks_never_drift_from_their_origin() -> None:
    found = await beats(600.0)
    assert found == [beat * PERIOD for beat in range(1, 2401)]
