"""The plan: each action with who does it, when, with whom, and what was said about it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from companion.domain.notes import Doubt, DoubtReason, Due, NoteLine, PlannedAction, Quote, Section
from companion.domain.people import Person, Role, Roster
from companion.drafting.dates import dates_in
from companion.drafting.lines import line_of, quote_of
from companion.drafting.phrases import content, plain, without_opening
from companion.drafting.sentences import Sentence
from companion.drafting.synthesis import Passage, Telling

__all__ = ["planned"]

_FIELDS = {
    Telling.FIRST_STEP: "first_step",
    Telling.SIGN: "sign",
    Telling.OBSTACLE: "obstacle",
    Telling.SUPPORT: "support",
}
_OF = r"(?: (?:de|d['’]|des|du) ?[\w-]+)?"
_ROLE = r"(?:directeur|directrice|chef|cheffe|cadre|proviseur|responsable|comptable|présidente?|équipe)"
_SEES = r"(?:[Aa]vec|voir|vois|voie|rencontrer|rencontre|appeler|appelle|inviter|invite) "
_WHOM = re.compile(
    rf"(?<![\w-]){_SEES}(?P<whom>(?:mon|ma|mes|notre|nos) [\w-]+{_OF}|(?:le |la |l['’]){_ROLE}{_OF}"
    r"|(?:lui|elle|eux|elles)(?![\w-])|[A-ZÀ-ÖØ-Þ][\w-]+(?: et [A-ZÀ-ÖØ-Þ][\w-]+)?)"
)
_FIRST_PERSON = re.compile(r"(?<![\w-])(?:(?:je|on|nous)(?!\w)|j')")
_SOMEBODY_ELSE = re.compile(
    r"(?:^|, )(?:ma|mon|mes|notre|nos|le|la|les|l'|un|une) ?(?:[\w'-]+ ){1,4}"
    r"(?:va|vont|doit|doivent|peut|peuvent|s'occupe|se charge|me |m'|nous |\w+(?:era|eront)(?!\w))"
)
_UNTIL = re.compile(r"^jusqu", re.IGNORECASE)


def planned(passages: Sequence[Passage], roster: Roster, today: date | None) -> list[NoteLine]:
    """The actions, in the order said. A detail goes to the action that it speaks of, else to the nearest."""
    actions: list[NoteLine] = []
    for passage in passages:
        if passage.telling is Telling.PLANS:
            doubts = (Doubt(reason=DoubtReason.PLACE),) if passage.unclear else ()
            actions.append(replace(_action(passage.sentences, roster, today), doubts=doubts))
        elif passage.telling is Telling.OFFERS:
            offer = _action(passage.sentences, roster, today)
            doubts = () if passage.accepted else (Doubt(reason=DoubtReason.PLACE),)
            actions.append(replace(offer, doubts=doubts))
    for passage in passages:
        if field := _FIELDS.get(passage.telling):
            quote = quote_of(passage.sentences)
            if not _attach(actions, field, quote):  # nothing else was planned: it is not lost
                actions.append(_held(passage.sentences, roster, today))
    return actions


def _held(sentences: Sequence[Sentence], roster: Roster, today: date | None) -> NoteLine:
    return replace(_action(sentences, roster, today), doubts=(Doubt(reason=DoubtReason.PLACE),))


def _action(sentences: Sequence[Sentence], roster: Roster, today: date | None) -> NoteLine:
    first, *more = sentences
    begins = more if first.person == sentences[-1].person and more else []
    offered = roster.role_of(first.person) is Role.CONSULTANT
    action = PlannedAction(
        owner=_owner(first, roster),
        due=_due(sentences, today),
        with_whom=_with_whom(sentences),
        first_step=quote_of(begins) if begins and not offered else None,
    )
    return line_of(Section.PLAN, sentences, action=action)


def _owner(sentence: Sentence, roster: Roster) -> str | None:
    """Who says « je » or « on », unless somebody else is its subject; None for one not at the table."""
    core = without_opening(plain(sentence.text))
    for person in roster:
        if person.id != sentence.person and _is_subject(person, core):
            return person.id
    return None if _SOMEBODY_ELSE.search(core) and not _FIRST_PERSON.search(core) else sentence.person


def _is_subject(person: Person, core: str) -> bool:
    name = re.escape(plain(person.name))
    acts = r"(?:va|vas|doit|peut|s'occupe|se charge|prend|fait|envoie|appelle|prépare|\w+era|\w+ira)"
    subject = rf"(?:^|[,;] ){name},? (?:tu |elle |il |qui )?(?:me |m'|nous |lui |leur |l'|la |le |les )*"
    return bool(re.search(rf"{subject}{acts}(?![\w-])", core))


def _due(sentences: Sequence[Sentence], today: date | None) -> Due | None:
    """The first date of the first sentence that has one; « jusqu'à » only when nothing else is said."""
    for sentence in sentences:
        dates = dates_in(sentence.text, today)
        if chosen := next((d for d in dates if not _UNTIL.match(d.words)), dates[0] if dates else None):
            return Due(words=chosen.words, day=chosen.day, assumed=chosen.assumed, evidence=sentence.evidence)
    return None


def _with_whom(sentences: Sequence[Sentence]) -> Quote | None:
    for sentence in sentences:
        if found := _WHOM.search(sentence.text):
            return replace(quote_of([sentence]), text=found["whom"])
    return None


def _attach(actions: list[NoteLine], field: str, quote: Quote) -> bool:
    """To the action that shares most words with it; in doubt a first step to the first, else the last."""
    own = [i for i, line in enumerate(actions) if line.action and line.person == quote.person]
    if not own:
        return False
    words = content(quote.text)
    fallback = own[0] if field == "first_step" else own[-1]
    before = [i for i in own if actions[i].evidence[0].start <= quote.evidence[0].start] or own
    shared = {i: len(words & content(actions[i].text)) for i in before}
    best = max(before, key=lambda i: shared[i])
    chosen = best if shared[best] else fallback
    action = actions[chosen].action or PlannedAction()
    known: Quote | None = getattr(action, field)
    parts: dict[str, Any] = {field: _joined(known, quote) if known else quote}
    actions[chosen] = replace(actions[chosen], action=replace(action, **parts))
    return True


def _joined(before: Quote, after: Quote) -> Quote:
    evidence = tuple(dict.fromkeys((*before.evidence, *after.evidence)))
    return Quote(
        text=f"{before.text} {after.text}",
        said=f"{before.said} {after.said}",
        person=before.person,
        evidence=evidence,
    )
