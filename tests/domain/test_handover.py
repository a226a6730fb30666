"""The papers as composed: what stands where, before any form is given to it."""

from collections import defaultdict
from datetime import date

from companion.domain.document import Fields, Heading
from companion.domain.handover import Wording, page_one
from companion.domain.notes import NoteLine, Notes, PlannedAction, Quote, Section

SAY = Wording(tag="fr", texts=defaultdict(str, note_part_first_step="Premier pas"), day=date.isoformat)


def actions(text: str, first_step: str) -> tuple[str, str]:
    """The title of the only action on page one, and its first step."""
    step = Quote(text=first_step, said=first_step, person="lea", evidence=())
    line = NoteLine(id="plan:u1:0", section=Section.PLAN, text=text, action=PlannedAction(first_step=step))
    blocks = page_one(Notes(title="", date=None, roles=(), lines=(line,)), SAY).blocks
    [title] = [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]
    rows = dict(row for block in blocks if isinstance(block, Fields) for row in block.rows)
    return title, rows["Premier pas"]


def test_a_sentence_that_is_the_first_step_is_said_once() -> None:
    said = "Le premier décembre, je présente les règles. Je commence par les écrire."
    assert ("1. Le premier décembre, je présente les règles.", "Je commence par les écrire.") == actions(
        said, "Je commence par les écrire."
    )


def test_an_action_that_is_only_its_first_step_keeps_its_words() -> None:
    assert ("1. J'écris à Paul.", "J'écris à Paul.") == actions("J'écris à Paul.", "J'écris à Paul.")
