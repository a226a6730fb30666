"""A method of peer work as data: its steps, their minutes, who holds the floor, what is tolerated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from companion.domain.people import Role
from companion.domain.wording.likeness import Example

__all__ = ["TURN_RULES", "Due", "FloorRule", "Method", "Step", "Texts", "WordingRule"]

TURN_RULES = ("interruption", "aparte", "domination", "retrait", "silence")
"""How the floor passes: ``companion.domain.turn_taking``."""

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


class Due(StrEnum):
    """When a facilitator should learn of words that a rule listens for."""

    NOW = "now"
    STEP_END = "step_end"
    """With the others, once the step is over."""
    COUNT = "count"
    """As a number alone: nothing is wrong with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRule:
    """Whose words a rule of ``companion.domain.wording`` listens to, and in which ``steps`` (none: in all).

    ``tell`` is what the facilitator reads, by language.
    """

    id: str
    steps: tuple[str, ...]
    roles: tuple[Role, ...]
    due: Due
    tell: Texts

    def listens(self, step: str | None, role: Role | None) -> bool:
        """Whether it listens to that role in that step."""
        return step is not None and role in self.roles and (not self.steps or step in self.steps)


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

    ``wording`` are the rules of wording, ``turns`` the steps in which each rule of turn-taking watches,
    ``examples`` phrases of the rules of wording.
    ``group`` is how many people, facilitator left out, the method is meant for (fewest, most).
    """

    id: str
    name: Texts
    steps: tuple[Step, ...]
    presets: Mapping[int, tuple[float, ...]]
    default_preset: int
    group: tuple[int, int]
    wording: tuple[WordingRule, ...] = ()
    turns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises KeyError."""
        return next((s for s in self.steps if s.id == step_id), None) or _missing(step_id)

    @property
    def exposition(self) -> int:
        """The place of the step in which the client presents: theirs alone, just before the questions."""
        steps = enumerate(pairwise(self.steps))
        return next((n for n, (here, after) in steps if _presents(here) and not _presents(after)), 0)

    def index(self, step_id: str) -> int:
        """The place of that step, from 0. Raises KeyError."""
        return self.steps.index(self.step(step_id))


def _presents(step: Step) -> bool:
    return step.holders == (Role.CLIENT,)


def _missing(step_id: str) -> Step:
    raise KeyError(step_id)
