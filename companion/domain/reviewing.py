"""What a facilitator and the client may do to the notes, and when."""

import re
from dataclasses import replace
from datetime import date
from functools import reduce

from companion.domain.messages import (
    AgreeNotes,
    ApproveNotes,
    ChooseSharing,
    ConfirmPageOne,
    ConsentWithdrawn,
    DraftNotes,
    EditNote,
    Event,
    NoteEdited,
    NoteEditUndone,
    NotesAgreed,
    NotesApproved,
    NotesDrafted,
    PageOneConfirmed,
    SharingChosen,
    SpeakerCorrected,
    UndoNoteEdit,
    UtteranceRedacted,
)
from companion.domain.method import Method
from companion.domain.moment import Moment
from companion.domain.note_edits import Edit, EditAction, Part
from companion.domain.note_rows import Rows
from companion.domain.notes import Kind, NoteLine, Section
from companion.domain.people import Consent
from companion.domain.refusal import Refusal
from companion.domain.review import Review, reviewed
from companion.domain.session import Session

__all__ = [
    "PAGE_ONE",
    "agree",
    "approve",
    "confirm",
    "draft",
    "edit",
    "may_draft",
    "share",
    "still_standing",
    "undo",
]

LONGEST_NOTE = 2000
"""Characters of a line: a long minute of talk."""

MOST_EDITS = 5000
"""Edits of one draft: far beyond a review of two hours, and no flood."""

PAGE_ONE = (Section.CONTRACT, Section.PLAN)
"""What the client rereads in the room."""

_SYNTHESIS = "synthese"
_SATISFACTION = 4


def may_draft(session: Session, method: Method) -> bool:
    """Whether notes may be shown: not before the synthèse is over, lest a machine's words lead the client."""
    if session.ended_at is not None:
        return True
    steps = [step.id for step in method.steps]
    if _SYNTHESIS not in steps or session.step is None:
        return False
    return steps.index(session.step.id) > steps.index(_SYNTHESIS)


def draft(at: Moment, command: DraftNotes) -> tuple[Event, ...]:
    """Nothing to record: whoever drafts is asked."""
    at.exists()
    if not may_draft(at.session, at.method):
        raise Refusal(
            "too_early", "Le brouillon se lit après la synthèse : laissez d'abord parler le client."
        )
    if at.session.review.approved is not None:
        raise _approved()
    return ()


def edit(at: Moment, command: EditNote) -> tuple[Event, ...]:
    """One change of the draft, checked."""
    review = _open(at)
    if review.count >= MOST_EDITS:
        raise Refusal("too_many_edits", "Ce brouillon a été changé trop de fois : approuvez les notes.")
    rows = review.rows()
    wanted = replace(command.edit, text=_clean(command.edit.text), rest=_clean(command.edit.rest))
    _check(wanted, rows, at)
    if wanted.action is EditAction.TEXT:
        line = rows[wanted.line].line
        if line.text == wanted.text:
            return ()
        wanted = replace(wanted, section=line.section, source=wanted.source or _drafted(review, line))
    touched = [rows[line].line for line in (wanted.line, wanted.other) if line in rows]
    utterances = tuple(dict.fromkeys(u for line in touched for u in line.utterances))
    return (NoteEdited(edit=wanted, number=review.count + 1, utterances=utterances),)


def undo(at: Moment, command: UndoNoteEdit) -> tuple[Event, ...]:
    """The last edit is as if it had not been."""
    if not _open(at).edits:
        raise Refusal("nothing_to_undo", "Il n'y a rien à annuler.")
    return (NoteEditUndone(),)


def confirm(at: Moment, command: ConfirmPageOne) -> tuple[Event, ...]:
    """What was doubtful on page one is not any more: its owner has reread it."""
    review = _open(at)
    if review.confirmed:
        return ()
    doubtful = [
        row.line
        for row in review.rows().all()
        if row.line.section in PAGE_ONE and row.line.doubts and not row.line.held and not row.rejected
    ]
    accepted = (
        NoteEdited(
            edit=Edit(action=EditAction.ACCEPT, line=line.id),
            number=review.count + place,
            utterances=line.utterances,
        )
        for place, line in enumerate(doubtful, 1)
    )
    return (*accepted, PageOneConfirmed())


def agree(at: Moment, command: AgreeNotes) -> tuple[Event, ...]:
    """The client agrees once nothing is left to check."""
    review = _open(at)
    if command.on == review.agreed:
        return ()
    if command.on:
        _nothing_left(review)
    return (NotesAgreed(on=command.on),)


def approve(at: Moment, command: ApproveNotes) -> tuple[Event, ...]:
    """The document as it reads now, for good. Approving twice is approving once."""
    if at.session.review.approved is not None:
        return ()
    review = _open(at)
    _nothing_left(review)
    if not review.agreed:
        message = "Le client n'a pas encore donné son accord : c'est une étape à part."
        raise Refusal("client_not_agreed", message)
    return (NotesApproved(notes=review.current(keep_doubts=False), touching=review.touching),)


def share(at: Moment, command: ChooseSharing) -> tuple[Event, ...]:
    """Who is given what. Only people of the séance, and numbers that somebody could have counted."""
    at.exists()
    if not at.session.review.exists:
        raise _no_draft()
    sharing = command.sharing
    for person in sharing.learnings:
        at.person(person)
    counts = sharing.satisfaction
    if counts and (len(counts) != _SATISFACTION or any(not 0 <= count <= 99 for count in counts)):
        raise Refusal("bad_counts", "Indiquez combien de personnes ont répondu, de 0 à 99.", "satisfaction")
    names = tuple((_clean(name), _clean(role)) for name, role in sharing.names)
    if len(names) > 50 or any(len(name) > 80 or len(role) > 80 for name, role in names):
        raise Refusal("long_names", "Ces noms sont trop longs ou trop nombreux.", "names")
    wanted = replace(sharing, names=tuple(pair for pair in names if all(pair)))
    return () if wanted == at.session.review.sharing else (SharingChosen(sharing=wanted),)


def still_standing(session: Session, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Words that must go leave the notes too: what is left of them is written anew."""
    if not session.review.exists or not any(_takes_words(event, session) for event in events):
        return ()
    review = reduce(lambda left, event: reviewed(left, event, session.written), events, session.review)
    if review.approved is not None:
        return (NotesApproved(notes=review.approved, touching=review.touching),)
    return (NotesDrafted(notes=review.draft, read=0, touching=review.touching),) if review.draft else ()


def _takes_words(event: Event, session: Session) -> bool:
    match event:
        case UtteranceRedacted() | ConsentWithdrawn(consent=Consent.NOTES):
            return True
        case SpeakerCorrected(person=person):
            return not session.written(person)
    return False


def _open(at: Moment) -> Review:
    """The review, while something may still be changed."""
    at.exists()
    review = at.session.review
    if review.approved is not None:
        raise _approved()
    if review.draft is None:
        raise _no_draft()
    return review


def _approved() -> Refusal:
    return Refusal("approved", "Ces notes sont approuvées : elles ne changent plus.")


def _no_draft() -> Refusal:
    return Refusal("no_draft", "Le brouillon n'est pas encore prêt : attendez un instant.")


def _nothing_left(review: Review) -> None:
    if any(row.line.doubts and not row.rejected for row in review.rows().all()):
        raise Refusal("to_check", "Il reste des lignes à vérifier : gardez ou écartez chacune.")


def _clean(text: str) -> str:
    return " ".join(text.split())


def _drafted(review: Review, line: NoteLine) -> str:
    """What the machine's draft says of that line."""
    lines = review.draft.lines if review.draft else ()
    return next((one.text for one in lines if one.id == line.id), "")


def _check(wanted: Edit, rows: Rows, at: Moment) -> None:
    """Raises Refusal for an edit that makes no sense."""
    of_contract = wanted.part in (Part.TYPES, Part.AGREED)
    if wanted.action is not EditAction.ADD and not of_contract and wanted.line not in rows:
        raise Refusal("unknown_line", "Cette ligne n'est plus dans le brouillon.", "line")
    if wanted.action is EditAction.MERGE and (wanted.other not in rows or wanted.other == wanted.line):
        raise Refusal("unknown_line", "Choisissez une autre ligne à joindre à celle-ci.", "other")
    needed = {
        EditAction.TEXT: (wanted.text,),
        EditAction.ADD: (wanted.text, wanted.section),
        EditAction.SPLIT: (wanted.text, wanted.rest),
        EditAction.MOVE: (wanted.section,),
        EditAction.PART: (wanted.part,),
    }.get(wanted.action, ())
    if not all(needed):
        raise Refusal("empty_note", "Il manque des mots : écrivez la ligne, ou écartez-la.", "text")
    if len(wanted.text) > LONGEST_NOTE or len(wanted.rest) > LONGEST_NOTE:
        raise Refusal(
            "long_note", f"Cette ligne est trop longue : {LONGEST_NOTE} caractères au plus.", "text"
        )
    _check_part(wanted, at)


def _check_part(wanted: Edit, at: Moment) -> None:
    match wanted.part:
        case Part.OWNER | Part.PERSON if wanted.text:
            at.person(wanted.text)
        case Part.KIND if wanted.text not in list(Kind):
            raise Refusal("bad_kind", "Ce genre de contribution n'existe pas.", "text")
        case Part.TYPES if not re.fullmatch(r"[a-z ]*", wanted.text):
            raise Refusal("bad_types", "Ce type de consultation n'existe pas.", "text")
        case Part.DAY if wanted.text:
            try:
                date.fromisoformat(wanted.text)
            except ValueError:
                raise Refusal("bad_day", "Cette date n'existe pas.", "text") from None
