"""Which séance this is: the one that was interrupted, or a new one."""

import asyncio
import secrets
from datetime import datetime
from functools import reduce

from companion.adapters.clock import SystemClock
from companion.adapters.methods import load_method
from companion.app.house import House
from companion.conducting.engine import Floor
from companion.domain.messages import PartFailed, PartRecovered, PrepareSession, Recorded, VoiceEnrolled
from companion.domain.people import Person, Role
from companion.domain.session import Session, apply
from companion.ports import Store

__all__ = ["default_seance", "new_id", "open_seance", "voices_again"]

_CONSULTANTS = 4


def default_seance(today: datetime, language: str) -> PrepareSession:
    """A séance of six whose people have no names yet."""
    people = [
        Person(id="animation", name="Animateur·rice", role=Role.FACILITATOR),
        Person(id="client", name="Client·e", role=Role.CLIENT),
        *(
            Person(id=f"consultant-{number}", name=f"Consultant·e {number}", role=Role.CONSULTANT)
            for number in range(1, _CONSULTANTS + 1)
        ),
    ]
    return PrepareSession(
        title="Séance de codéveloppement",
        language=language,
        method="codev",
        date=today.date(),
        people=tuple(people),
    )


def new_id(now: datetime) -> str:
    """A séance's id: when it was opened, and something that no other one has."""
    return f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


async def open_seance(
    store: Store, floor: Floor, wanted: PrepareSession | None, language: str
) -> tuple[House, frozenset[str]]:
    """The last séance of the store if it has not ended, else a new one, prepared as ``wanted``.

    One that was prepared but not begun gives way to ``wanted``. Also returns whose voices were known
    before an interruption: voiceprints are never stored, so they are lost. Raises CompanionError.
    """
    for session_id in (await store.sessions())[-1:]:
        log = await store.events(session_id)
        session = reduce(apply, log, Session())
        if session.prepared is None or session.ended_at is not None:
            break
        if wanted is not None and not session.started:
            break
        method = load_method(session.prepared.method)
        clock = SystemClock.resumed(log[-1].at, log[-1].elapsed)
        house = House(session_id, method, store, clock, floor)
        await house.engine.recover()
        return house, session.enrolled
    new_clock = SystemClock()
    command = wanted or default_seance(new_clock.now().astimezone(), language)
    house = House(new_id(new_clock.now()), load_method(command.method), store, new_clock, floor)
    await house.prepare(command)
    return house, frozenset()


async def voices_again(house: House, lost: frozenset[str]) -> None:
    """Tell the facilitator that these people's voices are to be learnt again, and when they all are."""
    waiting, done = set(lost), asyncio.Event()

    def learnt(recorded: Recorded) -> None:
        if isinstance(recorded.event, VoiceEnrolled):
            waiting.discard(recorded.event.person)
            if not waiting:
                done.set()

    if not waiting:
        return
    message = "Companion a redémarré et ne reconnaît plus les voix : refaites le tour de table."
    stop = house.bus.subscribe(Recorded, learnt)
    try:
        await house.engine.hear(PartFailed(part="voices", code="voices_lost", message=message))
        await done.wait()
    finally:
        stop()
    await house.engine.hear(PartRecovered(part="voices"))
