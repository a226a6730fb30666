"""From an embedding to a known person, or to nobody.

A fixed cosine threshold does not separate all pairs of voices: the best score must be high *and* stand
clear of the second. The thresholds were measured with CAM++ on enrolments of 8 to 18 s and windows of
0.7 to 1.5 s, dry and in a simulated room.
"""

from dataclasses import dataclass

import numpy as np

from companion.ports import Embedding

__all__ = ["Decision", "Match", "Voices"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Cosines and margins that make a label, and those that make a flag."""

    label: float = 0.45
    label_margin: float = 0.06
    sure: float = 0.52
    sure_margin: float = 0.12
    confusable: float = 0.62
    """Two voiceprints nearer than this are told to the facilitator at enrolment."""


@dataclass(frozen=True, slots=True)
class Match:
    """The nearest known voice, its cosine, and how far it stands before the second."""

    person: str | None
    confidence: float
    margin: float


class Voices:
    """The voiceprints of one séance, in memory."""

    def __init__(self, decision: Decision | None = None) -> None:
        self._decision = decision or Decision()
        self._people: list[str] = []
        self._prints = np.zeros((0, 192), dtype=np.float32)

    @property
    def people(self) -> tuple[str, ...]:
        """Who can be recognised, in order of enrolment."""
        return tuple(self._people)

    def enrol(self, person: str, embeddings: list[Embedding]) -> str | None:
        """Learn a voice from several windows of it; returns a person whose voice is confusingly near."""
        self.forget(person)
        mean = np.mean(embeddings, axis=0)
        voiceprint = (mean / np.linalg.norm(mean)).astype(np.float32)
        nearest = self.match(voiceprint)
        self._people.append(person)
        self._prints = np.vstack([self._prints, voiceprint])
        return nearest.person if nearest.confidence >= self._decision.confusable else None

    def forget(self, person: str) -> None:
        """Destroy a voiceprint."""
        if person in self._people:
            index = self._people.index(person)
            self._people.pop(index)
            self._prints[index] = 0.0
            self._prints = np.delete(self._prints, index, axis=0)

    def scores(self, embedding: Embedding) -> np.ndarray:
        """Cosine to every known voice, in the order of ``people``."""
        scores: np.ndarray = self._prints @ embedding
        return scores

    def match(self, embedding: Embedding) -> Match:
        """The nearest voice. With one voice enrolled the margin is measured from zero."""
        scores = self.scores(embedding)
        if not scores.size:
            return Match(None, 0.0, 0.0)
        order = np.argsort(scores)[::-1]
        second = float(scores[order[1]]) if scores.size > 1 else 0.0
        best = float(scores[order[0]])
        return Match(self._people[order[0]], best, best - second)

    def labels(self, match: Match) -> bool:
        """Is this match good enough to show a name?"""
        rule = self._decision
        return match.confidence >= rule.label and match.margin >= rule.label_margin

    def sure(self, match: Match) -> bool:
        """Is this match good enough to tell the facilitator that this person speaks out of turn?"""
        rule = self._decision
        return match.confidence >= rule.sure and match.margin >= rule.sure_margin
