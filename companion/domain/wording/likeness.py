"""Whether a sentence resembles known faults more than known near misses: for words that no pattern foresaw.

The examples are the method's: phrases of both kinds for every rule. A sentence is its words, its pairs and
triples of words and the beginnings of words, weighted by how rare they are.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise

from companion.domain.debate import plain

__all__ = ["CLOSE", "CLOSER", "Example", "Likeness", "Threshold", "likeness_of"]

NEAREST = 3
"""Examples of either kind that a sentence is compared with."""
SHORTEST = 4
"""Words: a shorter sentence resembles too much."""
STEM = 5
"""Letters that a word and its other forms share, as a rule."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A phrase of a rule: a fault, or a near miss."""

    rule: str
    fault: bool
    text: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """``near``: mean likeness to the nearest faults below which a sentence is simply something else.
    ``margin``: by how much faults must be nearer than near misses.
    """

    near: float
    margin: float


CLOSE = Threshold(0.10, 0.04)
"""Where nearly all that this role says in this step is a fault or a near miss, as the examples are. On
phrases that the examples did not hold it found half of the faults that no pattern had, and 2 near
misses of 131."""
CLOSER = Threshold(0.15, 0.08)
"""Where people also just talk: nothing in 6,600 words of séances, a third of the faults."""


class Likeness:
    """The examples of every rule. Pure, and made once: 1,800 phrases take a tenth of a second."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._known = [(example.rule, example.fault, plain(example.text)) for example in examples]
        features = [_features(text) for _, _, text in self._known]
        shared = Counter(feature for one in features for feature in one)
        self._rarity = {feature: math.log(len(self._known) / count) for feature, count in shared.items()}
        self._holders: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for place, (rule, _, _) in enumerate(self._known):
            for feature, weight in self._weighed(features[place]).items():
                self._holders.setdefault((rule, feature), []).append((place, weight))

    def resembles(self, rule: str, words: str, threshold: Threshold) -> bool:
        """Whether these plain words resemble the faults of that rule. An example is no example of itself."""
        if len(words.split()) < SHORTEST:
            return False
        common: dict[int, float] = {}
        for feature, weight in self._weighed(_features(words)).items():
            for place, other in self._holders.get((rule, feature), ()):
                common[place] = common.get(place, 0.0) + weight * other
        near, far = (self._nearest(common, words, fault=fault) for fault in (True, False))
        return near >= threshold.near and near - far > threshold.margin

    def _nearest(self, common: Mapping[int, float], words: str, *, fault: bool) -> float:
        """Mean likeness to the nearest examples of that kind."""
        alike = [
            much
            for place, much in common.items()
            if self._known[place][1] is fault and self._known[place][2] != words
        ]
        return sum(nlargest(NEAREST, alike)) / NEAREST

    def _weighed(self, features: Mapping[str, float]) -> Weights:
        weights = {f: count * self._rarity[f] for f, count in features.items() if f in self._rarity}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}


@lru_cache(maxsize=8)
def likeness_of(examples: tuple[Example, ...]) -> Likeness:
    """One for every séance of a method: the phrases that come with Companion make 14 MB of it."""
    return Likeness(examples)


def _features(words: str) -> Mapping[str, float]:
    """Words, beginnings of words, and what stands beside what, counted; triples count a little less.

    Not kept: what was said must not outlive its erasure.
    """
    said = words.split()
    counts: Counter[str] = Counter()
    counts.update(said)
    counts.update(f"{word[:STEM]}-" for word in said if len(word) >= STEM)
    framed = ["^", *said, "$"]
    counts.update(f"{one} {two}" for one, two in pairwise(framed))
    features = dict[str, float](counts)
    framed = ["^", "^", *said]
    for three in zip(framed, framed[1:], framed[2:], strict=False):
        name = " ".join(three)
        features[name] = features.get(name, 0.0) + 0.7
    return features
