"""The synthèse, sentence by sentence: what the client keeps, sets aside, plans, or says about the plan.

The sentence's own words come first; else what the facilitator asked last; else what was being said.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from companion.domain.people import Role, Roster
from companion.drafting import synthesis_marks as marks
from companion.drafting.dates import dates_in
from companion.drafting.lines import Turn
from companion.drafting.phrases import content, plain, without_opening
from companion.drafting.sentences import Sentence, unjoined

__all__ = ["Passage", "Telling", "tellings"]


class Telling(Enum):
    """What a passage of the synthèse does."""

    KEEPS = auto()
    SETS_ASIDE = auto()
    PLANS = auto()
    OFFERS = auto()
    """A consultant offers to do something."""
    FIRST_STEP = auto()
    SIGN = auto()
    OBSTACLE = auto()
    SUPPORT = auto()


SORTING = (Telling.KEEPS, Telling.SETS_ASIDE)
DETAIL_MARKS = {
    Telling.FIRST_STEP: marks.FIRST_STEP,
    Telling.SIGN: marks.SIGN,
    Telling.OBSTACLE: marks.OBSTACLE,
    Telling.SUPPORT: marks.SUPPORT,
}
DETAILS = tuple(DETAIL_MARKS)

HARDLY_HEARD = 0.6
"""Mean probability of the words below which a thing that is only named may have been another."""


@dataclass(slots=True)
class Passage:
    """Sentences of one person that do one thing. ``accepted``: an offer that the client took."""

    telling: Telling
    sentences: list[Sentence]
    accepted: bool = False
    named: bool = False
    """It only names what it is about: « La lettre de mission. »"""
    unclear: bool = False
    """What it does is not said."""


def tellings(turns: Iterable[Turn], roster: Roster) -> list[Passage]:
    """The passages of the client, and what consultants offered to do, in order."""
    passages: list[Passage] = []
    mode: Telling | None = None
    for turn in turns:
        match roster.role_of(turn[0].person):
            case Role.FACILITATOR:
                mode = _asked(turn, mode)
            case Role.CLIENT:
                if passages and passages[-1].telling is Telling.OFFERS:
                    passages[-1].accepted |= bool(marks.THANKS.search(plain(turn[0].text)))
                mode = _read(turn, mode, passages)
            case Role.CONSULTANT:
                passages.extend(_offers(turn))
    return passages


def _asked(turn: Turn, mode: Telling | None) -> Telling | None:
    text = " ".join(plain(s.text) for s in turn)
    for telling, pattern in DETAIL_MARKS.items():
        if pattern.search(text):
            return telling
    if marks.ASKS_KEPT.search(text):
        return Telling.KEEPS
    return Telling.PLANS if marks.ASKS_PLAN.search(text) else mode


def _read(turn: Turn, mode: Telling | None, passages: list[Passage]) -> Telling | None:
    before = len(passages)
    for sentence in (part for whole in turn for part in unjoined(whole, marks.JOINT)):
        text = plain(sentence.text)
        found = _telling(text, mode)
        last = passages[-1] if len(passages) > before else None  # of this turn
        if found is None:
            _leave(sentence, text, mode, last, passages)
        elif not _sorts_the_last(sentence, text, found, last):
            _add(sentence, text, found, last, passages)
            mode = found if found in (Telling.KEEPS, Telling.PLANS) else _after(found, mode)
    return Telling.PLANS if mode in DETAILS else mode


def _leave(
    sentence: Sentence, text: str, mode: Telling | None, last: Passage | None, passages: list[Passage]
) -> None:
    """A remark joins what it remarks on; what is unclear stands alone; « merci » goes."""
    if last and _comments(text):
        last.sentences.append(sentence)
    elif unclear := _unclear(sentence, text, mode):
        passages.append(unclear)


def _sorts_the_last(sentence: Sentence, text: str, found: Telling, last: Passage | None) -> bool:
    """« Non, je le laisse » after « Le coach. »: true when it says no more than that."""
    if found not in SORTING:
        return False
    alone = not _names_something(text)
    if last and last.named and last.telling in SORTING and (alone or _speaks_of_the_last(text)):
        last.telling, last.named, last.unclear = found, False, False
        last.sentences.append(sentence)
        return True
    return alone


def _add(
    sentence: Sentence, text: str, found: Telling, last: Passage | None, passages: list[Passage]
) -> None:
    latest = passages[-1] if passages else None
    begins = latest and found is latest.telling is Telling.PLANS and (_begins(text) or _goes_on(text, latest))
    goes_on = last and found is last.telling and found in DETAILS
    if latest and (begins or goes_on):
        latest.sentences.append(sentence)
    else:
        named = found is Telling.KEEPS and not marks.KEEPS.search(text)
        badly = named and sentence.confidence < HARDLY_HEARD
        passages.append(Passage(found, [sentence], named=named, unclear=badly))


def _after(found: Telling, mode: Telling | None) -> Telling | None:
    """Setting aside goes on with the sorting; a detail of the plan with the plan."""
    return mode if found is Telling.SETS_ASIDE else Telling.PLANS


def _telling(text: str, mode: Telling | None) -> Telling | None:
    core = without_opening(text)
    dated = bool(dates_in(text, None))
    for telling, pattern in DETAIL_MARKS.items():
        if pattern.search(text) and not (mode is not telling and (dated or marks.WILL.search(core))):
            return telling
    planning = mode in (Telling.PLANS, *DETAILS)
    if marks.ASIDE.search(text) and (
        marks.FIRMLY.search(text) or not (mode in DETAILS or (planning and dated))
    ):
        return Telling.SETS_ASIDE
    if marks.KEEPS.search(text) and not (planning and dated):
        return Telling.KEEPS
    if mode in DETAILS and len(core.split()) > 1 and not (dated and marks.ACTS.search(core)):
        return mode
    if marks.OPINES.match(core) and not marks.WILL.search(core):
        return None
    if marks.WILL.search(core) or ((dated or planning) and marks.ACTS.search(core)):
        return Telling.PLANS
    return _elliptical(text, core, mode, dated=dated)


def _elliptical(text: str, core: str, mode: Telling | None, *, dated: bool) -> Telling | None:
    """« Et l'appel aux deux collègues. », « Leur parler un par un, oui. »: no verb of its own."""
    if len(re.findall(r"\w+", core)) < 3:
        return None
    if mode is Telling.KEEPS and (
        marks.ALSO.search(text)
        or (
            not dated
            and not re.search(r"(?<![\w-])(?:(?:je|tu|vous|on|nous|ça|il|elle)(?![\w-])|[jc]')", core)
        )
    ):
        return Telling.KEEPS
    if dated and mode is Telling.KEEPS:
        return Telling.PLANS  # its subject was not heard
    infinitive = re.search(rf"^(?:\w+ )?{marks.INFINITIVE}", core)
    return Telling.PLANS if mode in (Telling.PLANS, *DETAILS) and (infinitive or dated) else None


def _unclear(sentence: Sentence, text: str, mode: Telling | None) -> Passage | None:
    """While sorting or planning, whatever says something may count: somebody has to look at it."""
    core = without_opening(text)
    if (
        mode not in (Telling.KEEPS, Telling.PLANS)
        or len(core.split()) < 4
        or marks.OPINES.match(core)
        or text.startswith("merci")
        or "?" in text
    ):
        return None
    if mode is Telling.KEEPS and marks.ACTS.search(core):
        return Passage(Telling.PLANS, [sentence], unclear=True)  # nobody asked for the plan yet, or was heard
    return Passage(mode, [sentence], named=mode is Telling.KEEPS, unclear=True)


def _speaks_of_the_last(text: str) -> bool:
    """« Non, je ne la prends pas », « Je le laisse de côté »: of what was named just before."""
    return bool(re.match(r"(?:(?:ben|bah|mais|et|ah|alors) )?(?:oui|non)(?![\w-])", text)) or bool(
        re.match(r"je ", text) and re.search(r"(?<![\w-])je (?:ne )?(?:le|la|les|l'|en) ", text)
    )


def _names_something(text: str) -> bool:
    """« Je le laisse de côté » alone speaks of what was just named."""
    return bool(content(marks.KEEPS.sub("", marks.ASIDE.sub("", text))))


def _comments(text: str) -> bool:
    """A remark about what was just said, as « J'avais pas vu que c'était ça »."""
    return (
        bool(re.match(r"(?:ça|c'est|c'était|j'avais|je n'y avais|je n'avais|parce qu|car)(?![\w-])", text))
        and len(text.split()) > 3
    )


def _begins(text: str) -> bool:
    """« Je lui propose un café demain, déjà »: how the action before begins."""
    core = without_opening(text)
    return core.startswith("je commence par") or bool(marks.COMMENCES.search(text) and marks.BACK.match(core))


def _goes_on(text: str, action: Passage) -> bool:
    """« Je la fais relire avant la fin du mois »: more of an action, unless each has its own day."""
    dated = [bool(dates_in(each, None)) for each in (text, *(plain(s.text) for s in action.sentences))]
    return bool(marks.ITS_OBJECT.match(without_opening(text))) and not (dated[0] and any(dated[1:]))


def _offers(turn: Turn) -> Iterator[Passage]:
    offered = [s for s in turn if marks.OFFERS.search(plain(s.text)) and not s.text.endswith("?")]
    if offered:
        yield Passage(Telling.OFFERS, offered)
