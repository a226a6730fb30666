"""A rewording is shown only when it says nothing that was not said."""

import pytest

from companion.domain.rewording import problem

SAID = "Alors lundi, euh, j'appelle Marie, je ne parle pas du budget de trois cents euros."


@pytest.mark.parametrize(
    "wording",
    [
        SAID,
        "Lundi, j'appelle Marie ; je ne parle pas du budget de trois cents euros.",
        "Lundi, appeler Marie, et ne pas parler du budget de trois cents euros.",
    ],
)
def test_fewer_words_in_the_same_order_are_let_through(wording: str) -> None:
    assert problem(SAID, wording, "fr") is None


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("", "empty"),
        ("…", "empty"),
        ("Lundi, j'appelle Marie, je ne parle pas du budget de quatre cents euros.", "number"),
        ("Lundi, j'appelle Marie, je ne parle pas du budget.", "number"),
        ("Lundi, j'appelle Marie, je parle du budget de trois cents euros.", "negation"),
        ("Lundi, j'appelle Marie, je ne parle jamais du budget de trois cents euros.", "negation"),
        ("Lundi, j'appelle Sophie, je ne parle pas du budget de trois cents euros.", "name"),
        ("Lundi, j'appelle, je ne parle pas du budget de trois cents euros.", "name"),
        ("Lundi, j'appelle Marie, je ne parle pas du budget excessif de trois cents euros.", "word"),
        ("Trois cents euros du budget : lundi, j'appelle Marie, pas je ne parle.", "order"),
        ("Marie : pas trois cents euros.", "short"),
        ("Monday, I will call Marie, pas trois cents euros.", "language"),
        (SAID + " " + SAID + " Voilà ce que je te dis de tout cela.", "long"),
    ],
)
def test_what_was_not_said_is_refused(wording: str, code: str) -> None:
    assert problem(SAID, wording, "fr") == code


def test_a_lost_ne_is_a_changed_negation_where_it_stands_alone() -> None:
    """« Je n'ose » says the contrary of « j'ose »."""
    assert problem("Je n'ose lui parler.", "J'ose lui parler.", "fr") == "negation"


def test_a_ne_that_speech_swallowed_may_come_back() -> None:
    assert problem("J'ai pas envie de ça.", "Je n'ai pas envie de ça.", "fr") is None


def test_people_do_not_change_places() -> None:
    assert problem("Hier Paul a convaincu Marie.", "Hier Marie a convaincu Paul.", "fr") == "order"


def test_english_is_held_to_english() -> None:
    assert problem("So I will, er, call Sarah on Monday.", "I will call Sarah on Monday.", "en") is None
    assert problem("So I will call Sarah on Monday.", "Je vais call Sarah on Monday.", "en") == "language"
