"""Opening a séance: a new one, or one of the log at the point where it stands."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from companion.adapters.clock import SystemClock
from companion.adapters.methods import load_method
from companion.app.house import House
from companion.conducting.engine import Floor
from companion.domain.messages import ClockAnchored, PrepareSession, Recorded, SessionPrepared
from companion.domain.session import Session
from companion.ports import Clock, Store

__all__ = ["interrupted", "new_id", "open_new", "reopen", "resumed_clock"]


def new_id(now: datetime) -> str:
    """A séance's id: when it was opened, and something that no other one has."""
    return f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


async def open_new(store: Store, floor: Callable[[], Floor], command: PrepareSession, clock: Clock) -> House:
    """A new séance on that clock, prepared. Raises CompanionError with the sentence of a refusal."""
    method = load_method(command.method)
    house = House(new_id(clock.now()), method, store, clock, floor())
    await house.prepare(command)
    return house


async def reopen(store: Store, floor: Callable[[], Floor], session_id: str) -> House | None:
    """A séance of the log, where it stands; None when the log holds nothing of it. Raises CompanionError."""
    log = await store.events(session_id)
    prepared = [recorded.event for recorded in log if isinstance(recorded.event, SessionPrepared)]
    if not prepared:
        return None
    clock = resumed_clock(log)
    # The method last prepared: it may be changed until the séance begins.
    house = House(session_id, load_method(prepared[-1].method), store, clock, floor())
    await house.engine.recover()
    return house


def resumed_clock(log: Sequence[Recorded]) -> SystemClock:
    """Where the séance's clock is now: by the machine's own, else by the time of day, which may have jumped.

    The latest time of day that the log knows counts: an hour that was wrong, then put right, adds none.
    """
    anchors = [recorded.event for recorded in log if isinstance(recorded.event, ClockAnchored)]
    if anchors and anchors[-1].boot == SystemClock.boot():
        clock = SystemClock.counting_from(anchors[-1].origin)
        if clock.elapsed() >= log[-1].elapsed:
            return clock
    return SystemClock.resumed(max(recorded.at for recorded in log), log[-1].elapsed)


def interrupted(session: Session) -> bool:
    """Whether people were at the table when this séance was left: it comes back by itself."""
    return session.ended_at is None and (session.started or bool(session.enrolled))
