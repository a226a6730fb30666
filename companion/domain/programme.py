"""A programme: séances of the same people under one name, and until when voices may be kept for it.

Nothing tells two people of one name apart but their voices: a kept voice is confirmed before it is used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from companion.domain.messages import (
    ChoicesMade,
    ConsentGiven,
    ConsentWithdrawn,
    PersonArrived,
    Recorded,
    SessionPrepared,
    VoiceForgotten,
    VoiceKept,
)
from companion.domain.names import clean
from companion.domain.people import Consent, Programme
from companion.domain.refusal import Refusal
from companion.domain.session import Session, apply

__all__ = [
    "KEEPING",
    "KeptVoice",
    "Member",
    "a_year_after",
    "cleaned",
    "kept_in",
    "may_keep",
    "member",
    "over",
    "problems",
    "standing",
]

LONGEST_NAME = 80
"""Characters."""

KEEPING = (
    SessionPrepared,
    PersonArrived,
    ConsentGiven,
    ConsentWithdrawn,
    ChoicesMade,
    VoiceForgotten,
    VoiceKept,
)
"""The events that tell whose voice may be kept, and whose may not any more."""


class Member(NamedTuple):
    """Somebody of a programme, as one is found again in a later séance: by name, however it is spelt."""

    programme: str
    name: str


def member(programme: Programme, name: str) -> Member:
    """That person of that programme."""
    return Member(clean(programme.name).casefold(), clean(name).casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVoice:
    """Whose voice is kept; ``programme.ends`` is the day that this person agreed to."""

    programme: Programme
    name: str

    @property
    def who(self) -> Member:
        """How this person is found again."""
        return member(self.programme, self.name)


def a_year_after(day: date) -> date:
    """Twelve months later: the longest that a voice is kept without asking again."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February, or the last year of the calendar
        return date.max if day.year == date.max.year else day.replace(year=day.year + 1, day=28)


def cleaned(programme: Programme | None) -> Programme | None:
    """As it is written down."""
    return None if programme is None else Programme(name=clean(programme.name), ends=programme.ends)


def problems(programme: Programme | None, day: date) -> Iterator[Refusal]:
    """What is wrong with the programme of a séance held on that ``day``."""
    if programme is None:
        return
    name = clean(programme.name)
    if not name:
        yield Refusal("no_programme_name", "Donnez un nom au programme.", "programme")
    if len(name) > LONGEST_NAME:
        said = "Ce nom de programme est trop long : {most} caractères au plus."
        yield Refusal("long_programme_name", said, "programme", most=LONGEST_NAME)
    if programme.ends < day:
        yield Refusal("programme_over", "Le programme finit avant cette séance.", "programme_ends")
    if programme.ends > a_year_after(day):
        said = "Les voix sont gardées douze mois au plus : choisissez une date plus proche."
        yield Refusal("long_programme", said, "programme_ends")


def may_keep(session: Session, person: str) -> bool:
    """Whether that person agreed, in this séance, to be recognised and to have the voice kept."""
    agreed = all(session.consented(person, one) for one in (Consent.VOICEPRINT, Consent.KEEPING))
    return agreed and session.prepared is not None and session.prepared.programme is not None


def standing(courses: Mapping[str, Sequence[Recorded]]) -> frozenset[Member]:
    """Whose voice may still be kept: those of whom the last word of all the séances is VoiceKept.

    ``courses`` are the events of ``KEEPING`` by séance. A séance that was erased says nothing any more.
    """
    words = sorted((word for course in courses.values() for word in _words(course)), key=lambda word: word[0])
    last = {who: kept for _, who, kept in words}
    return frozenset(who for who, kept in last.items() if kept)


def over(kept: KeptVoice, courses: Mapping[str, Sequence[Recorded]], today: date) -> bool:
    """Whether its programme has ended: when its owner was told, or sooner, as was chosen since."""
    prepared = sorted(
        (
            (recorded.at.timestamp(), recorded.seq, recorded.event.programme)
            for course in courses.values()
            for recorded in course
            if isinstance(recorded.event, SessionPrepared) and recorded.event.programme is not None
        ),
        key=lambda one: one[:2],
    )
    ends = [one.ends for *_, one in prepared if member(one, kept.name) == kept.who]
    return today > min([kept.programme.ends, *ends[-1:]])


def kept_in(log: Sequence[Recorded]) -> frozenset[Member]:
    """Everybody whose voice was kept, or kept on, by that séance."""
    return frozenset(who for _, who, kept in _words(log) if kept)


_Word = tuple[tuple[float, int], Member, bool]


def _words(course: Sequence[Recorded]) -> Iterator[_Word]:
    session = Session()
    for recorded in course:
        before, session = session, apply(session, recorded)
        if person := _concerned(recorded, before):
            programme = before.prepared.programme if before.prepared else None
            known = before.roster.get(person)
            if programme is not None and known is not None:
                kept = isinstance(recorded.event, VoiceKept)
                yield (recorded.at.timestamp(), recorded.seq), member(programme, known.name), kept


def _concerned(recorded: Recorded, session: Session) -> str | None:
    match recorded.event:
        case VoiceKept(person=person):
            return person
        case VoiceForgotten(person=person) if session.consented(person, Consent.KEEPING):
            return person
        case ConsentWithdrawn(person=person, consent=Consent.VOICEPRINT | Consent.KEEPING):
            return person
        case ChoicesMade(person=person) if not may_keep(session, person):
            return person
    return None
