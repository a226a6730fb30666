"""What the listener reports of a room, in order. Voices are tones, words are bursts of sound."""

import pytest

from companion.domain.messages import (
    AudioLost,
    AudioRecovered,
    EnrolmentFailed,
    EnrolmentStarted,
    FinishEnrolment,
    SessionEnded,
    SessionPaused,
    SpeakerIdentified,
    SpeechStarted,
    StepStarted,
    UtteranceTranscribed,
    VoiceEnrolled,
)
from companion.domain.speech import VoiceObserved, WordsHeard
from tests.fakes.encoder import silence, tone
from tests.fakes.transcriber import BurstTranscriber
from tests.hearing.room import CLAIRE, KARIM, STRANGER, Room, off_the_record, say, table


async def test_an_utterance_is_opened_then_named_then_written() -> None:
    room = await Room(silence(1.0), say(3, CLAIRE), silence(1.5)).hear()
    assert [SpeechStarted, SpeakerIdentified, UtteranceTranscribed] == [
        type(e) for e in room.of(SpeechStarted, SpeakerIdentified, UtteranceTranscribed)
    ]
    assert [("u1", None)] == room.names()
    assert [("u1", "un deux trois")] == room.texts()
    [written] = room.of(UtteranceTranscribed)
    assert (1.0, 2.4) == pytest.approx((written.start, written.end), abs=0.2)


async def test_utterances_are_numbered_and_reported_in_order() -> None:
    room = await Room(*[piece for _ in range(4) for piece in (say(2, CLAIRE), silence(1.0))]).hear()
    ids = ["u1", "u2", "u3", "u4"]
    assert ids == [e.utterance for e in room.of(SpeechStarted)]
    assert ids == [name for name, _ in room.names()] == [name for name, _ in room.texts()]


async def test_what_is_said_at_the_very_end_is_not_lost() -> None:
    assert [("u1", "un deux trois")] == (await Room(say(3, CLAIRE)).hear()).texts()


async def test_silence_reports_nothing() -> None:
    assert [] == (await Room(silence(5.0)).hear()).reported


async def test_each_voice_is_learnt_in_its_own_time() -> None:
    room = await table().hear()
    assert ["claire", "karim"] == [e.person for e in room.of(VoiceEnrolled)]
    first, second = room.of(VoiceEnrolled)
    assert (0.0, 6.9) == pytest.approx((first.start, first.end), abs=0.1)
    assert second.speech > 4.0
    assert second.closest is None
    assert [("u1", "claire"), ("u2", "karim")] == room.names()


async def test_known_voices_are_named_during_the_speech_and_after_it() -> None:
    room = await table(say(6, KARIM), silence(1.0), say(6, CLAIRE), silence(1.0)).hear()
    assert [("u3", "karim"), ("u4", "claire")] == room.names()[2:]
    early = [e for e in room.of(SpeakerIdentified) if not e.final and e.utterance == "u3"]
    assert ["karim"] == [e.person for e in early], "once, not at every look"
    [opened] = [e for e in room.of(SpeechStarted) if e.utterance == "u3"]
    assert early[0].ready_at - opened.start < 2.0
    assert any(e.sure for e in room.of(VoiceObserved) if e.person == "karim")


async def test_another_voice_begins_another_utterance() -> None:
    """Without a pause too: the words of the first need not wait for the end of the second."""
    room = await table(say(4, CLAIRE), say(4, KARIM), silence(1.0)).hear()
    assert [("u3", "claire"), ("u4", "karim")] == room.names()[2:]
    first, second = room.of(UtteranceTranscribed)[2:]
    assert first.end == second.start == pytest.approx(16.0, abs=0.2)


async def test_too_little_speech_makes_no_voiceprint() -> None:
    room = Room(say(4, CLAIRE), silence(3.0))
    room.learns("claire", 0.0, 4.0)
    await room.hear()
    assert [("claire", "too_short")] == [(e.person, e.reason) for e in room.of(EnrolmentFailed)]
    assert [] == room.of(VoiceEnrolled)


async def test_finishing_somebody_elses_enrolment_learns_nobody() -> None:
    room = Room(say(12, CLAIRE), silence(1.0))
    room.acts.append((0.0, room.happens(EnrolmentStarted(person="claire", start=0.0))))
    room.acts.append((6.5, lambda: room.bus.publish(FinishEnrolment(person="karim"))))
    await room.hear()
    assert [] == room.of(VoiceEnrolled, EnrolmentFailed)


async def test_an_unknown_voice_is_named_once_it_is_learnt() -> None:
    """What it said before, in the same step, gets its name too."""
    room = Room(say(6, CLAIRE), silence(1.0), say(12, CLAIRE), silence(1.0))
    room.learns("claire", 4.0, 10.9)
    await room.hear()
    assert ("u1", None) == room.names()[0]
    assert ("u1", "claire") in room.names()


async def test_an_unknown_voice_of_an_earlier_step_stays_unknown() -> None:
    room = Room(say(6, CLAIRE), silence(1.0), say(12, CLAIRE), silence(1.0))
    room.learns("claire", 4.0, 10.9)
    room.acts.insert(0, (3.9, room.happens(StepStarted(step="expose", ends_at=600.0))))
    await room.hear()
    assert [("u1", None), ("u2", "claire")] == room.names()


async def test_another_unknown_voice_does_not_take_the_new_name() -> None:
    room = Room(say(6, STRANGER), silence(1.0), say(12, CLAIRE), silence(1.0))
    room.learns("claire", 4.0, 10.9)
    await room.hear()
    assert [("u1", None), ("u2", "claire")] == room.names()


async def test_a_loss_closes_what_was_said_and_the_recovery_says_how_long_it_was() -> None:
    room = await Room(silence(0.5), say(3, CLAIRE), 20.0, say(3, CLAIRE), silence(1.0)).hear()
    [lost], [back] = room.of(AudioLost), room.of(AudioRecovered)
    assert "unplugged" == lost.reason
    assert (lost.start, 20.0) == pytest.approx((back.start, back.gap))
    assert [("u1", "un deux trois"), ("u2", "un deux trois")] == room.texts()
    starts = [e.start for e in room.of(SpeechStarted)]
    assert (0.5, back.start + back.gap) == pytest.approx(starts, abs=0.1)


async def test_a_loss_told_twice_is_one_loss() -> None:
    room = await Room(say(2, CLAIRE), 5.0, 5.0, say(2, CLAIRE), silence(1.0)).hear()
    assert 1 == len(room.of(AudioLost))
    assert [10.0] == pytest.approx([e.gap for e in room.of(AudioRecovered)])


async def test_sound_before_a_loss_is_no_context_of_what_follows() -> None:
    room = await Room(say(3, CLAIRE), 1.0, say(3, CLAIRE), silence(1.0)).hear()
    assert [None, None] == room.transcriber.earlier


async def test_the_turn_before_is_told_to_the_transcriber() -> None:
    room = await Room(say(3, CLAIRE), silence(1.0), say(3, CLAIRE), silence(1.0)).hear()
    assert [None, "un deux trois"] == [e and e.text for e in room.transcriber.earlier]


async def test_off_the_record_drops_what_was_being_said_and_lets_the_source_go() -> None:
    """From the second that it was asked for; nothing said meanwhile is heard, and what follows is."""
    room = Room(say(2, CLAIRE), silence(1.0), say(20, CLAIRE), silence(1.0), say(2, CLAIRE), silence(1.0))
    off_the_record(room, 4.0, 12.5)
    await room.hear()
    assert [("u1", "un deux"), ("u3", "un deux")] == room.texts()
    assert ["u1", "u3"] == [name for name, _ in room.names()]
    assert 4.0 == pytest.approx(room.closed[0], abs=0.1)
    assert (0.0, 2.0, 13.0) == pytest.approx([e.start for e in room.of(SpeechStarted)], abs=0.1)
    assert [None, None] == room.transcriber.earlier, "nor is it the context of anything"


async def test_the_first_syllable_before_off_the_record_dates_nothing() -> None:
    """One frame was waited for when it was asked: it is not heard."""
    room = Room(silence(4.0), say(20, CLAIRE), silence(1.0), say(2, CLAIRE), silence(1.0))
    off_the_record(room, 4.03, 10.02)
    await room.hear()
    assert (10.05, 15.0) == pytest.approx([e.start for e in room.of(SpeechStarted)], abs=0.1)


async def test_off_the_record_drops_the_voice_being_learnt() -> None:
    room = Room(say(20, CLAIRE), silence(4.0))
    room.acts.append((0.0, room.happens(EnrolmentStarted(person="claire", start=0.0))))
    off_the_record(room, 6.0, 11.0)
    room.acts.append((12.0, lambda: room.bus.publish(FinishEnrolment(person="claire"))))
    await room.hear()
    assert [] == room.of(VoiceEnrolled, EnrolmentFailed)


async def test_a_plain_pause_goes_on_hearing() -> None:
    room = Room(say(4, CLAIRE), silence(1.0))
    room.acts.append((1.0, room.happens(SessionPaused())))
    await room.hear()
    assert [("u1", "un deux trois un")] == room.texts()


async def test_the_end_of_the_seance_ends_the_hearing() -> None:
    room = Room(say(4, CLAIRE), silence(1.0), say(4, CLAIRE), silence(1.0))
    room.acts.append((3.0, room.happens(SessionEnded())))
    await room.hear()
    assert ["u1"] == [name for name, _ in room.texts()]


async def test_early_words_are_heard_of_whom_a_rule_listens_to_and_of_nobody_else() -> None:
    room = await table(say(9, CLAIRE), silence(1.0), say(9, KARIM), silence(1.0), watched="claire").hear()
    early = room.of(WordsHeard)
    assert {"claire"} == {e.person for e in early}
    third = [e for e in early if e.utterance == "u3"]
    assert len(third) >= 3, "twice or more during the speech, and once when it is complete"
    assert [e.end for e in third] == sorted(e.end for e in third)


async def test_a_monologue_is_cut_and_goes_on_under_another_number() -> None:
    room = await Room(tone(20.0, CLAIRE), silence(1.0)).hear()
    first, second = room.of(SpeechStarted)
    assert ("u1", "u2") == (first.utterance, second.utterance)
    assert second.start == pytest.approx(15.0, abs=0.1)
    assert 2 == len(room.names())


async def test_a_listener_that_ended_follows_nothing_any_more() -> None:
    room = await Room(say(2, CLAIRE), silence(1.0)).hear()
    before = len(room.reported)
    room.happens(EnrolmentStarted(person="claire", start=0.0))()
    room.bus.publish(FinishEnrolment(person="claire"))
    assert before == len(room.reported)


async def test_a_model_that_fails_ends_the_listener_with_its_error() -> None:
    room = Room(say(3, CLAIRE), silence(1.0))

    class Broken(BurstTranscriber):
        def transcribe(self, *args: object, **named: object) -> object:  # type: ignore[override]
            raise RuntimeError("out of memory")

    room._listener._words._transcriber = Broken()
    with pytest.raises(ExceptionGroup) as caught:
        await room.hear()
    assert caught.group_contains(RuntimeError, match="out of memory")
