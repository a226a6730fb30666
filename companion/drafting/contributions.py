"""The consultation: everything that each consultant offered, in the order said, with its kind.

Each sentence is a contribution, save one that only takes or gives back the floor, and one that answers the
client's request for a precision. A sentence that goes on with the one before it joins it: a fragment, an
example, a testimony that is still being told.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from companion.domain.notes import Doubt, DoubtReason, Kind, NoteLine, Section
from companion.domain.people import Role, Roster
from companion.drafting import contributions_marks as marks
from companion.drafting.kinds import Reading, kind_of
from companion.drafting.lines import Turn, line_of
from companion.drafting.phrases import plain, without_opening
from companion.drafting.sentences import Sentence

__all__ = ["contributions"]

LONGEST_FRAGMENT = 8
"""Words: what is longer has a verb, heard or not."""
SHORT = 3
"""Words: fewer that carry no mark are hardly an offer."""


def contributions(turns: Iterable[Turn], roster: Roster) -> Iterator[NoteLine]:
    """The contributions of the consultation."""
    asked = False
    for turn in turns:
        role = roster.role_of(turn[0].person)
        if role is Role.CLIENT:
            asked = _asks_a_precision(turn)
        elif role is Role.CONSULTANT:
            yield from _offers(turn, answers=asked)
            asked = False


def _asks_a_precision(turn: Turn) -> bool:
    return any(s.text.endswith("?") or marks.PRECISION.search(plain(s.text)) for s in turn)


def _offers(turn: Turn, *, answers: bool) -> Iterator[NoteLine]:
    offer: list[Sentence] = []
    reading: Reading | None = None
    for sentence in turn:
        if _only_takes_the_floor(sentence.text):
            continue
        found = kind_of(sentence.text)
        if answers and not offer and not (found.marked and found.kind is Kind.SUGGESTION):
            answers = False
            continue
        answers = False
        if reading and _joins(reading, sentence.text, found):
            offer.append(sentence)
            continue
        if reading:
            yield _line(offer, reading)
        offer, reading = [sentence], found
    if reading:
        yield _line(offer, reading)


def _only_takes_the_floor(text: str) -> bool:
    core = without_opening(plain(text).rstrip(" .!?…"))
    if not re.search(r"\w", core):
        return True
    words = len(re.findall(r"\w+", core))
    return bool((found := marks.FLOOR.match(core)) and words <= 8 and found.end() == len(core))


def _joins(before: Reading, text: str, found: Reading) -> bool:
    core = without_opening(plain(text))
    if marks.GOES_ON.match(core):
        return True
    if text.startswith("«") or _fragment(core, found):
        return True
    if before.kind is not Kind.TESTIMONY or marks.NEW_TELLING.match(core):
        return False
    tells = found.kind is Kind.TESTIMONY
    if marks.FOR_MY_PART.match(plain(text)) and not tells:
        return False
    told = tells or (found.kind is Kind.IDEA and not found.marked)
    return told and not marks.TO_CLIENT.search(core)


def _fragment(core: str, found: Reading) -> bool:
    if found.marked or len(re.findall(r"\w+", core)) > LONGEST_FRAGMENT:
        return False
    return not marks.SUBJECT.search(core) and not marks.VERB.search(core)


def _line(offer: list[Sentence], reading: Reading) -> NoteLine:
    line = line_of(Section.CONTRIBUTIONS, offer, kind=reading.kind)
    words = len(re.findall(r"\w+", without_opening(plain(line.text))))
    if not reading.marked and words < SHORT:
        return replace(line, doubts=(Doubt(reason=DoubtReason.PLACE),))
    return line
