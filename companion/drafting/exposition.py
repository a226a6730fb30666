"""The exposé, in few excerpts, and the facts that the clarification brought out."""

import re
from collections.abc import Iterable, Iterator, Sequence

from companion.domain.notes import NoteLine, Section
from companion.domain.people import Role, Roster
from companion.drafting.lines import Turn, line_of, quote_of, said_of
from companion.drafting.phrases import any_of, content, plain, without_opening
from companion.drafting.sentences import Sentence

__all__ = ["excerpts", "facts"]

MOST_CONTEXT, MOST_STAKES = 8, 4
"""Lines: the client's page holds in two sheets."""

_STAKE = any_of(r"""
    enjeu\w*  le plus (?:dur|difficile|compliqué|important)
    ce qui (?:est|m'est|me) (?:\w+ ){0,2}(?:dur|difficile|coince|bloque|pèse|gêne|inquiète|préoccupe)
    ce qui se joue  (?:le|mon) (?:souci|problème|risque)  j'ai peur  je crains
    je (?:ne )?(?:sais|vois|arrive) (?:plus|pas)  je suis mal  je risque  (?:on|je) (?:la|le|les) perds?
    si je (?:perds?|ne)  j'ai besoin  je me sens  je dois  (?:ça|cela) m'empêche  j'ai le goût de
    je voudrais  j'aimerais
    """)
_GREETING = any_of(
    r"""
    merci  bonjour  voilà  oui  d'accord  je (?:suis un peu|commence)  c'est (?:à peu près )?tout
    je crois que c'est
    """,
    start=True,
)


def excerpts(turns: Iterable[Turn], roster: Roster) -> Iterator[NoteLine]:
    """Sentences of the client's exposé, in the order said: what is at stake, the richest of the rest."""
    said = [s for turn in turns if roster.role_of(turn[0].person) is Role.CLIENT for s in turn]
    own = [s for s in said if _tells(s)] or [s for s in said if content(s.text)]
    stakes = [s for s in own if _STAKE.search(plain(s.text))][-MOST_STAKES:]
    rest = [s for s in own if s not in stakes]
    richest = sorted(rest, key=lambda s: -len(content(s.text)))[:MOST_CONTEXT]
    yield from (line_of(Section.CONTEXT, [s]) for s in rest if s in richest)
    yield from (line_of(Section.STAKE, [s]) for s in stakes)


def facts(turns: Sequence[Turn], roster: Roster) -> Iterator[NoteLine]:
    """A consultant's question with the client's answer; what the client says unasked stands alone."""
    asked: Turn | None = None
    for turn in turns:
        role = roster.role_of(turn[0].person)
        if role is Role.CONSULTANT:
            if asked and "?" in said_of(asked):
                yield line_of(Section.FACTS, asked)
            asked = turn
        elif role is Role.CLIENT:
            if asked:
                yield line_of(Section.FACTS, asked, answer=quote_of(turn))
            elif any(_tells(s) for s in turn):
                yield line_of(Section.FACTS, turn)
            asked = None
    if asked and "?" in said_of(asked):
        yield line_of(Section.FACTS, asked)


def _tells(sentence: Sentence) -> bool:
    text = plain(sentence.text)
    if len(re.findall(r"\w+", without_opening(text))) < 4:
        return False
    return not (_GREETING.match(text) and len(content(text)) < 3)
