"""Which lines are « à vérifier », and why.

What reverses a contract or a plan when it is heard wrong is always marked there: a negation, a number, a
name, a date, and who speaks. Of the other doubts, at most so many that somebody reads them all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from companion.domain.minutes import Utterance
from companion.domain.notes import Doubt, DoubtReason, Evidence, NoteLine, Section
from companion.drafting.numbers import NUMBER
from companion.drafting.phrases import lowered

__all__ = ["weakly_found", "with_doubts"]

MOST = 0.15
"""Of all lines: more are not read (a list is useful when one reads it to its end)."""
LOW = 0.75
"""Mean probability of an utterance's words: below, Whisper base has about one word in four wrong."""
VERY_LOW = 0.45
"""Below, it has heard another sentence."""
UNSURE_VOICE = 0.58
"""Cosine to the person's voiceprint below which nobody is flagged either: of 595 utterances of six recorded
séances 11 were below, and among them the only two that bore a wrong name."""

_GRAVEST_FIRST = (
    DoubtReason.PLACE,
    DoubtReason.SPEAKER,
    DoubtReason.NEGATION,
    DoubtReason.DATE,
    DoubtReason.NUMBER,
    DoubtReason.NAME,
    DoubtReason.WORDS,
)
_BINDING = (Section.CONTRACT, Section.PLAN)
_ALWAYS = {
    DoubtReason.SPEAKER,
    DoubtReason.NEGATION,
    DoubtReason.DATE,
    DoubtReason.NUMBER,
    DoubtReason.NAME,
}
"""Marked in the contract and the plan however many they are."""
_NEGATION = re.compile(
    r"(?<![\w-])(?:(?:ne|n') ?.{0,30}?(?:pas|plus|jamais|rien|aucune?)|pas|jamais|sans|aucune?)(?![\w-])"
)
_NUMBER = re.compile(rf"(?<![\w'-])(?!(?:un|une)\b)(?:{NUMBER})(?![\w'-])")
_STEP = re.compile(
    r"(?<![\w-])(?:(?:tout )?premiers?(?: petits?)?|petits?|grands?|un|ce|à|deux|chaque) pas(?![\w-])"
)
"""A step, no negation."""
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÀ-ÖØ-Þ][\w-]+")

Heard = Mapping[str, Utterance]


def with_doubts(lines: Sequence[NoteLine], heard: Heard) -> tuple[NoteLine, ...]:
    """The lines with their doubts; when they are too many, the gravest, then what was heard worst."""
    doubted = [(line, _doubts(line, heard)) for line in lines]
    counted = [i for i, (line, doubts) in enumerate(doubted) if weakly_found(line.section, doubts)]
    counted.sort(key=lambda i: (_rank(doubted[i][1]), _confidence(doubted[i][0].evidence, heard)))
    kept = set(counted[: max(1, int(MOST * len(lines)))])
    return tuple(
        replace(line, doubts=doubts if i in kept else tuple(d for d in doubts if _always(line.section, d)))
        for i, (line, doubts) in enumerate(doubted)
    )


def weakly_found(section: Section, doubts: Sequence[Doubt]) -> bool:
    """Whether one of these doubts is of those that are counted: the line may not be what it seems."""
    return not all(_always(section, doubt) for doubt in doubts)


def _always(section: Section, doubt: Doubt) -> bool:
    return section in _BINDING and doubt.reason in _ALWAYS


def _confidence(evidence: Sequence[Evidence], heard: Heard) -> float:
    return min((heard[e.utterance].confidence for e in evidence if e.utterance in heard), default=1.0)


def _voice(evidence: Sequence[Evidence], heard: Heard) -> float:
    return min((heard[e.utterance].voice for e in evidence if e.utterance in heard), default=1.0)


def _rank(doubts: tuple[Doubt, ...]) -> int:
    return min(_GRAVEST_FIRST.index(doubt.reason) for doubt in doubts)


def _doubts(line: NoteLine, heard: Heard) -> tuple[Doubt, ...]:
    doubts = list(line.doubts)
    confidence = _confidence(line.evidence, heard)
    if _voice(line.evidence, heard) < UNSURE_VOICE:
        doubts.append(Doubt(reason=DoubtReason.SPEAKER))
    if line.section in _BINDING:
        doubts += _words_that_count(line, heard)
    if confidence < VERY_LOW:
        doubts.append(Doubt(reason=DoubtReason.WORDS))
    return tuple(dict.fromkeys(doubts))


def _words_that_count(line: NoteLine, heard: Heard) -> Iterator[Doubt]:
    """In the line's own words, then in those of each detail, as far as they were heard badly."""
    due = line.action.due if line.action else None
    when = due.words if due else ""
    if due and _confidence(due.evidence, heard) < LOW:
        yield Doubt(reason=DoubtReason.DATE, words=when)
    for said, evidence in ((line.said, line.evidence), *((q.said, q.evidence) for q in line.quotes)):
        if _confidence(evidence, heard) < LOW:
            yield from _counting(said, but=when)


def _counting(said: str, *, but: str) -> Iterator[Doubt]:
    """The negations, numbers and names in these words, but for those of the date."""
    text = _STEP.sub(" ", lowered(said))
    for negation in _NEGATION.finditer(text):
        yield Doubt(reason=DoubtReason.NEGATION, words=negation[0])
    rest = text.replace(lowered(but), " ") if but else text
    for number in _NUMBER.finditer(rest):
        yield Doubt(reason=DoubtReason.NUMBER, words=number[0])
    for name in _NAME.finditer(said):
        yield Doubt(reason=DoubtReason.NAME, words=name[0])
