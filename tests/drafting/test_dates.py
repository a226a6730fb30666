"""Dates as French says them, counted from a Tuesday: 17 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.drafting.dates import dates_in
from companion.drafting.numbers import number

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("said", "words", "day", "assumed"),
    [
        ("Je le vois demain matin.", "demain matin", "2026-11-18", False),
        ("Après-demain, j'écris.", "Après-demain", "2026-11-19", False),
        ("Je l'appelle ce soir.", "ce soir", "2026-11-17", False),
        ("Je le vois jeudi.", "jeudi", "2026-11-19", False),
        ("Je le vois jeudi prochain.", "jeudi prochain", "2026-11-19", False),
        ("Je le vois mardi.", "mardi", "2026-11-24", False),
        ("Dès lundi prochain, je reprends.", "Dès lundi prochain", "2026-11-23", False),
        ("D'ici vendredi soir, c'est fait.", "D'ici vendredi soir", "2026-11-20", False),
        ("Je le vois vendredi en huit.", "vendredi en huit", "2026-11-27", False),
        (
            "Je passe le voir lundi de la semaine prochaine.",
            "lundi de la semaine prochaine",
            "2026-11-23",
            False,
        ),
        ("À la réunion de jeudi, j'annonce.", "jeudi", "2026-11-19", False),
        ("Le premier décembre, je présente.", "Le premier décembre", "2026-12-01", False),
        ("Le 1er décembre, je présente.", "Le 1er décembre", "2026-12-01", False),
        ("Avant le quinze décembre, j'écris.", "Avant le quinze décembre", "2026-12-15", False),
        ("Mardi 8 décembre, j'écris.", "Mardi 8 décembre", "2026-12-08", False),
        ("J'envoie ça le vingt et un mars.", "le vingt et un mars", "2027-03-21", False),
        ("Le 3 janvier 2028, je pars.", "Le 3 janvier 2028", "2028-01-03", False),
        ("Je l'envoie le 20.", "le 20", "2026-11-20", False),
        ("Je l'envoie avant le dix.", "avant le dix", "2026-12-10", False),
        ("D'ici fin mars, je teste.", "D'ici fin mars", "2027-03-31", False),
        ("D'ici la fin octobre, je chiffre.", "D'ici la fin octobre", "2027-10-31", False),
        ("À la fin de février, je décide.", "À la fin de février", "2027-02-28", False),
        ("Je décide en janvier.", "en janvier", "2027-01-31", True),
        ("Je décide avant mars.", "avant mars", "2027-02-28", True),
        ("Je décide mi-mars.", "mi-mars", "2027-03-15", False),
        ("Je décide début janvier.", "début janvier", None, False),
        ("Je rends ça avant la fin du mois.", "avant la fin du mois", "2026-11-30", False),
        ("Je rends ça le mois prochain.", "le mois prochain", "2026-12-31", True),
        ("Je la vois la semaine prochaine.", "la semaine prochaine", "2026-11-27", True),
        ("Je la vois cette semaine.", "cette semaine", "2026-11-20", True),
        ("D'ici la fin de la semaine, je la vois.", "D'ici la fin de la semaine", "2026-11-20", True),
        ("Je l'appelle ce week-end.", "ce week-end", "2026-11-22", True),
        ("Dans quinze jours, je répète.", "Dans quinze jours", "2026-12-01", False),
        ("Dans huit jours, je répète.", "Dans huit jours", "2026-11-24", False),
        ("D'ici trois semaines, c'est écrit.", "D'ici trois semaines", "2026-12-08", False),
        ("Dans un mois, c'est écrit.", "Dans un mois", "2026-12-17", False),
        ("C'est écrit sous quinzaine.", "sous quinzaine", "2026-12-01", False),
        ("C'est fait avant Noël.", "avant Noël", "2026-12-25", False),
        ("D'ici la fin de l'année, c'est fait.", "D'ici la fin de l'année", "2026-12-31", False),
        ("Je verrai à la rentrée.", "à la rentrée", None, False),
    ],
)
def test_a_date_is_counted_from_the_day_of_the_seance(
    said: str, words: str, day: str | None, assumed: bool
) -> None:
    (found,) = dates_in(said, TODAY)
    assert (words, date.fromisoformat(day) if day else None, assumed) == (
        found.words,
        found.day,
        found.assumed,
    )


@pytest.mark.parametrize(
    "said",
    [
        "Je remets les points du lundi.",
        "Je teste un point le mardi.",
        "Je le fais tous les vendredis.",
        "Chaque jeudi, je range.",
        "Je marche dans la rue.",
        "J'en ai marre, mais bon.",
        "Je passe en deux minutes.",
        "Dans un bureau, on parle mieux.",
    ],
)
def test_what_recurs_or_is_no_date_gives_none(said: str) -> None:
    assert () == dates_in(said, TODAY)


def test_the_sunday_after_a_saturday_seance_and_the_end_of_the_year() -> None:
    (week,) = dates_in("Je la vois la semaine prochaine.", date(2026, 12, 26))
    assert date(2027, 1, 1) == week.day
    (month,) = dates_in("Le mois prochain, je la vois.", date(2026, 12, 26))
    assert date(2027, 1, 31) == month.day
    (short,) = dates_in("Dans un mois, je la vois.", date(2027, 1, 31))
    assert date(2027, 2, 28) == short.day


def test_an_impossible_day_keeps_its_words() -> None:
    (found,) = dates_in("Le trente février, je la vois.", TODAY)
    assert ("Le trente février", None) == (found.words, found.day)


def test_without_the_day_of_the_seance_words_are_kept() -> None:
    (found,) = dates_in("Je la vois demain.", None)
    assert ("demain", None) == (found.words, found.day)


@pytest.mark.parametrize(
    ("words", "value"),
    [("quinze", 15), ("vingt et un", 21), ("quarante-cinq", 45), ("quatre-vingt-dix-sept", 97),
     ("soixante et onze", 71), ("trois cent deux", 302), ("deux mille", 2000), ("12", 12), ("chat", None)],
)  # fmt: skip
def test_numbers_as_they_are_said(words: str, value: int | None) -> None:
    assert value == number(words)


@given(
    st.lists(st.sampled_from(["le", "quinze", "mars", "jeudi", "dans", "en", "fin", "3", "jours", ",", "je"]))
)
def test_the_words_of_a_date_are_words_of_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    for found in dates_in(text, TODAY):
        assert text[found.start : found.end] == found.words
