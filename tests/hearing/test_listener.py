"""What the listener reports of a room, in order. Voices are tones, words are bursts of sound."""

import numpy as np
import pytest

from companion.domain.messages import (
    AudioLost,
    AudioRecovered,
    EnrolmentFailed,
    EnrolmentStarted,
    FinishEnrolment,
    ListeningChanged,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SpeakerIdentified,
    SpeechStarted,
    StepStarted,
    UtteranceTranscribed,
    VoiceEnrolled,
    VoiceForgotten,
)
from companion.domain.speech import VoiceObserved, WordsHeard
from companion.hearing.enrolment import GOOD_SPEECH
from companion.hearing.voiceprints import Voices
from tests.fakes.encoder import silence, tone
from tests.fakes.sounds import noise
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


async def test_a_short_turn_between_two_others_is_an_utterance_of_its_own() -> None:
    """Named just before it ends: its words need not wait for the end of what the next one says."""
    room = await table(say(8, CLAIRE), say(2, KARIM), say(8, CLAIRE), silence(1.0)).hear()
    assert [("u3", "claire"), ("u4", "karim"), ("u5", "claire")] == room.names()[2:]


async def test_who_begins_over_another_is_known_to_have() -> None:
    """Nobody is named while both speak, so the names alone do not tell."""
    both = say(2, CLAIRE) + say(2, KARIM)
    room = await table(say(8, CLAIRE), both, say(6, KARIM)).hear()
    final = [e for e in room.of(SpeakerIdentified) if e.final and e.start >= 14]
    assert [e.person for e in final][-1] == "karim"
    assert final[-1].over > 0.4
    apart = await table(say(8, CLAIRE), say(6, KARIM)).hear()
    assert [0.0] == sorted({e.over for e in apart.of(SpeakerIdentified)})


async def test_a_voice_being_learnt_is_named_after_nobody_it_resembles_and_not_cut() -> None:
    """Karim's voice at times resembles Claire's, the only one known yet."""
    resembling = np.concatenate([say(4, KARIM), say(3, CLAIRE), say(6, KARIM)])
    room = Room(say(12, CLAIRE), silence(1.0), resembling, silence(1.5))
    room.learns("claire", 0.0, 6.9)
    room.learns("karim", 6.95, 14.4)
    await room.hear()
    assert [] == [e for e in room.of(SpeakerIdentified) if not e.final]
    assert [("u1", "claire"), ("u2", "karim")] == room.names()


async def test_an_enrolment_begins_a_turn_of_its_own() -> None:
    """Without a pause before it: what was said so far is written at once, and not at the end of the turn."""
    room = Room(say(8, STRANGER), say(14, CLAIRE), silence(1.0))
    room.learns("claire", 4.0, 10.9)
    await room.hear()
    assert [("u1", None), ("u2", "claire")] == room.names()
    first, second = room.of(UtteranceTranscribed)
    assert (first.end, second.start) == pytest.approx((4.0, 4.0), abs=0.2)
    assert first.ready_at < 5.5


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


async def test_progress_is_told_twice_a_second_while_a_voice_is_learnt() -> None:
    room = Room(say(6, CLAIRE), silence(3.0))
    room.learns("claire", 0.0, 5.9)
    await room.hear()
    assert {("claire", GOOD_SPEECH, False)} == {(e.person, e.needed, e.noisy) for e in room.progress}
    told = [e.speech for e in room.progress]
    assert len(told) == pytest.approx(11, abs=1)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(6 * 0.42, abs=0.5), "speech counts, not seconds"


async def test_a_voice_that_does_not_stand_above_the_room_is_refused() -> None:
    room = Room(np.tile(noise(0.5, level=0.009), 6), say(12, CLAIRE) * 0.07 + noise(6.0, level=0.009))
    room.learns("claire", 3.0, 8.9)
    await room.hear()
    assert [("claire", "too_noisy")] == [(e.person, e.reason) for e in room.of(EnrolmentFailed)]
    assert any(e.noisy for e in room.progress)


async def test_a_cancelled_enrolment_learns_nothing() -> None:
    room = Room(say(12, CLAIRE), silence(1.0))
    room.acts.append((0.0, room.happens(EnrolmentStarted(person="claire", start=0.0))))
    room.acts.append((5.0, room.happens(EnrolmentFailed(person="claire", reason="cancelled"))))
    room.acts.append((6.0, lambda: room.bus.publish(FinishEnrolment(person="claire"))))
    await room.hear()
    assert [] == room.of(VoiceEnrolled, EnrolmentFailed)
    assert room.progress[-1].speech < 5.0


async def test_an_enrolment_cancelled_while_the_voiceprint_is_made_learns_nothing() -> None:
    room = Room(say(12, CLAIRE), silence(1.0), voices=(voices := Voices()))
    room.acts.append((0.0, room.happens(EnrolmentStarted(person="claire", start=0.0))))
    room.acts.append((6.0, lambda: room.bus.publish(FinishEnrolment(person="claire"))))
    room.acts.append((6.0, room.happens(EnrolmentFailed(person="claire", reason="cancelled"))))
    await room.hear()
    assert [] == room.of(VoiceEnrolled, EnrolmentFailed)
    assert () == voices.people


async def test_a_voice_learnt_again_replaces_the_first() -> None:
    """Whoever was enrolled by mistake under that name is unknown again."""
    pieces = [say(12, KARIM), silence(1.0), say(12, CLAIRE), silence(1.0), say(6, KARIM), silence(1.0)]
    room = Room(*pieces, say(6, CLAIRE), silence(1.0))
    room.learns("claire", 0.0, 6.9)
    room.learns("claire", 7.0, 13.9)
    await room.hear()
    assert 2 == len(room.of(VoiceEnrolled))
    assert [("u3", None), ("u4", "claire")] == room.names()[2:]


async def test_a_forgotten_voice_is_named_no_more_from_that_second_on() -> None:
    room = table(say(12, CLAIRE), silence(1.0), say(6, CLAIRE), silence(1.0), say(6, KARIM), silence(1.0))
    room.acts.append((17.0, room.happens(VoiceForgotten(person="claire"))))
    await room.hear()
    assert "claire" in {e.person for e in room.of(VoiceObserved) if e.end < 17.0}
    late = [e for e in room.of(VoiceObserved) if e.end > 17.0]
    assert late and "claire" not in {e.person for e in late}
    assert [("u3", None), ("u4", None), ("u5", "karim")] == room.names()[2:]


async def test_a_voice_forgotten_while_it_is_learnt_is_not_learnt() -> None:
    room = Room(say(12, CLAIRE), silence(1.0), say(6, CLAIRE), silence(1.0), voices=(voices := Voices()))
    room.learns("claire", 0.0, 6.9)
    room.acts.append((6.9, room.happens(VoiceForgotten(person="claire"))))
    await room.hear()
    assert () == voices.people
    assert [] == room.of(VoiceEnrolled)
    assert ("u2", None) == room.names()[-1]


async def test_a_forgotten_voice_leaves_no_embedding_among_the_unknown() -> None:
    room = table(say(6, STRANGER), silence(1.0), say(2, CLAIRE), silence(1.0))
    parts: list[np.ndarray] = []

    def forget() -> None:
        parts.extend(w.embedding for _, part in room._listener._voices._unknown for w in part.windows)
        room.happens(VoiceForgotten(person="claire"))()

    room.acts.append((17.9, forget))
    await room.hear()
    assert parts and not np.concatenate(parts).any()


async def test_voices_learnt_by_one_ear_are_known_to_the_next() -> None:
    voices = Voices()
    first = Room(say(12, CLAIRE), silence(1.0), voices=voices)
    first.learns("claire", 0.0, 6.9)
    await first.hear()
    second = await Room(say(6, CLAIRE), silence(1.0), say(6, KARIM), silence(1.0), voices=voices).hear()
    assert [("u1", "claire"), ("u2", None)] == second.names()


async def test_without_any_voiceprint_everything_is_written_down_under_no_name() -> None:
    """Names are then given by hand."""
    room = await Room(*[piece for hertz in (CLAIRE, KARIM) for piece in (say(4, hertz), silence(1.0))]).hear()
    assert [("u1", "un deux trois un"), ("u2", "un deux trois un")] == room.texts()
    assert [("u1", None), ("u2", None)] == room.names()
    assert {None} == {e.person for e in room.of(VoiceObserved)}


async def test_the_sound_of_the_room_is_told_four_times_a_second() -> None:
    room = await Room(say(8, CLAIRE), silence(1.0)).hear()
    assert len(room.sounds) == pytest.approx(5 * 4, abs=1)
    assert room.sounds[-1].speech is not None


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
    assert [None, "un deux trois."] == [e and e.text for e in room.transcriber.earlier]


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


async def test_off_the_record_drops_what_was_heard_of_the_voice_being_learnt() -> None:
    """It is learnt anew from what comes after, and whoever finishes it is answered."""
    room = Room(say(20, CLAIRE), silence(4.0))
    room.acts.append((0.0, room.happens(EnrolmentStarted(person="claire", start=0.0))))
    off_the_record(room, 6.0, 11.0)
    room.acts.append((12.0, lambda: room.bus.publish(FinishEnrolment(person="claire"))))
    await room.hear()
    assert [EnrolmentFailed(person="claire", reason="too_short")] == room.of(VoiceEnrolled, EnrolmentFailed)


async def test_a_voice_that_was_to_be_learnt_before_there_was_an_ear_is_learnt() -> None:
    room = Room(say(20, CLAIRE), silence(1.0), enrolling="claire")
    room.acts.append((9.0, lambda: room.bus.publish(FinishEnrolment(person="claire"))))
    await room.hear()
    assert [("claire", 0.0)] == [(e.person, e.start) for e in room.of(VoiceEnrolled)]


async def test_nothing_is_heard_until_everybody_agrees() -> None:
    """The source is not even opened."""
    room = Room(say(4, CLAIRE), silence(1.0), say(2, CLAIRE), silence(1.0), listening=False)
    room.acts.append((2.5, room.happens(ListeningChanged(listening=True))))
    await room.hear()
    assert [("u1", "un deux")] == room.texts()
    assert 1 == len(room.closed)


async def test_a_refusal_lets_the_source_go_and_drops_what_was_being_said() -> None:
    room = Room(say(2, CLAIRE), silence(1.0), say(20, CLAIRE), silence(1.0), say(2, CLAIRE), silence(1.0))
    room.acts.append((4.0, room.happens(ListeningChanged(listening=False))))
    room.acts.append((12.5, room.happens(ListeningChanged(listening=True))))
    await room.hear()
    assert [("u1", "un deux"), ("u3", "un deux")] == room.texts()
    assert 4.0 == pytest.approx(room.closed[0], abs=0.1)
    assert [None, None] == room.transcriber.earlier, "nor is it the context of anything"


@pytest.mark.parametrize("first", [SessionResumed(ends_at=600.0), ListeningChanged(listening=True)])
async def test_off_the_record_and_a_refusal_must_both_be_lifted(first: object) -> None:
    room = Room(say(2, CLAIRE), silence(1.0), *[say(2, CLAIRE), silence(1.0)] * 4)
    second = (
        ListeningChanged(listening=True)
        if isinstance(first, SessionResumed)
        else SessionResumed(ends_at=600.0)
    )
    events = SessionPaused(off_the_record=True), ListeningChanged(listening=False), first, second
    room.acts += [(at, room.happens(event)) for at, event in zip((1.5, 3.0, 4.5, 7.5), events, strict=True)]
    await room.hear()
    starts = [e.start for e in room.of(SpeechStarted)]
    assert (0.0, 8.0) == pytest.approx((starts[0], starts[1]), abs=0.3)
    assert 8.0 + 2.0 * 2 > starts[-1], "all that follows is heard"


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


def known(*, allowed: float, watched: str = "", conducting: str = "") -> Room:
    room = Room(
        *(say(12, CLAIRE), silence(1.0), say(4, CLAIRE), silence(6.0), say(4, CLAIRE), silence(0.6)),
        watched=watched,
        conducting=conducting,
        allowed=allowed,
    )
    room.learns("claire", 0.0, 7.0)
    return room


async def test_words_that_are_allowed_some_seconds_are_told_that_much_later_and_at_the_end_at_once() -> None:
    plain, allowed = await known(allowed=0.0).hear(), await known(allowed=3.0).hear()
    texts, later = (room.of(UtteranceTranscribed) for room in (plain, allowed))
    assert [t.text for t in texts] == [t.text for t in later]
    late = [b.ready_at - a.ready_at for a, b in zip(texts, later, strict=True)]
    assert [3.0, 3.0] == pytest.approx(late[:2], abs=0.07)  # at the frame that has reached it
    assert late[2] < 1.0
    assert plain.names() == allowed.names()


async def test_words_on_which_a_flag_or_an_order_may_depend_are_not_kept_waiting() -> None:
    plain = (await known(allowed=0.0).hear()).of(UtteranceTranscribed)
    for told in (known(allowed=3.0, watched="claire"), known(allowed=3.0, conducting="claire")):
        texts = (await told.hear()).of(UtteranceTranscribed)
        assert plain[1].ready_at == pytest.approx(texts[1].ready_at, abs=0.07)


async def test_two_replays_are_told_the_same_in_the_same_order() -> None:
    first, second = await known(allowed=3.0, watched="claire").hear(), await known(allowed=3.0).hear()
    again = await known(allowed=3.0).hear()
    assert second.reported == again.reported
    assert first.reported != second.reported
