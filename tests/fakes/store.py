"""An event log in a list."""

from collections.abc import Sequence

from companion.domain.messages import Recorded


class MemoryStore:
    """Keeps events as long as it lives."""

    def __init__(self, recorded: Sequence[Recorded] = ()) -> None:
        self._recorded = list(recorded)

    async def append(self, recorded: Sequence[Recorded]) -> None:
        self._recorded.extend(recorded)

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        return [r for r in self._recorded if r.session_id == session_id and r.seq > after]

    async def sessions(self) -> list[str]:
        return list(dict.fromkeys(r.session_id for r in self._recorded))

    async def redact(self, session_id: str, seqs: Sequence[int]) -> None:
        self._recorded = [r for r in self._recorded if r.session_id != session_id or r.seq not in seqs]

    async def erase(self, session_id: str) -> None:
        self._recorded = [r for r in self._recorded if r.session_id != session_id]

    async def close(self) -> None:
        return
