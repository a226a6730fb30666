"""Ties the voices of a séance to those of its programme: found at the beginning, kept by consent, destroyed
as soon as their owner says so, the programme ends, or the séance that they come from is forgotten."""

import asyncio
from collections.abc import Callable
from datetime import date

from companion.app.house import House
from companion.domain.errors import StoreFailed
from companion.domain.messages import (
    ChoicesMade,
    ConsentGiven,
    ConsentWithdrawn,
    Event,
    PartFailed,
    PersonArrived,
    Recorded,
    SessionEnded,
    SessionPrepared,
    VoiceEnrolled,
    VoiceForgotten,
    VoiceFound,
    VoiceKept,
)
from companion.domain.people import Consent, Programme
from companion.domain.programme import KEEPING, Member, a_year_after, may_keep, member, over, standing
from companion.domain.session import Session
from companion.ports import Embedding, ProgrammeBook, Store

__all__ = ["ProgrammeVoices", "destroy_what_is_over", "destroy_what_no_longer_stands"]

PART = "kept_voices"
_STUCK = (
    "Une empreinte de voix gardée n'a pas pu être détruite, ou écrite : libérez de la place ou corrigez les "
    "droits du dossier, puis redémarrez Companion, qui recommencera."
)
_BOTH = (Consent.VOICEPRINT, Consent.KEEPING)


class ProgrammeVoices:
    """Follows one house from the moment it is open, whether it is in the room or not."""

    def __init__(self, house: House, book: ProgrammeBook, today: Callable[[], date]) -> None:
        self._house, self._book, self._today = house, book, today
        self._members = _members(house.session)
        self._agreed: set[str] = set()
        self._telling: set[asyncio.Task[None]] = set()
        for person in self._members:
            if self._may_keep(person):
                self._agreed.add(person)
                self._offer(person)
        house.bus.subscribe(Recorded, self._follow)

    async def idle(self) -> None:
        """Return when everything is written down."""
        while self._telling:
            await asyncio.wait(tuple(self._telling))

    def recheck(self) -> None:
        """Voices were destroyed elsewhere: those are not waited for any more."""
        for person, who in self._members.items():
            if self._house.voices.offered(person) and self._found(who) is None:
                self._house.voices.withdraw(person)
                self._tell(VoiceForgotten(person=person))

    def _follow(self, recorded: Recorded) -> None:
        match recorded.event:
            case VoiceEnrolled(person=person) if self._may_keep(person):
                self._keep(person)
            case VoiceForgotten(person=person) if person in self._agreed:
                self._destroy(person)
            case SessionPrepared() | PersonArrived():
                self._members = _members(self._house.session)
            case SessionEnded():
                for person in self._members:
                    self._house.voices.withdraw(person)
            case event:
                self._obey(event)

    def _obey(self, event: Event) -> None:
        """What somebody says of their own voice."""
        match event:
            case ConsentGiven(person=person) | ChoicesMade(person=person) if self._may_keep(person):
                self._agree(person)
            case ChoicesMade(person=person):
                self._destroy(person)
            case ConsentWithdrawn(person=person, consent=consent) if consent in _BOTH:
                self._destroy(person)

    def _may_keep(self, person: str) -> bool:
        return may_keep(self._house.session, person)

    def _agree(self, person: str) -> None:
        if person in self._agreed:
            return
        self._agreed.add(person)
        if person in self._house.session.enrolled:
            self._keep(person)
        else:
            self._offer(person)

    def _offer(self, person: str) -> None:
        session = self._house.session
        known = person in session.enrolled or person in self._house.voices.people
        if session.ended_at is not None or known:
            return
        voiceprint = self._found(self._members[person])
        if voiceprint is not None:
            self._house.voices.offer(person, voiceprint)
            if person not in session.found:
                self._tell(VoiceFound(person=person))

    def _found(self, who: Member) -> Embedding | None:
        """None also when it cannot be read now: the voice is then learnt as any other."""
        try:
            return self._book.find(who)
        except StoreFailed:
            return None

    def _keep(self, person: str) -> None:
        self._agreed.add(person)
        session, voiceprint = self._house.session, self._house.voices.voiceprint(person)
        programme = session.prepared.programme if session.prepared else None
        known = session.roster.get(person)
        if voiceprint is None or programme is None or known is None:
            return
        until = min(programme.ends, a_year_after(self._today()))
        if until < self._today():
            return
        try:
            self._book.keep(Programme(name=programme.name, ends=until), known.name, voiceprint)
        except StoreFailed:
            self._stuck()
        else:
            self._tell(VoiceKept(person=person, until=until))

    def _destroy(self, person: str) -> None:
        self._agreed.discard(person)
        self._house.voices.withdraw(person)
        who = self._members.get(person)
        if who is None:
            return
        try:
            self._book.forget(who)
        except StoreFailed:
            self._stuck()

    def _stuck(self) -> None:
        self._tell(PartFailed(part=PART, code="kept_voices_stuck", message=_STUCK))

    def _tell(self, event: Event) -> None:
        """Once whoever holds the engine lets go of it."""
        task = asyncio.ensure_future(self._house.engine.hear(event))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)


def _members(session: Session) -> dict[str, Member]:
    programme = session.prepared.programme if session.prepared else None
    return {} if programme is None else {one.id: member(programme, one.name) for one in session.roster}


async def destroy_what_is_over(store: Store, book: ProgrammeBook, today: date) -> bool:
    """Of programmes that have ended; whether there was any. Raises StoreFailed."""
    voices = book.kept()
    if not voices:
        return False
    courses = await store.of_kinds((SessionPrepared,))
    gone = [kept for kept in voices if over(kept, courses, today)]
    for kept in gone:
        book.forget(kept.who)
    return bool(gone)


async def destroy_what_no_longer_stands(store: Store, book: ProgrammeBook, today: date) -> None:
    """At the start: also what a crash left undone, or a séance that was erased. Raises StoreFailed."""
    await destroy_what_is_over(store, book, today)
    stand = standing(await store.of_kinds(KEEPING))
    for kept in book.kept():
        if kept.who not in stand:
            book.forget(kept.who)
