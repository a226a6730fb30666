"""The draft holds what was said, where it was said, in the order said, and nothing else."""

import json
import re

import pytest
from hypothesis import given

from companion.adapters.methods import load_method
from companion.domain.codec import to_plain
from companion.domain.minutes import Minutes, Utterance
from companion.domain.notes import SECTIONS, Notes, notes_from_plain
from companion.domain.session import Contract
from companion.drafting.notetaker import draft
from tests.drafting.seance import CODEV, minutes, said
from tests.drafting.test_sentences import UTTERANCES

SEANCE = said(
    ("accueil", "claire", "Bonjour."),
    ("expose", "sophie", "La parole est à Claire."),
    ("expose", "claire", "Je, euh, reprends une équipe. Elle est fatiguée."),
    ("expose", "karim", "Chez moi aussi."),
    ("clarification", "karim", "Depuis quand ?"),
    ("clarification", "claire", "Oui."),
    ("clarification", "lea", "D'accord."),
    ("contrat", "lea", "Tu veux de l'aide."),
    ("contrat", "claire", "J'aimerais, euh, que vous m'aidiez."),
    ("consultation", "paul", "Va la voir."),
    ("consultation", "sophie", "Merci Paul."),
    ("consultation", "karim", "Mmh."),
    ("consultation", "lea", "Ne va pas la voir."),
    ("consultation", "claire", "J'y ai pensé."),
    ("consultation", "paul", "Va la voir."),
    ("synthese", "lea", "Garde mon idée."),
    ("synthese", "claire", "Je garde ça pour le 12 mars."),
    ("apprentissages", "karim", "J'apprends à me taire."),
    ("apprentissages", "claire", "Je repars contente."),
    (None, "claire", "Avant tout."),
)


def drafted(heard: tuple[Utterance, ...], *, weak: bool = False) -> Notes:
    return draft(minutes(heard), CODEV, weak_transcription=weak)


def texts(notes: Notes, section: str) -> list[tuple[str, str]]:
    return [(line.person, line.text) for line in notes.section(section).lines]


@pytest.mark.parametrize(
    ("section", "lines"),
    [
        ("expose", [("claire", "Je reprends une équipe. Elle est fatiguée.")]),
        ("clarification", [("karim", "Depuis quand ?"), ("claire", "Oui.")]),
        ("contrat", [("claire", "J'aimerais, euh, que vous m'aidiez.")]),
        ("consultation", [("paul", "Va la voir."), ("lea", "Ne va pas la voir."), ("paul", "Va la voir.")]),
        ("synthese", [("claire", "Je garde ça pour le 12 mars.")]),
        ("apprentissages", [("karim", "J'apprends à me taire."), ("claire", "Je repars contente.")]),
    ],
)
def test_a_section_holds_its_people_in_its_step(section: str, lines: list[tuple[str, str]]) -> None:
    assert lines == texts(drafted(SEANCE), section)


def test_the_raw_words_and_the_place_of_a_line_are_kept() -> None:
    (line,) = drafted(SEANCE).section("expose").lines
    assert "Je, euh, reprends une équipe. Elle est fatiguée." == line.said
    assert [("u2", 12.0, 17.0)] == [(e.utterance, e.start, e.end) for e in line.evidence]


def test_the_contract_is_what_was_written_down_in_the_room() -> None:
    contract = Contract(text="Trouver une place", type="temoignages", agreed=True)
    assert contract == draft(minutes(contract=contract), CODEV, weak_transcription=False).contract


def test_an_empty_log_and_a_silent_seance_give_every_section_empty() -> None:
    for silent in (Minutes(), minutes()):
        notes = draft(silent, CODEV, weak_transcription=False)
        assert [(section, ()) for section in SECTIONS] == [(s.id, s.lines) for s in notes.sections]


def test_a_weak_model_and_another_method_are_told() -> None:
    assert () == drafted(SEANCE).warnings
    (weak,) = drafted(SEANCE, weak=True).warnings
    assert weak.startswith("Transcription peu fiable : ")
    (other,) = draft(minutes(SEANCE), load_method("troika"), weak_transcription=False).warnings
    assert "ne figure pas ici" in other


@given(UTTERANCES)
def test_every_word_of_a_line_is_in_its_evidence(heard: tuple[Utterance, ...]) -> None:
    by_id = {utterance.id: utterance for utterance in heard}
    for section in drafted(heard).sections:
        for line in section.lines:
            carried = [by_id[e.utterance] for e in line.evidence]
            assert {(line.person, section.id)} == {(u.person, u.step) for u in carried}
            heard_words = set(re.findall(r"\w+", " ".join(u.text for u in carried).lower()))
            assert set(re.findall(r"\w+", f"{line.said} {line.text}".lower())) <= heard_words


@given(UTTERANCES)
def test_the_order_said_is_kept_and_no_utterance_serves_twice(heard: tuple[Utterance, ...]) -> None:
    for section in drafted(heard).sections:
        starts = [line.evidence[0].start for line in section.lines]
        assert sorted(starts) == starts
        used = [e.utterance for line in section.lines for e in line.evidence]
        assert len(set(used)) == len(used)


@given(UTTERANCES)
def test_notes_go_through_json_and_back(heard: tuple[Utterance, ...]) -> None:
    contract = Contract(text="Trouver", type="soutien")
    notes = draft(minutes(heard, contract), CODEV, weak_transcription=True)
    assert notes == notes_from_plain(json.loads(json.dumps(to_plain(notes))))
    empty = draft(Minutes(), CODEV, weak_transcription=False)
    assert empty == notes_from_plain(json.loads(json.dumps(to_plain(empty))))
