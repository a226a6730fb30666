"""From what the client keeps to the contributions that it comes from, when it is clear."""

from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from math import log

from companion.domain.notes import Kind, NoteLine
from companion.domain.people import Roster
from companion.drafting.phrases import content, lowered

__all__ = ["Links"]

ENOUGH = 1.5
"""Weight of the shared words: one that only this contribution has, among a dozen, weighs about two."""
CLEARLY = 1.25
"""How much better than the next one it must be."""


class Links:
    """What each contribution speaks of, read once for every line that is kept."""

    def __init__(self, offers: Sequence[NoteLine], roster: Roster) -> None:
        self._ids = [offer.id for offer in offers]
        self._spoken = [content(offer.text) for offer in offers]
        self._leaning = [0.9 if offer.kind is Kind.IDEA else 1.0 for offer in offers]
        self._authors = [lowered(author.name) if (author := roster.get(o.person)) else "" for o in offers]
        spread = Counter(word for each in self._spoken for word in each)
        self._weight = {word: log((1 + len(offers)) / count) for word, count in spread.items()}

    def of(self, text: str) -> tuple[str, ...]:
        """The ids of those that share its words: rare words weigh more, and the author's name."""
        words = content(text)
        named = set(lowered(text).replace(",", " ").split())
        scores = [self._score(place, words, named) for place in range(len(self._ids))]
        ranked = nlargest(2, range(len(scores)), key=lambda i: (scores[i], -i))
        if not ranked or scores[ranked[0]] < ENOUGH:
            return ()
        best, rest = ranked[0], ranked[1:]
        chosen = [best]
        if rest and scores[rest[0]] * CLEARLY > scores[best]:
            new = (words & self._spoken[rest[0]]) - self._spoken[best]
            if scores[rest[0]] >= ENOUGH and new:
                chosen.append(rest[0])  # it speaks of both
        return tuple(self._ids[i] for i in sorted(chosen))

    def _score(self, place: int, words: frozenset[str], named: set[str]) -> float:
        score = sum(self._weight[word] for word in words & self._spoken[place])
        if score and self._authors[place] in named:
            score += 1.0
        return score * self._leaning[place]
