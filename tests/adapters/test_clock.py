"""The contract of a Clock, on the machine's clock and on the replay's; then what each is for."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from companion.adapters.clock import ReplayClock, SystemClock
from companion.ports import Clock
from tests.fakes.jumping_clock import JumpingClock

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Until = Callable[[float], Awaitable[None]]


def system() -> tuple[Clock, Until]:
    """The machine's clock goes by itself."""
    clock = SystemClock()
    return clock, clock.sleep_until


def replay() -> tuple[Clock, Until]:
    """The replay's clock is moved, in small steps."""
    clock = ReplayClock(START)

    async def until(elapsed: float) -> None:
        while clock.elapsed() < elapsed:
            await clock.advance_to(clock.elapsed() + 0.01)

    return clock, until


def jumping() -> tuple[Clock, Until]:
    """The fake that also jumps; here it is moved as the replay's."""
    clock = JumpingClock(START)

    async def until(elapsed: float) -> None:
        while clock.elapsed() < elapsed:
            await clock.advance_to(clock.elapsed() + 0.01)

    return clock, until


CLOCKS = pytest.mark.parametrize("make", [system, replay, jumping])


@CLOCKS
async def test_now_is_aware_utc_and_goes_with_elapsed(make: Callable[[], tuple[Clock, Until]]) -> None:
    clock, until = make()
    assert clock.now().utcoffset() == timedelta(0)
    before, at = clock.elapsed(), clock.now()
    await until(before + 0.03)
    assert clock.elapsed() >= before + 0.03
    assert clock.now() > at


@CLOCKS
async def test_sleepers_wake_in_due_order_and_never_early(make: Callable[[], tuple[Clock, Until]]) -> None:
    clock, until = make()
    woken: list[float] = []

    async def sleep(due: float) -> None:
        await clock.sleep_until(due)
        assert clock.elapsed() >= due
        woken.append(due)

    sleepers = [asyncio.create_task(sleep(due)) for due in (0.09, 0.03, 0.06)]
    await asyncio.sleep(0)
    await until(0.15)
    await asyncio.gather(*sleepers)
    assert woken == [0.03, 0.06, 0.09]


@CLOCKS
async def test_the_past_is_not_waited_for(make: Callable[[], tuple[Clock, Until]]) -> None:
    clock, until = make()
    await until(0.02)
    await clock.sleep_until(0.01)
    await clock.sleep_until(-5.0)


@CLOCKS
async def test_a_cancelled_sleeper_leaves_the_others_asleep(make: Callable[[], tuple[Clock, Until]]) -> None:
    clock, until = make()
    gone, stays = (asyncio.create_task(clock.sleep_until(0.05)) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()
    await until(0.1)
    await stays
    with pytest.raises(asyncio.CancelledError):
        await gone


def test_the_machine_clock_begins_where_it_is_told() -> None:
    assert SystemClock(elapsed=123.4).elapsed() >= 123.4
    assert 0 <= SystemClock().elapsed() < 123.4


def test_a_resumed_clock_counts_the_time_it_was_away() -> None:
    an_hour_ago = SystemClock().now() - timedelta(hours=1)
    assert SystemClock.resumed(an_hour_ago, 60.0).elapsed() >= 3660.0
    ahead = SystemClock().now() + timedelta(hours=1)  # the wall clock was set back meanwhile
    assert 60.0 <= SystemClock.resumed(ahead, 60.0).elapsed() < 3600.0


async def test_replay_time_moves_only_when_it_is_moved() -> None:
    clock = ReplayClock(START)
    sleeper = asyncio.create_task(clock.sleep_until(10))
    for _ in range(50):
        await asyncio.sleep(0)
    assert clock.elapsed() == 0.0
    assert not sleeper.done()
    await clock.advance_to(12.5)
    assert (clock.elapsed(), clock.now()) == (12.5, START + timedelta(seconds=12.5))
    assert sleeper.done()
    await clock.advance_to(3.0)
    assert clock.elapsed() == 12.5


async def test_each_sleeper_runs_at_its_own_second_before_time_goes_on() -> None:
    clock = ReplayClock(START)
    seen: list[tuple[str, float]] = []

    async def beat(name: str, period: float) -> None:
        due = 0.0
        while True:
            due += period
            await clock.sleep_until(due)
            seen.append((name, clock.elapsed()))

    beats = [asyncio.create_task(beat("a", 1.0)), asyncio.create_task(beat("b", 1.5))]
    await asyncio.sleep(0)
    await clock.advance_to(3.2)
    assert seen == [  # at the same second, whoever fell asleep first
        ("a", 1.0),
        ("b", 1.5),
        ("a", 2.0),
        ("b", 3.0),
        ("a", 3.0),
    ]
    for one in beats:
        one.cancel()


def test_a_replay_starts_at_an_aware_time() -> None:
    with pytest.raises(ValueError, match="aware"):
        ReplayClock(datetime(2026, 11, 20))  # noqa: DTZ001 - what is refused
    paris = ReplayClock(datetime(2026, 11, 20, 10, tzinfo=timezone(timedelta(hours=1))))
    assert paris.now() == START
