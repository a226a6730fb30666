"""The engine: one at a time, committed before shown, once per command id, quiet when off the record."""

import asyncio
from datetime import timedelta

import pytest

from companion.domain.messages import (
    Accepted,
    AudioLost,
    CorrectSpeaker,
    DismissCue,
    EndSession,
    EnrolmentFailed,
    EnrolmentStarted,
    EnrolVoice,
    Event,
    FinishEnrolment,
    LagChanged,
    NextStep,
    OffTheRecord,
    PartFailed,
    PartRecovered,
    Pause,
    Recorded,
    Refused,
    Resume,
    SessionEnded,
    SessionPaused,
    SessionPrepared,
    SessionResumed,
    SessionStarted,
    SpeechStarted,
    SpokeOutOfTurn,
    StartSession,
    StepEnded,
    StepEndingSoon,
    StepStarted,
    Strike,
    UtteranceTranscribed,
    VoiceEnrolled,
    WordingCue,
)
from companion.domain.speech import VoiceObserved, WordsHeard
from tests.conducting.house import House
from tests.domain.table import START, identified, preparing, transcribed


def observed(start: float, person: str | None = "karim") -> VoiceObserved:
    return VoiceObserved(utterance="u1", person=person, start=start, end=start + 1, confidence=0.7, sure=True)


def flag(start: float) -> SpokeOutOfTurn:
    return SpokeOutOfTurn(
        person="karim",
        step="expose",
        start=start,
        end=start + 1,
        raised_at=start + 1,
        rule="intrusion",
        utterance="u1",
    )


async def test_events_are_numbered_stamped_and_shown_once_committed() -> None:
    house = House()
    await house.clock.advance_to(2.5)
    assert await house.do(preparing()) == 1
    assert await house.do(StartSession()) == 3
    log = await house.log()
    assert house.shown == log
    assert [type(one.event) for one in log] == [SessionPrepared, SessionStarted, StepStarted]
    assert [one.seq for one in log] == [1, 2, 3]
    assert {(one.session_id, one.elapsed, one.at) for one in log} == {
        ("s1", 2.5, START + timedelta(seconds=2.5))
    }
    assert log[2].event == StepStarted(step="accueil", ends_at=602.5)


async def test_nothing_is_shown_before_it_is_committed() -> None:
    house = House()
    house.store.gate = asyncio.Event()
    asked = asyncio.create_task(house.engine.submit(preparing()))
    for _ in range(20):
        await asyncio.sleep(0)
    assert house.shown == []
    assert house.engine.session.prepared is None
    house.store.gate.set()
    await asked
    assert len(house.shown) == 1


async def test_a_refused_command_leaves_no_trace() -> None:
    house = House()
    assert await house.refusal(NextStep()) == "not_prepared"
    assert await house.log() == []
    assert house.shown == []


async def test_the_same_command_twice_is_carried_out_once() -> None:
    house = await House().started()
    first = await house.do(NextStep(), command_id="c1")
    assert await house.do(NextStep(), command_id="c1") == first
    assert house.engine.session.step
    assert house.engine.session.step.id == "expose"
    assert await house.do(NextStep()) == await house.do(NextStep()) - 2, "without an id they are two"


async def test_the_same_command_handed_in_at_once_is_carried_out_once() -> None:
    house = await House().started()
    answers = await asyncio.gather(*(house.engine.submit(NextStep(), command_id="c1") for _ in range(5)))
    assert len(set(answers)) == 1
    assert [type(event) for event in house.events()] == [StepEnded, StepStarted]


async def test_a_refusal_is_remembered_too() -> None:
    house = House()
    assert await house.refusal(StartSession(), command_id="c1") == "not_prepared"
    await house.do(preparing())
    assert await house.refusal(StartSession(), command_id="c1") == "not_prepared"


async def test_time_marks_are_recorded_by_ticks() -> None:
    house = await House().started()
    await house.clock.advance_to(540)
    await house.engine.tick()
    await house.engine.tick()
    assert house.events() == [StepEndingSoon(step="accueil", remaining=60.0)]


async def test_what_is_said_of_the_room_is_recorded() -> None:
    house = await House().started()
    await house.do(EnrolVoice(person="karim"))
    house.shown.clear()
    heard: list[Event] = [
        SpeechStarted(utterance="u1", start=1),
        identified("u1", "karim", 1, 3, final=False),
        identified("u1", "karim", 1, 4),
        AudioLost(start=5, reason="unplugged"),
        LagChanged(seconds=2),
        VoiceEnrolled(person="karim", start=1, end=12, speech=10),
        PartFailed(part="encoder", code="x", message="y"),
    ]
    for event in heard:
        await house.engine.hear(event)
    assert house.events() == heard


async def test_signals_are_shown_and_never_recorded() -> None:
    house = await House().started()
    words = WordsHeard(utterance="u1", person="karim", start=1, end=2, text="Bon")
    before = await house.log()
    await house.engine.hear(observed(1))
    await house.engine.hear(words)
    assert house.shown == [observed(1), words]
    assert await house.log() == before


@pytest.mark.parametrize(
    "signal", [observed(9), WordsHeard(utterance="u1", person="karim", start=9, end=10, text="Mais")]
)
async def test_a_flag_of_the_floor_is_recorded_at_once(signal: VoiceObserved | WordsHeard) -> None:
    house = await House().started()
    await house.clock.advance_to(10.25)
    house.floor.flag = flag(9)
    await house.engine.hear(signal)
    assert house.events() == [flag(9)]
    assert house.floor.asked_at == [10.25]
    assert house.engine.session.cues == {house.engine.last: flag(9)}


async def test_the_floor_is_told_who_is_watched() -> None:
    house = await House().started()
    for command in (NextStep(), Pause(), Resume(), OffTheRecord(), Resume(), EndSession()):
        await house.do(command)
    assert house.floor.steps == ["accueil", "expose", None, "expose", None, "expose", None]


async def test_off_the_record_leaves_no_trace_of_what_began_then() -> None:
    house = await House().started()
    await house.clock.advance_to(10)
    await house.do(OffTheRecord())
    house.shown.clear()
    house.floor.flag = flag(11)
    await house.engine.hear(SpeechStarted(utterance="u2", start=11))
    await house.engine.hear(observed(11))
    await house.engine.hear(WordsHeard(utterance="u2", person="karim", start=11, end=12, text="Secret"))
    await house.clock.advance_to(20)
    await house.do(Resume())
    await house.engine.hear(identified("u2", "karim", 11, 13))
    await house.engine.hear(transcribed("u2", 11, 13, "Secret."))
    assert house.events() == [SessionResumed(ends_at=610.0)]
    assert house.signals() == []
    await house.engine.hear(identified("u1", "karim", 8, 9.5))
    await house.engine.hear(transcribed("u1", 8, 9.5, "Dit avant."))
    assert house.events()[1:] == [identified("u1", "karim", 8, 9.5), transcribed("u1", 8, 9.5, "Dit avant.")]


async def test_words_said_before_the_end_may_come_after_it() -> None:
    house = await House().started()
    await house.clock.advance_to(10)
    await house.do(EndSession())
    house.shown.clear()
    await house.engine.hear(identified("u1", "karim", 8, 9.5))
    await house.engine.hear(transcribed("u1", 8, 9.5, "Merci à tous."))
    await house.engine.hear(SpeechStarted(utterance="u2", start=11))
    assert house.events() == [identified("u1", "karim", 8, 9.5), transcribed("u1", 8, 9.5, "Merci à tous.")]


async def test_a_command_without_an_event_is_passed_on_to_who_serves_it() -> None:
    house = await House().started()
    served: list[FinishEnrolment] = []
    house.bus.subscribe(FinishEnrolment, served.append)
    await house.do(EnrolVoice(person="karim"))
    assert await house.do(FinishEnrolment(person="karim")) == 0
    assert served == [FinishEnrolment(person="karim")]


async def test_a_voice_is_not_finished_while_no_ear_is_at_work() -> None:
    """It is said, and the same can be asked again once one is."""
    house = await House().started()
    await house.do(EnrolVoice(person="karim"))
    answer = await house.engine.submit(FinishEnrolment(person="karim"), command_id="c1")
    assert isinstance(answer, Refused) and answer.code == "not_hearing"
    assert house.engine.session.enrolling == "karim"
    served: list[FinishEnrolment] = []
    house.bus.subscribe(FinishEnrolment, served.append)
    assert await house.engine.submit(FinishEnrolment(person="karim"), command_id="c2") == Accepted(0)
    assert served == [FinishEnrolment(person="karim")]


async def test_a_recovered_engine_goes_on_as_if_nothing_had_happened() -> None:
    house = await House().started()
    await house.do(NextStep())
    await house.engine.hear(identified("u1", "karim", 1, 2))
    await house.engine.hear(transcribed("u1", 1, 2, "Un."))
    again = House(house.store)
    await again.engine.recover()
    assert again.engine.session == house.engine.session
    assert again.floor.steps[-1] == "expose"
    assert again.shown == []
    assert await again.do(CorrectSpeaker(utterance="u1", person="lea")) == house.engine.last + 1


async def test_an_enrolment_cut_short_by_a_crash_has_failed() -> None:
    house = await House().started()
    await house.do(EnrolVoice(person="karim"))
    again = House(house.store)
    await again.engine.recover()
    assert again.events() == [EnrolmentFailed(person="karim", reason="cancelled")]
    assert await again.do(EnrolVoice(person="karim")) == house.engine.last + 2
    assert again.events()[-1] == EnrolmentStarted(person="karim", start=0.0)


async def test_a_full_disk_refuses_commands_and_keeps_what_is_heard() -> None:
    house = await House().started()
    house.store.full = True
    assert await house.refusal(NextStep(), command_id="c1") == "disk_full"
    await house.engine.hear(identified("u1", "karim", 1, 2))
    await house.engine.hear(transcribed("u1", 1, 2, "Un."))
    await house.engine.hear(identified("u2", None, 3, 4))
    await house.engine.hear(transcribed("u2", 3, 4, "Inconnu."))
    assert house.events() == []
    assert house.signals() == [PartFailed(part="store", code="disk_full", message="Le disque est plein.")]
    house.store.full = False
    await house.engine.tick()
    assert house.events() == [
        identified("u1", "karim", 1, 2),
        PartRecovered(part="store"),
        transcribed("u1", 1, 2, "Un."),
        identified("u2", None, 3, 4),
    ]
    assert [one.seq for one in await house.log()] == list(range(1, house.engine.last + 1))
    await house.do(NextStep(), command_id="c1")  # the same press, tried again
    house.store.full = True
    await house.engine.tick()
    assert await house.refusal(NextStep()) == "disk_full"
    assert len([one for one in house.signals() if isinstance(one, PartFailed)]) == 2, "told anew"


async def test_a_time_mark_refused_by_the_disk_is_told_later() -> None:
    house = await House().started()
    house.store.full = True
    await house.clock.advance_to(540)
    await house.engine.tick()
    assert house.events() == []
    house.store.full = False
    await house.clock.advance_to(545)
    await house.engine.tick()
    assert house.events() == [StepEndingSoon(step="accueil", remaining=60.0), PartRecovered(part="store")]


async def test_a_cancelled_caller_leaves_log_and_state_in_step() -> None:
    house = await House().started()
    house.store.gate = asyncio.Event()
    leaving = asyncio.create_task(house.engine.submit(NextStep()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.sleep(0)
    house.store.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert [type(event) for event in house.events()] == [StepEnded, StepStarted]
    log = await house.log()
    assert await house.do(NextStep()) == log[-1].seq + 2


async def test_callers_are_served_in_order_and_idle_waits_for_all() -> None:
    house = await House().started()
    asked = [
        asyncio.create_task(house.engine.submit(Pause())),
        asyncio.create_task(house.engine.hear(LagChanged(seconds=1))),
        asyncio.create_task(house.engine.submit(EndSession())),
    ]
    await asyncio.sleep(0)
    await house.engine.idle()
    assert [type(e) for e in house.events()] == [SessionPaused, LagChanged, StepEnded, SessionEnded]
    assert all(isinstance(one, Recorded) for one in house.shown)
    await asyncio.gather(*asked)


async def test_words_at_fault_are_told_once_they_are_written_and_before_anything_else() -> None:
    house = await House().started()
    await house.do(NextStep())
    await house.do(NextStep())
    await house.clock.advance_to(20.0)
    await house.engine.hear(identified("u1", "karim", 15.0, 18.0))
    await house.engine.hear(transcribed("u1", 15.0, 18.0, "Tu devrais déléguer ce dossier."))
    words, cue = house.events()[-2:]
    assert isinstance(words, UtteranceTranscribed)
    assert isinstance(cue, WordingCue)
    assert (cue.rule, cue.person, cue.step) == ("Q2-CONSEIL", "karim", "clarification")
    await house.do(DismissCue(cue=(await house.log())[-1].seq))
    assert house.engine.session.cues == {}


async def test_a_line_that_is_struck_takes_its_cue_with_it() -> None:
    house = await House().started()
    await house.do(NextStep())
    await house.do(NextStep())
    await house.clock.advance_to(20.0)
    await house.engine.hear(identified("u1", "karim", 15.0, 18.0))
    await house.engine.hear(transcribed("u1", 15.0, 18.0, "Tu devrais déléguer ce dossier."))
    await house.do(Strike(utterance="u1"))
    assert [r.event for r in await house.log() if isinstance(r.event, WordingCue)] == []
    assert house.engine.session.cues == {}
