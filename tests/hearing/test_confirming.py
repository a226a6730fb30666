"""A voice that was kept since an earlier séance: a sentence or two confirm it, another voice does not."""

import numpy as np
import pytest

from companion.adapters.places import shipped_models
from companion.adapters.voice_encoder import CampplusEncoder
from companion.domain.messages import EnrolmentFailed, SpeakerIdentified, VoiceEnrolled, VoiceForgotten
from companion.hearing.enrolment import CONFIRMING_SPEECH
from companion.hearing.voiceprints import Voices
from companion.ports import SAMPLE_RATE, Embedding
from tests.fakes.demo import demo_voices
from tests.fakes.encoder import SpectrumEncoder, silence, tone
from tests.hearing.room import CLAIRE, KARIM, Room, say


def kept(hertz: float) -> Embedding:
    return SpectrumEncoder().embed(tone(3.0, hertz))


def waiting(speaks: float, *, words: int = 7) -> Room:
    """Claire's voice is kept; somebody of that pitch says a sentence in her turn, then speaks again."""
    voices = Voices()
    voices.offer("claire", kept(CLAIRE))
    room = Room(say(words, speaks), silence(1.0), say(8, speaks), silence(1.0), voices=voices)
    room.learns("claire", 0.0, words / 2 + 0.5)
    return room


async def test_a_sentence_is_enough_and_the_voice_is_known_from_then_on() -> None:
    room = await waiting(CLAIRE).hear()
    [enrolled] = room.of(VoiceEnrolled)
    assert isinstance(enrolled, VoiceEnrolled) and enrolled.confirmed and enrolled.speech < 4.0
    assert {one.needed for one in room.progress} == {CONFIRMING_SPEECH}
    assert room.names()[-1][1] == "claire"


async def test_nobody_is_named_by_a_voice_that_was_not_confirmed() -> None:
    voices = Voices()
    voices.offer("claire", kept(CLAIRE))
    room = await Room(say(12, CLAIRE), silence(1.0), voices=voices).hear()
    assert {one.person for one in room.of(SpeakerIdentified) if isinstance(one, SpeakerIdentified)} == {None}


async def test_another_voice_is_told_and_not_learnt() -> None:
    room = await waiting(KARIM).hear()
    assert room.of(VoiceEnrolled, EnrolmentFailed) == [EnrolmentFailed(person="claire", reason="other_voice")]


async def test_two_words_are_too_short_to_compare() -> None:
    room = await waiting(CLAIRE, words=3).hear()
    assert room.of(EnrolmentFailed) == [EnrolmentFailed(person="claire", reason="too_short")]


async def test_whoever_forgets_it_enrols_as_any_other() -> None:
    """Seven words are then too few, and more of them make a voiceprint that nothing confirms."""
    room = waiting(CLAIRE)
    room.acts.insert(0, (0.0, room.happens(VoiceForgotten(person="claire"))))
    await room.hear()
    assert room.of(EnrolmentFailed) == [EnrolmentFailed(person="claire", reason="too_short")]


def test_a_voice_that_is_as_near_to_somebody_else_is_confirmed_for_nobody() -> None:
    voices, between = Voices(), kept(CLAIRE) + 0.98 * kept(KARIM)
    voices.offer("claire", kept(CLAIRE))
    assert voices.confirms("claire", [between / np.linalg.norm(between)])
    voices.offer("karim", kept(KARIM))
    assert not voices.confirms("claire", [between / np.linalg.norm(between)])


def test_a_kept_voice_is_overwritten_in_memory_when_it_goes() -> None:
    voices, offered = Voices(), kept(CLAIRE)
    voices.offer("claire", offered)
    voices.clear()
    assert not offered.any() and not voices.offered("claire")


@pytest.fixture(scope="module")
def encoder() -> CampplusEncoder:
    return CampplusEncoder(shipped_models() / "campplus-zh-en.onnx")


def test_three_seconds_of_a_real_voice_confirm_it_and_nobody_elses(encoder: CampplusEncoder) -> None:
    """Six voices, real models: the first nine seconds are kept, the last three are said the next time."""
    window = 3 * SAMPLE_RATE
    said = {person: sound[:-window] for person, sound in demo_voices().items()}
    again = {person: encoder.embed(sound[-window:]) for person, sound in demo_voices().items()}
    for person, sound in said.items():
        voices = Voices()
        voices.enrol(person, [encoder.embed(sound[first : first + window]) for first in (0, window)])
        learnt = voices.voiceprint(person)
        assert learnt is not None
        voices.forget(person)
        voices.offer(person, learnt)
        assert [one for one, heard in again.items() if voices.confirms(person, [heard])] == [person]
