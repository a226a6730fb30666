"""The notes of a séance as data: lines, each with the words that carry it, in sections.

One flat list of lines, keyed by id, so that a line is edited, moved, accepted or taken out alone. An id is
a function of the evidence (first utterance, sentence in it, family of sections): the draft made again from
a corrected transcript gives the same line the same id. ``codec.to_plain`` gives the JSON form,
``notes_from_plain`` reads it back without loss.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from companion.domain.contract import Contract
from companion.domain.people import Person

__all__ = [
    "Caveat",
    "Doubt",
    "DoubtReason",
    "Due",
    "Evidence",
    "Kind",
    "NoteLine",
    "NotedContract",
    "Notes",
    "PlannedAction",
    "Quote",
    "Section",
    "line_id",
    "notes_from_plain",
]


class Section(StrEnum):
    """Where a line belongs, in the order of the document."""

    CONTEXT = "contexte"
    """The exposé: near-verbatim excerpts, few."""
    STAKE = "enjeu"
    """The exposé: what is at stake, what is hard."""
    FACTS = "faits"
    """Clarification: a question with its answer, or a precision the client gave unasked."""
    CONTRACT = "contrat"
    """The client's own sentence, verbatim; rarely more than one line."""
    CONTRIBUTIONS = "contributions"
    KEPT = "garde"
    SET_ASIDE = "ecarte"
    PLAN = "plan"
    LEARNINGS = "apprentissages"
    EVALUATION = "evaluation"
    """What somebody said of how the séance went."""
    VIGILANCE = "vigilance"
    """What the group is to watch next time."""


_FAMILIES = {
    Section.STAKE: Section.CONTEXT,
    Section.SET_ASIDE: Section.KEPT,
    Section.VIGILANCE: Section.EVALUATION,
}


class Kind(StrEnum):
    """What a consultant offered."""

    SUGGESTION = "suggestion"
    TESTIMONY = "temoignage"
    FEELING = "ressenti"
    IDEA = "idee"
    """An idea or a hypothesis."""
    QUESTION = "question"
    """A question to think about."""


class Caveat(StrEnum):
    """What must be said at the head of the draft."""

    WEAK_TRANSCRIPTION = "transcription_peu_fiable"
    OTHER_METHOD = "autre_methode"
    """The séance's method has other steps: what was said in them is not here."""


class DoubtReason(StrEnum):
    """Why a line is « à vérifier ». The first keeps it out of its section until somebody accepts it."""

    PLACE = "place"
    """It may not belong to the notes at all, or to that section."""
    SPEAKER = "voix"
    """Who said it is not sure: the voice hardly fits, or had another name at first."""
    WORDS = "mots"
    """The whole line was heard badly."""
    NEGATION = "negation"
    NUMBER = "nombre"
    NAME = "nom"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An utterance that carries a line; ``start`` and ``end`` in seconds on the séance's clock."""

    utterance: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """``words``: the part of ``said`` that is doubtful, empty for all of it."""

    reason: DoubtReason
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of one person: ``text`` to read, ``said`` the raw words, all of them in ``evidence``."""

    text: str
    said: str
    person: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When an action is due: the ``words``, and the calendar ``day`` when they give one.

    ``assumed``: the words leave a choice (« la semaine prochaine »), and the day is its last one.
    """

    words: str
    day: date | None = None
    assumed: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """The parts of one action; None is « non précisé ». ``owner`` is the id of a person of the séance."""

    owner: str | None = None
    due: Due | None = None
    with_whom: Quote | None = None
    first_step: Quote | None = None
    sign: Quote | None = None
    """The sign of success."""
    obstacle: Quote | None = None
    support: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One line. ``text`` is read, ``said`` the raw words of ``person``, all of them in ``evidence``.

    Added by hand: ``by_hand``, no evidence, and ``person`` may be None. ``answer`` is for facts (``text``
    is then the question), ``kind`` for contributions, ``action`` for the plan. ``refs`` are the ids of the
    contributions that a kept or set aside line comes from.
    """

    id: str
    section: Section
    text: str
    said: str = ""
    person: str | None = None
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    kind: Kind | None = None
    answer: Quote | None = None
    refs: tuple[str, ...] = ()
    action: PlannedAction | None = None
    by_hand: bool = False

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Everybody's words in it besides ``said``: the answer, the parts of the action."""
        action = self.action or PlannedAction()
        parts = (action.with_whom, action.first_step, action.sign, action.obstacle, action.support)
        return tuple(quote for quote in (self.answer, *parts) if quote is not None)

    @property
    def utterances(self) -> tuple[str, ...]:
        """Every utterance that a word of it comes from, each once."""
        due = self.action.due.evidence if self.action and self.action.due else ()
        every = (*self.evidence, *due, *(one for quote in self.quotes for one in quote.evidence))
        return tuple(dict.fromkeys(one.utterance for one in every))

    @property
    def held(self) -> bool:
        """Whether it stays out of its section, in « à vérifier » alone, until it is accepted."""
        return any(doubt.reason is DoubtReason.PLACE for doubt in self.doubts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedContract:
    """What is known of the contract besides the client's sentence, which is a line.

    ``types`` are the consultation types of the method, as « temoignages »; ``type_said`` the client's words
    for them. ``agreement``: the words by which each agreed, empty when none was heard. ``written`` is what
    the facilitator wrote down in the room.
    """

    types: tuple[str, ...] = ()
    type_said: Quote | None = None
    agreement: tuple[Quote, ...] = ()
    written: Contract | None = None

    @property
    def agreed(self) -> bool:
        """Whether an agreement was heard, or noted in the room."""
        return bool(self.agreement) or bool(self.written and self.written.agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """A draft. ``lines`` are in the order of the sections, then in the order said."""

    title: str
    date: date | None
    roles: tuple[Person, ...]
    contract: NotedContract = NotedContract()
    lines: tuple[NoteLine, ...] = ()
    caveats: tuple[Caveat, ...] = ()

    def of(self, section: Section) -> tuple[NoteLine, ...]:
        """The lines of that section, without those held for « à vérifier »."""
        return tuple(line for line in self.lines if line.section is section and not line.held)

    @property
    def to_check(self) -> tuple[NoteLine, ...]:
        """« À vérifier »: every doubtful line; those not ``held`` are in their section too."""
        return tuple(line for line in self.lines if line.doubts)

    def line(self, line_id: str) -> NoteLine:
        """The line of that id. Raises KeyError."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)


def line_id(section: Section, utterance: str, sentence: int) -> str:
    """The id of the line that begins with that sentence (from 0) of that utterance.

    Sections between which a line may change when it is heard better share ids: kept and set aside, context
    and stake, evaluation and vigilance.
    """
    return f"{_FAMILIES.get(section, section).value}:{utterance}:{sentence}"


def notes_from_plain(data: Mapping[str, Any]) -> Notes:
    """The notes of ``to_plain(notes)``. Raises TypeError or ValueError for bad data."""
    from companion.domain.codec import from_plain  # it knows every message, and some carry notes

    return from_plain(Notes, data)
