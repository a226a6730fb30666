"""Names of people who are not at the table, for which the hand-over offers a role instead."""

from companion.domain.case_content import outsiders
from companion.domain.notes import NoteLine, Notes, Section
from companion.domain.people import Person, Role


def found(text: str) -> tuple[str, ...]:
    line = NoteLine(id="plan:u1:0", section=Section.PLAN, text=text)
    lea = Person(id="lea", name="Léa", role=Role.CLIENT)
    return outsiders(Notes(title="", date=None, roles=(lea,), lines=(line,)))


def test_names_are_told_from_beginnings_of_sentences_and_from_who_is_there() -> None:
    assert ("Marc",) == found("Demain j'appelle Marc avec Léa. Il répondra.")


def test_a_day_or_a_month_is_nobody() -> None:
    """Whisper writes them with a capital at times; English always does."""
    assert ("Inès",) == found("Je vois Inès le Jeudi, ou en Décembre, on Friday at the latest.")
