"""Whether a sentence that a machine reworded still says what was said, and nothing else.

A rewording may drop words and change small ones; it may not bring a word, a name or a number, lose a name, a
number or a negation, put words in another order, or speak another language. In doubt it is refused: the
quotation stays. No model is trusted: this is checked on the words alone.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from companion.domain.small_words import ENGLISH, FRENCH, NEGATIONS, NUMBERS

__all__ = ["LEAST_KEPT", "problem"]

LEAST_KEPT = 0.5
"""Share of the content words that must be left: a rewording is no summary."""

_LONGEST = 1.3
"""Times as long as the source at most, in words; small words come in when a sentence is mended."""

_STEM = 5
"""Letters in common at the beginning that make two forms one word (« appelle », « appeler »)."""

_TOKEN = re.compile(r"[^\W_]+(?:[.,:]\d+)*")
_STARTS = re.compile(r"(?:^|[.!?…:«\"]\s*)$")


def problem(source: str, wording: str, language: str) -> str | None:
    """What is wrong with the wording, as a code; None when it may be shown beside its source.

    ``empty``, ``long``, ``short``, ``name``, ``number``, ``negation``, ``language``, ``word`` or ``order``.
    """
    said, now = _words(source), _words(wording)
    if not now:
        return "empty"
    if len(now) > _LONGEST * len(said) + 3:
        return "long"
    if _numbers(said) != _numbers(now):
        return "number"
    if _negated(said) != _negated(now):
        return "negation"
    small = ENGLISH if language.startswith("en") else FRENCH
    return _names(source, wording) or _content(said, now, small)


def _names(source: str, wording: str) -> str | None:
    """A name stays as it is: none comes, none goes."""
    before, after = _capitalised(source), _capitalised(wording)
    known = {_bare(word) for word in _TOKEN.findall(source)}
    if any(name not in known for name in after):
        return "name"
    left = {_bare(word) for word in _TOKEN.findall(wording)}
    return "name" if any(name not in left for name in before) else None


def _content(said: list[str], now: list[str], small: frozenset[str]) -> str | None:
    carried = small | NEGATIONS
    had = [word for word in said if word not in carried]
    has = [word for word in now if word not in carried]
    strange = [word for word in has if not any(_same(word, other) for other in had)]
    if strange:
        other = ENGLISH if small is FRENCH else FRENCH
        return "language" if any(word in other for word in strange) else "word"
    rest = iter(had)
    if not all(any(_same(word, other) for other in rest) for word in has):
        return "order"
    return "short" if len(has) < LEAST_KEPT * len(set(had)) else None


def _negated(words: list[str]) -> Counter[str]:
    """The words that deny. « Ne » alone counts for nothing in speech, except where it is all there is."""
    found = Counter(word for word in words if word in NEGATIONS)
    if not found and any(word in ("ne", "n") for word in words):
        found["ne"] = 1
    return found


def _numbers(words: Iterable[str]) -> Counter[str]:
    return Counter(word for word in words if word in NUMBERS or any(letter.isdigit() for letter in word))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _TOKEN.findall(text.replace("n't", " not"))]


def _capitalised(text: str) -> set[str]:
    """Words with a capital inside a sentence, where French and English put it on names."""
    found = set()
    for match in _TOKEN.finditer(text):
        if match[0][0].isupper() and match[0] != "I" and not _STARTS.search(text[: match.start()]):
            found.add(_bare(match[0]))
    return found


def _same(one: str, other: str) -> bool:
    one, other = _bare(one), _bare(other)
    if one == other:
        return True
    return min(len(one), len(other)) >= _STEM and one[:_STEM] == other[:_STEM]


def _bare(word: str) -> str:
    """Without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))
