"""The committed demonstration séance is what its script says, and sounds as its truth says."""

import json
import tomllib
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

DEMO = Path(__file__).parents[2] / "companion" / "demo"
RATE = 16_000
STEPS = ["accueil", "expose", "clarification", "contrat", "consultation", "synthese", "apprentissages"]
TAIL = 0.45  # seconds: the room's reverberation after a last word


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return tomllib.loads((DEMO / "script.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def seance() -> dict[str, Any]:
    return tomllib.loads((DEMO / "seance.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return dict(json.loads((DEMO / "truth.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def audio() -> NDArray[np.float32]:
    """The recording as the product hears it: 16 kHz mono."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    with av.open(str(DEMO / "audio.opus")) as container:
        frames = [*container.decode(audio=0), None]
        pieces = [piece.to_ndarray()[0] for frame in frames for piece in resampler.resample(frame)]
    return np.concatenate(pieces)


def test_the_recording_is_small_and_lasts_four_to_six_minutes(audio: NDArray[np.float32]) -> None:
    assert (DEMO / "audio.opus").stat().st_size < 3_000_000
    assert 240 <= len(audio) / RATE <= 360


def test_nothing_clips(audio: NDArray[np.float32]) -> None:
    assert np.abs(audio).max() < 10 ** (-1 / 20)


def test_every_step_is_there_in_order(seance: dict[str, Any], audio: NDArray[np.float32]) -> None:
    starts = [step["start"] for step in seance["steps"]]
    assert [step["id"] for step in seance["steps"]] == STEPS
    assert starts == sorted(starts)
    assert starts[-1] < len(audio) / RATE


def test_everybody_gives_a_voice_sample_of_twelve_seconds(
    seance: dict[str, Any], truth: dict[str, Any]
) -> None:
    first_step = seance["steps"][1]["start"]
    people = [person["id"] for person in seance["people"]]
    assert [sample["person"] for sample in seance["enrolments"]] == people
    assert len(people) == 6
    for sample in seance["enrolments"]:
        said = [u for u in truth["utterances"] if abs(u["start"] - sample["start"]) < 0.01]
        assert [u["person"] for u in said] == [sample["person"]]
        assert sample["end"] - sample["start"] >= 12
        assert sample["end"] < first_step


def test_texts_are_those_of_the_script_in_order(script: dict[str, Any], truth: dict[str, Any]) -> None:
    written = [
        (turn["person"], step["id"], turn["text"])
        for step in script["steps"]
        for turn in step["turns"]
        if "text" in turn
    ]
    heard = [(u["person"], u["step"], u["text"]) for u in truth["utterances"]]
    assert heard == written


def test_flags_and_near_misses_are_those_of_the_script(script: dict[str, Any], truth: dict[str, Any]) -> None:
    turns = [(step["id"], turn) for step in script["steps"] for turn in step["turns"] if "text" in turn]
    flags = [(step, turn["person"]) for step, turn in turns if turn.get("flag")]
    spared = [(step, turn["person"], turn["spare"]) for step, turn in turns if "spare" in turn]
    assert [(f["step"], f["person"]) for f in truth["flags"]] == flags
    assert len(flags) >= 3
    assert [(m["step"], m["person"], m["why"]) for m in truth["must_not_flag"]] == spared
    assert len(spared) >= 3


def test_interventions_last_long_enough_to_be_raised(truth: dict[str, Any]) -> None:
    shortest = {"expose": 1.2, "synthese": 1.2, "consultation": 4.0}
    for flag in truth["flags"]:
        assert flag["end"] - flag["start"] > shortest[flag["step"]]


def test_one_intervention_overlaps_the_client_and_one_follows_at_once(truth: dict[str, Any]) -> None:
    said = truth["utterances"]
    gaps = []
    for flag in truth["flags"]:
        before = [u for u in said if u["start"] < flag["start"]]
        gaps.append(flag["start"] - max(u["end"] for u in before))
    assert any(gap < 0 for gap in gaps)
    assert any(0.1 <= gap <= 0.3 for gap in gaps)


def test_at_least_six_silences_of_six_to_ten_seconds_are_quiet(
    truth: dict[str, Any], audio: NDArray[np.float32]
) -> None:
    speech = _level(np.concatenate([_cut(audio, u["start"], u["end"]) for u in truth["utterances"]]))
    assert len(truth["silences"]) >= 6
    for silence in truth["silences"]:
        assert 6 <= silence["end"] - silence["start"] <= 10
        quiet = _cut(audio, silence["start"] + TAIL, silence["end"] - 0.02)
        frames = quiet[: len(quiet) // 320 * 320].reshape(-1, 320)
        assert max(map(_level, frames)) < speech - 15


def test_each_step_has_a_silence_to_announce_it(truth: dict[str, Any]) -> None:
    assert {silence["step"] for silence in truth["silences"]} == set(STEPS)


def test_speech_is_where_the_truth_says(truth: dict[str, Any], audio: NDArray[np.float32]) -> None:
    """Sound rises within 80 ms of the first word after each silence: the codec adds no delay."""
    for silence in truth["silences"]:
        floor = _level(_cut(audio, silence["start"] + TAIL, silence["end"] - 0.02))
        assert _level(_cut(audio, silence["end"], silence["end"] + 0.08)) > floor + 6


def test_notes_quote_words_that_were_said(truth: dict[str, Any]) -> None:
    notes = truth["notes"]
    quotes = [notes["contract"]["said"], *(a["said"] for a in notes["actions"])]
    for key in ("contributions", "retained", "set_aside", "learnings", "evaluation"):
        quotes += [line["text"] for line in notes[key]]
    for quote in quotes:
        assert any(quote in u["text"] for u in truth["utterances"]), quote


def _cut(audio: NDArray[np.float32], start: float, end: float) -> NDArray[np.float32]:
    return audio[int(start * RATE) : int(end * RATE)]


def _level(samples: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-12))
