"""The séance at the moment of a command, and the refusals that several commands share."""

from dataclasses import dataclass

from companion.domain.messages import StepEnded, StepStarted
from companion.domain.method import Method
from companion.domain.people import Person
from companion.domain.refusal import Refusal
from companion.domain.session import OpenStep, Session
from companion.domain.traces import Traces

__all__ = ["SHORTEST_RETURN", "Moment"]

SHORTEST_RETURN = 60.0
"""Seconds given at least to a step that is opened again after its time was used up."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a decision may look at. ``traces`` are the utterances heard so far."""

    session: Session
    method: Method
    now: float
    traces: Traces

    def exists(self) -> None:
        """Refuse what needs people, even after the end."""
        if self.session.prepared is None:
            raise Refusal(
                "not_prepared", "La séance n'est pas encore préparée : indiquez d'abord qui y prend part."
            )

    def prepared(self) -> None:
        """Refuse what makes no sense before the preparation or after the end."""
        self.exists()
        if self.session.ended_at is not None:
            raise Refusal("ended", "La séance est terminée.")

    def open_step(self) -> OpenStep:
        """The step in progress, even in a pause."""
        self.prepared()
        if self.session.step is None:
            raise Refusal("not_started", "La séance n'a pas encore commencé : démarrez-la d'abord.")
        return self.session.step

    def running_step(self) -> OpenStep:
        """The step in progress, not in a pause."""
        step = self.open_step()
        if self.session.halt is not None:
            raise Refusal("paused", "La séance est en pause : reprenez-la d'abord.")
        return step

    def person(self, person: str) -> Person:
        """Somebody of the séance."""
        found = self.session.roster.get(person)
        if found is None:
            raise Refusal("unknown_person", "Cette personne ne fait pas partie de la séance.")
        return found

    def opening(self, index: int, *, anew: bool = False) -> StepStarted:
        """A step takes its planned time, or what was left of it when it was last open unless ``anew``."""
        step = self.method.steps[index].id
        minutes = dict(self.session.prepared.minutes)[step] if self.session.prepared else 0.0
        left = next((visit.left for visit in reversed(self.session.visits) if visit.step == step), None)
        seconds = minutes * 60 if left is None or anew else max(left, SHORTEST_RETURN)
        return StepStarted(step=step, ends_at=self.now + seconds)

    def closing(self, step: OpenStep) -> StepEnded:
        """The step's real duration: its time less what is left of it, so that pauses do not count."""
        left = step.ends_at - self.session.step_time(self.now)
        return StepEnded(step=step.id, lasted=max(0.0, step.planned - left))
