"""What a sentence does, by rule: our own phrases, faults and near misses, as said and as misheard."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from measures.wording import Phrase, judged, read_phrases, tally

import companion
from companion.adapters.methods import load_method
from companion.domain.people import Role
from companion.domain.wording.advice import advises
from companion.domain.wording.likeness import CLOSE, Example, Likeness, likeness_of
from companion.domain.wording.rules import RULES
from companion.domain.wording.spoken import Sentence, turn_of

CODEV = load_method("codev")
FILES = sorted((Path(companion.__file__).parent / "methods" / "phrases").glob("*.tsv"))
RECALL, FALSE = 0.85, 0.05
"""What unseen phrases are to reach: those that we wrote must at least."""


def phrases(path: Path) -> list[Phrase]:
    return read_phrases(path)


def unaccented(phrase: Phrase) -> Phrase:
    """The words as a small Whisper may write them: no accents, no marks but the last, in lower case."""
    bare = "".join(c for c in unicodedata.normalize("NFD", phrase.text) if not unicodedata.combining(c))
    return Phrase(phrase.rule, phrase.step, phrase.role, phrase.expected, bare.lower().replace("'", "’"))


def test_every_rule_of_the_method_has_phrases_of_both_kinds() -> None:
    kinds = {(p.rule, p.expected == "ok") for path in FILES for p in phrases(path)}
    assert {(rule.id, near) for rule in CODEV.wording for near in (False, True)} <= kinds
    assert {rule.id for rule in CODEV.wording} == set(RULES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_faults_are_told_and_near_misses_are_not(path: Path) -> None:
    for rule, one in tally(phrases(path), CODEV).items():
        assert one.told >= RECALL * one.due, rule
        assert one.false <= FALSE * one.near, rule


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_accents_capitals_and_apostrophes_change_nothing(path: Path) -> None:
    said = phrases(path)
    assert [p.text for p in said if judged(p, CODEV) != judged(unaccented(p), CODEV)] == []


def quoting() -> Iterator[str]:
    yield "Il t'a dit « tu devrais partir », c'est ça ?"
    yield "Tu disais que tu devrais déléguer."
    yield "Mon chef m'a dit : « tu n'as qu'à lui en parler »."
    yield "Ta directrice te disait qu'il faut que tu rendes le dossier lundi."


@pytest.mark.parametrize("text", list(quoting()))
def test_what_is_quoted_is_not_what_is_said(text: str) -> None:
    assert [rule for rule in ("Q2-CONSEIL", "V-JUGE") if RULES[rule].listens(turn_of(text))] == []


def test_after_what_is_quoted_one_speaks_for_oneself_again() -> None:
    assert RULES["Q2-CONSEIL"].listens(turn_of("Tu disais que c'était lourd, mais tu devrais déléguer."))


def test_the_sentence_at_fault_is_found_in_its_turn() -> None:
    text = "D'accord. Et depuis quand ? Tu devrais lui en parler. Merci."
    found = RULES["Q2-CONSEIL"].listens(turn_of(text))
    assert found is not None
    assert text[found.start : found.end].strip() == "Tu devrais lui en parler."


@pytest.mark.parametrize("text", ["", "…", "?!", "« »", "   ", "Compagnon"])
def test_next_to_nothing_is_no_fault(text: str) -> None:
    assert [rule for rule, one in RULES.items() if one.listens(turn_of(text))] == []


def test_marks_inside_a_quotation_end_no_sentence() -> None:
    assert len(turn_of("Il m'a dit « Non. Jamais ! » et il est sorti.").sentences) == 1


@pytest.mark.parametrize(
    ("text", "asks", "is_open"),
    [
        ("Comment tu fais", True, True),
        ("Ton chef, il en dit quoi ?", True, True),
        ("Est-ce que tu as un budget", True, False),
        ("Tu peux nous raconter une réunion ?", True, True),
        ("C'est toi qui l'as recruté ?", True, False),
        ("On se voit mardi.", False, False),
    ],
)
def test_a_question_is_known_by_its_form(text: str, asks: bool, is_open: bool) -> None:
    sentence = Sentence(text, 0, len(text))
    assert (sentence.asks, sentence.open) == (asks, is_open)


def test_the_same_words_are_welcome_in_another_step_or_from_another_role() -> None:
    text = "Et si tu demandais un médiateur ?"
    told = {
        (step, role)
        for step in "0123456"
        for role in Role
        if judged(Phrase("Q2-CONSEIL", step, role, "flag", text), CODEV)
    }
    assert told == {("2", Role.CONSULTANT)}


def test_advice_is_advice_in_quebec_too() -> None:
    for text in (
        "Tu devrais-tu pas y en parler ?",
        "Pourquoi tu y parles pas ?",
        "T'as-tu pensé à la médiation ?",
    ):
        assert advises(turn_of(text).sentences[0]), text


EXAMPLES = (
    *(
        Example("R", True, text)
        for text in ("tu ferais bien de partir", "tu ferais bien de dormir", "tu ferais mieux")
    ),
    *(
        Example("R", False, text)
        for text in ("quand vas tu partir", "quand vas tu dormir", "quand vas tu rire")
    ),
)


@pytest.mark.parametrize(
    ("words", "alike"),
    [
        ("tu ferais bien de rire", True),
        ("quand vas tu manger", False),
        ("le train est en retard", False),
        ("tu ferais bien", False),
    ],
)
def test_what_shares_words_with_faults_and_not_with_near_misses_resembles_them(
    words: str, alike: bool
) -> None:
    assert Likeness(EXAMPLES).resembles("R", words, CLOSE) is alike


def test_every_seance_of_a_method_compares_with_the_same_phrases() -> None:
    """They weigh 14 MB: an afternoon of rounds would swell by as much each."""
    assert likeness_of(load_method("codev").examples) is likeness_of(load_method("codev").examples)


def test_an_example_is_no_example_of_itself_nor_one_rules_of_anothers() -> None:
    one = Likeness([Example("R", True, "tu ferais bien de partir")])
    assert not one.resembles("R", "tu ferais bien de partir", CLOSE)
    assert not Likeness(EXAMPLES).resembles("S", "tu ferais bien de rire", CLOSE)
