"""Which séance this is: the one that was interrupted, or a new one."""

import secrets
from datetime import datetime
from functools import reduce

from companion.adapters.clock import SystemClock
from companion.adapters.methods import load_method
from companion.app.house import House
from companion.conducting.engine import Floor
from companion.domain.messages import PrepareSession
from companion.domain.people import Person, Role
from companion.domain.session import Session, apply
from companion.ports import Store

__all__ = ["default_seance", "new_id", "open_seance"]

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


async def open_seance(store: Store, floor: Floor, wanted: PrepareSession | None, language: str) -> House:
    """The last séance of the store if it has not ended, else a new one, prepared as ``wanted``.

    One that was prepared but not begun gives way to ``wanted``. Raises CompanionError.
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
        return house
    new_clock = SystemClock()
    command = wanted or default_seance(new_clock.now().astimezone(), language)
    house = House(new_id(new_clock.now()), load_method(command.method), store, new_clock, floor)
    await house.prepare(command)
    return house
