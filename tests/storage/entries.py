"""Events to keep."""

from datetime import UTC, datetime

from companion.domain.messages import Event, Recorded, SessionStarted, UtteranceTranscribed


def entry(seq: int, event: Event | None = None, session_id: str = "s1") -> Recorded:
    at = datetime(2026, 11, 20, 9, 0, seq % 60, 123456 if seq % 2 else 0, tzinfo=UTC)
    return Recorded(seq=seq, at=at, elapsed=seq / 3, session_id=session_id, event=event or SessionStarted())


def said(text: str) -> UtteranceTranscribed:
    return UtteranceTranscribed(utterance="u1", start=1.0, end=2.0, text=text, ready_at=3.0, confidence=0.5)
