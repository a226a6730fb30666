"""When time is told: each mark once, and again when an extension puts it ahead."""

from companion.domain.messages import (
    Event,
    ExtendStep,
    NextStep,
    Pause,
    PreviousStep,
    Resume,
    StepEndingSoon,
    StepOverrun,
)
from companion.domain.timekeeping import remaining
from tests.domain.table import Table


def told(table: Table, until: float) -> list[tuple[float, Event]]:
    """What is told, and when, ticking four times a second."""
    found = []
    while table.now < until:
        found += [(table.now, event) for event in table.wait(0.25)]
    return found


def test_a_short_step_tells_its_last_minute_its_end_and_ten_percent_more() -> None:
    assert told(Table(), 900) == [
        (540.0, StepEndingSoon(step="accueil", remaining=60.0)),
        (600.0, StepOverrun(step="accueil", over=0.0)),
        (660.0, StepOverrun(step="accueil", over=60.0)),
    ]


def test_a_long_step_also_tells_half_of_its_time_and_five_minutes() -> None:
    table = Table()
    table.do(NextStep())
    table.do(NextStep())
    assert told(table, 1150) == [
        (600.0, StepEndingSoon(step="clarification", remaining=600.0)),
        (900.0, StepEndingSoon(step="clarification", remaining=300.0)),
        (1140.0, StepEndingSoon(step="clarification", remaining=60.0)),
    ]


def test_a_mark_longer_than_the_step_is_skipped() -> None:
    table = Table()
    table.now = 650
    table.do(NextStep())
    table.do(PreviousStep())  # its time was used up: one minute is left, not more than the mark
    assert told(table, 709) == []
    assert told(table, 711) == [(710.0, StepOverrun(step="accueil", over=0.0))]


def test_an_extension_tells_again_what_is_ahead_again() -> None:
    table = Table()
    assert len(told(table, 600)) == 2
    table.do(ExtendStep(minutes=5))
    assert told(table, 1000) == [
        (840.0, StepEndingSoon(step="accueil", remaining=60.0)),
        (900.0, StepOverrun(step="accueil", over=0.0)),
        (990.0, StepOverrun(step="accueil", over=90.0)),
    ]


def test_a_short_extension_does_not_tell_what_stays_behind() -> None:
    table = Table()
    told(table, 580)
    table.do(ExtendStep(minutes=0.5))  # 50 s left: the minute stays behind
    assert [event for _, event in told(table, 640)] == [StepOverrun(step="accueil", over=0.0)]


def test_a_pause_tells_nothing_and_shifts_everything() -> None:
    table = Table()
    told(table, 100)
    table.do(Pause())
    assert told(table, 2000) == []
    table.do(Resume())
    assert told(table, 2450) == [(2440.0, StepEndingSoon(step="accueil", remaining=60.0))]


def test_a_late_tick_tells_only_the_latest_mark() -> None:
    table = Table()
    assert table.wait(5000) == (StepOverrun(step="accueil", over=60.0),)
    assert table.wait(5000) == ()


def test_nothing_is_told_before_the_start() -> None:
    table = Table(started=False)
    assert table.wait(10000) == ()
    assert remaining(table.session, table.now) is None
