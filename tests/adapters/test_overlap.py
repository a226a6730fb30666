"""The contract of an OverlapDetector, on the fake and on the segmentation model; then the model's alone."""

from pathlib import Path

import numpy as np
import pytest

from companion.adapters.overlap import SegmentationOverlap
from companion.adapters.places import demonstration, shipped_models
from companion.adapters.remote_engines import RemoteOverlap
from companion.adapters.sound_file import read_recording
from companion.adapters.worker import Worker
from companion.domain.errors import PartMissing
from companion.ports import SAMPLE_RATE, OverlapDetector, Samples
from tests.fakes.encoder import silence, tone
from tests.fakes.overlap import BandOverlap


def segmentation() -> SegmentationOverlap:
    return SegmentationOverlap(shipped_models() / "segmentation-3.0.onnx")


@pytest.fixture(params=["fake", "model", "in its process"])
def overlap(request: pytest.FixtureRequest) -> OverlapDetector:
    if request.param == "in its process":
        return RemoteOverlap(request.getfixturevalue("voices_worker"))
    return segmentation() if request.param == "model" else BandOverlap()


def test_the_process_answers_as_the_model_does(voices_worker: Worker, demo: Samples) -> None:
    sound = demo[15 * SAMPLE_RATE : 20 * SAMPLE_RATE]
    assert np.array_equal(RemoteOverlap(voices_worker).activity(sound), segmentation().activity(sound))


@pytest.fixture(scope="module")
def demo() -> Samples:
    """Antoine breaks into Isabelle's exposé at about 120 s."""
    return read_recording(demonstration() / "audio.opus")[: 130 * SAMPLE_RATE]


@pytest.mark.parametrize("seconds", [0.5, 1.0, 5.0, 10.0])
def test_frames_cover_the_sound_for_three_speakers(overlap: OverlapDetector, seconds: float) -> None:
    """A frame lasts about 20 ms, whatever the length."""
    activity = overlap.activity(silence(seconds))
    assert activity.ndim == 2 and activity.shape[1] == 3
    assert 0.012 <= seconds / len(activity) <= 0.025


def test_a_sound_that_is_too_short_has_frames_of_its_own_alone(overlap: OverlapDetector) -> None:
    """What is added for the model is taken away again."""
    assert 10 <= len(overlap.activity(silence(0.25))) <= 20


def test_silence_is_nobody(overlap: OverlapDetector) -> None:
    assert float(overlap.activity(silence(5.0)).max()) < 0.3


def test_a_voice_is_somebody(overlap: OverlapDetector, demo: Samples) -> None:
    activity = overlap.activity(demo[15 * SAMPLE_RATE : 20 * SAMPLE_RATE])
    assert float(np.mean(activity.max(axis=1) > 0.5)) > 0.6


def test_probabilities_stay_within_bounds(overlap: OverlapDetector, demo: Samples) -> None:
    activity = overlap.activity(demo[115 * SAMPLE_RATE : 124 * SAMPLE_RATE])
    assert activity.min() >= 0.0 and activity.max() <= 1.0 + 1e-4


def test_the_fake_tells_two_tones_apart_and_together() -> None:
    both = np.concatenate([tone(1, 750), tone(1, 1750), tone(1, 750) + tone(1, 1750)])
    seconds = (BandOverlap().activity(both) > 0.5).reshape(3, -1, 3).mean(axis=1)
    assert [[1, 0, 0], [0, 1, 0], [1, 1, 0]] == seconds.round().tolist()


def test_the_model_hears_two_voices_where_one_breaks_in(demo: Samples) -> None:
    sound = demo[115 * SAMPLE_RATE : 124 * SAMPLE_RATE]
    assert float((segmentation().activity(sound) > 0.5).any(axis=0).sum()) >= 2


def test_a_damaged_model_is_one_sentence(tmp_path: Path) -> None:
    model = tmp_path / "overlap.onnx"
    model.write_bytes(b"not a model")
    with pytest.raises(PartMissing, match="voix superposées"):
        SegmentationOverlap(model)
