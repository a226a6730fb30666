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
    confusable: float = 0.72
    """Two voiceprints nearer than this are told to the facilitator at enrolment. Of 90 pairs of voices, read
    and synthesised, dry and in rooms, the nearest two people had 0.69; one person against oneself later
    had 0.76 at least, 0.9 as a rule."""
    same: float = 0.62
    same_margin: float = 0.10
    """Cosine, and margin before every other voice, at which 3 s are the voice that was kept of a person. Of
    184 such pieces, read and synthesised, dry and in the same or another room, one was not known again; of
    932 comparisons with somebody else's voice, whose owner was not there, two were taken for it."""


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
    """The voiceprints of one séance, in memory. They outlive the ear that uses them."""

    def __init__(self, decision: Decision | None = None) -> None:
        self._decision = decision or Decision()
        self._people: list[str] = []
        self._prints = np.zeros((0, 192), dtype=np.float32)
        self._offered: dict[str, Embedding] = {}

    @property
    def people(self) -> tuple[str, ...]:
        """Who can be recognised, in order of enrolment."""
        return tuple(self._people)

    def enrol(self, person: str, embeddings: list[Embedding]) -> str | None:
        """Learn a voice from several windows of it; returns a person whose voice is confusingly near."""
        return self._learn(person, _mean(embeddings))

    def offer(self, person: str, voiceprint: Embedding) -> None:
        """A voice kept since an earlier séance, by which nobody is named until it is confirmed."""
        self._offered[person] = voiceprint

    def offered(self, person: str) -> bool:
        """Whether a kept voice of that person waits to be confirmed."""
        return person in self._offered

    def withdraw(self, person: str) -> None:
        """Destroy a voice that waits to be confirmed."""
        if (offered := self._offered.pop(person, None)) is not None:
            offered[:] = 0.0

    def confirms(self, person: str, embeddings: list[Embedding]) -> bool:
        """Whether these windows are the voice that was kept of that person, and nobody else's."""
        heard = _mean(embeddings)
        score = float(self._offered[person] @ heard)
        others = [float(kept @ heard) for one, kept in self._offered.items() if one != person]
        nearest = max((*others, *map(float, self.scores(heard))), default=0.0)
        return score >= self._decision.same and score - nearest >= self._decision.same_margin

    def know_again(self, person: str) -> str | None:
        """The kept voice is known from now on; returns as ``enrol``."""
        return self._learn(person, self._offered[person].copy())

    def _learn(self, person: str, voiceprint: Embedding) -> str | None:
        self.forget(person)
        nearest = self.match(voiceprint)
        self._people.append(person)
        self._keep(np.vstack([self._prints, voiceprint]))
        return nearest.person if nearest.confidence >= self._decision.confusable else None

    def voiceprint(self, person: str) -> Embedding | None:
        """A copy of what is known of that voice."""
        return self._prints[self._people.index(person)].copy() if person in self._people else None

    def restore(self, person: str, voiceprint: Embedding) -> None:
        """Know again a voice that was learnt before a restart."""
        self.forget(person)
        self._people.append(person)
        self._keep(np.vstack([self._prints, voiceprint]))

    def forget(self, person: str) -> None:
        """Destroy a voiceprint, also one that waits to be confirmed."""
        self.withdraw(person)
        if person in self._people:
            index = self._people.index(person)
            self._people.pop(index)
            self._keep(np.delete(self._prints, index, axis=0))

    def clear(self) -> None:
        """Destroy them all."""
        for person in tuple(self._offered):
            self.withdraw(person)
        self._people.clear()
        self._keep(self._prints[:0].copy())

    def _keep(self, prints: Samples) -> None:
        """These from now on; the memory of the others is overwritten, and not left for whoever comes next."""
        self._prints[:] = 0.0
        self._prints = prints

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


def _mean(embeddings: list[Embedding]) -> Embedding:
    mean = np.mean(embeddings, axis=0)
    voiceprint: Embedding = (mean / np.linalg.norm(mean)).astype(np.float32)
    return voiceprint
