"""The contract of a SpeechDetector, on the fake and on Silero; then what is Silero's alone."""

from pathlib import Path

import numpy as np
import pytest

from companion.adapters.silero import SileroDetector
from companion.domain.errors import PartMissing
from companion.ports import FRAME_SAMPLES, Samples, SpeechDetector
from tests.fakes.detector import LoudnessDetector
from tests.fakes.sounds import babble, noise


@pytest.fixture(params=[LoudnessDetector, SileroDetector])
def detector(request: pytest.FixtureRequest) -> SpeechDetector:
    return request.param()


def probabilities(detector: SpeechDetector, samples: Samples) -> list[float]:
    whole = len(samples) // FRAME_SAMPLES * FRAME_SAMPLES
    return [detector.probability(frame) for frame in samples[:whole].reshape(-1, FRAME_SAMPLES)]


def test_silence_is_not_speech(detector: SpeechDetector) -> None:
    silence = np.zeros(3 * 16_000, dtype=np.float32)
    assert max(probabilities(detector, silence)) < 0.3


def test_a_voice_is_speech_most_of_the_time(detector: SpeechDetector) -> None:
    heard = probabilities(detector, babble(3.0))
    assert np.mean(np.array(heard) > 0.5) > 0.7


def test_probabilities_stay_within_bounds(detector: SpeechDetector) -> None:
    heard = probabilities(detector, np.concatenate([babble(1.0), noise(1.0, level=0.9), babble(1.0)]))
    assert min(heard) >= 0.0 and max(heard) <= 1.0


def test_reset_forgets_what_came_before(detector: SpeechDetector) -> None:
    start = babble(0.2)
    fresh = probabilities(detector, start)
    probabilities(detector, babble(1.0, pitch=200.0))
    detector.reset()
    assert probabilities(detector, start) == fresh


def test_state_is_carried_from_frame_to_frame(detector: SpeechDetector) -> None:
    quiet = np.zeros(FRAME_SAMPLES, dtype=np.float32)
    fresh = detector.probability(quiet)
    probabilities(detector, babble(1.0))
    assert detector.probability(quiet) != fresh


def test_a_frame_of_another_length_is_refused(detector: SpeechDetector) -> None:
    with pytest.raises(ValueError, match="512"):
        detector.probability(np.zeros(480, dtype=np.float32))


def test_silero_does_not_take_noise_for_speech() -> None:
    assert max(probabilities(SileroDetector(), noise(3.0))) < 0.5


def test_silero_leaves_its_input_alone() -> None:
    frame = babble(0.2)[:FRAME_SAMPLES]
    before = frame.copy()
    SileroDetector().probability(frame)
    assert np.array_equal(frame, before)


@pytest.mark.parametrize("content", [None, b"not a model"])
def test_a_missing_or_damaged_model_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    model = tmp_path / "silero.onnx"
    if content is not None:
        model.write_bytes(content)
    with pytest.raises(PartMissing, match="détecteur de parole") as caught:
        SileroDetector(model)
    assert caught.value.code == "detector_missing"
