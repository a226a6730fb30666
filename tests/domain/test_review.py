"""A draft and what humans do to it: edits survive a new draft, and what must go goes from everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from companion.domain.messages import (
    AgreeNotes,
    ApproveNotes,
    ChooseSharing,
    ConfirmPageOne,
    CorrectSpeaker,
    NotesApproved,
    NotesDrafted,
    NotesForgotten,
    SessionClosed,
    Strike,
    UndoNoteEdit,
    WithdrawConsent,
)
from companion.domain.note_edits import EditAction, Part, Sharing
from companion.domain.notes import Section
from companion.domain.people import Consent
from companion.domain.refusal import Refusal
from companion.domain.session import Session, apply
from companion.domain.traces import Traces
from tests.domain.review import LINES, draft, edit, line, reviewing, shown
from tests.domain.table import Table

CONTEXT, FACT, DEMAND, OFFER, PLAN, LEARNING = (one.id for one in LINES)


@contextmanager
def refuses(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == code


def to_approval(table: Table) -> None:
    edit(table, EditAction.ACCEPT, LEARNING)
    table.do(AgreeNotes(on=True))
    table.do(ApproveNotes())


def due_texts(table: Table) -> set[str]:
    """The kinds of the events whose words are to go from the log."""
    return {type(one.event).__name__ for one in table.log if one.seq in table.traces.due}


def test_a_line_is_edited_undone_and_edited_again() -> None:
    table = reviewing()
    edit(table, EditAction.TEXT, CONTEXT, text="  J'ai repris  une équipe de six. ")
    assert shown(table)[0] == "J'ai repris une équipe de six."
    table.do(UndoNoteEdit())
    assert shown(table)[0] == "J'ai repris une équipe."
    edit(table, EditAction.TEXT, CONTEXT, text="J'ai une équipe.")
    assert (shown(table)[0], table.session.review.count) == ("J'ai une équipe.", 2)
    table.do(UndoNoteEdit())
    with refuses("nothing_to_undo"):
        table.do(UndoNoteEdit())


def test_edits_are_kept_when_the_notes_are_drafted_again() -> None:
    table = reviewing()
    edit(table, EditAction.TEXT, CONTEXT, text="J'ai une équipe.")
    edit(table, EditAction.ADD, section=Section.VIGILANCE, text="Moins vite.")
    edit(table, EditAction.REJECT, OFFER)
    again = (line(Section.CONTEXT, "u1", "claire", "J'ai repris une équipe de dix."), *LINES[1:])
    table.happen(NotesDrafted(notes=draft(*again), read=len(table.log)))
    assert "J'ai une équipe." in shown(table)
    assert "Moins vite." in shown(table)
    assert "Tu pourrais déjeuner avec eux." not in shown(table)
    assert table.session.review.rows()[CONTEXT].changed


def test_typed_words_are_kept_when_their_line_is_not_drafted_any_more() -> None:
    table = reviewing()
    edit(table, EditAction.TEXT, OFFER, text="Tu pourrais les inviter.")
    table.happen(NotesDrafted(notes=draft(*LINES[:3]), read=len(table.log)))
    kept = table.session.review.current().line(OFFER)
    assert (kept.text, kept.by_hand, kept.held) == ("Tu pourrais les inviter.", True, True)


def test_lines_are_moved_split_and_joined() -> None:
    table = reviewing()
    edit(table, EditAction.SPLIT, PLAN, text="Lundi,", rest="j'appelle.")
    plan = table.session.review.current().of(Section.PLAN)
    assert [one.text for one in plan] == ["Lundi,", "j'appelle."]
    edit(table, EditAction.MERGE, plan[0].id, other=plan[1].id)
    assert [one.text for one in table.session.review.current().of(Section.PLAN)] == ["Lundi, j'appelle."]
    edit(table, EditAction.MOVE, OFFER, section=Section.CONTEXT, other=CONTEXT)
    moved = table.session.review.current().of(Section.CONTEXT)
    assert [one.id for one in moved] == [OFFER, CONTEXT]
    assert moved[0].kind is None
    edit(table, EditAction.MOVE, OFFER, section=Section.PLAN)
    assert table.session.review.current().of(Section.PLAN)[-1].action is not None


def test_the_parts_of_an_action_and_of_the_contract_are_mended() -> None:
    table = reviewing()
    for part, text in (
        (Part.OWNER, "karim"), (Part.DAY, "2026-12-01"), (Part.SIGN, "On déjeune."), (Part.WITH_WHOM, ""),
    ):  # fmt: skip
        edit(table, EditAction.PART, PLAN, part=part, text=text)
    edit(table, EditAction.PART, part=Part.TYPES, text="temoignages soutien")
    edit(table, EditAction.PART, part=Part.AGREED, text="yes")
    notes = table.session.review.current()
    action = notes.line(PLAN).action
    assert action is not None and action.due is not None and action.sign is not None
    assert (action.owner, action.due.day, action.sign.text) == ("karim", date(2026, 12, 1), "On déjeune.")
    assert (notes.contract.types, notes.contract.agreed) == (("temoignages", "soutien"), True)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"action": EditAction.TEXT, "line_id": "nowhere", "text": "Oui."}, "unknown_line"),
        ({"action": EditAction.TEXT, "line_id": CONTEXT, "text": " "}, "empty_note"),
        ({"action": EditAction.TEXT, "line_id": CONTEXT, "text": "a" * 2001}, "long_note"),
        ({"action": EditAction.SPLIT, "line_id": CONTEXT, "text": "Oui."}, "empty_note"),
        ({"action": EditAction.MERGE, "line_id": CONTEXT, "other": CONTEXT}, "unknown_line"),
        ({"action": EditAction.MOVE, "line_id": CONTEXT}, "empty_note"),
        ({"action": EditAction.ADD, "text": "Oui."}, "empty_note"),
        ({"action": EditAction.PART, "line_id": PLAN, "part": Part.OWNER, "text": "zoe"}, "unknown_person"),
        ({"action": EditAction.PART, "line_id": PLAN, "part": Part.DAY, "text": "2026-02-30"}, "bad_day"),
        ({"action": EditAction.PART, "line_id": OFFER, "part": Part.KIND, "text": "ordre"}, "bad_kind"),
        ({"action": EditAction.PART, "part": Part.TYPES, "text": "<b>"}, "bad_types"),
    ],
)
def test_what_makes_no_sense_is_refused(more: dict[str, object], code: str) -> None:
    with refuses(code):
        edit(reviewing(), **more)  # type: ignore[arg-type]


def test_the_agreement_is_a_step_of_its_own_and_a_change_takes_it_back() -> None:
    table = reviewing()
    with refuses("to_check"):
        table.do(AgreeNotes(on=True))
    edit(table, EditAction.ACCEPT, LEARNING)
    with refuses("client_not_agreed"):
        table.do(ApproveNotes())
    table.do(AgreeNotes(on=True))
    edit(table, EditAction.REJECT, CONTEXT)
    with refuses("client_not_agreed"):
        table.do(ApproveNotes())
    table.do(AgreeNotes(on=True))
    table.do(ApproveNotes())
    with refuses("approved"):
        edit(table, EditAction.TEXT, FACT, text="Depuis quand, au juste ?")


def test_the_approved_document_stands_alone() -> None:
    """Drafts and edits go from the log, and the transcript may: what was approved does not change."""
    table = reviewing()
    edit(table, EditAction.TEXT, CONTEXT, text="J'ai une équipe.")
    to_approval(table)
    assert due_texts(table) == {"NotesDrafted", "NoteEdited"}
    approved = table.session.review.approved
    assert approved is not None and approved.line(LEARNING).doubts == ()
    left = [one for one in table.log if one.seq not in table.traces.due]
    session = Session()
    for one in left:
        session = apply(session, one)
    assert session.review.approved == approved
    table.happen(SessionClosed(utterances=7, cues=0))
    assert table.session.review.approved == approved
    assert "NotesApproved" not in due_texts(table)


def test_page_one_confirmed_accepts_what_was_doubtful_in_it() -> None:
    table = reviewing()
    table.do(ConfirmPageOne())
    assert table.session.review.confirmed
    assert table.session.review.current().line(LEARNING).doubts  # not on page one
    assert table.do(ConfirmPageOne()) == ()


def test_a_struck_line_goes_from_the_draft_the_edits_and_the_log() -> None:
    table = reviewing()
    edit(table, EditAction.TEXT, PLAN, text="Lundi, j'appelle Gérard.")
    edit(table, EditAction.TEXT, CONTEXT, text="J'ai une équipe.")
    table.do(Strike(utterance="u6"))
    assert not any("j'appelle" in text for text in shown(table))
    assert "J'ai une équipe." in shown(table)
    assert [one.edit.line for one in table.session.review.edits] == [CONTEXT]
    assert {"NotesDrafted", "NoteEdited", "UtteranceTranscribed"} <= due_texts(table)
    kept = [one.event for one in table.log if one.seq not in table.traces.due]
    assert not any(
        "Gérard" in str(event) or ("u6" in str(event) and isinstance(event, NotesDrafted)) for event in kept
    )


@pytest.mark.parametrize("utterance", ["u2", "u3"])
def test_a_question_goes_with_its_answer(utterance: str) -> None:
    table = reviewing()
    table.do(Strike(utterance=utterance))
    assert "Depuis quand ?" not in shown(table)


def test_a_consent_withdrawn_takes_that_persons_lines() -> None:
    table = reviewing()
    table.do(WithdrawConsent(person="karim", consent=Consent.NOTES))
    assert shown(table) == [LINES[n].text for n in (0, 2, 3, 4)]


def test_words_given_to_somebody_who_refused_go() -> None:
    table = reviewing()
    table.do(WithdrawConsent(person="paul", consent=Consent.NOTES))
    table.do(CorrectSpeaker(utterance="u5", person="paul"))
    assert "Tu pourrais déjeuner avec eux." not in shown(table)


def test_a_consent_withdrawn_after_the_approval_and_the_closing_still_takes_the_words() -> None:
    table = reviewing()
    to_approval(table)
    table.happen(SessionClosed(utterances=7, cues=0))
    events = table.do(WithdrawConsent(person="lea", consent=Consent.NOTES))
    assert isinstance(events[-1], NotesApproved)
    kept = [one.event for one in table.log if one.seq not in table.traces.due]
    assert not any("déjeuner" in str(event) for event in kept)
    assert "Lundi, j'appelle." in shown(table)


def test_notes_forgotten_leave_nothing() -> None:
    table = reviewing()
    to_approval(table)
    table.do(ChooseSharing(sharing=Sharing(names=(("Gérard", "un collègue"),))))
    table.happen(NotesForgotten())
    assert not table.session.review.exists
    kept = [one.event for one in table.log if one.seq not in table.traces.due]
    assert not any("Gérard" in str(event) or "j'appelle" in str(event) for event in kept)


@pytest.mark.parametrize(
    ("sharing", "code"),
    [
        (Sharing(learnings=("zoe",)), "unknown_person"),
        (Sharing(satisfaction=(1, 2)), "bad_counts"),
        (Sharing(satisfaction=(1, 2, 3, 1000)), "bad_counts"),
        (Sharing(names=(("a" * 81, "b"),)), "long_names"),
    ],
)
def test_sharing_that_makes_no_sense_is_refused(sharing: Sharing, code: str) -> None:
    with refuses(code):
        reviewing().do(ChooseSharing(sharing=sharing))


def test_a_recovered_seance_stands_where_it_stood() -> None:
    table = reviewing()
    edit(table, EditAction.TEXT, CONTEXT, text="J'ai une équipe.")
    edit(table, EditAction.MERGE, PLAN, other=OFFER)
    table.do(Strike(utterance="u1"))
    session, traces = Session(), Traces()
    for one in (one for one in table.log if one.seq not in table.traces.due):
        before, session = session, apply(session, one)
        traces.fold(one, before, session)
    assert session.review.current() == table.session.review.current()
