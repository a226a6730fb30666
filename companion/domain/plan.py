"""A recorded séance as data: who took part, and when the facilitator would have pressed which button.

Times are seconds of the recording, whose first sample is second 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from companion.domain.errors import BadSeance
from companion.domain.messages import (
    Command,
    EnrolVoice,
    FinishEnrolment,
    NextStep,
    PrepareSession,
    StartSession,
)
from companion.domain.method import Method

__all__ = ["EnrolmentSpan", "SeancePlan", "StepMark", "scheduled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentSpan:
    """Where one person alone is heard, long enough for a voiceprint."""

    person: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMark:
    """When a step was opened."""

    id: str
    start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeancePlan:
    """``enrolments`` and ``steps`` are in order of start; either may be empty."""

    prepare: PrepareSession
    method: Method
    enrolments: tuple[EnrolmentSpan, ...] = ()
    steps: tuple[StepMark, ...] = ()


def scheduled(plan: SeancePlan, seconds: float) -> list[tuple[float, Command]]:
    """What the facilitator would have asked for, and when, in a recording of that many seconds.

    Raises BadSeance when the plan does not fit the recording or the method.
    """
    _check_enrolments(plan, seconds)
    _check_steps(plan, seconds)
    commands: list[tuple[float, Command]] = []
    for index, mark in enumerate(plan.steps):
        commands.append((mark.start, NextStep() if index else StartSession()))
    for span in plan.enrolments:
        commands.append((span.start, EnrolVoice(person=span.person)))
        commands.append((span.end, FinishEnrolment(person=span.person)))
    # At the same second one voice is finished before the next begins: they were added in that order,
    # and the sort keeps it.
    return sorted(commands, key=lambda timed: timed[0])


def _check_enrolments(plan: SeancePlan, seconds: float) -> None:
    names = {person.id: person.name for person in plan.prepare.people}
    before: EnrolmentSpan | None = None
    for span in plan.enrolments:
        if span.person not in names:
            raise _bad("unknown_person", f"un enrôlement nomme « {span.person} », absent de [[people]]")
        name = names[span.person]
        if span.end <= span.start:
            raise _bad("bad_enrolment", f"l'enrôlement de {name} finit avant d'avoir commencé")
        if span.start < 0 or span.end > seconds:
            raise _bad(
                "enrolment_outside",
                f"l'enrôlement de {name} ({span.start:g} à {span.end:g} s) sort de l'enregistrement, "
                f"qui dure {seconds:.1f} s",
            )
        if before and span.start < before.end:
            raise _bad("enrolments_overlap", f"l'enrôlement de {name} commence avant la fin du précédent")
        before = span


def _check_steps(plan: SeancePlan, seconds: float) -> None:
    expected: Sequence[str] = [step.id for step in plan.method.steps]
    for index, mark in enumerate(plan.steps):
        if mark.id not in expected:
            raise _bad(
                "unknown_step", f"étape inconnue « {mark.id} » ; étapes possibles : {', '.join(expected)}"
            )
        if expected.index(mark.id) != index:
            due = f"attendait « {expected[index]} »" if index < len(expected) else "n'en attendait plus"
            raise _bad(
                "steps_order", f"l'étape « {mark.id} » n'est pas à sa place : la méthode {due} à cet endroit"
            )
        if not 0 <= mark.start < seconds:
            raise _bad(
                "step_outside",
                f"l'étape « {mark.id} » ({mark.start:g} s) sort de l'enregistrement, "
                f"qui dure {seconds:.1f} s",
            )
        if index and mark.start <= plan.steps[index - 1].start:
            raise _bad("steps_overlap", f"l'étape « {mark.id} » ne commence pas après la précédente")


def _bad(code: str, what: str) -> BadSeance:
    return BadSeance(code, f"seance.toml : {what}. Corrigez le fichier, puis relancez.")
