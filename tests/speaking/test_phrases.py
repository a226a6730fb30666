"""What is said: from the method, short enough, and without a name."""

import pytest

from companion.adapters.methods import known_methods, load_method
from companion.domain.messages import MachineSlept, SessionEnded, StepEndingSoon, StepExtended, StepOverrun
from companion.speaking.phrases import LONGEST, Kind, Phrasebook
from companion.web.catalogue import Catalogues


@pytest.mark.parametrize("language", ["fr", "en", "fr-x-tu", "fr-CA"])
@pytest.mark.parametrize("method", known_methods())
def test_every_opening_says_its_step_and_its_minutes_in_eight_seconds(method: str, language: str) -> None:
    loaded = load_method(method)
    book = Phrasebook(loaded, language, Catalogues()[language])
    for step in loaded.steps:
        text = book.opening(step.id, 480.0).text
        assert text.endswith("8 minutes.")
        assert len(text) <= LONGEST


def test_marks_ends_and_extensions() -> None:
    book = Phrasebook(load_method("codev"), "fr", Catalogues()["fr"])
    left = book.of(StepEndingSoon(step="expose", remaining=60.0), "expose", 480.0, 0.0)
    half = book.of(StepEndingSoon(step="consultation", remaining=750.0), "consultation", 1500.0, 0.0)
    end = book.of(StepOverrun(step="expose", over=0.0), "expose", 480.0, 0.0)
    more = book.of(StepExtended(step="expose", minutes=5, ends_at=900.0), "expose", 480.0, 0.0)
    assert [left and left.text, left and left.last] == ["Il reste une minute.", True]
    assert [half and half.kind, end and end.kind] == [Kind.HALF, Kind.END]
    assert more is not None
    assert more.text == "L'étape est prolongée de 5 minutes."
    assert book.clients_own("synthese")
    assert not book.clients_own("consultation")


@pytest.mark.parametrize(
    ("language", "closing", "opening"),
    [
        ("fr", "La séance est terminée. Merci à toutes et à tous.", "La parole est aux consultants"),
        ("fr-x-tu", "La séance est terminée. Merci à toutes et à tous.", "La parole est aux consultants"),
        ("fr-CA", "La rencontre est terminée. Merci à toutes et à tous.", "La parole est aux conseillers"),
        (
            "fr-CA-x-tu",
            "La rencontre est terminée. Merci à toutes et à tous.",
            "La parole est aux conseillers",
        ),
        ("en", "The session is over. Thank you all.", "The consultants have the floor"),
    ],
)
def test_what_is_said_is_in_the_language_of_the_séance(language: str, closing: str, opening: str) -> None:
    book = Phrasebook(load_method("codev"), language, Catalogues()[language])
    ends = book.of(SessionEnded(), "", 0.0, 0.0)
    assert ends is not None
    assert ends.text == closing
    assert opening in book.opening("consultation", 600.0).text


@pytest.mark.parametrize("language", ["fr", "fr-x-tu", "fr-CA", "fr-CA-x-tu"])
@pytest.mark.parametrize("method", known_methods())
def test_nobody_is_addressed_so_that_tu_and_vous_are_served_alike(method: str, language: str) -> None:
    loaded = load_method(method)
    words = Catalogues()[language]
    book = Phrasebook(loaded, language, words)
    texts = [phrase.text for phrase in book.foreseen({})]
    texts += [text for key, text in words.items() if key.startswith("say_")]
    said = " ".join(texts).lower().replace("'", " ").replace("-", " ").split()
    assert not {"tu", "te", "toi", "ton", "ta", "tes", "vous", "votre", "vos"} & {
        w.strip(".,:;?!") for w in said
    }


def test_a_machine_that_slept_is_announced_while_a_step_runs() -> None:
    book = Phrasebook(load_method("codev"), "fr", Catalogues()["fr"])
    slept = MachineSlept(start=10.0, gap=600.0)
    phrase = book.of(slept, "expose", 480.0, 620.0)
    assert phrase is not None
    assert phrase.text == "L'ordinateur était en veille. Le temps a continué."
    assert book.of(slept, "", 0.0, 620.0) is None
