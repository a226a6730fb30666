"""Whose voice it is: the share of single-speaker time that bears the right name."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from measures.heard import Label
from measures.seance import Said
from measures.spans import Span, common, length, without

__all__ = ["OPENING", "Attribution", "attributed", "filled", "scored"]

OPENING = "accueil"
"""The step in which voices are enrolled."""
SHORTEST = 1.5
"""Seconds: shorter utterances hold too little voice to be judged."""
GAP = 0.7
"""Seconds of silence, at most, that belong to the speaker who goes on after it."""
COUNTED = ("speech", "overlap")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Seconds of single-speaker time under the right name, a wrong one, or none."""

    right: float = 0.0
    wrong: float = 0.0
    nobody: float = 0.0

    def __add__(self, other: "Attribution") -> "Attribution":
        return Attribution(self.right + other.right, self.wrong + other.wrong, self.nobody + other.nobody)

    @property
    def seconds(self) -> float:
        """All the time that is judged."""
        return self.right + self.wrong + self.nobody

    def share(self, seconds: float) -> float | None:
        """``seconds`` as a share of the whole; None when nothing is judged."""
        return seconds / self.seconds if self.seconds else None


def filled(labels: Sequence[Label]) -> list[Label]:
    """The labels, in order of start, and the short gaps between two in a row of the same person."""
    gaps = [
        Label(before.end, after.start, before.person)
        for before, after in pairwise(labels)
        if before.person == after.person and 0 < after.start - before.end <= GAP + 1e-6
    ]
    return [*labels, *gaps]


def scored(said: Sequence[Said]) -> list[tuple[Said, list[Span]]]:
    """The utterances that count, each with the stretches in which nobody else speaks."""
    return [
        (u, without([(u.start, u.end)], [(o.start, o.end) for o in said if o is not u]))
        for u in said
        if u.kind in COUNTED and u.end - u.start >= SHORTEST - 1e-6
    ]


def attributed(said: Sequence[Said], labels: Sequence[Label]) -> list[tuple[Said, Attribution]]:
    """For each utterance that counts, under which name its time stands.

    Time that bears two names at once is wrong if either is.
    """
    known = filled(labels)
    return [(u, _judged(u.person, spans, known)) for u, spans in scored(said)]


def _judged(person: str, spans: list[Span], labels: Sequence[Label]) -> Attribution:
    wrong = common(spans, [(x.start, x.end) for x in labels if x.person not in (None, person)])
    rest = without(spans, wrong)
    right = common(rest, [(x.start, x.end) for x in labels if x.person == person])
    return Attribution(length(right), length(wrong), length(without(rest, right)))
