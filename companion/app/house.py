"""One séance with everything that conducts it. The same house for the microphone, a replay and tests."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Protocol

from companion.bus import Bus
from companion.conducting.engine import Engine, Floor
from companion.conducting.ticker import tick_forever
from companion.domain.errors import BadSeance
from companion.domain.messages import PrepareSession, Recorded, Refused
from companion.domain.method import Method
from companion.ports import AudioSource, Clock, Store

__all__ = ["Ear", "FitEar", "House", "alongside", "first_error"]


class Ear(Protocol):
    """What hears a source for the engine: ``companion.hearing.listener.Listener``."""

    async def run(self) -> None:
        """Hear the source to its end; everything heard is reported on return."""

    async def idle(self) -> None:
        """Return when all that was heard so far has been dealt with."""


class House:
    """Engine, pulse, log and bus of one séance. An ear is fitted once its models are loaded."""

    def __init__(self, session_id: str, method: Method, store: Store, clock: Clock, floor: Floor) -> None:
        self.bus = Bus()
        self.clock = clock
        self.store = store
        self.engine = Engine(session_id, method, store, self.bus, clock, floor)

    async def prepare(self, command: PrepareSession) -> None:
        """Open the séance. Raises BadSeance with the refusal's sentence."""
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

    async def log(self) -> list[Recorded]:
        """Everything recorded so far."""
        return await self.store.events(self.engine.session_id)

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

    def wants_words(self, person: str) -> bool:
        """Whether a floor rule of the present step judges this person by the words: they are urgent."""
        step, session = self.engine.session.step, self.engine.session
        if step is None or session.halt is not None:
            return False
        rule = self.engine.method.step(step.id).floor
        return rule is not None and rule.kind == "debate" and session.roster.role_of(person) in rule.watched


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
