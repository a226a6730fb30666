"""The state of a séance: what the events so far add up to.

``apply`` is the only way a ``Session`` changes, so that recovery after a crash is this fold alone.
Folds accept holes: an event whose beginning was redacted changes nothing. What may happen next is
decided in ``companion.domain.decisions`` and, for time, in ``companion.domain.timekeeping``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from companion.domain.messages import (
    ContractAgreed,
    ContractProposed,
    CueDismissed,
    EnrolmentFailed,
    EnrolmentStarted,
    Event,
    Recorded,
    SessionEnded,
    SessionPaused,
    SessionPrepared,
    SessionResumed,
    SpokeOutOfTurn,
    StepEnded,
    StepEndingSoon,
    StepExtended,
    StepOverrun,
    StepStarted,
    VoiceEnrolled,
)
from companion.domain.people import Roster

__all__ = ["Contract", "Halt", "OpenStep", "Session", "Visit", "apply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """The step in progress.

    ``planned`` is the time given to it in seconds, extensions included, and ``ends_at`` when that
    time is up if nothing pauses it. ``told`` is the lowest number of seconds left already told to
    the room: time marks at or above it are behind us.
    """

    id: str
    started_at: float
    planned: float
    ends_at: float
    told: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A pause in progress. ``off_since`` is when the room was no longer heard, if it is not."""

    since: float
    off_since: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A step that was open once: how long it ``lasted`` and what was ``left`` of its time, in seconds."""

    step: str
    lasted: float
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The demand proposed last, and whether everybody agreed to it."""

    text: str
    type: str
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A séance at one moment.

    ``cues`` are the sequence numbers of the cues not set aside; ``deaf`` the closed spans of
    « hors micro », in seconds.
    """

    prepared: SessionPrepared | None = None
    step: OpenStep | None = None
    halt: Halt | None = None
    visits: tuple[Visit, ...] = ()
    contract: Contract | None = None
    enrolling: str | None = None
    enrolled: frozenset[str] = frozenset()
    cues: frozenset[int] = frozenset()
    deaf: tuple[tuple[float, float], ...] = ()
    ended_at: float | None = None

    @property
    def roster(self) -> Roster:
        """The people prepared, none before."""
        return Roster(self.prepared.people if self.prepared else ())

    @property
    def started(self) -> bool:
        """Whether a first step was opened, even if the séance has ended since."""
        return self.step is not None or bool(self.visits)

    @property
    def contract_agreed(self) -> bool:
        """Whether the contract proposed last was agreed."""
        return self.contract is not None and self.contract.agreed

    @property
    def off_the_record(self) -> bool:
        """Whether « hors micro » is on."""
        return self.halt is not None and self.halt.off_since is not None

    def step_time(self, now: float) -> float:
        """The moment at which the step's clock stands: ``now``, or the beginning of the pause."""
        return self.halt.since if self.halt else now

    def hears(self, start: float) -> bool:
        """Whether speech that began at ``start`` belongs to the record."""
        if self.ended_at is not None and start >= self.ended_at:
            return False
        if self.halt and self.halt.off_since is not None and start >= self.halt.off_since:
            return False
        return not any(begin <= start < end for begin, end in self.deaf)


def apply(session: Session, recorded: Recorded) -> Session:
    """The séance after that event."""
    fold = _FOLDS.get(type(recorded.event))
    return fold(session, recorded.event, recorded) if fold else session


def _prepared(session: Session, event: SessionPrepared, _: Recorded) -> Session:
    known = frozenset(person.id for person in event.people)
    return replace(session, prepared=event, enrolled=session.enrolled & known)


def _step_started(session: Session, event: StepStarted, recorded: Recorded) -> Session:
    planned = event.ends_at - recorded.elapsed
    step = OpenStep(
        id=event.step, started_at=recorded.elapsed, planned=planned, ends_at=event.ends_at, told=planned
    )
    return replace(session, step=step)


def _told(session: Session, event: StepEndingSoon | StepOverrun, _: Recorded) -> Session:
    if session.step is None:
        return session
    level = event.remaining if isinstance(event, StepEndingSoon) else -event.over
    return replace(session, step=replace(session.step, told=level))


def _extended(session: Session, event: StepExtended, recorded: Recorded) -> Session:
    step = session.step
    if step is None:
        return session
    # Marks that are ahead again will be told again: what is now left becomes the last thing told.
    left = event.ends_at - session.step_time(recorded.elapsed)
    planned = step.planned + event.ends_at - step.ends_at
    return replace(
        session, step=replace(step, planned=planned, ends_at=event.ends_at, told=max(step.told, left))
    )


def _step_ended(session: Session, event: StepEnded, _: Recorded) -> Session:
    planned = session.step.planned if session.step else event.lasted
    visit = Visit(step=event.step, lasted=event.lasted, left=planned - event.lasted)
    return replace(session, step=None, visits=(*session.visits, visit))


def _paused(session: Session, event: SessionPaused, recorded: Recorded) -> Session:
    since = session.halt.since if session.halt else recorded.elapsed
    return replace(
        session, halt=Halt(since=since, off_since=recorded.elapsed if event.off_the_record else None)
    )


def _resumed(session: Session, event: SessionResumed, recorded: Recorded) -> Session:
    step = replace(session.step, ends_at=event.ends_at) if session.step else None
    return replace(_heard_again(session, recorded), step=step, halt=None)


def _heard_again(session: Session, recorded: Recorded) -> Session:
    """« Hors micro » ends here, if it was on: its span stays deaf for words that come late."""
    if session.halt is None or session.halt.off_since is None:
        return session
    return replace(session, deaf=(*session.deaf, (session.halt.off_since, recorded.elapsed)))


def _proposed(session: Session, event: ContractProposed, _: Recorded) -> Session:
    return replace(session, contract=Contract(text=event.text, type=event.type))


def _agreed(session: Session, _event: ContractAgreed, _: Recorded) -> Session:
    return replace(session, contract=replace(session.contract, agreed=True)) if session.contract else session


def _enrolling(session: Session, event: EnrolmentStarted, _: Recorded) -> Session:
    return replace(session, enrolling=event.person)


def _enrolled(session: Session, event: VoiceEnrolled, _: Recorded) -> Session:
    return replace(_not_enrolling(session, event.person), enrolled=session.enrolled | {event.person})


def _enrolment_failed(session: Session, event: EnrolmentFailed, _: Recorded) -> Session:
    return _not_enrolling(session, event.person)


def _not_enrolling(session: Session, person: str) -> Session:
    return replace(session, enrolling=None) if session.enrolling == person else session


def _cue_raised(session: Session, _event: SpokeOutOfTurn, recorded: Recorded) -> Session:
    return replace(session, cues=session.cues | {recorded.seq})


def _cue_dismissed(session: Session, event: CueDismissed, _: Recorded) -> Session:
    return replace(session, cues=session.cues - {event.cue})


def _ended(session: Session, _event: SessionEnded, recorded: Recorded) -> Session:
    silent = _heard_again(session, recorded)
    return replace(silent, step=None, halt=None, enrolling=None, ended_at=recorded.elapsed)


_FOLDS: dict[type[Event], Callable[[Session, Any, Recorded], Session]] = {
    SessionPrepared: _prepared,
    StepStarted: _step_started,
    StepEndingSoon: _told,
    StepOverrun: _told,
    StepExtended: _extended,
    StepEnded: _step_ended,
    SessionPaused: _paused,
    SessionResumed: _resumed,
    ContractProposed: _proposed,
    ContractAgreed: _agreed,
    EnrolmentStarted: _enrolling,
    VoiceEnrolled: _enrolled,
    EnrolmentFailed: _enrolment_failed,
    SpokeOutOfTurn: _cue_raised,
    CueDismissed: _cue_dismissed,
    SessionEnded: _ended,
}
