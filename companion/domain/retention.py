"""How long what was said is kept: a fold of the log, and what must go at a given hour.

Transcript, cues and speaking times go when the notes are approved, and CLOSES_AFTER the end at the latest;
a draft that nobody approved goes KEEPS_NOTES after the end; approved notes go once they are handed over,
KEEPS_NOTES after their approval at the latest. The time of day is the one written beside each event. A
séance that was left in the middle ends by itself once nothing has happened in it for ABANDONED.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from companion.domain.messages import (
    Event,
    NoteEdited,
    NoteEditUndone,
    NotesApproved,
    NotesDrafted,
    NotesForgotten,
    NotesHandedOver,
    Recorded,
    SessionClosed,
    SessionEnded,
    SessionStarted,
    SharingChosen,
    SpokeOutOfTurn,
    UtteranceTranscribed,
    VoiceEnrolled,
    WordingCue,
)

__all__ = ["ABANDONED", "CLOSES_AFTER", "KEEPS_NOTES", "RETAINING", "Retention", "folded", "is_of_notes"]

CLOSES_AFTER = timedelta(hours=24)
KEEPS_NOTES = timedelta(days=7)
ABANDONED = timedelta(hours=24)

_DRAFTS = (NotesDrafted, NoteEdited, NoteEditUndone, SharingChosen)


def is_of_notes(event: Event) -> bool:
    """Whether this event holds notes, drafted or final."""
    return isinstance(event, (*_DRAFTS, NotesApproved))


RETAINING = (
    SessionStarted,
    VoiceEnrolled,
    SessionEnded,
    NotesHandedOver,
    SessionClosed,
    NotesForgotten,
    *_DRAFTS,
    NotesApproved,
)
"""The few events that tell whether something may be due; the whole log tells whether it is."""


@dataclass(slots=True)
class Retention:
    """Dates are those of the log, aware UTC; None while that has not happened."""

    begun: bool = False
    last: datetime | None = None
    ended: datetime | None = None
    approved: datetime | None = None
    handed_over: datetime | None = None
    closed: bool = False
    notes: bool = False
    """Whether the log holds notes that nobody has taken out of it."""
    utterances: int = 0
    cues: int = 0

    def fold(self, recorded: Recorded) -> None:
        """Take note of one more event."""
        event = recorded.event
        self.last = recorded.at
        match event:
            case SessionStarted() | VoiceEnrolled():
                self.begun = True
            case SessionEnded():
                self.ended = self.ended or recorded.at
            case UtteranceTranscribed():
                self.utterances += 1
            case SpokeOutOfTurn() | WordingCue():
                self.cues += 1
            case SessionClosed():
                self.closed = True
            case _:
                self._fold_notes(recorded)

    def _fold_notes(self, recorded: Recorded) -> None:
        match recorded.event:
            case NotesHandedOver():
                self.handed_over = recorded.at
            case NotesForgotten():
                self.notes = False
            case event if is_of_notes(event):
                self.notes = True
                if isinstance(event, NotesApproved):
                    self.approved = recorded.at

    @property
    def closes_at(self) -> datetime | None:
        """When the transcript goes; None before the end."""
        if self.ended is None:
            return None
        latest = self.ended + CLOSES_AFTER
        return latest if self.approved is None else min(latest, max(self.ended, self.approved))

    @property
    def notes_leave_at(self) -> datetime | None:
        """When the notes go; None while there are none, or before the end."""
        if self.ended is None or not self.notes:
            return None
        latest = (self.approved or self.ended) + KEEPS_NOTES
        gone = self.handed_over if self.approved is not None else None
        return latest if gone is None else min(latest, max(self.ended, gone))

    def due(self, now: datetime) -> tuple[Event, ...]:
        """What must happen at ``now``, in order."""
        if self.ended is None:
            left = self.begun and self.last is not None and now >= self.last + ABANDONED
            return (SessionEnded(),) if left else ()
        events: list[Event] = []
        if not self.closed and self.closes_at is not None and now >= self.closes_at:
            events.append(SessionClosed(utterances=self.utterances, cues=self.cues))
        if self.notes_leave_at is not None and now >= self.notes_leave_at:
            events.append(NotesForgotten())
        return tuple(events)


def folded(log: Iterable[Recorded]) -> Retention:
    """What these events say of it."""
    retention = Retention()
    for recorded in log:
        retention.fold(recorded)
    return retention
