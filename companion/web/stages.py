"""What each open page reads from: one stage per séance, and one for the table, which shows the room's."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence, Set

from companion.bus import Bus
from companion.domain.errors import StoreFailed
from companion.domain.messages import Event, Recorded
from companion.ports import Clock, Seance, Seances, Store
from companion.web.socket import Client, Stage
from companion.web.unknown_voices import UnknownVoices

__all__ = ["Stages"]

PAGES = 64
"""Pages that may be open at once: a room has few, and each holds a queue."""


class Stages:
    """Makes the stages, and knows the pages that are open."""

    def __init__(self, seances: Seances, clock: Clock) -> None:
        self._seances = seances
        self._stages: dict[str, tuple[Seance, Stage]] = {}
        self._empty = _stage("", _NoLog(), Bus(), clock)
        self._clients: dict[Client, Seance | None] = {}
        self._tables: set[Client] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._stop: Callable[[], None] = seances.watch(self._move)
        self._move()

    def of(self, seance: Seance | None) -> Stage:
        """The stage of that séance; of an empty room without one."""
        if seance is None:
            return self._empty
        known = self._stages.get(seance.session_id)
        if known is not None and known[0] is seance:
            return known[1]
        if known is not None:
            known[1].unknown.close()
        stage = _stage(seance.session_id, seance.store, seance.bus, seance.clock)
        self._stages[seance.session_id] = (seance, stage)
        return stage

    @property
    def full(self) -> bool:
        """Whether no other page may be opened."""
        return len(self._clients) >= PAGES

    def opened(self, client: Client, seance: Seance | None, *, table: bool) -> None:
        """A page is open."""
        self._clients[client] = seance
        if table:
            self._tables.add(client)

    def left(self, client: Client) -> None:
        """It is not any more."""
        self._clients.pop(client, None)
        self._tables.discard(client)

    async def dismiss(self) -> None:
        """Close the stream of every page that is open."""
        await asyncio.gather(*(client.close() for client in tuple(self._clients)))

    async def close(self) -> None:
        """Say goodbye to every page that is open."""
        self._stop()
        await asyncio.gather(self.dismiss(), *self._leaving)
        for _, stage in self._stages.values():
            stage.unknown.close()
        self._empty.unknown.close()

    def _move(self) -> None:
        """Another séance is in the room: its unknown voices are kept from now on, and the pages of the table
        come back to it."""
        room = self._seances.room
        self.of(room)
        for client in self._tables:
            if self._clients[client] is not room:
                task = asyncio.ensure_future(client.close())
                self._leaving.add(task)
                task.add_done_callback(self._leaving.discard)


def _stage(session_id: str, store: Store, bus: Bus, clock: Clock) -> Stage:
    unknown = UnknownVoices(bus, session_id)
    return Stage(store=store, bus=bus, clock=clock, session_id=session_id, unknown=unknown)


class _NoLog:
    """The log of an empty room: a ``Store`` with nothing in it, that takes nothing."""

    async def append(self, recorded: Sequence[Recorded], *, command_id: str | None = None) -> None:
        raise StoreFailed("empty_room", "Aucune séance n'est ouverte dans la salle.")

    async def carried_out(self, session_id: str, command_id: str) -> int | None:
        return None

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        return []

    async def sessions(self) -> list[str]:
        return []

    async def of_kinds(self, kinds: Collection[type[Event]]) -> Mapping[str, Sequence[Recorded]]:
        return {}

    async def holding(self, kind: type[Event], sessions: Collection[str]) -> Set[str]:
        return frozenset()

    async def erase(self, session_id: str) -> None:
        return

    async def unsettled(self) -> Mapping[str, int]:
        return {}

    async def settle(self, session_id: str, seq: int) -> None:
        return

    async def redact(self, session_id: str, seqs: Sequence[int]) -> None:
        return

    async def close(self) -> None:
        return
