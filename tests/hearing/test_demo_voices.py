"""Enrolments of the demonstration's six voices, with the real detector and the real encoder."""

import json
from importlib.resources import files

import numpy as np
import pytest

from companion.adapters.places import shipped_models
from companion.adapters.silero import SileroDetector
from companion.adapters.voice_encoder import CampplusEncoder
from companion.hearing.enrolment import Enrolment
from companion.hearing.room_sound import RoomMeter
from companion.hearing.voiceprints import Voices
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Samples
from tests.fakes.demo import demo_between, demo_voices
from tests.fakes.sounds import noise


@pytest.fixture(scope="module")
def encoder() -> CampplusEncoder:
    return CampplusEncoder(shipped_models() / "campplus-zh-en.onnx")


def enrolled(sound: Samples) -> Enrolment:
    enrolment, detector, meter = Enrolment("x", 0.0), SileroDetector(), RoomMeter()
    for first in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        frame = sound[first : first + FRAME_SAMPLES]
        probability = detector.probability(frame)
        meter.hear(frame, first / SAMPLE_RATE, probability)
        enrolment.add(frame, probability, meter.noise)
    return enrolment


def said_later(person: str) -> Samples:
    """Ten seconds and more of the same person, well after the opening round."""
    truth = json.loads((files("companion") / "demo" / "truth.json").read_text(encoding="utf-8"))
    spoken = [
        demo_between(each["start"], each["end"])
        for each in truth["utterances"]
        if each["person"] == person and each["start"] > 95.0 and each["kind"] == "speech"
    ]
    return np.concatenate(spoken)[: 12 * SAMPLE_RATE]


def test_six_people_are_six_voices(encoder: CampplusEncoder) -> None:
    voices = Voices()
    found = {
        person: voices.enrol(person, enrolled(sound).embeddings(encoder))
        for person, sound in demo_voices().items()
    }
    assert 6 == len(found)
    assert {None} == set(found.values())


def test_one_person_under_two_names_is_told(encoder: CampplusEncoder) -> None:
    """With other words, minutes later."""
    opening = demo_voices()
    for person, sound in opening.items():
        voices = Voices()
        for other, theirs in opening.items():
            if other != person:
                voices.enrol(other, enrolled(theirs).embeddings(encoder))
        voices.enrol(person, enrolled(sound).embeddings(encoder))
        again = enrolled(said_later(person))
        assert again.enough, person
        assert person == voices.enrol("somebody else", again.embeddings(encoder))


def test_nobody_of_the_opening_round_is_too_noisy_or_too_short() -> None:
    for person, sound in demo_voices().items():
        enrolment = enrolled(sound)
        assert (None, False) == (enrolment.refused, enrolment.progress().noisy), person


@pytest.mark.parametrize(("under", "noisy", "refused"), [(7.0, True, None), (0.0, True, "too_noisy")])
def test_a_voice_in_white_noise_is_doubtful_then_refused(
    under: float, noisy: bool, refused: str | None
) -> None:
    """``under`` decibels below the voice's own power."""
    sound = demo_voices()["louise"]
    power = float(np.sqrt(np.mean(np.square(sound))))
    hiss = noise(len(sound) / SAMPLE_RATE, level=power * 10 ** (-under / 20))[: len(sound)]
    enrolment = enrolled((sound + hiss).astype(np.float32))
    assert (noisy, refused) == (enrolment.progress().noisy, enrolment.refused)
