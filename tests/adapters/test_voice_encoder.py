"""The contract of a SpeakerEncoder, on the fake and on CAM++; then what is CAM++'s alone."""

from pathlib import Path

import numpy as np
import pytest

from companion.adapters.places import shipped_models
from companion.adapters.remote_engines import RemoteEncoder
from companion.adapters.voice_encoder import CampplusEncoder
from companion.adapters.worker import Worker
from companion.domain.errors import PartMissing
from companion.ports import SpeakerEncoder
from tests.fakes.encoder import SpectrumEncoder
from tests.fakes.sounds import babble, noise
from tests.models.golden import vowel

GOLDEN = Path(__file__).parents[1] / "models" / "campplus-vowel.txt"


def campplus() -> CampplusEncoder:
    return CampplusEncoder(shipped_models() / "campplus-zh-en.onnx")


@pytest.fixture(params=["fake", "model", "in its process"])
def encoder(request: pytest.FixtureRequest) -> SpeakerEncoder:
    if request.param == "in its process":
        return RemoteEncoder(request.getfixturevalue("voices_worker"))
    return campplus() if request.param == "model" else SpectrumEncoder()


def test_the_process_answers_as_the_model_does(voices_worker: Worker) -> None:
    """To the last bit; and what it gives may be overwritten, for a voice may have to be forgotten."""
    embedding = RemoteEncoder(voices_worker).embed(vowel())
    assert np.array_equal(embedding, campplus().embed(vowel()))
    embedding[:] = 0.0


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.5, 1.6, 3.0])
def test_any_length_gives_a_voiceprint_of_norm_one(encoder: SpeakerEncoder, seconds: float) -> None:
    embedding = encoder.embed(vowel(seconds) if seconds else np.zeros(0, np.float32))
    assert ((192,), np.float32) == (embedding.shape, embedding.dtype)
    assert float(np.linalg.norm(embedding)) == pytest.approx(1.0, abs=1e-5)


def test_the_same_sound_gives_the_same_voiceprint(encoder: SpeakerEncoder) -> None:
    assert np.array_equal(encoder.embed(vowel()), encoder.embed(vowel()))


def test_one_voice_is_nearer_to_itself_than_to_another_sound(encoder: SpeakerEncoder) -> None:
    one, again = encoder.embed(vowel(3.0)[:24_000]), encoder.embed(vowel(3.0)[24_000:])
    assert one @ again > one @ encoder.embed(noise(1.5))


def test_the_sound_is_left_alone(encoder: SpeakerEncoder) -> None:
    sound = babble(1.0)
    before = sound.copy()
    encoder.embed(sound)
    assert np.array_equal(before, sound)


def test_campplus_gives_the_golden_embedding() -> None:
    """Features and network together, against the answer of the original ones."""
    assert campplus().embed(vowel()) @ np.loadtxt(GOLDEN) > 0.9999


def test_campplus_does_not_hear_loudness() -> None:
    """Somebody farther from the microphone is the same person."""
    encoder = campplus()
    assert encoder.embed(vowel()) @ encoder.embed(0.3 * vowel()) > 0.99


def test_a_damaged_model_is_one_sentence(tmp_path: Path) -> None:
    model = tmp_path / "voice.onnx"
    model.write_bytes(b"not a model")
    with pytest.raises(PartMissing, match="empreinte vocale"):
        CampplusEncoder(model)
