"""Spoken French becomes readable without losing a word that means something."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.minutes import Utterance
from companion.drafting.sentences import clean, sentence_groups
from tests.drafting.seance import said


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Euh, je ne sais pas.", "Je ne sais pas."),
        ("Deux d'entre eux avaient, euh, avaient refait la formation.",
         "Deux d'entre eux avaient refait la formation."),
        ("Aux réunions mixtes, ben, ceux qui sont loin se taisent.",
         "Aux réunions mixtes, ceux qui sont loin se taisent."),
        ("Quand il part, euh, on reste.", "Quand il part, on reste."),
        ("Je, euh, reprends l'équipe de, euh, jour.", "Je reprends l'équipe de jour."),
        ("Et il avait, euh, il avait postulé.", "Et il avait postulé."),
        ("Je, je vais la, la voir lundi.", "Je vais la voir lundi."),
        ("C'est c'est dur, hein.", "C'est dur."),
        ("J'ai j'ai pou- pourtant essayé.", "J'ai pourtant essayé."),
        ("Il faut il faut que j'appelle.", "Il faut que j'appelle."),
        ("euh... hein, ben", ""),
    ],
)  # fmt: skip
def test_hesitations_and_stutters_go(raw: str, expected: str) -> None:
    assert expected == clean(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "Non, non, je ne le ferai pas là, quoi.",
        "Nous nous sommes vus, vous vous taisez.",
        "Elle, elle pense en en parlant.",
        "Ben est parti avec Ben.",
        "Parle, Ben, parle.",
        "Tu lui as dit, hein ?",
        "C'est très très long, oui oui.",
        "Le lieu-dit est en Heurtevent.",
        "Je ne viens pas, pas avant mars.",
        "Il a à faire.",
        "Les trucs comme ça, ça se dit en face, et son son est bas.",
    ],
)
def test_what_means_something_stays(raw: str) -> None:
    assert raw == clean(raw)


def test_an_utterance_gives_its_sentences() -> None:
    (group,) = sentence_groups(said(("expose", "claire", "J'ai vu M. Roux. Il part… Est-ce vrai ? oui.")))
    assert ["J'ai vu M. Roux.", "Il part…", "Est-ce vrai ? oui."] == [s.text for s in group]


def test_a_sentence_cut_at_a_pause_is_joined_and_holds_both_utterances() -> None:
    heard = said(
        ("expose", "claire", "Voilà. Je dirige une équipe"),
        ("expose", "claire", "de neuf personnes. Elle change."),
    )
    (group,) = sentence_groups(heard)
    assert ["Voilà.", "Je dirige une équipe de neuf personnes.", "Elle change."] == [s.text for s in group]
    assert [["u0"], ["u0", "u1"], ["u1"]] == [[e.utterance for e in s.evidence] for s in group]


def test_talk_without_a_full_stop_stays_cut_at_its_pauses() -> None:
    groups = sentence_groups(said(*[("expose", "claire", "et je continue")] * 10))
    assert [4, 4, 2] == [len(sentence.evidence) for group in groups for sentence in group]


@pytest.mark.parametrize(
    "after",
    [("contrat", "claire", "de neuf"), ("expose", "lea", "de neuf"), ("expose", "claire", "Neuf personnes.")],
)
def test_another_step_another_voice_or_a_capital_letter_is_another_sentence(
    after: tuple[str, str, str],
) -> None:
    assert 2 == len(sentence_groups(said(("expose", "claire", "Je dirige une équipe"), after)))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


SPOKEN = st.lists(
    st.sampled_from(
        ["euh", "Euh,", "ben", "hein", "hein ?", "je", "je", "ne", "pas", "le", "M.", "lundi.", "Nous",
         "nous", "…", "...", "«", "»", "12", "quoi ?", "pou-", "pourquoi", "d'un", "J'ai", ",", "!", " "]
    ),
    max_size=25,
).map(" ".join) | st.text(max_size=40)  # fmt: skip

UTTERANCES = st.lists(
    st.tuples(
        st.sampled_from(["expose", "clarification", "contrat", "consultation", "synthese", None]),
        st.sampled_from(["claire", "karim", "lea", "sophie", "personne"]),
        SPOKEN,
    ),
    max_size=12,
).map(lambda turns: said(*turns))


@given(UTTERANCES)
def test_every_word_of_every_utterance_is_in_its_sentences_once(heard: tuple[Utterance, ...]) -> None:
    sentences = [sentence for group in sentence_groups(heard) for sentence in group]
    assert sum((words(s.said) for s in sentences), Counter()) == sum(
        (words(u.text) for u in heard), Counter()
    )


@given(SPOKEN)
def test_cleaning_only_takes_words_away_and_never_a_negation_or_a_number(raw: str) -> None:
    kept = words(clean(raw))
    assert kept <= words(raw)
    assert {w for w in words(raw) if w in {"ne", "pas", "12", "lundi"}} == kept.keys() & {
        "ne",
        "pas",
        "12",
        "lundi",
    }
