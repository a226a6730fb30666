"""One séance with everything that conducts it. The same house for the microphone, a replay and tests."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Protocol

from companion.adapters.clock import SystemClock
from companion.bus import Bus
from companion.conducting.engine import Engine, Floor
from companion.conducting.ticker import tick_forever
from companion.domain.consents import everybody
from companion.domain.errors import BadSeance, StoreFailed
from companion.domain.messages import (
    ClockAnchored,
    Command,
    ConsentWithdrawn,
    PartFailed,
    PartRecovered,
    PrepareSession,
    Recorded,
    Refused,
    VoiceForgotten,
)
from companion.domain.method import Method
from companion.domain.people import Consent, Role
from companion.domain.session import Session
from companion.hearing.voiceprints import Voices
from companion.ports import AudioSource, Clock, OwnVoice, Store

__all__ = ["Ear", "FitEar", "House", "alongside", "first_error", "in_the_break"]


class Ear(Protocol):
    """What hears a source for the engine: ``companion.hearing.listener.Listener``."""

    async def run(self) -> None:
        """Hear the source to its end; everything heard is reported on return."""

    async def idle(self) -> None:
        """Return when all that was heard so far has been dealt with."""


class House:
    """A ``Seance``: engine, pulse, log and bus. An ear is fitted once its models are loaded.

    ``voices`` are those known in it. They are in memory alone and outlive an ear; a later round takes over
    those of the round before. ``failed`` are the parts that do not work, as the log says.
    """

    def __init__(
        self,
        session_id: str,
        method: Method,
        store: Store,
        clock: Clock,
        floor: Floor,
        *,
        demonstration: bool = False,
    ) -> None:
        self.bus = Bus()
        self.clock = clock
        self.store = store
        self.demonstration = demonstration
        self.voices = Voices()
        self.own_voice: OwnVoice | None = None
        self.engine = Engine(session_id, method, store, self.bus, clock, floor)
        self.failed: set[str] = set()
        self._enrolled: frozenset[str] = frozenset()
        self.bus.subscribe(Recorded, self._mind_voices)
        self.bus.subscribe(Recorded, self._mind_parts)

    @property
    def session_id(self) -> str:
        """Its id in the log."""
        return self.engine.session_id

    @property
    def method(self) -> Method:
        """The method it follows."""
        return self.engine.method

    @property
    def session(self) -> Session:
        """Its present state."""
        return self.engine.session

    @property
    def desk(self) -> Engine:
        """Where its commands are handed in."""
        return self.engine

    async def prepare(self, command: PrepareSession) -> None:
        """Open the séance; nobody is heard until everybody has agreed. Raises BadSeance when refused."""
        await self._must(command)

    async def prepare_recorded(self, command: PrepareSession) -> None:
        """Open a séance that was recorded: its people agreed before. Raises BadSeance when refused."""
        await self._must(command)
        for consent in everybody(self.engine.session.roster):
            await self._must(consent)

    async def _must(self, command: Command) -> None:
        answer = await self.engine.submit(command)
        if isinstance(answer, Refused):
            raise BadSeance(answer.code, answer.message)

    async def pulse(self) -> None:
        """Let time pass, until cancelled."""
        await tick_forever(self.clock, self.engine.tick)

    async def on_the_record(self) -> bool:
        """Wait while the séance is « hors micro », even since before a restart; False when it has ended."""
        moved = asyncio.Event()
        stop = self.bus.subscribe(Recorded, lambda _: moved.set())
        try:
            while self.engine.session.off_the_record:
                await moved.wait()
                moved.clear()
        finally:
            stop()
        return self.engine.session.ended_at is None

    async def begin_anew(self) -> None:
        """Write down on what the clock counts; and what had failed belonged to a process that is gone."""
        anchor = self._anchor()
        try:
            for recorded in await self.log():
                self._mind_parts(recorded)
                if recorded.event == anchor:
                    anchor = None
        except StoreFailed:
            return  # whoever needs the log says so
        for event in (*([anchor] if anchor else []), *map(_recovered, sorted(self.failed))):
            await self.engine.hear(event)

    def _anchor(self) -> ClockAnchored | None:
        boot = SystemClock.boot()
        if boot is None or not isinstance(self.clock, SystemClock):
            return None
        return ClockAnchored(boot=boot, origin=self.clock.origin)

    async def log(self) -> list[Recorded]:
        """Everything recorded so far."""
        return await self.store.events(self.engine.session_id)

    def _mind_voices(self, recorded: Recorded) -> None:
        """A voice that the séance does not know any more is destroyed, whether an ear is at work or not."""
        gone = self._enrolled - self.session.enrolled
        self._enrolled = self.session.enrolled
        match recorded.event:
            case VoiceForgotten(person=person) | ConsentWithdrawn(person=person, consent=Consent.VOICEPRINT):
                gone |= {person}
        for person in self.voices.people:
            if person in gone or person not in self.session.roster:
                self.voices.forget(person)

    def _mind_parts(self, recorded: Recorded) -> None:
        match recorded.event:
            case PartFailed(part=part):
                self.failed.add(part)
            case PartRecovered(part=part):
                self.failed.discard(part)

    def vocabulary(self) -> tuple[str, ...]:
        """Names and terms that are likely to be said: few, for a long list makes Whisper hear them."""
        return (*(person.name for person in self.engine.session.roster), self.engine.method.name["fr"])

    def utterance_prefix(self) -> str:
        """What a new ear begins its utterances' ids with, so that no earlier ear of the séance used them."""
        return f"u{self.engine.last}."

    def watching(self) -> bool:
        """Whether a floor rule listens now: voices are then looked at more often."""
        step, session = self.engine.session.step, self.engine.session
        if step is None or session.halt is not None:
            return False
        return self.engine.method.step(step.id).floor is not None

    def conducts(self, person: str) -> bool:
        """Whether this person's commands are obeyed when they are said aloud."""
        return self.engine.session.roster.role_of(person) is Role.FACILITATOR

    def wants_words(self, person: str) -> bool:
        """Whether a floor rule of the present step judges this person by the words: they are urgent."""
        step, session = self.engine.session.step, self.engine.session
        if step is None or session.halt is not None:
            return False
        rule = self.engine.method.step(step.id).floor
        return rule is not None and rule.kind == "debate" and session.roster.role_of(person) in rule.watched


def _recovered(part: str) -> PartRecovered:
    return PartRecovered(part=part)


FitEar = Callable[[House, AudioSource], Ear]
"""Makes the ear of a house for a source; its models are already loaded."""


@asynccontextmanager
async def alongside(*works: Coroutine[Any, Any, None]) -> AsyncGenerator[None, None]:
    """Background work that ends with the block: started, cancelled and awaited here and nowhere else.

    When one of them fails, the block is cancelled and that one's own error comes out.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
            yield
            for task in tasks:
                task.cancel()
    except BaseExceptionGroup as failed:
        raise first_error(failed) from None


def first_error(error: BaseException) -> BaseException:
    """The error itself, or the first one of a group: the others only follow from it."""
    return first_error(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def in_the_break(session: Session) -> bool:
    """Whether this is the break before a later round: the microphone is off."""
    later = session.prepared is not None and session.prepared.round > 1
    return later and not session.started and session.enrolling is None and session.ended_at is None
