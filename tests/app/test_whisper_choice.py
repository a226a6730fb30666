"""Which Whisper hears, on machines that are made up."""

from pathlib import Path

import pytest

from companion.adapters.measures import read_measures, write_measures
from companion.adapters.model_store import ModelStore
from companion.app.whisper_choice import AUTO, KEEPS_UP, WEAK, Speed, chosen_whisper
from companion.domain.errors import PartMissing
from tests.fakes.models import CONFIG, WEIGHTS, make_shipped


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    """Two Whispers of the catalogue, the smaller one and the larger one, both installed."""
    for model in ("tiny-whisper", "wheel-whisper"):
        home = tmp_path / "data" / model
        home.mkdir(parents=True)
        (home / "model.bin").write_bytes(WEIGHTS)
        (home / "config.json").write_bytes(CONFIG)
    return ModelStore(tmp_path / "data", make_shipped(tmp_path / "shipped"))


@pytest.mark.parametrize(
    ("small", "large", "choice"),
    [
        (None, None, "tiny-whisper"),
        (0.1, None, "tiny-whisper"),
        (0.1, KEEPS_UP, "wheel-whisper"),
        (0.1, 0.9, "tiny-whisper"),
        (0.8, 0.9, "tiny-whisper"),
    ],
)
def test_largest_that_is_known_to_keep_up(
    store: ModelStore, small: float | None, large: float | None, choice: str
) -> None:
    """One that was never measured is not trusted with a séance."""
    assert (
        chosen_whisper(AUTO, store, [Speed("tiny-whisper", small), Speed("wheel-whisper", large)]) == choice
    )


def test_wish_is_followed_and_checked(store: ModelStore, tmp_path: Path) -> None:
    """What is asked for comes before what was measured, if it transcribes at all."""
    assert chosen_whisper("wheel-whisper", store, []) == "wheel-whisper"
    for wish in ("tiny-voice", "no-such-model"):
        with pytest.raises(PartMissing):
            chosen_whisper(wish, store, [])
    assert chosen_whisper(AUTO, ModelStore(tmp_path / "none", tmp_path / "shipped"), []) == WEAK


def test_measures_are_remembered(tmp_path: Path) -> None:
    """Written by the doctor; a damaged file is as good as none."""
    assert read_measures(tmp_path) == {}
    write_measures(tmp_path, {"whisper-base": 0.13})
    assert read_measures(tmp_path) == {"whisper-base": 0.13}
    for damaged in ("not toml [", 'real_time_factor = "fast"', '[real_time_factor]\na = "b"'):
        (tmp_path / "measures.toml").write_text(damaged)
        assert read_measures(tmp_path) == {}
