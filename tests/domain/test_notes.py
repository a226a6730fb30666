"""The notes document: lines by id and section, and its JSON form."""

import json
from dataclasses import replace
from datetime import date

import pytest

from companion.domain.codec import to_plain
from companion.domain.notes import (
    Caveat,
    Doubt,
    DoubtReason,
    Due,
    Evidence,
    Kind,
    NotedContract,
    NoteLine,
    Notes,
    PlannedAction,
    Quote,
    Section,
    line_id,
    notes_from_plain,
)
from companion.domain.people import Person, Role
from companion.domain.session import Contract

HEARD = (Evidence(utterance="u7", start=61.0, end=64.5),)
QUOTE = Quote(text="Avec Paul.", said="Euh, avec Paul.", person="lea", evidence=HEARD)
OFFER = NoteLine(
    id=line_id(Section.CONTRIBUTIONS, "u7", 0),
    section=Section.CONTRIBUTIONS,
    text="Je te suggère d'écrire.",
    said="Je te suggère, euh, d'écrire.",
    person="paul",
    evidence=HEARD,
    kind=Kind.SUGGESTION,
)
ACTION = NoteLine(
    id=line_id(Section.PLAN, "u9", 1),
    section=Section.PLAN,
    text="Jeudi j'écris avec Paul.",
    said="Jeudi j'écris avec Paul.",
    person="lea",
    evidence=HEARD,
    doubts=(Doubt(reason=DoubtReason.DATE, words="Jeudi"),),
    action=PlannedAction(
        owner="lea",
        due=Due(words="Jeudi", day=date(2026, 12, 3), assumed=True, evidence=HEARD),
        with_whom=QUOTE,
    ),
)
NOTES = Notes(
    title="Écrire enfin",
    date=date(2026, 11, 27),
    roles=(Person(id="lea", name="Léa", role=Role.CLIENT),),
    contract=NotedContract(
        types=("suggestions",),
        type_said=QUOTE,
        agreement=(QUOTE,),
        written=Contract(text="Comment écrire ?", type="suggestions", agreed=True),
    ),
    lines=(
        NoteLine(id="faits:u3:0", section=Section.FACTS, text="Avec qui ?", person="paul", answer=QUOTE),
        OFFER,
        NoteLine(id="garde:u8:0", section=Section.KEPT, text="Écrire.", person="lea", refs=(OFFER.id,)),
        ACTION,
        NoteLine(id="main:1", section=Section.PLAN, text="Relire.", by_hand=True),
    ),
    caveats=(Caveat.WEAK_TRANSCRIPTION,),
)


def test_the_json_form_loses_nothing() -> None:
    assert notes_from_plain(json.loads(json.dumps(to_plain(NOTES)))) == NOTES


@pytest.mark.parametrize("wrong", [{"title": 3}, {"lines": [{"id": "a"}]}, {"colour": "red"}])
def test_bad_data_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        notes_from_plain({**to_plain(NOTES), **wrong})


def test_a_line_is_found_by_its_id() -> None:
    assert NOTES.line(OFFER.id) == OFFER
    with pytest.raises(KeyError):
        NOTES.line("nowhere")


def test_doubtful_words_leave_a_line_in_its_section_and_a_doubtful_place_keeps_it_out() -> None:
    assert ACTION in NOTES.of(Section.PLAN)
    assert NOTES.to_check == (ACTION,)
    held = replace(OFFER, doubts=(Doubt(reason=DoubtReason.PLACE),))
    notes = replace(NOTES, lines=(held, ACTION))
    assert notes.of(Section.CONTRIBUTIONS) == ()
    assert notes.to_check == (held, ACTION)


def test_a_line_that_changes_sides_keeps_its_id() -> None:
    assert line_id(Section.KEPT, "u8", 2) == line_id(Section.SET_ASIDE, "u8", 2)
    assert line_id(Section.KEPT, "u8", 2) != line_id(Section.PLAN, "u8", 2)
    assert line_id(Section.KEPT, "u8", 2) != line_id(Section.KEPT, "u8", 1)


def test_an_agreement_is_heard_or_written() -> None:
    assert NOTES.contract.agreed
    assert not NotedContract(written=Contract(text="", type="")).agreed
    assert NotedContract(written=Contract(text="", type="", agreed=True)).agreed
