"""What became of the notes so far: the draft, its edits, the client's agreement, the final document.

A fold of the log, part of the séance's state. A word that must go from the log goes from here at once, with
every line and every edit that may repeat it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from companion.domain.messages import (
    ClientSwapped,
    ConsentWithdrawn,
    Event,
    NoteEdited,
    NoteEditUndone,
    NotesAgreed,
    NotesApproved,
    NotesDrafted,
    NotesForgotten,
    PageOneConfirmed,
    SharingChosen,
    SpeakerCorrected,
    UtteranceRedacted,
)
from companion.domain.note_edits import Sharing
from companion.domain.note_rows import Rows, applied, finished
from companion.domain.notes import NoteLine, Notes
from companion.domain.people import Consent

__all__ = ["Review", "reviewed", "without_person", "without_utterance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """``edits`` are those not undone; ``count`` is how many there ever were. ``agreed``: the client, to the
    notes as they read now. ``approved`` is the final document. ``touching``: see ``NotesDrafted``."""

    draft: Notes | None = None
    edits: tuple[NoteEdited, ...] = ()
    count: int = 0
    confirmed: bool = False
    agreed: bool = False
    approved: Notes | None = None
    touching: tuple[str, ...] = ()
    sharing: Sharing = field(default_factory=Sharing)

    @property
    def exists(self) -> bool:
        """Whether there is anything to read."""
        return self.draft is not None or self.approved is not None

    def rows(self) -> Rows:
        """The lines as they read now. Raises ValueError when there is neither draft nor document."""
        if self.approved is not None:
            return Rows(self.approved)
        if self.draft is None:
            raise ValueError("no draft")
        return applied(self.draft, ((one.number, one.edit) for one in self.edits))

    def current(self, *, keep_doubts: bool = True) -> Notes:
        """The document as it reads now. Raises as ``rows``."""
        if self.approved is not None:
            return self.approved
        if self.draft is None:
            raise ValueError("no draft")
        return finished(self.draft, self.rows(), keep_doubts=keep_doubts)


def reviewed(review: Review, event: Event, written: Callable[[str], bool]) -> Review:
    """After that event; the same object when it is of no concern. ``written``: who may be written down."""
    match event:
        case NotesDrafted(notes=notes, touching=touching):
            agreed = review.agreed and notes == review.draft
            return replace(review, draft=notes, touching=touching, agreed=agreed)
        case NoteEdited(edit=edit, number=number):
            joined = (edit.line,) if edit.other in review.touching else ()
            touching = (*review.touching, *joined)
            edits = (*review.edits, event)
            return replace(review, edits=edits, count=number, touching=touching, agreed=False)
        case NoteEditUndone():
            return replace(review, edits=review.edits[:-1], agreed=False)
        case PageOneConfirmed():
            return replace(review, confirmed=True)
        case NotesAgreed(on=on):
            return replace(review, agreed=on)
        case NotesApproved(notes=notes, touching=touching):
            final = Review(count=review.count, confirmed=review.confirmed, sharing=review.sharing)
            return replace(final, agreed=True, approved=notes, touching=touching)
        case SharingChosen(sharing=sharing):
            return replace(review, sharing=sharing)
    return _forgetting(review, event, written)


def _forgetting(review: Review, event: Event, written: Callable[[str], bool]) -> Review:
    match event:
        case UtteranceRedacted(utterance=utterance):
            return _without(review, {utterance}, lambda notes: without_utterance(notes, utterance))
        case ConsentWithdrawn(person=person, consent=Consent.NOTES):
            gone = _spoken_by(review, person)
            return _without(review, gone, lambda notes: without_person(notes, person))
        case SpeakerCorrected(utterance=utterance, person=person) if not written(person):
            return _without(review, {utterance}, lambda notes: without_utterance(notes, utterance))
        case ClientSwapped() | NotesForgotten():
            return Review(count=review.count)
    return review


def _without(review: Review, utterances: Iterable[str], prune: Callable[[Notes], Notes]) -> Review:
    """What may repeat these words goes from everything; the rest of a draft stands until it is made again."""
    gone = frozenset(utterances)
    edits = tuple(one for one in review.edits if gone.isdisjoint(one.utterances))
    draft = prune(review.draft) if review.draft else None
    approved = prune(review.approved) if review.approved else None
    return replace(review, draft=draft, edits=edits, approved=approved)


def _spoken_by(review: Review, person: str) -> set[str]:
    lines = review.draft.lines if review.draft else ()
    return {u for line in lines if person in _people(line) for u in line.utterances}


def without_utterance(notes: Notes, utterance: str) -> Notes:
    """The document without the lines that may repeat it."""
    return replace(notes, lines=tuple(line for line in notes.lines if utterance not in line.utterances))


def without_person(notes: Notes, person: str) -> Notes:
    """The document without that person's words; the contract keeps its types."""
    contract, written = notes.contract, notes.contract.written
    said = contract.type_said if contract.type_said and contract.type_said.person != person else None
    lines = tuple(line for line in notes.lines if person not in _people(line))
    agreement = tuple(replace(one, text="", said="") for one in contract.agreement if one.person == person)
    others = tuple(one for one in contract.agreement if one.person != person)
    client = any(one.id == person and one.role.value == "client" for one in notes.roles)
    if written is not None and client:
        written = replace(written, text="")
    kept = replace(contract, type_said=said, agreement=(*others, *agreement), written=written)
    return replace(notes, lines=lines, contract=kept)


def _people(line: NoteLine) -> set[str]:
    return {quote.person for quote in line.quotes} | ({line.person} if line.person else set())
