"""Spoken French made regular: sentences, clauses, questions, and whose words they are.

A small Whisper writes neither accents nor punctuation reliably, so that every pattern of this package is
written for ``plain`` words (lower case, no accents, apostrophes and hyphens as spaces); punctuation only
helps where it is there. What somebody quotes is not what somebody says: quoted words are masked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from companion.domain.debate import plain

__all__ = ["YOU", "Sentence", "Turn", "turn_of"]

YOU = r"(?:tu|t|vous)"

_END = re.compile(r"[^.!?…]*[.!?…]+[»\"”)]*\s*|[^.!?…]+$")
_QUOTED = re.compile(r"«[^»]*(?:»|$)|“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_MASK = " … "

_SAYS = (
    r"(?!\w+er\b)(?:dit|disait|disais|disent|dis|dites|disiez|repond\w*|repete\w*|demand\w+|conseill\w+"
    r"|propos\w+|reproch\w+"
    r"|expliqu\w+|racont\w+|pens\w+|croi\w+|trouv\w+|estim\w+|suggere\w*|voul\w+|veut|ecri\w+"
    r"|annonc\w+|promis"
    r"|affirm\w+|sugger\w+|lanc\w+|repet\w+|ajout\w+|precis\w+|soutien\w*|pretend\w*|raconte)"
)
_OTHER = (
    r"(?:tu|vous|il|elle|ils|elles|(?:mon|ma|mes|ton|ta|tes|son|sa|votre|le|la|les|un|une) [a-z]+|on m|on t"
    r"|on nous|on lui|[a-z]+ (?=m |t |nous |lui |leur ))"
)
_REPORT = re.compile(
    rf"\b{_OTHER}(?: (?!je\b|j\b|moi\b|c\b)\w+)?(?: (?:n|ne|m|t|l|s|me|te|lui|nous|vous|leur|en|y))*"
    r"(?: (?:as|a|avez|ont|avait|avais|avaient|aviez|est|es))?(?: (?:deja|toujours|bien|souvent"
    rf"|pas|aussi))* {_SAYS}"
    r"(?: (?:toujours|souvent|hier|tout a l heure|a [a-z]+))*(?: (?:que|qu|de|d)\b)(?! ce\b)"
    r"|\b(?:je|j) (?:(?:me|t|te|lui|leur|vous|l) )?(?:disais|disait|ai dit|ai toujours dit|avais dit|repete)"
    r"(?: a [a-z]+)? (?:que|qu|de)\b"
)
"""« Tu disais que… », « mon chef m'a dit de… »: what follows is somebody else's, up to a turn."""
_BACK = re.compile(r"\b(?:mais|alors|donc|et (?:moi|toi|si))\b")

_FILLERS = re.compile(
    r"^(?:(?:euh|heu|ah|oh|eh|ben|bah|hein|bon|alors|enfin|ok|okay|d accord|attends?|attendez"
    r"|ecoute[zs]?|et|mais"
    r"|donc|du coup|voila|tiens|au fait|en fait|sinon|puis|et puis|surtout|franchement"
    r"|honnetement|excuse moi|pardon"
    r"|excusez moi|oui|ouais|non|tu sais|vous savez|dis|dis moi|encore une chose|juste|moi|hum|mmh|allez|deja"
    r"|par contre|au moins|d abord|ensuite|aussi|tout d abord|simplement|genre|bref|quand meme|stop) )+"
)

_WH_ANYWHERE = re.compile(
    r"\b(?:comment|combien|pourquoi|quoi|quels?|quelles?|lequel|laquelle|lesquels?|lesquelles"
    r"|qu est ce (?:que|qu|qui)"
    r"|a qui|avec qui|chez qui|de qui|par qui|pour qui|contre qui|depuis quand|jusqu a quand"
    r"|pour quand|c est quand"
    r"|c etait quand|d ou|jusqu ou|quand est ce|ou est ce|qu en|qu entend\w*|qui est ce|c est qui"
    r"|c etait qui|c est ou)\b"
    r"|(?:qui|quand|ou)$"
)
_WH_FIRST = re.compile(
    r"^(?:(?:et|ou|mais|alors|donc|du coup|toi|en fait|au fond|a ton avis|selon toi|d apres toi|puis) )*"
    r"(?:qui (?!plus)|ou (?:en |est |sont |ca |tu |se |vous |travaill|va|vas)|que (?!tu\b|je\b"
    r"|j\b|il\b|elle\b|on\b|vous\b"
    r"|nous\b|ca\b|la\b|le\b|les\b|ton\b|ta\b|mon\b|ma\b)|quand (?:as|avez|a|es|est|etes|vas"
    r"|allez|\w+ t? ?(?:il|elle|tu|vous|on)\b)"
    r"|qu (?:as|a|avez|entends|entendez|attends|attendez|en|est ce)\b)"
)
_INVERTED = re.compile(
    r"\b(?:as|avez|es|etes|peux|pouvez|veux|voulez|sais|savez|dois|devez|vas|allez|fais|faites"
    r"|penses|pensez|crois|croyez"
    r"|aurais|auriez|serais|seriez|pourrais|pourriez|devrais|devriez|voudrais|saurais|connais"
    r"|vois|sens|te sens|dirais"
    r"|attends|entends|aimerais|ferais|ressens|comptes|souhaites|travailles|parles|disposes) (?:tu|vous)\b"
    r"|\b(?:a|est|ont|sont|fait|peut|veut|sait|va|dit|doit|y a|a t|y a t|va t) (?:t )?(?:il|elle"
    r"|ils|elles|on)\b"
    r"|\best ce (?:que|qu)\b|\best ce (?:vraiment|bien|la|un|une|le|plutot|possible|utile|grave)\b"
)
_INVITES = re.compile(
    r"\b(?:peux|pouvez|pourrais|pourriez|veux|voudrais)(?: tu| vous)? (?:bien |juste |un peu "
    r"|encore )?(?:nous |me |m |en )?(?:en )?"
    r"(?:un peu )?(?:dire|raconter|preciser|decrire|expliquer|parler|donner|repeter|redire"
    r"|reformuler|developper|illustrer"
    r"|clarifier|rappeler|detailler|eclairer|resumer|situer|presenter)\b"
)
"""« Tu peux nous raconter… »: closed in form, open in fact."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a turn. ``start`` and ``end`` are its place in the turn's text, in characters."""

    text: str
    start: int
    end: int

    @cached_property
    def words(self) -> str:
        """Everything, plain, quotations included."""
        return plain(self.text)

    @cached_property
    def own(self) -> str:
        """The speaker's own words, plain: what is quoted or reported is an ellipsis."""
        return _own(self.text)

    @cached_property
    def core(self) -> str:
        """The speaker's own words without what comes before the sentence itself."""
        return _FILLERS.sub("", f"{self.own} ").strip()

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """The speaker's own words between punctuation marks, each without its fillers."""
        parts = (_FILLERS.sub("", f"{_own(part)} ").strip() for part in _clauses(self.text))
        return tuple(part for part in parts if part)

    @cached_property
    def open(self) -> bool:
        """Whether it asks who, what, how..., or invites to tell."""
        if _INVITES.search(self.own):
            return True
        return any(bool(_WH_ANYWHERE.search(part) or _WH_FIRST.search(part)) for part in self._parts)

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question, by its mark or by its form."""
        return "?" in self.text or self.inverted or self.open

    @cached_property
    def inverted(self) -> bool:
        """Whether it has a question's form that is no « comment » or « pourquoi »."""
        return bool(_INVERTED.search(self.own))

    @property
    def _parts(self) -> tuple[str, ...]:
        return tuple(_own(part) for part in _clauses(self.text)) or (self.own,)


@dataclass(frozen=True)
class Turn:
    """What one person says in one go: an utterance. ``text`` is as the transcriber wrote it."""

    text: str
    sentences: tuple[Sentence, ...]


def turn_of(text: str) -> Turn:
    """The turn of those words, cut into sentences; without punctuation it is one."""
    return Turn(text, tuple(_sentences(text)))


def _sentences(text: str) -> Iterator[Sentence]:
    """Marks inside a quotation end nothing."""
    hidden = _QUOTED.sub(lambda quoted: re.sub(r"[.!?…]", ",", quoted.group()), text)
    for piece in _END.finditer(hidden):
        if piece.group().strip(" .!?…"):
            yield Sentence(text[piece.start() : piece.end()].strip(), piece.start(), piece.end())


def _clauses(text: str) -> list[str]:
    return [part for part in re.split(r"[,;:.!?…]| - ", _QUOTED.sub(_MASK, text)) if part.strip()]


def _own(text: str) -> str:
    words = " ".join(
        "…" if part == "…" else plain(part) for part in re.split(r"(…)", _QUOTED.sub(_MASK, text))
    )
    report = _REPORT.search(words)
    if report is None:
        return " ".join(words.split())
    back = _BACK.search(words, report.end())
    rest = words[back.start() :] if back else ""
    return " ".join(f"{words[: report.start()]} … {rest}".split())
