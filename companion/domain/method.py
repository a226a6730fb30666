"""A method of peer work as data: its steps, their minutes, who holds the floor, what is tolerated."""

from collections.abc import Mapping
from dataclasses import dataclass

from companion.domain.people import Role

__all__ = ["FloorRule", "Method", "Step", "Texts"]

Texts = Mapping[str, str]
"""A text by language code; ``fr`` is always there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorRule:
    """Whose speech is out of turn in a step, and when it is an intervention.

    ``kind`` is ``intrusion`` (any speech of ``after`` seconds or more that is more than one of the
    ``tolerated`` backchannels) or ``debate`` (``after`` seconds on the floor, sooner when the words
    justify or debate, never for a question, a precision or thanks). ``watched`` are the roles concerned.
    """

    kind: str
    watched: tuple[Role, ...]
    after: float
    tolerated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``holders`` have the floor; ``marks`` are seconds left at which time is told."""

    id: str
    name: Texts
    aim: Texts
    rule: Texts
    script: Texts
    holders: tuple[Role, ...]
    marks: tuple[float, ...] = ()
    floor: FloorRule | None = None
    needs_contract: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A whole method. ``presets``: total minutes -> minutes of each step, in order of ``steps``.

    ``group`` is how many people, facilitator left out, the method is meant for (fewest, most).
    """

    id: str
    name: Texts
    steps: tuple[Step, ...]
    presets: Mapping[int, tuple[float, ...]]
    default_preset: int
    group: tuple[int, int]

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises KeyError."""
        return next((s for s in self.steps if s.id == step_id), None) or _missing(step_id)

    def index(self, step_id: str) -> int:
        """The place of that step, from 0. Raises KeyError."""
        return self.steps.index(self.step(step_id))


def _missing(step_id: str) -> Step:
    raise KeyError(step_id)
