"""The ONNX files that ship compute what the original networks compute.

The golden vectors are the answers of the original PyTorch networks, not of the files under test.
"""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from companion.adapters.places import shipped_models
from tests.models.golden import features, vowel

GOLDEN = Path(__file__).parent


def _session(name: str) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(shipped_models() / name, providers=["CPUExecutionProvider"])


def _embedding(samples: np.ndarray) -> np.ndarray:
    [[embedding]] = _session("campplus-zh-en.onnx").run(["emb"], {"feats": features(samples)})
    return embedding / np.linalg.norm(embedding)


def test_voice_encoder_gives_the_golden_embedding() -> None:
    """Same direction as PyTorch's, closer than float16 weights may cost."""
    golden = np.loadtxt(GOLDEN / "campplus-vowel.txt")
    assert golden.shape == (192,)
    assert float(_embedding(vowel()) @ golden) > 0.9999


def test_golden_embedding_tells_another_sound_apart() -> None:
    """The comparison can fail: white noise is far from the vowel."""
    golden = np.loadtxt(GOLDEN / "campplus-vowel.txt")
    noise = np.random.default_rng(0).normal(0, 0.1, 48_000).astype(np.float32)
    assert float(_embedding(noise) @ golden) < 0.6


@pytest.mark.parametrize("seconds", [0.5, 1.0, 1.5, 3.7])
def test_voice_encoder_takes_any_length(seconds: float) -> None:
    """Any length from half a second gives one embedding of 192 numbers."""
    assert _embedding(vowel(seconds)).shape == (192,)


def test_segmentation_gives_the_golden_powerset() -> None:
    """Mean probabilities of the seven sets of speakers, as PyTorch gives them."""
    golden = np.loadtxt(GOLDEN / "segmentation-vowel.txt")
    [powerset] = _session("segmentation-3.0.onnx").run(["powerset"], {"wav": vowel(2.0)[None, None]})
    assert powerset.shape == (1, 115, 7)
    assert np.exp(powerset).mean(axis=(0, 1)) == pytest.approx(golden, abs=5e-4)


@pytest.mark.parametrize("samples", [8_000, 24_000, 160_000])
def test_segmentation_gives_log_probabilities_for_any_length(samples: int) -> None:
    """Each frame's seven probabilities sum to one."""
    sound = np.zeros((2, 1, samples), dtype=np.float32)
    [powerset] = _session("segmentation-3.0.onnx").run(["powerset"], {"wav": sound})
    assert powerset.shape[0] == 2
    assert np.exp(powerset).sum(axis=-1) == pytest.approx(1.0, abs=1e-4)
