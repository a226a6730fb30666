"""The hall: every séance of this machine, one of them at most in the room."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from companion.adapters.clock import SystemClock
from companion.adapters.methods import load_method
from companion.app.forgetting import Places, forget
from companion.app.house import House, alongside
from companion.app.kept_voices import KeptVoices, sweep
from companion.app.opening import interrupted, open_new, reopen
from companion.app.programme_voices import (
    ProgrammeVoices,
    destroy_what_is_over,
    destroy_what_no_longer_stands,
)
from companion.app.rounds import carry_voices, copy_consents, next_preparation
from companion.app.shelf import Shelf
from companion.conducting.engine import Floor
from companion.conducting.erasure import finish_erasures
from companion.domain.certificate import Certificate
from companion.domain.errors import CompanionError
from companion.domain.messages import (
    Accepted,
    CancelEnrolment,
    EndSession,
    Hearing,
    HearingChanged,
    PrepareSession,
    Refused,
)
from companion.domain.programme import KeptVoice, member
from companion.domain.retention import RETAINING, folded
from companion.domain.session import Session
from companion.domain.summary import Stage, Summary
from companion.ports import Clock, ProgrammeBook, Store, VoiceBook

__all__ = ["Guest", "Hall", "Works"]

Works = Callable[[House], Sequence[Coroutine[Any, Any, None]]]
"""What goes on while a séance is in the room, until it leaves: its pulse, its ear."""

Guest = Callable[[], Awaitable[tuple[House, Works]]]
"""Opens the demonstration."""

LOOKS_EVERY = 60.0
"""Seconds between two looks at what must go."""

_UNKNOWN = Refused("unknown_seance", "Cette séance n'existe pas, ou n'existe plus.")
_STALE = Refused(
    "stale", "Cette séance a été changée entre-temps. Ce qui était écrit ici n'est pas perdu : relisez-le."
)


class Hall:
    """Fulfils ``Seances``. ``run`` for as long as the pages are open; callers are served one at a time.

    ``attend`` is called with each séance that is opened.
    """

    def __init__(
        self,
        store: Store,
        floor: Callable[[], Floor],
        works: Works,
        guest: Guest,
        attend: Callable[[House], object] = lambda house: None,
        clock: Callable[[], Clock] = SystemClock,
        book: VoiceBook | None = None,
        places: Places | None = None,
        programmes: ProgrammeBook | None = None,
    ) -> None:
        self._attend = attend
        self._book = book
        self._places = places or Places(())
        self._kept: dict[str, KeptVoices] = {}
        self._programmes = programmes
        self._kept_for: dict[str, ProgrammeVoices] = {}
        self._clock = clock
        self._shelf = Shelf(store)
        self._store, self._floor = store, floor
        self._works, self._guest = works, guest
        self._guest_works: dict[str, Works] = {}
        self._houses: dict[str, House] = {}
        self._room: House | None = None
        self._moved = asyncio.Event()
        self._watchers: list[Callable[[], None]] = []
        self._lock = asyncio.Lock()

    @property
    def room(self) -> House | None:
        """The séance in the room now."""
        return self._room

    def watch(self, moved: Callable[[], None]) -> Callable[[], None]:
        """Call ``moved`` whenever another séance comes into the room."""
        self._watchers.append(moved)
        return lambda: self._watchers.remove(moved)

    async def run(self) -> None:
        """Let go on what goes on in the room, one séance after the other, until cancelled."""
        while True:
            self._moved.clear()
            house = self._room
            if house is not None:
                await house.begin_anew()
            works = self._guest_works.get(house.session_id, self._works)(house) if house else ()
            async with alongside(*works):
                await self._moved.wait()

    async def come_back(self) -> None:
        """Bring the séance that was interrupted back into the room, if there is one: the latest.

        What a crash left half erased is erased first, in every séance. Raises StoreFailed.
        """
        await finish_erasures(self._store)
        if self._book is not None:
            sweep(self._book, await self._store.sessions())
        await self._destroy_withdrawn()
        await self.retain()
        summaries = await self.summaries()
        running = [one.id for one in summaries if one.stage is Stage.IN_PROGRESS]
        waiting = [one.id for one in summaries if one.stage is Stage.TO_PREPARE]
        for session_id in (*running, *waiting[:1]):
            house = await self._open(session_id)
            if house is not None and interrupted(house.session):
                self._settle(house)
                return

    async def retain(self) -> None:
        """Erase what has been kept for as long as it may be, in every séance. Raises StoreFailed."""
        now = self._clock().now()
        if self._programmes is not None and await destroy_what_is_over(
            self._store, self._programmes, self._today()
        ):
            self._recheck()
        for session_id, course in (await self._store.of_kinds(RETAINING)).items():
            if not folded(course).due(now):
                continue
            async with self._lock:
                house = await self._open(session_id)
                if house is not None:
                    await house.engine.retain(now)

    async def keep_no_longer(self) -> None:
        """Look now and then what must go, until cancelled; what fails is tried again."""
        clock = self._clock()
        while True:
            await clock.sleep_until(clock.elapsed() + LOOKS_EVERY)
            with suppress(CompanionError):
                await self.retain()

    async def forget(self, session_id: str) -> Certificate | Refused:
        """Nothing of it stays. Raises StoreFailed; it is then erased at the next start."""
        async with self._lock:
            house = await self._open(session_id)
            if house is None or house.demonstration:
                return _UNKNOWN
            if running(house.session):
                return Refused("running", "Terminez d'abord cette séance : elle est en cours.")
            if house is self._room:
                self._room = None
                self._moved.set()
                for moved in tuple(self._watchers):
                    moved()
            house.voices.clear()
            del self._houses[session_id]
            self._kept_for.pop(session_id, None)
            now = self._clock().now()
            proof = await forget(session_id, self._store, self._book, self._places, now, self._programmes)
            self._recheck()
            return proof

    async def summaries(self) -> list[Summary]:
        """All of them, the latest first."""
        return await self._shelf.summaries(self._houses)

    async def find(self, session_id: str) -> House | None:
        """The séance of that id, in the room or not."""
        async with self._lock:
            return await self._open(session_id)

    async def create(self, command: PrepareSession) -> str | Refused:
        """A new séance; its id."""
        async with self._lock:
            house = await self._new(command)
            return house if isinstance(house, Refused) else house.session_id

    async def version(self, session_id: str) -> int:
        """Which preparation of the séance this is."""
        return await self._shelf.version(self._store, session_id)

    async def prepare(self, session_id: str, command: PrepareSession, version: int) -> Accepted | Refused:
        """Prepare it anew, unless somebody did meanwhile. Another method makes another house of it."""
        async with self._lock:
            house = await self._open(session_id)
            if house is None:
                return _UNKNOWN
            if house.session.started or version != await self._shelf.version(house.store, session_id):
                return _STALE
            if command.method != house.method.id:
                return await self._change_method(house, command)
            return await house.engine.submit(command)

    async def enter(self, session_id: str) -> Accepted | Refused:
        """Bring it into the room; the demonstration gives way, a running séance does not."""
        async with self._lock:
            return await self._enter(session_id)

    async def next_round(self, session_id: str) -> str | Refused:
        """The séance of the next client, in the room; asked again, the same one."""
        async with self._lock:
            before = await self._open(session_id)
            if before is None:
                return _UNKNOWN
            if before.session.ended_at is None or before.session.prepared is None:
                return Refused("not_ended", "Terminez d'abord ce tour : le suivant sera une autre séance.")
            for summary in await self._shelf.summaries(self._houses):
                if summary.follows == session_id:
                    return summary.id
            house = await self._new(next_preparation(session_id, before.session.prepared))
            if isinstance(house, Refused):
                return house
            await copy_consents(before, house)
            await carry_voices(before, house)
            answer = await self._enter(house.session_id)
            return answer if isinstance(answer, Refused) else house.session_id

    async def kept_voices(self) -> Sequence[KeptVoice]:
        """Everybody whose voice is kept for a programme. Raises StoreFailed."""
        return [] if self._programmes is None else self._programmes.kept()

    async def end_programme(self, name: str) -> None:
        """Destroy every voice that is kept for it. Raises StoreFailed."""
        for kept in await self.kept_voices():
            if self._programmes is not None and kept.who == member(
                replace(kept.programme, name=name), kept.name
            ):
                self._programmes.forget(kept.who)
        self._recheck()

    async def demonstrate(self) -> str | Refused:
        """Play the demonstration in the room; its id."""
        async with self._lock:
            if refused := await self._leave():
                return refused
            try:
                house, works = await self._guest()
            except CompanionError as error:
                return Refused(error.code, error.message)
            self._hold(house)
            self._guest_works[house.session_id] = works
            self._settle(house)
            return house.session_id

    async def _new(self, command: PrepareSession) -> House | Refused:
        try:
            house = await open_new(self._store, self._floor, command, self._clock())
        except CompanionError as error:
            return Refused(error.code, error.message)
        self._hold(house)
        return house

    def _hold(self, house: House) -> None:
        """It is open from now on, and attended: whoever drafts its notes follows it."""
        self._houses[house.session_id] = house
        self._attend(house)
        if self._book is not None:
            self._kept[house.session_id] = KeptVoices(house, self._book)
        if self._programmes is not None and not house.demonstration:
            self._kept_for[house.session_id] = ProgrammeVoices(house, self._programmes, self._today)

    def _today(self) -> date:
        """On this machine's own calendar, as its user reads it."""
        return self._clock().now().astimezone().date()

    def _recheck(self) -> None:
        """Voices of a programme were destroyed: no séance waits for them any more."""
        for voices in self._kept_for.values():
            voices.recheck()

    async def _destroy_withdrawn(self) -> None:
        if self._programmes is not None:
            await destroy_what_no_longer_stands(self._store, self._programmes, self._today())

    async def _open(self, session_id: str) -> House | None:
        house = self._houses.get(session_id)
        if house is None:
            house = await reopen(self._store, self._floor, session_id)
            if house is not None:
                self._hold(house)
        elif session_id not in await house.store.sessions():  # erased meanwhile
            del self._houses[session_id]
            return None
        return house

    async def _enter(self, session_id: str) -> Accepted | Refused:
        house = await self._open(session_id)
        if house is None:
            return _UNKNOWN
        if house is self._room:
            return Accepted(house.engine.last)
        if house.session.ended_at is not None:
            return Refused("ended", "Cette séance est terminée.")
        if refused := await self._leave():
            return refused
        self._settle(house)
        return Accepted(house.engine.last)

    async def _leave(self) -> Refused | None:
        """Empty the room, unless a séance is running there."""
        room = self._room
        if room is None:
            return None
        if running(room.session) and not room.demonstration:
            title = room.session.prepared.title if room.session.prepared else ""
            said = f"Terminez d'abord la séance « {title} » : elle est en cours."
            return Refused("occupied", said, values={"title": title})
        if running(room.session):
            await room.engine.submit(EndSession())
        elif room.session.enrolling is not None:
            await room.engine.submit(CancelEnrolment(person=room.session.enrolling))
        if room.session.ended_at is None:
            await room.engine.hear(HearingChanged(hearing=Hearing.CLOSED))
        return None

    async def _change_method(self, house: House, command: PrepareSession) -> Accepted | Refused:
        try:
            again = House(
                house.session_id, load_method(command.method), house.store, house.clock, self._floor()
            )
        except CompanionError as error:
            return Refused(error.code, error.message)
        await again.engine.recover()
        answer = await again.engine.submit(command)
        if isinstance(answer, Accepted):
            await self._destroy_withdrawn()  # nobody followed what that took back
            self._hold(again)
            if self._room is house:
                self._settle(again)
        return answer

    def _settle(self, house: House) -> None:
        self._room = house
        self._moved.set()
        for moved in tuple(self._watchers):
            moved()


def running(session: Session) -> bool:
    """Whether people are at work in it."""
    return session.started and session.ended_at is None
