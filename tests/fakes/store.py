"""A Store in a list. It can be told to refuse, as a full disk does."""

import asyncio
from collections.abc import Sequence

from companion.domain.errors import StoreFailed
from companion.domain.messages import Recorded


class ListStore:
    """Passes the Store's contract. ``full`` makes every append fail; ``gate`` holds appends back."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], Recorded | None] = {}
        self.full = False
        self.gate: asyncio.Event | None = None
        self.closed = False

    async def append(self, recorded: Sequence[Recorded]) -> None:
        self._open()
        await asyncio.sleep(0)
        if self.gate:
            await self.gate.wait()
        if self.full:
            raise StoreFailed("disk_full", "Le disque est plein.")
        keys = [(one.session_id, one.seq) for one in recorded]
        if len(set(keys)) < len(keys) or any(key in self.rows for key in keys):
            raise StoreFailed("conflict", "Cette séance est déjà conduite par un autre Companion.")
        self.rows.update(zip(keys, recorded, strict=True))

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        self._open()
        mine = [row for (sid, seq), row in sorted(self.rows.items()) if sid == session_id and seq > after]
        return [row for row in mine if row is not None]

    async def sessions(self) -> list[str]:
        self._open()
        return list(dict.fromkeys(session_id for session_id, _ in self.rows))

    async def redact(self, session_id: str, seqs: Sequence[int]) -> None:
        self._open()
        for seq in seqs:
            if (session_id, seq) in self.rows:
                self.rows[session_id, seq] = None

    async def erase(self, session_id: str) -> None:
        self._open()
        self.rows = {key: row for key, row in self.rows.items() if key[0] != session_id}

    async def close(self) -> None:
        self.closed = True

    def _open(self) -> None:
        if self.closed:
            raise StoreFailed("closed", "Le fichier des séances est fermé.")
