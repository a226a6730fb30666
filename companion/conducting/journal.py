"""Writing down: an event gets its number, is committed, and only then exists."""

from collections.abc import Sequence

from companion.domain.errors import StoreFailed
from companion.domain.messages import Accepted, Event, PartFailed, PartRecovered, Recorded
from companion.ports import Clock, Store

__all__ = ["Journal"]

PART = "store"


class Journal:
    """One séance's log, written from one place. Knows whether the last write failed."""

    def __init__(self, session_id: str, store: Store, clock: Clock) -> None:
        self.last = 0
        self._session_id = session_id
        self._store = store
        self._clock = clock
        self._failed = False

    async def answered(self, command_id: str | None) -> Accepted | None:
        """The answer to a command that was carried out before, even before a restart."""
        if command_id is None:
            return None
        seq = await self._store.carried_out(self._session_id, command_id)
        return None if seq is None else Accepted(seq)

    async def write(
        self, events: Sequence[Event], elapsed: float, command_id: str | None = None
    ) -> list[Recorded]:
        """Commit these events, all or none. Raises StoreFailed; the number is then free again.

        After a failure the first write that succeeds also records PartRecovered.
        """
        if self._failed:
            events = (*events, PartRecovered(part=PART))
        at = self._clock.now()
        recorded = [
            Recorded(seq=seq, at=at, elapsed=elapsed, session_id=self._session_id, event=event)
            for seq, event in enumerate(events, self.last + 1)
        ]
        await self._store.append(recorded, command_id=command_id)
        self.last += len(recorded)
        self._failed = False
        return recorded

    def failure(self, error: StoreFailed) -> PartFailed | None:
        """What to tell of a failed write; None when it was told already."""
        first, self._failed = not self._failed, True
        return PartFailed(part=PART, code=error.code, message=error.message) if first else None
