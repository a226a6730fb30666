"""Where the clock of a séance is after a restart, whatever the time of day says."""

from datetime import UTC, datetime, timedelta

import pytest

from companion.adapters.clock import SystemClock
from companion.app.house import House
from companion.app.opening import reopen, resumed_clock
from companion.domain.messages import ClockAnchored, Event, Recorded, SessionStarted
from tests.domain.table import CODEV, preparing
from tests.fakes.floor import ScriptedFloor
from tests.fakes.store import ListStore

HOUR = timedelta(hours=1)


def recorded(seq: int, at: datetime, elapsed: float, event: Event) -> Recorded:
    return Recorded(seq=seq, at=at, elapsed=elapsed, session_id="s1", event=event)


def log(*at: datetime, boot: str | None) -> list[Recorded]:
    """An event a second from second 100 on; the clock was anchored on that ``boot``."""
    anchor = ClockAnchored(boot=boot, origin=SystemClock().origin - 100.0) if boot else SessionStarted()
    return [recorded(n, one, 99.0 + n, anchor if n == 1 else SessionStarted()) for n, one in enumerate(at, 1)]


@pytest.mark.parametrize("jump", [-3 * HOUR, 3 * HOUR, timedelta(days=-20000)])
def test_on_the_same_boot_the_time_of_day_may_jump(jump: timedelta) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - what the log was written with
    clock = resumed_clock(log(now + jump, boot=SystemClock.boot()))
    assert 100.0 <= clock.elapsed() < 160.0


def test_after_a_reboot_the_time_that_went_by_is_that_of_the_day() -> None:
    now = datetime.now(UTC)  # noqa: TID251
    clock = resumed_clock(log(now - HOUR, boot="another"))
    assert 3700.0 <= clock.elapsed() < 3760.0


def test_a_day_that_went_back_takes_no_time_away() -> None:
    now = datetime.now(UTC)  # noqa: TID251
    assert 100.0 <= resumed_clock(log(now + HOUR, boot=None)).elapsed() < 160.0


def test_an_hour_that_was_wrong_for_a_while_adds_none() -> None:
    """The machine woke in 1970, wrote a line, and was put right."""
    now = datetime.now(UTC)  # noqa: TID251
    clock = resumed_clock(log(now - HOUR, datetime(1970, 1, 1, tzinfo=UTC), boot="another"))
    assert 3701.0 <= clock.elapsed() < 3761.0


async def test_a_séance_taken_up_again_on_the_same_boot_shows_the_same_clock() -> None:
    """It is the same one, but for the microsecond to which each of its two hours is written."""
    store = ListStore()
    house = House("s1", CODEV, store, SystemClock(elapsed=1234.0), ScriptedFloor())
    await house.prepare(preparing())
    await house.begin_anew()
    again = await reopen(store, ScriptedFloor, "s1")
    assert again is not None
    assert again.clock.origin == pytest.approx(house.clock.origin, abs=5e-6)
    await again.begin_anew()
