"""The contract: the client's own sentence, the type of consultation asked for, and who agreed."""

import re
from collections.abc import Sequence

from companion.domain.notes import NotedContract, NoteLine, Quote, Section
from companion.domain.people import Role, Roster
from companion.domain.session import Contract
from companion.drafting import contract_marks as marks
from companion.drafting.lines import Turn, line_of, quote_of
from companion.drafting.phrases import content, plain
from companion.drafting.sentences import Sentence

__all__ = ["contract_line", "noted_contract"]

_TYPES = {
    "suggestions": r"suggestions?|idées?|conseils?|pistes?|recettes?|solutions?|propositions?",
    "temoignages": r"témoignages?|expériences?|vécus?|histoires?",
    "questions": r"questions?|questionne\w*",
    "hypotheses": r"hypothèses?|interprétations?|lectures?|analyses?",
    "impressions": r"impressions?|ressentis?|émotions?",
    "soutien": r"soutien|encouragements?|appui",
}


def contract_line(turns: Sequence[Turn], roster: Roster) -> NoteLine | None:
    """The client's sentence, the one that demands most and was not taken back; None when there is none.

    Its ``text`` is contiguous words of it: what leads in (« Bon, je dirais, », « j'aimerais que vous
    m'aidiez à ») stays in ``said`` alone.
    """
    spoken = [s for turn in turns for s in turn]
    others = [
        (i, content(s.text)) for i, s in enumerate(spoken) if roster.role_of(s.person) is not Role.CLIENT
    ]
    best: tuple[float, Sentence] | None = None
    for index, sentence in enumerate(spoken):
        if roster.role_of(sentence.person) is not Role.CLIENT:
            continue
        worth = _worth(sentence, spoken[index + 1 :], [words for i, words in others if i > index])
        if worth and (not best or worth >= best[0]):
            best = (worth, sentence)
    if best is None:
        return None
    return line_of(Section.CONTRACT, [best[1]], text=_core(best[1]))


def noted_contract(
    turns: Sequence[Turn], roster: Roster, line: NoteLine | None, written: Contract | None
) -> NotedContract:
    """Its type and its agreement, from the same step."""
    types, type_said = _types(turns, roster)
    return NotedContract(
        types=types, type_said=type_said, agreement=_agreement(turns, roster, line), written=written
    )


def _worth(sentence: Sentence, after: Sequence[Sentence], echoes: Sequence[frozenset[str]]) -> float:
    """``echoes``: what the others say of it ``after``."""
    text = plain(sentence.text)
    worth = float(sum(points for points, pattern in marks.DEMANDS if pattern.search(text)))
    words = content(text)
    if not worth or len(words) < 2 or marks.VAGUE.search(text):
        return 0.0
    own = next((s for s in after if s.person == sentence.person), None)
    if own and marks.TAKEN_BACK.search(without_opening_but_no(plain(own.text))):
        worth -= 4
    if any(2 * len(words & echo) >= len(words) for echo in echoes):
        worth += 3  # somebody read it again
    if not re.search(r"\bcomment\b|\bpour\b|\bà\b|\?|\bd'|\bde\b|\bque\b", text) or _only_types(text):
        worth -= 4
    return max(worth, 0.0)


def without_opening_but_no(text: str) -> str:
    """« Oui, non, c'est pas ça » begins by taking back; « Alors, … » does not."""
    return re.sub(r"^(?:(?:oui|bon|ben|enfin|alors|euh|ah|mais)[,.]*\s+)+", "", text)


def _only_types(text: str) -> bool:
    """« J'attends surtout des témoignages »: how, not what."""
    bare = marks.NOT.sub("", text)
    return bool(_kinds_in(bare)) and not re.search(
        r"\b(?:pour|comment|afin|sur la manière|par où|à (?:\w+er|trouver|savoir))\b", bare
    )


def _core(sentence: Sentence) -> str:
    text = sentence.text
    low = text.lower().replace("’", "'")
    lead = marks.LEAD.match(low)
    start = lead.end() if lead else 0
    if formula := marks.FORMULA.match(low[start:]):
        start += formula.end()
    core = text[start:].strip()
    return core[:1].upper() + core[1:] if core else text


def _kinds_in(text: str) -> tuple[str, ...]:
    return tuple(kind for kind, words in _TYPES.items() if re.search(rf"\b(?:{words})\b", text))


def _types(turns: Sequence[Turn], roster: Roster) -> tuple[tuple[str, ...], Quote | None]:
    for turn in reversed(turns):
        if roster.role_of(turn[0].person) is not Role.CLIENT:
            continue
        for sentence in reversed(turn):
            text = marks.NOT.sub("", plain(sentence.text))
            text = re.sub(r"\b(?:la|ma|une) question\b|\bune histoire\b|\baucune idée\b|\bl'idée\b", "", text)
            if (kinds := _kinds_in(text)) and marks.ASKED_TYPE.search(text):
                return kinds, quote_of([sentence])
    return (), None


def _agreement(turns: Sequence[Turn], roster: Roster, line: NoteLine | None) -> tuple[Quote, ...]:
    """The consultants' « oui » after the demand; else the facilitator's conclusion."""
    if line is None:
        return ()
    until = line.evidence[-1].end
    consultants: dict[str, Quote] = {}
    concluded: list[Quote] = []
    for sentence in (s for turn in turns for s in turn if s.evidence[0].start >= until):
        role, text = roster.role_of(sentence.person), plain(sentence.text)
        if role is Role.CONSULTANT:
            if marks.DISAGREES.search(text):
                consultants.pop(sentence.person, None)
            elif marks.AGREES.search(text):
                consultants.setdefault(sentence.person, quote_of([sentence]))
        elif role is Role.FACILITATOR and marks.CONCLUDES.search(text) and not text.endswith("?"):
            concluded.append(quote_of([sentence]))
    return tuple(consultants.values()) or tuple(concluded[:1])
