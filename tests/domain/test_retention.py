"""What goes, and when: the end, the approval, the hand-over, a day, a week, and a machine that was off."""

from datetime import UTC, datetime, timedelta

from companion.domain.messages import (
    Event,
    NotesApproved,
    NotesDrafted,
    NotesForgotten,
    NotesHandedOver,
    Recorded,
    SessionClosed,
    SessionEnded,
    SessionStarted,
    UtteranceTranscribed,
)
from companion.domain.notes import Notes
from companion.domain.retention import Retention, folded

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY, WEEK, HOUR = timedelta(days=1), timedelta(days=7), timedelta(hours=1)
SAID = UtteranceTranscribed(utterance="u1", start=1.0, end=2.0, text="Bonjour", ready_at=2.0)


NOTES = Notes(title="Essai", date=None, roles=())
DRAFTED, APPROVED = NotesDrafted(notes=NOTES, read=3), NotesApproved(notes=NOTES)


def after(*events: tuple[timedelta, Event]) -> Retention:
    return folded(
        Recorded(seq=seq, at=NINE + since, elapsed=float(seq), session_id="s1", event=event)
        for seq, (since, event) in enumerate(events, 1)
    )


def due(kept: Retention, since: timedelta) -> list[str]:
    return [type(event).__name__ for event in kept.due(NINE + since)]


BEGUN = (timedelta(), SessionStarted())
ENDED = (HOUR, SessionEnded())


def test_the_transcript_goes_a_day_after_the_end_with_its_counts() -> None:
    kept = after(BEGUN, (HOUR / 2, SAID), ENDED)
    assert due(kept, HOUR + DAY - timedelta(seconds=1)) == []
    assert kept.due(NINE + HOUR + DAY) == (SessionClosed(utterances=1, cues=0),)
    assert due(kept, 300 * DAY) == ["SessionClosed"], "the process was dead meanwhile"


def test_it_goes_once() -> None:
    closed = after(BEGUN, ENDED, (HOUR + DAY, SessionClosed(utterances=0, cues=0)))
    assert due(closed, WEEK * 9) == []


def test_approval_closes_at_once_and_notes_stay_a_week_at_most() -> None:
    kept = after(
        BEGUN,
        (HOUR / 2, SAID),
        ENDED,
        (2 * HOUR, DRAFTED),
        (3 * HOUR, APPROVED),
    )
    assert due(kept, 3 * HOUR) == ["SessionClosed"]
    closed = after(BEGUN, ENDED, (3 * HOUR, APPROVED), (3 * HOUR, SessionClosed(utterances=1, cues=0)))
    assert due(closed, 3 * HOUR + WEEK - HOUR) == []
    assert due(closed, 3 * HOUR + WEEK) == ["NotesForgotten"]


def test_a_draft_that_nobody_approved_goes_a_week_after_the_end() -> None:
    kept = after(
        BEGUN,
        ENDED,
        (2 * HOUR, DRAFTED),
        (2 * DAY, SessionClosed(utterances=1, cues=0)),
    )
    assert due(kept, HOUR + WEEK - timedelta(seconds=1)) == []
    assert due(kept, HOUR + WEEK) == ["NotesForgotten"]
    assert due(after(BEGUN, ENDED, (2 * HOUR, DRAFTED), (WEEK, NotesForgotten())), 9 * WEEK) == [
        "SessionClosed"
    ]


def test_approved_notes_leave_when_they_are_handed_over_and_drafts_do_not() -> None:
    closed = (3 * HOUR, SessionClosed(utterances=1, cues=0))
    approved = after(BEGUN, ENDED, (3 * HOUR, APPROVED), closed, (4 * HOUR, NotesHandedOver()))
    assert due(approved, 4 * HOUR) == ["NotesForgotten"]
    drafted = after(BEGUN, ENDED, (3 * HOUR, DRAFTED), closed, (4 * HOUR, NotesHandedOver()))
    assert due(drafted, 5 * HOUR) == []


def test_a_seance_left_in_the_middle_ends_after_a_day_and_one_to_come_never_does() -> None:
    left = after(BEGUN, (HOUR, SAID))
    assert due(left, HOUR + DAY - timedelta(seconds=1)) == []
    assert due(left, HOUR + DAY) == ["SessionEnded"]
    assert due(after(), 30 * DAY) == []
