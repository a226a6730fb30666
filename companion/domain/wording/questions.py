"""Questions of clarification: closed ones (counted, never reproached) and several in one go."""

import re

from companion.domain.wording.spoken import Sentence, Turn

__all__ = ["closed", "stacked"]

_TRIVIAL = 3
"""Words: a shorter question (« d'accord ? », « hein ? ») asks for nothing."""

_ANNOUNCED = re.compile(
    r"\bj (?:ai|aurais|avais) (?:deux|trois|quatre|plusieurs|quelques|plein de|une serie de"
    r"|encore deux) questions\b"
    r"|\b(?:premiere|deuxieme|seconde|troisieme) question\b|\bdeux questions en une\b"
    r"|\bquestions? a tiroirs?\b"
)
_STARTS = re.compile(
    r"^(?:et |ou |mais |puis |enfin |aussi |toi |alors |donc |sinon |est ce que c est |c est )*"
    r"(?:comment|combien|pourquoi|quels?|quelles?|lequel|laquelle|qu est ce|qui (?!plus\b)|a qui"
    r"|avec qui|chez qui|de qui"
    r"|par qui|pour qui|contre qui|depuis quand|depuis combien|jusqu a quand|jusqu ou|pour quand"
    r"|d ou|quand est ce|ou (?:ca|en|est|sont|tu|se|vous|elle|il)\b"
    r"|qu en|que (?:disent|dit|fait|font|pens\w+|veu\w+|se passe|s est|sais|feras?|ferais|propos\w+|devien\w+"
    r"|reste|signifie|represente|peux|puis|vas|comptes|dirais)\b|quand (?:a|as|avez|ont|va|vas"
    r"|doit|se) \w+|est ce|a quel|de quel"
    r"|dans quel|pour quel|en quoi|par quoi|avec quoi|a quoi|de quoi|sur quoi|qu (?:as|a|en|attend|entend)"
    r"|(?:as|avez|es|etes|peux|sais|veux|fais|vas) (?:tu|vous)\b|(?:y )?a t (?:il|elle|on)|est (?:il|elle))"
)
_ENDS = re.compile(
    r"\b(?:comment|combien|pourquoi|quoi|qui|quand|ou ca|ou)$|\b(?:combien|quoi|quand|comment)\b.{0,28}$"
)
_CONJUNCTION = re.compile(r"^(?:et )?(?:quand|lorsque|si|comme|parce)\b(?! est ce)")
_ALONE = re.compile(
    r"^(?:et |ou |mais )*(?:(?:a|avec|de|pour|chez|par|depuis|jusqu a) )?(?:qui|quand|ou|comment"
    r"|combien|pourquoi|quoi"
    r"|quels? \w+|quelles? \w+|combien de \w+)(?: ca| exactement| precisement| maintenant)?$"
)
_ALONE_WHY = re.compile(
    r"^(?:et )?(?:pourquoi|quand|comment|qui|quoi|ou) (?:toi|lui|elle|eux|maintenant|ici|la|ca"
    r"|moi)$"
)
_SPLIT = re.compile(r"(?<!\bentre) (?=(?:et|ou) (?!toi\b|moi\b|lui\b|de \b|puis$))")


def closed(turn: Turn) -> Sentence | None:
    """The first question that yes or no would answer."""
    return next((sentence for sentence in turn.sentences if _closed(sentence)), None)


def _closed(sentence: Sentence) -> bool:
    words = sentence.core.split()
    if len(words) < _TRIVIAL or not sentence.asks or sentence.open:
        return False
    return bool(re.search(r"\b(?:tu|vous|il|elle|ils|elles|on|c|ca|ce|y a|t|est|a|ont)\b", sentence.core))


def stacked(turn: Turn) -> Sentence | None:
    """The last question of a turn that asks two things or more: the client can only answer one."""
    asked: float = 0
    last: Sentence | None = None
    for sentence in turn.sentences:
        if _ANNOUNCED.search(sentence.own):
            return sentence
        units = _units(sentence)
        if units:
            asked, last = asked + units, sentence
    alone = sum(bool(_ALONE_WHY.match(c)) for s in turn.sentences for c in s.clauses)
    if alone >= 2:
        return last or turn.sentences[-1]
    pieces = sum(1 for sentence in turn.sentences if _units(sentence))
    return last if asked >= 2 or (pieces >= 3 and asked >= 1.5) else None


def _units(sentence: Sentence) -> float:
    """How many questions it asks: one for each clause that asks, half for « et avec qui »."""
    count: float = 0
    for clause in sentence.clauses:
        for part in _SPLIT.split(clause):
            count += _unit(part.strip())
    if count == 0 and "?" in sentence.text and len(sentence.core.split()) >= _TRIVIAL:
        return (
            0 if re.match(r"^(?:tu vois|vous voyez|d accord|c est ca|c est bien ca)\b", sentence.core) else 1
        )
    return count


def _unit(clause: str) -> float:
    if _ALONE.match(clause):
        return 0.5
    if (_CONJUNCTION.match(clause) and not _STARTS.match(clause)) or len(clause.split()) < 2:
        return 0
    if _STARTS.match(clause):
        return (
            1
            if len(clause.split()) > 3
            or re.search(r"\b(?:est|a|ont|fait|valide|decide|paie|\w+tu)\b|^et \w+ \w+$", clause)
            else 0.5
        )
    return 1 if _ENDS.search(clause) else 0
