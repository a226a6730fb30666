"""Where each utterance left its words in the log, and whose it is: what a correction or an erasure needs.

A fold, as the session is, but kept up to date in place: a séance of two hours has thousands of lines.
It holds no word, only numbers of the log, so that nothing is erased from the disk and left here.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from companion.domain.messages import (
    ClientChosen,
    ClientSwapped,
    ConsentWithdrawn,
    ContractProposed,
    ContractShown,
    Event,
    NoteEdited,
    NotesApproved,
    NotesDrafted,
    NotesForgotten,
    Recorded,
    SessionClosed,
    SharingChosen,
    SpeakerCorrected,
    SpeakerIdentified,
    SpeechStarted,
    SpokeOutOfTurn,
    TurnTakingCue,
    UtteranceCorrected,
    UtteranceRedacted,
    UtteranceTranscribed,
    WordingCounted,
    WordingCue,
)
from companion.domain.people import Consent
from companion.domain.session import Session

__all__ = ["Traces"]

_OfNotes = NotesDrafted | NoteEdited | NotesApproved | SharingChosen | NotesForgotten
_Spoken = (
    SpeechStarted
    | SpeakerIdentified
    | UtteranceTranscribed
    | SpeakerCorrected
    | UtteranceCorrected
    | SpokeOutOfTurn
    | WordingCue
    | WordingCounted
)


@dataclass(slots=True)
class _Trace:
    """One utterance. ``words`` and ``signs`` (labels, flags) are numbers of the log not yet erased."""

    start: float | None = None
    label: str | None = None
    labelled: bool = False
    corrected: str | None = None
    words: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)

    @property
    def person(self) -> str | None:
        return self.corrected or self.label

    @property
    def known(self) -> bool:
        return self.labelled or self.corrected is not None


class Traces:
    """Utterances by id. ``due`` are the numbers of the log that hold what must not be there any more."""

    def __init__(self) -> None:
        self.due: set[int] = set()
        self.erasing = False
        self._of: dict[str, _Trace] = {}
        self._contracts: list[int] = []
        self._drafts: list[int] = []
        self._edits: dict[int, tuple[str, ...]] = {}
        self._sharing: list[int] = []

    def __contains__(self, utterance: object) -> bool:
        return utterance in self._of

    def labelled(self, utterance: str) -> bool:
        """Whether it has its final label, be it « voix inconnue », or a name given by hand."""
        return utterance in self._of and self._of[utterance].known

    def person(self, utterance: str) -> str | None:
        """Who is said to have spoken; None for an unknown voice or an utterance not labelled yet."""
        return self._of[utterance].person if utterance in self._of else None

    def person_after(self, event: SpeakerIdentified) -> str | None:
        """Who will be said to have spoken once that final label counts: a name given before is kept."""
        trace = self._of.get(event.utterance) or _Trace()
        return trace.corrected or event.person or trace.label

    def written(self, utterance: str) -> bool:
        """Whether its words are in the log."""
        return utterance in self._of and bool(self._of[utterance].words)

    def last_said(self, person: str, before: str) -> str | None:
        """The last utterance whose words are written and that this person said, other than ``before``."""
        said = (u for u, t in reversed(self._of.items()) if t.person == person and t.words and u != before)
        return next(said, None)

    def same_voice(self, utterance: str) -> tuple[str, ...]:
        """Every utterance that the same person, or an unknown voice, is said to have spoken; itself first."""
        who = self.person(utterance)
        others = (one for one, trace in self._of.items() if trace.known and trace.person == who)
        return tuple(dict.fromkeys((utterance, *others)))

    def erased(self, seqs: Set[int]) -> None:
        """These numbers hold nothing any more."""
        self.due -= seqs

    def fold(self, recorded: Recorded, before: Session, after: Session) -> None:
        """Take note of an event that led from one state of the séance to the next."""
        event = recorded.event
        if isinstance(event, ContractProposed | ContractShown):
            if event.text:  # a contract that is its type alone holds nobody's words
                self._contracts.append(recorded.seq)
        elif isinstance(event, TurnTakingCue):
            if event.utterance in self._of:
                self._of[event.utterance].signs.append(recorded.seq)
        elif isinstance(event, _Spoken):
            self._note(event, recorded.seq, after)
        elif isinstance(event, _OfNotes):
            self._note_notes(event, recorded.seq)
        else:
            self._forget(event, before, after)

    def _forget(self, event: Event, before: Session, after: Session) -> None:
        match event:
            case ClientChosen() if before.contract and not after.contract:
                self._forget_contracts()
            case ClientSwapped(since=since):
                self._forget_contracts()
                gone = [u for u, t in self._of.items() if t.start is not None and t.start >= since]
                self._forget_drafts(gone)
                self._forget_all(gone)
            case ConsentWithdrawn(person=person, consent=Consent.NOTES):
                self._forget_person(person, after)
            case UtteranceRedacted(utterance=utterance):
                self._forget_drafts((utterance,))
                self._forget_all((utterance,))
            case SessionClosed():
                self._forget_contracts()
                self._forget_all(self._of)

    def _note(self, event: _Spoken, seq: int, session: Session) -> None:
        if event.utterance in session.struck:
            self.due.add(seq)
            return
        trace = self._of.setdefault(event.utterance, _Trace())
        words = isinstance(event, UtteranceTranscribed | UtteranceCorrected)
        (trace.words if words else trace.signs).append(seq)
        match event:
            case SpeechStarted(start=start) | UtteranceTranscribed(start=start):
                trace.start = start if trace.start is None else trace.start
            case SpeakerIdentified(start=start, final=final, person=person):
                trace.start = start if trace.start is None else trace.start
                if final:
                    trace.labelled, trace.label = True, person or trace.label
                    self._check(trace, session)
            case SpeakerCorrected(person=person):
                trace.corrected = person
                self._check(trace, session)

    def _note_notes(self, event: _OfNotes, seq: int) -> None:
        """A draft takes the place of the one before, the final document that of every draft and edit."""
        if isinstance(event, NoteEdited):
            self._edits[seq] = event.utterances
            return
        if isinstance(event, SharingChosen):
            self.due.update(self._sharing)
            self._sharing = [seq]
            return
        self._forget_drafts()
        if isinstance(event, NotesApproved | NotesForgotten):
            self.erasing = True
            self.due.update(self._edits)
            self._edits.clear()
        if isinstance(event, NotesForgotten):
            self.due.update(self._sharing)
            self._sharing.clear()
        else:
            self._drafts.append(seq)

    def _forget_drafts(self, utterances: Iterable[str] = ()) -> None:
        """Drafts and documents that may repeat what goes, and the edits of lines with those utterances."""
        gone = frozenset(utterances)
        self.due.update(self._drafts)
        self._drafts.clear()
        edits = [seq for seq, touched in self._edits.items() if not gone.isdisjoint(touched)]
        self.due.update(edits)
        for seq in edits:
            del self._edits[seq]

    def _forget_person(self, person: str, session: Session) -> None:
        """Somebody's words, the contract if it was theirs, and the notes that may repeat either."""
        if (client := session.roster.client()) and client.id == person:
            self._forget_contracts()
        spoken = {u: trace for u, trace in self._of.items() if trace.person == person}
        self._forget_drafts(spoken)
        self._forget_edits_of_nobody_known()
        for trace in spoken.values():
            self._forget_words(trace)

    def _forget_edits_of_nobody_known(self) -> None:
        """Once the transcript is gone, nobody can tell whose words an edit repeats: it goes."""
        unknown = [seq for seq, touched in self._edits.items() if any(u not in self._of for u in touched)]
        self.due.update(unknown)
        for seq in unknown:
            del self._edits[seq]

    def _check(self, trace: _Trace, session: Session) -> None:
        """Words that turn out to be those of somebody who refused to have them written."""
        if trace.words and trace.person and not session.consented(trace.person, Consent.NOTES):
            self._forget_drafts(u for u, one in self._of.items() if one is trace)
            self._forget_words(trace)

    def _forget_words(self, trace: _Trace) -> None:
        self.erasing = True
        self.due.update(trace.words)
        trace.words.clear()

    def _forget_all(self, utterances: Iterable[str]) -> None:
        self.erasing = True
        for utterance in tuple(utterances):
            if trace := self._of.pop(utterance, None):
                self.due.update(trace.words, trace.signs)

    def _forget_contracts(self) -> None:
        self.erasing = True
        self.due.update(self._contracts)
        self._contracts.clear()
