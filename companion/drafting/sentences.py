"""Spoken French to clean sentences, each tied to the utterances that hold its words.

Only « euh », « hein », « ben » and stutters go: taking more (« là », « quoi », « non ») breaks sentences.
In doubt a word stays. The raw words are kept beside the clean ones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from companion.domain.minutes import Utterance
from companion.domain.notes import Evidence

__all__ = ["Group", "Sentence", "clean", "sentence_groups", "unjoined"]

GOES_ON = 2.0
"""Seconds: two utterances of one person further apart are never one sentence (the longest cut is a pause)."""

LONGEST = 4
"""Utterances joined at most, about a minute: words heard without any full stop stay cut at their pauses."""

_FAR = 1000
"""No utterance holds so many sentences: the ids of those that were not cut stay what they are."""

_ENDS = re.compile(r"(?<!\.\.)[.!?][»\")\s]*$")
_BOUNDARY = re.compile(
    r"(?<=[.!?…])(?<!\bM\.)(?<!\bMM\.)(?<!\bDr\.)(?:\s*»)?\s+(?=[«\"–—-]?\s*[A-ZÀ-ÖØ-Þ0-9])"
)
_WORD = re.compile(r"\w")

# « hein ? » stays: without it a statement would become a question. « Ben » may be somebody's name.
_FILLER = r"\b(?:[Ee]uh+|[Hh]eu+|[Hh]ein(?!\s*\?)|(?:[Ee]h )?ben|Eh ben|^Ben(?=,))\b(?!['’-])(?:\.{3}|…)?"
# Words that French may well say twice: « nous nous », « ça, ça », « son son ».
_KEPT_TWICE = r"(?:nous|vous|en|elle|elles|eux|lui|oui|non|si|très)"
_RESTART = re.compile(rf"\b(?!(?i:{_KEPT_TWICE})\b)(\w+),?\s*(?:{_FILLER}[\s,]*)+(?i:\1)\b")
_SMALL = (
    r"(?:je|tu|il|ils|on|ce|le|la|les|un|une|des|du|de|et|que|qui|à|au|aux|dans|pour|par|sur|avec|depuis|mais"
    r"|mon|ma|mes|ta|tes|sa|ses|ne|se|me|te|y|est|sont|a|ai|suis|vais|faut|avait|avais|était|étais"
    r"|j['’]ai|j['’]étais|c['’]est|c['’]était|qu['’]on|qu['’]il|qu['’]elle|d['’]un|d['’]une)"
)
# The comma before a filler is the sentence's own, unless it parts « je » from its verb (« je, euh, vais »).
_FILLED = re.compile(rf"(?:(?<![\w'’-])((?i:{_SMALL})))?(,?)\s*(?:{_FILLER}[\s,]*)+")
_STUTTER = re.compile(rf"(?<![\w'’-])({_SMALL}(?:\s{_SMALL})?)(?:,?\s+\1)+(?![\w'’-])", re.IGNORECASE)
_BROKEN_OFF = re.compile(r"(?<![\w'’-])(\w{1,4})-,?\s+(?=\1\w)", re.IGNORECASE)  # « pou- pourquoi »


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of one person; ``text`` is ``said`` without hesitation, maybe empty (« Euh. »).

    ``place`` counts, from 0, the sentences that begin in its first utterance. ``confidence`` is that of the
    utterance heard worst.
    """

    person: str
    step: str | None
    text: str
    said: str
    evidence: tuple[Evidence, ...]
    place: int = 0
    confidence: float = 1.0


Group = tuple[Sentence, ...]
"""The sentences said in one go, by one person in one step."""


def sentence_groups(utterances: Iterable[Utterance]) -> tuple[Group, ...]:
    """The sentences of each utterance, by order of start; one cut in mid-sentence is joined to its end."""
    runs: list[list[Utterance]] = []
    latest: dict[str, list[Utterance]] = {}
    for said in utterances:
        if not said.text.strip():
            continue
        run = latest.get(said.person)
        if run and len(run) < LONGEST and _goes_on(run[-1], said):
            run.append(said)
        else:
            latest[said.person] = [said]
            runs.append(latest[said.person])
    return tuple(_sentences(run) for run in runs)


def clean(said: str) -> str:
    """The words without « euh », « hein », « ben » and stutters; empty when no word is left."""
    text = _RESTART.sub(r"\1", " ".join(said.split()))
    text = _FILLED.sub(lambda found: f"{found[1] or found[2]} ", text)
    text = _STUTTER.sub(r"\1", _BROKEN_OFF.sub("", text))
    text = re.sub(r"\s+(?=[,.…])", "", " ".join(text.split()))
    text = re.sub(r",(?=[,.…])", "", text).lstrip(" ,.…")
    if not _WORD.search(text):
        return ""
    return text[0].upper() + text[1:] if said.lstrip(' «"')[:1].isupper() else text


def unjoined(sentence: Sentence, joint: re.Pattern[str]) -> Iterator[Sentence]:
    """The sentences that were run together with commas, where ``joint`` finds the second to begin."""
    cuts = [0, *(found.end() for found in joint.finditer(sentence.said)), len(sentence.said)]
    for number, (start, end) in enumerate(pairwise(cuts)):
        said = sentence.said[start:end].strip()
        text = clean(said[:1].upper() + said[1:] if number else said).rstrip(",")
        yield replace(sentence, said=said, text=text, place=sentence.place + _FAR * number)


def _goes_on(before: Utterance, after: Utterance) -> bool:
    near = before.step == after.step and after.start - before.end <= GOES_ON
    return near and not _ENDS.search(before.text) and after.text.lstrip()[:1].islower()


def _sentences(run: list[Utterance]) -> Group:
    whole, spans = "", []
    for utterance in run:
        begin = len(whole) + 1 if whole else 0
        whole = f"{whole} {' '.join(utterance.text.split())}" if whole else " ".join(utterance.text.split())
        spans.append((begin, len(whole), utterance))
    cuts = [0, *(found.end() for found in _BOUNDARY.finditer(whole)), len(whole)]
    begun: Counter[str] = Counter()
    sentences = []
    for start, end in pairwise(cuts):
        if whole[start:end].strip():
            carriers = [u for first, last, u in spans if first < end and start < last]
            sentences.append(_sentence(whole[start:end], carriers, begun[carriers[0].id]))
            begun[carriers[0].id] += 1
    return tuple(sentences)


def _sentence(words: str, carriers: list[Utterance], place: int) -> Sentence:
    return Sentence(
        person=carriers[0].person,
        step=carriers[0].step,
        text=clean(words),
        said=words.strip(),
        evidence=tuple(Evidence(utterance=u.id, start=u.start, end=u.end) for u in carriers),
        place=place,
        confidence=min(u.confidence for u in carriers),
    )
