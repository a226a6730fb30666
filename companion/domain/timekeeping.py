"""The time of a step: what is left of it, and what the passing of time makes true."""

from companion.domain.messages import Event, StepEndingSoon, StepOverrun
from companion.domain.method import Method
from companion.domain.session import Session

__all__ = ["HALF_FROM", "OVERRUN_SHARE", "remaining", "tick"]

HALF_FROM = 900.0
"""Seconds planned from which half of a step's time is a mark too: below, the other marks are near enough."""

OVERRUN_SHARE = 0.1
"""A second overrun is told at +10 % of the step's time (shared practice: -1 min, 0, +10 %)."""


def remaining(session: Session, now: float) -> float | None:
    """Seconds left in the open step, below zero when it overruns; None when no step is open."""
    return session.step.ends_at - session.step_time(now) if session.step else None


def tick(session: Session, method: Method, now: float) -> tuple[Event, ...]:
    """What is to be told about time at ``now``.

    Each mark is told once, and again when an extension puts it ahead again; marks longer than the
    step are skipped. When several were passed since the last tick (the machine slept, or restarted)
    only the latest is told: the others are no longer true.
    """
    step = session.step
    left = remaining(session, now)
    if step is None or left is None or session.halt is not None:
        return ()
    half = (step.planned / 2,) if step.planned >= HALF_FROM else ()
    marks = (*method.step(step.id).marks, *half, 0.0, -OVERRUN_SHARE * step.planned)
    passed = [mark for mark in marks if left <= mark < step.told]
    if not passed:
        return ()
    latest = min(passed)
    if latest > 0:
        return (StepEndingSoon(step=step.id, remaining=latest),)
    return (StepOverrun(step=step.id, over=abs(latest)),)
