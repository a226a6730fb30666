"""One line about a séance, for the list of all of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from companion.domain.messages import PersonArrived, SessionEnded, SessionPrepared, StepEnded, StepStarted
from companion.domain.session import Session

__all__ = ["COURSE", "Stage", "Summary", "summarize"]


class Stage(StrEnum):
    """How far a séance is."""

    TO_PREPARE = "to_prepare"
    """Prepared, not begun: everything can still be changed."""
    IN_PROGRESS = "in_progress"
    TO_REVIEW = "to_review"
    """Over, and words were written down that somebody has to read again."""
    CLOSED = "closed"
    """Over, and no word of it is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """``people`` is how many sit at the table, ``minutes`` how long it was planned for.

    ``step`` is the id of the step that is open. ``demonstration``: kept nowhere. ``programme`` is the name of
    the one that it belongs to.
    """

    id: str
    title: str
    date: date
    method: str
    language: str
    round: int
    people: int
    minutes: float
    stage: Stage
    step: str | None = None
    follows: str | None = None
    demonstration: bool = False
    programme: str | None = None


COURSE = (SessionPrepared, PersonArrived, StepStarted, StepEnded, SessionEnded)
"""The events that a summary is made of: some twenty of the ten thousand of a long séance."""


def summarize(
    session_id: str, session: Session, *, words: bool, demonstration: bool = False
) -> Summary | None:
    """The summary of a séance in that state; None when nothing was prepared (any more).

    ``session`` is the fold of its ``COURSE`` at least; ``words``: whether any are still written down.
    """
    if session.prepared is None:
        return None
    prepared = session.prepared
    return Summary(
        id=session_id,
        title=prepared.title,
        date=prepared.date,
        method=prepared.method,
        language=prepared.language,
        round=prepared.round,
        people=len(prepared.people),
        minutes=sum(minutes for _, minutes in prepared.minutes),
        stage=_stage(session, words=words),
        step=session.step.id if session.step else None,
        follows=prepared.follows,
        demonstration=demonstration,
        programme=prepared.programme.name if prepared.programme else None,
    )


def _stage(session: Session, *, words: bool) -> Stage:
    if session.ended_at is not None:
        return Stage.TO_REVIEW if words else Stage.CLOSED
    return Stage.IN_PROGRESS if session.started else Stage.TO_PREPARE
