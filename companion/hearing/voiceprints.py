"""From an embedding to a known person, or to nobody.

A fixed cosine threshold does not separate all pairs of voices: the best score must be high *and* stand
clear of the second. The thresholds were measured with CAM++ on enrolments of 8 to 18 s and windows of
0.7 to 1.5 s, dry and in a simulated room.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from companion.ports import Embedding, Samples

__all__ = ["Decision", "Match", "Verdict", "Voices"]

STEADY = 3
"""Looks in a row that agree on a person before a smaller margin is trusted."""


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """Is the nearest person ``named``, and is it ``sure`` that it is this person or one of ``doubts``?"""

    named: bool
    confidence: float
    sure: bool
    doubts: tuple[str, ...]


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

    def scores(self, embedding: Embedding) -> Samples:
        """Cosine to every known voice, in the order of ``people``."""
        scores: Samples = self._prints @ embedding
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

    def nearest(self, scores: Samples) -> str | None:
        """Whose score is the highest, None while nobody is enrolled."""
        return self._people[int(scores.argmax())] if scores.size else None

    def verdict(self, looks: Sequence[Samples]) -> Verdict:
        """What several looks in a row say of the person whom their mean finds nearest.

        The mean is steadier than one look: from STEADY looks on, half the margin is enough.
        """
        mean = np.mean(looks, axis=0)
        if not mean.size:
            return Verdict(False, 0.0, False, ())
        rule = self._decision
        best = float(mean.max())
        gaps = best - mean
        margin = rule.sure_margin if len(looks) < STEADY else rule.sure_margin / 2
        rivals = sorted(gap for gap in gaps)[1:2]
        named = best >= rule.label and (not rivals or rivals[0] >= rule.label_margin / 2)
        doubts = tuple(self._people[i] for i in np.flatnonzero((gaps > 0) & (gaps < margin)))
        return Verdict(named, best, best >= rule.sure, doubts)
