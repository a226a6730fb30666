"""Numbers as French says them, up to a thousand, and years."""

import re

__all__ = ["NUMBER", "number"]

_UNITS = {
    "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16, "premier": 1,
    # Groups of days: French says eight days for a week and fifteen for two.
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_TIMES = {"cent": 100, "cents": 100, "mille": 1000}

_WORD = "|".join(sorted({*_UNITS, *_TENS, *_TIMES}, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,4}}(?:er)?|(?:{_WORD})(?:(?:[\s-]+|\s+et\s+)(?:{_WORD}))*)"
"""A regular expression, in lower case: « 15 », « 1er », « vingt et un », « quarante-cinq »."""


def number(words: str) -> int | None:
    """The number that those words say; None when they say none."""
    words = words.lower().strip()
    if digits := re.fullmatch(r"(\d+)(?:er)?", words):
        return int(digits[1])
    total = part = 0
    for word in re.split(r"[\s-]+", words):
        if word in _TIMES:
            part = max(part, 1) * _TIMES[word]
            if word == "mille":
                total, part = total + part, 0
        elif word in _TENS:
            part = part * 20 if word.startswith("vingt") and part == 4 else part + _TENS[word]
        elif word in _UNITS:
            part += _UNITS[word]
        elif word != "et":
            return None
    return total + part
