"""Moving through the steps and giving time. No step changes without a command."""

from math import isfinite

from companion.domain.messages import (
    ConfirmHandover,
    EndSession,
    Event,
    ExtendStep,
    NextStep,
    NotesHandedOver,
    OffTheRecord,
    Pause,
    PreviousStep,
    Resume,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    StartSession,
    StepExtended,
)
from companion.domain.moment import Moment
from companion.domain.refusal import Refusal

__all__ = [
    "end",
    "extend",
    "hand_over",
    "next_step",
    "off_the_record",
    "pause",
    "previous_step",
    "resume",
    "start",
]

LONGEST_EXTENSION = 60.0
"""Minutes. More than that at once is a slip of the finger."""


def start(at: Moment, _: StartSession) -> tuple[Event, ...]:
    """The first step begins."""
    at.prepared()
    if at.session.started:
        raise Refusal("started", "La séance a déjà commencé.")
    return (SessionStarted(), at.opening(0))


def next_step(at: Moment, _: NextStep) -> tuple[Event, ...]:
    """The step after this one."""
    step = at.running_step()
    index = at.method.index(step.id) + 1
    if index == len(at.method.steps):
        raise Refusal("last_step", "C'est la dernière étape : pour conclure, terminez la séance.")
    return (at.closing(step), at.opening(index))


def previous_step(at: Moment, _: PreviousStep) -> tuple[Event, ...]:
    """The step before this one."""
    step = at.running_step()
    index = at.method.index(step.id)
    if index == 0:
        raise Refusal("first_step", "C'est la première étape : il n'y en a pas avant elle.")
    return (at.closing(step), at.opening(index - 1))


def extend(at: Moment, command: ExtendStep) -> tuple[Event, ...]:
    """More minutes for this step."""
    step = at.open_step()
    if not (isfinite(command.minutes) and 0 < command.minutes <= LONGEST_EXTENSION):
        raise Refusal("bad_minutes", "Une étape se prolonge de 60 minutes au plus, et de plus de zéro.")
    # In overrun the group gives itself minutes from now on, not from an end that is already behind.
    base = max(step.ends_at, at.session.step_time(at.now))
    return (StepExtended(step=step.id, minutes=command.minutes, ends_at=base + command.minutes * 60),)


def pause(at: Moment, _: Pause) -> tuple[Event, ...]:
    """The step's clock stands still."""
    at.open_step()
    if at.session.halt is not None:
        raise Refusal("already_paused", "La séance est déjà en pause.")
    return (SessionPaused(),)


def off_the_record(at: Moment, _: OffTheRecord) -> tuple[Event, ...]:
    """Nothing is heard, from a pause too."""
    at.open_step()
    if at.session.off_the_record:
        raise Refusal("already_off", "La séance est déjà hors micro.")
    return (SessionPaused(off_the_record=True),)


def resume(at: Moment, _: Resume) -> tuple[Event, ...]:
    """The step's clock runs again."""
    step = at.open_step()
    if at.session.halt is None:
        raise Refusal("not_paused", "La séance n'est pas en pause.")
    return (SessionResumed(ends_at=step.ends_at + at.now - at.session.halt.since),)


def end(at: Moment, _: EndSession) -> tuple[Event, ...]:
    """The séance is over, whatever the step."""
    return (at.closing(at.open_step()), SessionEnded())


def hand_over(at: Moment, _: ConfirmHandover) -> tuple[Event, ...]:
    """What was approved is where it belongs."""
    at.exists()
    if at.session.ended_at is None:
        raise Refusal(
            "handover_not_ended",
            "La séance n'est pas terminée : ses notes ne peuvent pas encore être remises.",
        )
    return (NotesHandedOver(),)
