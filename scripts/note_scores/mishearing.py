"""True words as a small Whisper hears them in a room: the faults that it makes in French, one by one or all.

Each fault is drawn with a seed: the same séance is misheard in the same way. What is said stays recognisable
(a word in eight or so is wrong), so that a draft that loses it has lost it by itself.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from companion.domain.minutes import Minutes, Utterance

__all__ = ["FAULTS", "misheard"]

Heard = list[Utterance]
Fault = Callable[[random.Random, Heard], Heard]

_SOUNDALIKES = {
    "et": "est", "est": "et", "ce": "se", "se": "ce", "ses": "ces", "ces": "ses", "à": "a", "a": "à",
    "où": "ou", "son": "sont", "sont": "son", "on": "ont", "ont": "on", "mais": "mes", "mes": "mais",
    "dans": "d'en", "peut": "peu", "peux": "peut", "vais": "vai", "fais": "fait", "retiens": "retient",
    "garde": "gardes", "prends": "prend", "laisse": "laissent", "pourrais": "pourrai", "aurais": "aurai",
    "vois": "voix", "voir": "voire", "quand": "quant", "sans": "s'en", "leur": "leurs", "cet": "cette",
    "tes": "tais", "ton": "thon", "réunion": "Héunion", "règles": "haigles", "appelle": "appel",
    "apprends": "apprend", "appris": "appri", "demande": "demandes", "mission": "mition", "rôle": "roll",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_LATER = re.compile(r"(?<=[.!?] )\w")
"""After a full stop Whisper writes a capital."""
_CUT = 12
"""Words: a shorter sentence is said in one breath."""


def misheard(minutes: Minutes, seed: int, faults: Mapping[str, Fault]) -> Minutes:
    """The minutes as they might have been heard, with each of these faults in turn."""
    drawn = random.Random(seed)  # noqa: S311 - nothing secret
    heard = list(minutes.utterances)
    for fault in faults.values():
        heard = fault(drawn, heard)
    written = (replace(u, text=_LATER.sub(lambda m: m[0].upper(), u.text), confidence=0.7) for u in heard)
    return replace(minutes, utterances=tuple(u for u in written if u.text.strip()))


def _reworded(change: Callable[[random.Random, str], str]) -> Fault:
    def fault(drawn: random.Random, heard: Heard) -> Heard:
        return [replace(u, text=change(drawn, u.text)) for u in heard]

    return fault


def _without_ne(drawn: random.Random, text: str) -> str:
    text = re.sub(r"\b([Jj])e n['’]", lambda m: f"{m[1]}'" if drawn.random() < 0.7 else m[0], text)
    return re.sub(r"\s(?:ne |n['’])(?=\w)", lambda m: " " if drawn.random() < 0.7 else m[0], text)


def _by_ear(drawn: random.Random, text: str) -> str:
    def heard(found: re.Match[str]) -> str:
        word = found[0]
        if drawn.random() > 0.5:
            return word
        if word.lower() in _SOUNDALIKES:
            return _SOUNDALIKES[word.lower()]
        return re.sub(r"er$", "é", word) if len(word) > 4 else word

    return _WORD.sub(heard, text)


def _first_word_lost(drawn: random.Random, text: str) -> str:
    sentences = _SENTENCE.split(text)
    lost = [s.split(" ", 1)[1] if s.count(" ") >= 4 and drawn.random() < 0.3 else s for s in sentences]
    return " ".join(s[:1].upper() + s[1:] for s in lost)


def _small_words_lost(drawn: random.Random, text: str) -> str:
    words = text.split()
    return " ".join(w for w in words if len(w) > 3 or not w.isalpha() or drawn.random() > 0.12)


def _marks_lost(drawn: random.Random, text: str) -> str:
    """A question becomes a statement, a full stop a comma, a comma nothing."""
    text = re.sub(r"\s*\?", lambda m: "." if drawn.random() < 0.5 else m[0], text)
    text = re.sub(r",", lambda m: "" if drawn.random() < 0.5 else ",", text)
    return re.sub(r"\.\s+(\w)", lambda m: f", {m[1].lower()}" if drawn.random() < 0.15 else m[0], text)


def _cut(drawn: random.Random, heard: Heard) -> Heard:
    return [part for said in heard for part in _parts(drawn, said)]


def _parts(drawn: random.Random, said: Utterance) -> Iterator[Utterance]:
    """In two at a pause inside a sentence; Whisper often closes the first with a full stop."""
    words = said.text.split()
    if len(words) < _CUT or drawn.random() > 0.6:
        yield said
        return
    at = drawn.randint(4, len(words) - 4)
    first, second = " ".join(words[:at]), " ".join(words[at:])
    if drawn.random() < 0.5:
        first, second = first.rstrip(",.") + ".", second[:1].upper() + second[1:]
    middle = said.start + (said.end - said.start) * at / len(words)
    yield replace(said, text=first, end=middle - 0.2)
    yield replace(said, id=f"{said.id}.2", text=second, start=middle + 0.2)


FAULTS: Mapping[str, Fault] = {
    "ne lost": _reworded(_without_ne),
    "words alike": _reworded(_by_ear),
    "first word lost": _reworded(_first_word_lost),
    "small words lost": _reworded(_small_words_lost),
    "marks lost": _reworded(_marks_lost),
    "cut in two": _cut,
}
