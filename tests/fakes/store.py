"""A Store in a list. It can be told to refuse, as a full disk does."""

import asyncio
from collections.abc import Collection, Mapping, Sequence, Set

from companion.domain.errors import StoreFailed
from companion.domain.messages import Event, Recorded


class ListStore:
    """Passes the Store's contract. ``full`` makes every append fail; ``gate`` holds appends back.

    ``read_elsewhere`` makes every erasure fail, as another program that reads the file does.
    """

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], Recorded | None] = {}
        self.written: dict[str, int] = {}
        self.commands: dict[tuple[str, str], int] = {}
        self.full = False
        self.read_elsewhere = False
        self.gate: asyncio.Event | None = None
        self.closed = False

    async def append(self, recorded: Sequence[Recorded], *, command_id: str | None = None) -> None:
        self._open()
        await asyncio.sleep(0)
        if self.gate:
            await self.gate.wait()
        if self.full:
            raise StoreFailed("disk_full", "Le disque est plein.")
        keys = [(one.session_id, one.seq) for one in recorded]
        twice = command_id is not None and bool(keys) and (keys[-1][0], command_id) in self.commands
        if twice or len(set(keys)) < len(keys) or any(key in self.rows for key in keys):
            raise StoreFailed("conflict", "Cette séance est déjà conduite par un autre Companion.")
        self.rows.update(zip(keys, recorded, strict=True))
        self.written.update(keys)
        if command_id is not None and keys:
            self.commands[keys[-1][0], command_id] = keys[-1][1]

    async def carried_out(self, session_id: str, command_id: str) -> int | None:
        self._open()
        return self.commands.get((session_id, command_id))

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        self._open()
        mine = [row for (sid, seq), row in sorted(self.rows.items()) if sid == session_id and seq > after]
        return [row for row in mine if row is not None]

    async def sessions(self) -> list[str]:
        self._open()
        return list(dict.fromkeys(session_id for session_id, _ in self.rows))

    async def of_kinds(self, kinds: Collection[type[Event]]) -> Mapping[str, Sequence[Recorded]]:
        self._open()
        found: dict[str, list[Recorded]] = {}
        for row in self.rows.values():
            if row is not None and isinstance(row.event, tuple(kinds)):
                found.setdefault(row.session_id, []).append(row)
        return found

    async def holding(self, kind: type[Event], sessions: Collection[str]) -> Set[str]:
        self._open()
        rows = (row for row in self.rows.values() if row is not None)
        return {row.session_id for row in rows if isinstance(row.event, kind) and row.session_id in sessions}

    async def unsettled(self) -> Mapping[str, int]:
        self._open()
        return dict(self.written)

    async def settle(self, session_id: str, seq: int) -> None:
        self._open()
        if self.written.get(session_id) == seq:
            del self.written[session_id]

    async def redact(self, session_id: str, seqs: Sequence[int]) -> None:
        self._open()
        if self.read_elsewhere:
            raise StoreFailed("not_erased", "L'effacement n'est pas complet.")
        for seq in seqs:
            if (session_id, seq) in self.rows:
                self.rows[session_id, seq] = None

    async def erase(self, session_id: str) -> None:
        self._open()
        self.rows = {key: row for key, row in self.rows.items() if key[0] != session_id}
        self.written.pop(session_id, None)
        self.commands = {key: seq for key, seq in self.commands.items() if key[0] != session_id}

    async def close(self) -> None:
        self.closed = True

    def _open(self) -> None:
        if self.closed:
            raise StoreFailed("closed", "Le fichier des séances est fermé.")
