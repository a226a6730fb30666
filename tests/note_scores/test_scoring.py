"""The scores of drafted notes: same person, half of the words, one to one."""

import json
from pathlib import Path

import pytest
from note_scores.__main__ import main
from note_scores.scoring import Tally, missed, report, scored

from companion.domain.notes import Evidence, Kind, NoteLine, Notes, PlannedAction, Section
from companion.domain.people import Person, Role

DEMO = Path(__file__).parents[2] / "companion" / "demo"
PEOPLE = (
    Person(id="lea", name="Léa", role=Role.CLIENT),
    Person(id="paul", name="Paul", role=Role.CONSULTANT),
)
DAY = "2026-12-02"
TRUTH = {
    "contract": {"person": "lea", "text": "Trouver ma place", "said": "Je veux trouver ma place."},
    "contributions": [{"person": "paul", "kind": "suggestion", "text": "Écris une lettre ce soir"}],
    "retained": [{"text": "Je garde la lettre", "refs": [0]}],
    "set_aside": [],
    "actions": [{"text": "x", "said": "J'écris demain", "who": "lea", "due": "demain", "due_date": DAY}],
    "learnings": [{"person": "paul", "text": "J'apprends à écrire"}],
    "evaluation": [],
}  # fmt: skip


def line(number: int, section: Section, person: str, text: str, **more: object) -> NoteLine:
    heard = (Evidence(utterance=f"u{number}", start=0.0, end=1.0),)
    made = {"id": f"l{number}", "section": section, "text": text, "said": text, "person": person}
    return NoteLine(**{**made, "evidence": heard, **more})  # type: ignore[arg-type]


def notes(*lines: NoteLine) -> Notes:
    return Notes(title="", date=None, roles=PEOPLE, lines=lines)


GOOD = (
    line(1, Section.CONTRACT, "lea", "Trouver ma place", said="Je veux trouver ma place."),
    line(2, Section.CONTRIBUTIONS, "paul", "Écris une lettre", kind=Kind.IDEA),
    line(3, Section.KEPT, "lea", "Je garde la lettre", refs=("l2",)),
    line(4, Section.PLAN, "lea", "J'écris demain", action=PlannedAction(owner="paul")),
    line(5, Section.LEARNINGS, "paul", "J'apprends à écrire"),
)


def test_what_matches_counts_and_what_differs_is_told() -> None:
    score = scored("one", notes(*GOOD), TRUTH)
    assert Tally(1, 1, 1) == score.tallies["contract"] == score.tallies["contributions"]
    assert Tally(0, 1, 1) == score.tallies["kinds"] == score.tallies["owners"] == score.tallies["dates"]
    assert Tally(1, 1, 1) == score.tallies["links"] == score.tallies["people who learnt"]
    assert {"kinds", "owners", "dates"} == {text.split(": ")[1].split(",")[0] for text in missed(score)}
    assert "kind: suggestion was due, idee drafted: Écris une lettre" in report(score)


def test_another_person_or_too_few_words_do_not_match() -> None:
    for wrong in ("lea", "Écris une lettre"), ("paul", "Écris une ode"):
        offered = line(2, Section.CONTRIBUTIONS, *wrong, kind=Kind.SUGGESTION)
        assert Tally(0, 1, 1) == scored("one", notes(offered), TRUTH).tallies["contributions"]


def test_one_line_serves_once_and_invented_lines_cost_precision() -> None:
    twice = {**TRUTH, "contributions": TRUTH["contributions"] * 2}
    assert Tally(1, 2, 1) == scored("one", notes(GOOD[1]), twice).tallies["contributions"]
    invented = line(9, Section.CONTRIBUTIONS, "paul", "Chante plus fort", kind=Kind.IDEA)
    assert Tally(1, 1, 2) == scored("one", notes(GOOD[1], invented), TRUTH).tallies["contributions"]


def test_words_that_were_not_said_are_no_contract() -> None:
    made_up = line(1, Section.CONTRACT, "lea", "Trouver ma place", said="Je cherche un lit.")
    assert Tally(0, 1, 1) == scored("one", notes(made_up), TRUTH).tallies["contract"]


def test_the_demonstration_reaches_every_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main([str(DEMO), "--assert"])
    assert "contributions            6 of 6" in capsys.readouterr().out


def test_a_folder_without_reference_notes_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == main([str(tmp_path)])
    assert "n'a pas de notes de référence" in capsys.readouterr().err


def test_events_that_are_no_journal_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = tmp_path / "events.jsonl"
    events.write_text(json.dumps({"kind": 3}), encoding="utf-8")
    assert 2 == main([str(DEMO), "--from-events", str(events)])
    assert "n'est pas un journal" in capsys.readouterr().err
