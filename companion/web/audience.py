"""What each audience is shown of the log, and from where a page goes on after an absence."""

from collections.abc import Sequence
from typing import Protocol

from companion.domain.messages import Audience, PartFailed, Recorded
from companion.domain.speech import UnassignedWords, WordsHeard
from companion.ports import Store
from companion.web.wire import facilitator_frame, table_frame

__all__ = ["FacilitatorView", "TableView", "View"]


class View(Protocol):
    """One page's sight of the log. One per connection: it may count."""

    signals: tuple[type, ...]

    async def missed(self, store: Store, session_id: str, after: int) -> tuple[int, Sequence[Recorded]]:
        """The events to replay, and the number after which the replay starts.

        That number is ``after`` when the log knows it, else 0. Raises StoreFailed.
        """

    def frame(self, recorded: Recorded) -> str | None:
        """The event as this audience may see it; None if it may not, or saw it before."""


class FacilitatorView:
    """Everything, by the log's own numbers.

    A failure of the store is the one event that arrives unrecorded: there is nowhere to write it.
    """

    signals: tuple[type, ...] = (WordsHeard, UnassignedWords, PartFailed)

    async def missed(self, store: Store, session_id: str, after: int) -> tuple[int, Sequence[Recorded]]:
        """Reads one event more, to see that the number is one of this log."""
        known = await store.events(session_id, max(after - 1, 0))
        if after == 0 or (known and known[0].seq == after):
            return after, [recorded for recorded in known if recorded.seq > after]
        return 0, await store.events(session_id, 0)

    def frame(self, recorded: Recorded) -> str | None:
        """Always."""
        return facilitator_frame(recorded)


class TableView:
    """The table's own events, counted from 1 as if there were no others."""

    signals: tuple[type, ...] = ()

    def __init__(self) -> None:
        self._count = 0
        self._after = 0

    async def missed(self, store: Store, session_id: str, after: int) -> tuple[int, Sequence[Recorded]]:
        """Always the whole log: its numbers are found by counting."""
        events = await store.events(session_id, 0)
        known = sum(recorded.event.audience is Audience.TABLE for recorded in events)
        self._after = after if after <= known else 0
        return self._after, events

    def frame(self, recorded: Recorded) -> str | None:
        """Nothing for an event that is not the table's."""
        if recorded.event.audience is not Audience.TABLE:
            return None
        self._count += 1
        return table_frame(self._count, recorded) if self._count > self._after else None
