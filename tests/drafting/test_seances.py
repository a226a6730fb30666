"""Séances made up for the tests, of other trades and ways to speak: what the draft finds in each.

Two of them were never looked at to write the rules (``HELD_OUT``); their figures are what to trust. Each is
also misheard, by the faults of ``note_scores.mishearing``.
"""

from functools import reduce
from operator import add

import pytest
from note_scores.mishearing import FAULTS, misheard
from note_scores.scoring import scored

from companion.domain.notes import Section
from companion.drafting.kinds import kind_of
from companion.drafting.notetaker import draft
from tests.drafting.marked import HELD_OUT, SEANCES, read_marked
from tests.drafting.seance import CODEV

NAMES = sorted(path.stem for path in SEANCES.glob("*.txt"))
PHRASES = SEANCES.parent / "phrases"


@pytest.mark.parametrize("name", NAMES)
def test_the_draft_holds_what_the_truth_says(name: str) -> None:
    marked = read_marked(name)
    score = scored(name, draft(marked.minutes, CODEV, weak_transcription=False), marked.truth)
    tallies = score.tallies
    assert 1.0 == tallies["contract"].recall, score.misses
    for what in ("kept", "actions", "dates"):
        assert 0.95 <= (tallies[what].recall or 0), score.misses
    assert 0.95 <= (tallies["contributions"].recall or 0), score.misses
    assert 0.90 <= (tallies["contributions"].precision or 0), score.misses
    assert 0.85 <= (tallies["kinds"].recall or 0), score.misses
    assert 1.0 == tallies["owners"].recall == tallies["people who learnt"].recall, score.misses


@pytest.mark.parametrize("fault", [*FAULTS, "all"])
def test_what_is_misheard_is_drafted_all_the_same(fault: str) -> None:
    """Each séance once, with one fault of Whisper's or all of them."""
    faults = FAULTS if fault == "all" else {fault: FAULTS[fault]}
    each = []
    for seed, name in enumerate(NAMES):
        marked = read_marked(name)
        notes = draft(misheard(marked.minutes, seed, faults), CODEV, weak_transcription=True)
        each.append(scored(name, notes, marked.truth, heard=True))
    tallies = reduce(add, each).tallies
    for what in ("contributions", "actions"):
        assert 0.85 <= (tallies[what].recall or 0), [miss for score in each for miss in score.misses]
    assert 0.85 <= (tallies["contributions"].precision or 0)
    assert tallies["lines with evidence"].recall == 1.0


@pytest.mark.parametrize(("file", "least"), [("kinds", 0.95), ("kinds-held-out", 0.85)])
def test_the_kind_of_single_phrases(file: str, least: float) -> None:
    rows = [
        row.split("\t") for row in (PHRASES / f"{file}.tsv").read_text(encoding="utf-8").splitlines() if row
    ]
    wrong = [(kind, text) for kind, text in rows if kind_of(text).kind != kind]
    assert least <= 1 - len(wrong) / len(rows), wrong


def test_the_held_out_seances_are_there_and_the_facilitator_offers_nothing() -> None:
    assert set(HELD_OUT) < set(NAMES)
    for name in NAMES:
        minutes = read_marked(name).minutes
        lines = draft(minutes, CODEV, weak_transcription=False).of(Section.CONTRIBUTIONS)
        facilitators = {p.id for p in minutes.roster if p.role.value == "facilitator"}
        assert not facilitators & {line.person for line in lines}
