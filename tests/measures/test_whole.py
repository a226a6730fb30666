"""A séance that was heard, measured and reported; the programme run on the demonstration séance's truth."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from measures.__main__ import main
from measures.heard import Label, heard_from, read_events
from measures.run import Cost, Shelf, spent
from measures.seance import Seance, read_seance

from companion.domain.errors import CompanionError

DEMO = Path(__file__).parents[2] / "companion" / "demo"


def perfect(seance: Seance) -> list[dict[str, Any]]:
    """The events of a house without fault."""
    events: list[dict[str, Any]] = []
    for n, u in enumerate(seance.said):
        heard = {"utterance": f"u{n}", "start": u.start, "end": u.end, "ready_at": u.end + 1.0}
        name = {"person": u.person, "confidence": 0.8, "final": True}
        events.append({"kind": "SpeakerIdentified", **heard, **name})
        if u.kind != "backchannel":
            events.append({"kind": "UtteranceTranscribed", **heard, "text": u.text})
    for flag in seance.due:
        when = {"start": flag.start, "end": flag.start + 1.4, "raised_at": flag.start + 1.4}
        events.append({"kind": "SpokeOutOfTurn", "person": flag.person, "step": flag.step, **when})
    return [{"seq": n, "at": 0.0, **event} for n, event in enumerate(events, 1)]


def keep(folder: Path, events: list[dict[str, Any]], cost: Cost | None = None) -> None:
    shelf, seance = Shelf(folder), read_seance(DEMO)
    shelf.events(seance).write_text("\n".join(map(json.dumps, events)) + "\n", encoding="utf-8")
    if cost:
        shelf.keep_cost(seance, cost)


def test_a_house_without_fault_reaches_every_target(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(tmp_path, perfect(read_seance(DEMO)), Cost("1.0", 330.0, 100.0, 700_000_000))
    assert main([str(DEMO), "--from-events", str(tmp_path), "--assert"]) == 0
    printed = capsys.readouterr().out
    assert "WER 0.0 %" in printed
    assert "right 100.0 %, wrong 0.0 %, nobody 0.0 %" in printed
    assert "recall 1.00" in printed
    assert "text 1.00 s (median)" in printed
    assert "peak RSS 700 MB" in printed
    assert "MISSED" not in printed


def test_faults_are_listed_and_fail_the_targets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seance = read_seance(DEMO)
    near = seance.near_misses[0]
    raised = {"kind": "SpokeOutOfTurn", "person": near.person, "step": "expose"}
    raised |= {"start": near.start, "end": near.end, "raised_at": near.end}
    events = [e for e in perfect(seance) if e.get("start") != seance.due[0].start]
    keep(tmp_path, [*events, raised])
    assert main([str(DEMO), "--from-events", str(tmp_path)]) == 0
    assert main([str(DEMO), "--from-events", str(tmp_path), "--assert"]) == 1
    printed = capsys.readouterr().out
    assert f"missed: {seance.due[0].person}, {seance.due[0].step}" in printed
    assert f"false: {near.person}, expose" in printed
    assert f"(near miss: {near.why})" in printed
    assert "MISSED  flags: recall" in printed
    assert "MISSED  flags: precision" in printed


@pytest.mark.parametrize("lines", [None, "{", '{"kind": "SpokeOutOfTurn"}'])
def test_events_that_cannot_be_read_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: str | None
) -> None:
    if lines is not None:
        (tmp_path / "demo.jsonl").write_text(lines, encoding="utf-8")
    assert main([str(DEMO), "--from-events", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("evaluate : Les événements «")


def test_a_folder_without_truth_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CompanionError, match="n'est pas une séance mesurable"):
        read_seance(tmp_path)


def test_the_last_final_label_of_an_utterance_counts() -> None:
    one = {"kind": "SpeakerIdentified", "utterance": "u1", "start": 0.0, "end": 2.0}
    heard = heard_from(
        [
            {**one, "person": "bob", "final": True},
            {**one, "person": "ana", "final": True},
            {**one, "person": "eve", "final": False},
            {"kind": "SpeakerCorrected", "utterance": "u1", "person": "eve"},
            {"kind": "StepStarted", "step": "expose"},
        ]
    )
    assert heard.labels == (Label(0.0, 2.0, "ana"),)


def test_a_file_of_events_is_read_in_order_of_start(tmp_path: Path) -> None:
    keep(tmp_path, list(reversed(perfect(read_seance(DEMO)))))
    starts = [label.start for label in read_events(tmp_path / "demo.jsonl").labels]
    assert starts == sorted(starts)


def test_the_cost_of_a_process_is_all_of_its_own() -> None:
    hungry = "a = bytearray(200_000_000)\nfor _ in range(3_000_000): pass"
    cost = spent([sys.executable, "-c", hungry], "max")
    assert 200_000_000 < cost.peak_rss < 2_000_000_000
    assert 0 < cost.cpu
    assert 0 < cost.wall


def test_a_process_that_fails_is_one_sentence() -> None:
    with pytest.raises(CompanionError, match=r"a échoué \(code 3\)"):
        spent([sys.executable, "-c", "raise SystemExit(3)"], "max")
