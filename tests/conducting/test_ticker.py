"""Beats that do not drift, whatever a tick costs."""

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


async def test_a_mark_is_on_the_screen_within_a_tenth_of_a_second() -> None:
    assert PERIOD <= 0.1
    assert await beats(4.4 * PERIOD) == [PERIOD, 2 * PERIOD, 3 * PERIOD, 4 * PERIOD]


async def test_a_long_tick_skips_beats_and_shifts_none() -> None:
    found = await beats(2.1, busy_at=0.5)
    assert found[:2] == [PERIOD, 2 * PERIOD]
    assert found[-1] == 2.1 // PERIOD * PERIOD
    assert 0.5 in found
    assert 0.5 + PERIOD not in found
    assert found == sorted(set(found))


async def test_ticks_never_drift_from_their_origin() -> None:
    found = await beats(600.0)
    assert found == [beat * PERIOD for beat in range(1, round(600 / PERIOD) + 1)]
