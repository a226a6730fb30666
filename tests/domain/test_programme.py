"""A programme: what may be typed, whom it finds again, and whose voice may still be kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from companion.domain.messages import (
    ChoicesMade,
    ConsentGiven,
    ConsentWithdrawn,
    Event,
    Recorded,
    SessionPrepared,
    VoiceEnrolled,
    VoiceForgotten,
    VoiceKept,
)
from companion.domain.people import Consent, Person, Programme, Role
from companion.domain.preparation import prepare, problems
from companion.domain.programme import KeptVoice, a_year_after, kept_in, member, over, standing
from tests.domain.table import CODEV, preparing

DAY = preparing().date
PROGRAMME = Programme(name="Cadres de santé", ends=DAY + timedelta(days=90))
LEA = Person(id="lea", name="Léa", role=Role.CONSULTANT)
WHO = member(PROGRAMME, "Léa")
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("programme", "wrong"),
    [
        (None, []),
        (PROGRAMME, []),
        (replace(PROGRAMME, ends=DAY), []),
        (replace(PROGRAMME, ends=a_year_after(DAY)), []),
        (replace(PROGRAMME, ends=DAY - timedelta(days=1)), [("programme_over", "programme_ends")]),
        (replace(PROGRAMME, ends=DAY + timedelta(days=367)), [("long_programme", "programme_ends")]),
        (replace(PROGRAMME, name=" "), [("no_programme_name", "programme")]),
        (replace(PROGRAMME, name="x" * 81), [("long_programme_name", "programme")]),
    ],
)
def test_a_programme_has_a_name_and_an_end_within_a_year(
    programme: Programme | None, wrong: list[tuple[str, str]]
) -> None:
    found = problems(preparing(programme=programme), CODEV)
    assert [(problem.code, problem.field) for problem in found] == wrong


def test_it_is_written_down_as_it_was_meant() -> None:
    typed = replace(PROGRAMME, name="  Cadres \u200bde   santé ")
    assert prepare(preparing(programme=typed), CODEV).programme == PROGRAMME
    assert member(typed, " LÉA ") == WHO


def test_a_year_after_the_29th_of_february_and_at_the_end_of_the_calendar() -> None:
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_after(date(9999, 5, 1)) == date.max


def course(
    *events: Event, start: datetime = START, programme: Programme | None = PROGRAMME
) -> list[Recorded]:
    prepared = SessionPrepared(
        title="T",
        language="fr",
        method="codev",
        date=DAY,
        people=(LEA,),
        minutes=(),
        programme=programme,
    )
    return [
        Recorded(seq=seq, at=start + timedelta(seconds=seq), elapsed=float(seq), session_id="s", event=event)
        for seq, event in enumerate((prepared, *events), 1)
    ]


YES = tuple(ConsentGiven(person="lea", consent=consent) for consent in (Consent.VOICEPRINT, Consent.KEEPING))
ANSWERED = ChoicesMade(person="lea")
KEPT = (*YES, ANSWERED, VoiceEnrolled(person="lea", start=0.0, end=9.0, speech=9.0))
KEPT = (*KEPT, VoiceKept(person="lea", until=PROGRAMME.ends))
TOMORROW = START + timedelta(days=1)


@pytest.mark.parametrize(
    ("after", "stands"),
    [
        ((), True),
        ((ConsentWithdrawn(person="lea", consent=Consent.HEARING),), True),
        ((ConsentWithdrawn(person="lea", consent=Consent.KEEPING),), False),
        ((ConsentWithdrawn(person="lea", consent=Consent.VOICEPRINT),), False),
        ((VoiceForgotten(person="lea"),), False),
        ((VoiceForgotten(person="lea"), *KEPT[-2:]), True),
    ],
)
def test_the_last_word_says_whether_a_voice_is_kept(after: tuple[Event, ...], stands: bool) -> None:
    assert standing({"s": course(*KEPT, *after)}) == ({WHO} if stands else set())


@pytest.mark.parametrize(
    ("next_time", "stands"),
    [((), True), ((ANSWERED,), False), ((*YES, ANSWERED), True), ((YES[1], ANSWERED), False)],
)
def test_the_next_seance_may_have_the_last_word(next_time: tuple[Event, ...], stands: bool) -> None:
    later = course(*next_time, start=TOMORROW)
    assert standing({"a": later, "b": course(*KEPT)}) == ({WHO} if stands else set())


def test_an_answer_in_another_programme_or_none_is_about_another_voice() -> None:
    elsewhere = course(ANSWERED, start=TOMORROW, programme=replace(PROGRAMME, name="Autre"))
    nowhere = course(ANSWERED, start=TOMORROW, programme=None)
    assert standing({"a": course(*KEPT), "b": elsewhere, "c": nowhere}) == {WHO}


def test_of_a_seance_that_was_erased_nothing_stands_and_of_a_whole_one_it_is_known_who_was_kept() -> None:
    assert standing({}) == standing({"s": course(*KEPT)[1:]}) == frozenset()
    assert kept_in(course(*KEPT)) == {WHO} and kept_in(course(*YES)) == frozenset()


@pytest.mark.parametrize(("days", "gone"), [(0, False), (90, False), (91, True)])
def test_a_programme_is_over_after_its_last_day(days: int, gone: bool) -> None:
    kept = KeptVoice(programme=PROGRAMME, name="Léa")
    assert over(kept, {"s": course(*KEPT)}, DAY + timedelta(days=days)) is gone


def test_the_end_that_was_chosen_last_counts_unless_it_is_later_than_was_agreed() -> None:
    kept = KeptVoice(programme=PROGRAMME, name="Léa")
    sooner = course(start=TOMORROW, programme=replace(PROGRAMME, ends=DAY + timedelta(days=10)))
    later = course(start=TOMORROW, programme=replace(PROGRAMME, ends=DAY + timedelta(days=300)))
    assert over(kept, {"a": course(*KEPT), "b": sooner}, DAY + timedelta(days=11))
    assert over(kept, {"a": course(*KEPT), "b": later}, DAY + timedelta(days=91))
