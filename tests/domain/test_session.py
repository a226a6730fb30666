"""The séance as a state machine: every step, every refusal, and what holds whatever is asked."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.codec import event_from_plain, to_plain
from companion.domain.messages import (
    AddPerson,
    AgreeContract,
    CancelEnrolment,
    ChooseClient,
    Command,
    ContractAgreed,
    ContractProposed,
    CorrectSpeaker,
    CorrectText,
    CueDismissed,
    DismissCue,
    EndSession,
    EnrolmentFailed,
    EnrolmentStarted,
    EnrolVoice,
    ExtendStep,
    FinishEnrolment,
    GiveConsent,
    NextStep,
    OffTheRecord,
    Pause,
    PreviousStep,
    ProposeContract,
    Resume,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    SetSilence,
    ShowContract,
    SpeakerCorrected,
    SpokeOutOfTurn,
    StartSession,
    StepEnded,
    StepExtended,
    StepStarted,
    SwapClient,
    UtteranceCorrected,
    VoiceEnrolled,
    WithdrawConsent,
)
from companion.domain.people import Consent, Topic
from companion.domain.refusal import Refusal
from companion.domain.session import Session, apply
from companion.domain.timekeeping import remaining
from tests.domain.refusing import refusal
from tests.domain.table import CODEV, Table, identified, preparing, record, transcribed

STEPS = [step.id for step in CODEV.steps]
MINUTES = dict(zip(STEPS, CODEV.presets[90], strict=True))


def test_a_seance_walks_through_every_step_in_order() -> None:
    table = Table(started=False)
    table.do(preparing())
    assert table.do(StartSession()) == (SessionStarted(), StepStarted(step="accueil", ends_at=600.0))
    for here, there in pairwise(STEPS):
        assert table.step == here
        table.now += 60
        opened = StepStarted(step=there, ends_at=table.now + 60 * MINUTES[there])
        assert table.do(NextStep()) == (StepEnded(step=here, lasted=60.0), opened)
    table.now += 30
    assert table.do(EndSession()) == (StepEnded(step="apprentissages", lasted=30.0), SessionEnded())
    assert [visit.step for visit in table.session.visits] == STEPS
    assert table.session.ended_at == table.now


def test_nothing_starts_unprepared_nor_twice() -> None:
    table = Table(started=False)
    assert refusal(table, StartSession()) == "not_prepared"
    table.do(preparing())
    table.do(preparing(title="Une autre"))
    assert table.session.prepared
    assert table.session.prepared.title == "Une autre"
    table.do(StartSession())
    assert refusal(table, StartSession()) == "started"
    assert refusal(table, preparing()) == "started"


@pytest.mark.parametrize(
    "command",
    [
        NextStep(),
        PreviousStep(),
        ExtendStep(minutes=5),
        Pause(),
        OffTheRecord(),
        Resume(),
        ProposeContract(text="Aidez-moi", type="idées"),
        AgreeContract(),
        EndSession(),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_step_command_is_refused_before_the_start_and_after_the_end(command: Command) -> None:
    table = Table(started=False)
    assert refusal(table, command) == "not_prepared"
    table.do(preparing())
    assert refusal(table, command) == "not_started"
    table.do(StartSession())
    table.do(EndSession())
    assert refusal(table, command) == "ended"


def test_there_is_nothing_before_the_first_step_nor_after_the_last() -> None:
    table = Table()
    assert refusal(table, PreviousStep()) == "first_step"
    for _ in STEPS[1:]:
        table.do(NextStep())
    assert refusal(table, NextStep()) == "last_step"


def test_going_back_gives_a_step_the_time_it_had_left() -> None:
    table = Table()
    table.now = 200
    table.do(NextStep())
    table.now = 230
    assert table.do(PreviousStep())[1] == StepStarted(step="accueil", ends_at=230 + 400)
    table.now = 240
    assert table.do(NextStep())[1] == StepStarted(step="expose", ends_at=240 + 480 - 30)


def test_going_back_to_a_step_whose_time_is_used_up_gives_it_a_minute() -> None:
    table = Table()
    table.now = 700
    table.do(NextStep())
    assert table.do(PreviousStep())[1] == StepStarted(step="accueil", ends_at=760)


def test_an_extension_moves_the_end() -> None:
    table = Table()
    table.now = 100
    assert table.do(ExtendStep(minutes=5)) == (StepExtended(step="accueil", minutes=5, ends_at=900.0),)
    table.now = 950
    assert table.do(NextStep())[0] == StepEnded(step="accueil", lasted=950.0)


def test_an_extension_in_overrun_counts_from_now() -> None:
    table = Table()
    table.now = 780
    assert table.do(ExtendStep(minutes=5)) == (StepExtended(step="accueil", minutes=5, ends_at=1080.0),)


@pytest.mark.parametrize("minutes", [0, -5, 61, float("nan"), float("inf"), float("-inf")])
def test_an_absurd_extension_is_refused(minutes: float) -> None:
    assert refusal(Table(), ExtendStep(minutes=minutes)) == "bad_minutes"


def test_a_pause_stops_the_clock_of_the_step() -> None:
    table = Table()
    table.now = 100
    assert table.do(Pause()) == (SessionPaused(off_the_record=False),)
    table.now = 400
    assert remaining(table.session, table.now) == 500
    assert table.do(Resume()) == (SessionResumed(ends_at=900.0),)
    table.now = 450
    assert table.do(NextStep())[0] == StepEnded(step="accueil", lasted=150.0)


def test_steps_do_not_change_during_a_pause_but_the_seance_may_end() -> None:
    table = Table()
    table.now = 100
    table.do(Pause())
    assert refusal(table, Pause()) == "already_paused"
    assert refusal(table, NextStep()) == "paused"
    assert refusal(table, PreviousStep()) == "paused"
    table.do(ExtendStep(minutes=1))
    table.now = 1000
    assert table.do(EndSession()) == (StepEnded(step="accueil", lasted=100.0), SessionEnded())


def test_resuming_needs_a_pause() -> None:
    assert refusal(Table(), Resume()) == "not_paused"


def test_off_the_record_hears_nothing_that_began_meanwhile() -> None:
    table = Table()
    table.now = 50
    table.do(OffTheRecord())
    assert table.session.off_the_record
    assert refusal(table, OffTheRecord()) == "already_off"
    assert refusal(table, EnrolVoice(person="karim")) == "off_the_record"
    assert [table.session.hears(t) for t in (49.9, 50.0, 60.0)] == [True, False, False]
    table.now = 80
    table.do(Resume())
    assert [table.session.hears(t) for t in (49.9, 50.0, 79.9, 80.0)] == [True, False, False, True]


def test_a_pause_may_become_off_the_record_and_stays_one_pause() -> None:
    table = Table()
    table.now = 50
    table.do(Pause())
    table.now = 60
    table.do(OffTheRecord())
    assert [table.session.hears(t) for t in (55.0, 61.0)] == [True, False]
    table.now = 90
    assert table.do(Resume()) == (SessionResumed(ends_at=640.0),)


def test_nothing_is_heard_after_the_end_except_what_was_begun_before() -> None:
    table = Table()
    table.now = 50
    table.do(OffTheRecord())
    table.now = 70
    table.do(EndSession())
    assert [table.session.hears(t) for t in (49.0, 60.0, 70.0, 90.0)] == [True, False, False, False]


def test_a_contract_is_proposed_then_agreed_and_a_new_one_asks_again() -> None:
    table = Table()
    assert refusal(table, AgreeContract()) == "no_contract"
    assert refusal(table, ProposeContract(text=" ", type="idées")) == "empty_contract"
    assert refusal(table, ProposeContract(text="Aidez-moi", type=" ")) == "no_type"
    proposed = table.do(ProposeContract(text=" Préparer mon entretien. ", type="idées"))
    assert proposed == (ContractProposed(text="Préparer mon entretien.", type="idées"),)
    assert not table.session.contract_agreed
    assert table.do(AgreeContract()) == (ContractAgreed(),)
    assert table.session.contract_agreed
    assert refusal(table, AgreeContract()) == "already_agreed"
    table.do(ProposeContract(text="Autre chose", type="témoignages"))
    assert not table.session.contract_agreed


def test_the_consultation_opens_without_a_contract_when_a_human_wants_it() -> None:
    table = Table()
    for _ in range(4):
        table.do(NextStep())
    assert table.step == "consultation"
    assert not table.session.contract_agreed


def test_one_voice_is_enrolled_at_a_time() -> None:
    table = Table(started=False)
    table.do(preparing())
    table.agree()
    table.now = 3
    assert table.do(EnrolVoice(person="karim")) == (EnrolmentStarted(person="karim", start=3),)
    assert refusal(table, EnrolVoice(person="lea")) == "enrolling"
    assert refusal(table, FinishEnrolment(person="lea")) == "not_enrolling"
    assert table.do(FinishEnrolment(person="karim")) == ()
    table.happen(VoiceEnrolled(person="karim", start=3, end=15, speech=10))
    table.do(EnrolVoice(person="lea"))
    table.happen(EnrolmentFailed(person="lea", reason="too_short"))
    assert table.session.enrolled == {"karim"}
    assert table.session.enrolling is None
    assert refusal(table, EnrolVoice(person="inconnu")) == "unknown_person"


def test_corrections_name_people_of_the_seance() -> None:
    table = Table()
    table.happen(identified("u1", "karim", 1, 2), transcribed("u1", 1, 2, "Bon jour."))
    named = table.do(CorrectSpeaker(utterance="u1", person="lea"))
    assert named == (SpeakerCorrected(utterance="u1", person="lea"),)
    assert refusal(table, CorrectSpeaker(utterance="u1", person="inconnu")) == "unknown_person"
    mended = table.do(CorrectText(utterance="u1", text=" Bonjour. "))
    assert mended == (UtteranceCorrected(utterance="u1", text="Bonjour."),)
    assert refusal(table, CorrectText(utterance="u1", text=" ")) == "empty_text"


def test_a_cue_is_set_aside_once() -> None:
    table = Table()
    assert refusal(table, DismissCue(cue=4)) == "unknown_cue"
    table.happen(
        SpokeOutOfTurn(
            person="lea", step="expose", start=1, end=3, raised_at=3, rule="intrusion", utterance="u1"
        )
    )
    cue = table.log[-1].seq
    assert table.do(DismissCue(cue=cue)) == (CueDismissed(cue=cue),)
    assert refusal(table, DismissCue(cue=cue)) == "unknown_cue"


ASKED = st.sampled_from(
    [
        NextStep(),
        NextStep(),
        PreviousStep(),
        ExtendStep(minutes=2),
        ExtendStep(minutes=-1),
        Pause(),
        OffTheRecord(),
        Resume(),
        Resume(),
        ProposeContract(text="Aidez-moi", type="idées"),
        AgreeContract(),
        EnrolVoice(person="karim"),
        FinishEnrolment(person="karim"),
        CancelEnrolment(person="karim"),
        WithdrawConsent(person="lea", consent=Consent.HEARING),
        GiveConsent(person="lea", consent=Consent.HEARING),
        WithdrawConsent(person="claire", consent=Consent.NOTES),
        AddPerson(name="Noé"),
        ChooseClient(person="lea", topic=Topic.PROJECT),
        SwapClient(person="karim"),
        ShowContract(on=True),
        SetSilence(on=True),
        StartSession(),
        EndSession(),
    ]
)
STORIES = st.lists(st.tuples(st.integers(0, 400), ASKED), max_size=40)


@given(story=STORIES)
def test_the_log_alone_gives_back_the_state(story: list[tuple[int, Command]]) -> None:
    table = Table()
    for seconds, command in story:
        table.wait(seconds)
        try:
            table.do(command)
        except Refusal:
            continue
    session = Session()
    for recorded in table.log:
        plain = json.loads(json.dumps(to_plain(recorded.event)))
        event = event_from_plain(type(recorded.event).__name__, plain)
        session = apply(session, record(recorded.seq, recorded.elapsed, event))
    assert session == table.session


@given(story=STORIES)
def test_time_is_what_ran_outside_pauses_and_steps_move_one_by_one(story: list[tuple[int, Command]]) -> None:
    """An independent account: seconds run and seconds given, kept by hand."""
    table = Table()
    ran, paused = 0.0, False
    for seconds, command in story:
        here = table.step
        table.wait(seconds)
        assert table.step == here, "time alone changes no step"
        ran += 0 if paused or here is None else seconds
        given_before = table.session.step.planned if table.session.step else 0.0
        try:
            events = table.do(command)
        except Refusal:
            continue
        for event in events:
            if isinstance(event, StepEnded):
                assert event.lasted == pytest.approx(ran)
                ran, paused = 0.0, False
            if isinstance(event, StepExtended):
                late = max(0.0, ran - given_before)
                given_before += late + 60 * event.minutes
            if isinstance(event, StepStarted):
                swapped = isinstance(command, SwapClient)
                assert swapped or abs(STEPS.index(event.step) - STEPS.index(here or "")) == 1
                given_before = event.ends_at - table.now
        paused = isinstance(command, Pause | OffTheRecord) or (paused and not isinstance(command, Resume))
        if table.session.step:
            assert remaining(table.session, table.now) == pytest.approx(given_before - ran)


@given(story=STORIES, holes=st.sets(st.integers(0, 60)))
def test_folds_accept_holes(story: list[tuple[int, Command]], holes: set[int]) -> None:
    table = Table()
    for seconds, command in story:
        table.wait(seconds)
        try:
            table.do(command)
        except Refusal:
            continue
    session = Session()
    for recorded in (one for one in table.log if one.seq not in holes):
        session = apply(session, recorded)
    assert (session.ended_at is None) or (session.step is None)
