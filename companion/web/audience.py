"""What each audience is shown of the log, and from where a page goes on after an absence."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from companion.domain.messages import Audience, PartFailed, Recorded
from companion.domain.speech import UnassignedWords, WordsHeard
from companion.ports import Store
from companion.web.wire import facilitator_frame, table_frame

__all__ = ["FacilitatorView", "Replay", "TableView", "View"]


class Replay(NamedTuple):
    """What a page missed: ``events``, numbered above ``after`` up to ``last`` in the page's own numbers."""

    after: int
    last: int
    events: Sequence[Recorded]


class View(Protocol):
    """One page's sight of the log. One per connection: it may count."""

    signals: tuple[type, ...]

    async def missed(self, store: Store, session_id: str, after: int) -> Replay:
        """From ``after`` on when the log knows that number, else from 0. Raises StoreFailed."""

    def frame(self, recorded: Recorded) -> str | None:
        """The event as this audience may see it; None if it may not, or saw it before."""


class FacilitatorView:
    """Everything, by the log's own numbers.

    A failure of the store is the one event that arrives unrecorded: there is nowhere to write it.
    """

    signals: tuple[type, ...] = (WordsHeard, UnassignedWords, PartFailed)

    async def missed(self, store: Store, session_id: str, after: int) -> Replay:
        """Reads one event more, to see that the number is one of this log."""
        events = await store.events(session_id, max(after - 1, 0))
        if after and not (events and events[0].seq == after):
            after, events = 0, await store.events(session_id, 0)
        return Replay(after, events[-1].seq if events else 0, events[1:] if after else events)

    def frame(self, recorded: Recorded) -> str | None:
        """Always."""
        return facilitator_frame(recorded)


class TableView:
    """The table's own events, counted from 1 as if there were no others."""

    signals: tuple[type, ...] = ()

    def __init__(self) -> None:
        self._count = 0
        self._after = 0

    async def missed(self, store: Store, session_id: str, after: int) -> Replay:
        """Always the whole log: its numbers are found by counting."""
        events = await store.events(session_id, 0)
        last = sum(recorded.event.audience is Audience.TABLE for recorded in events)
        self._after = after if after <= last else 0
        return Replay(self._after, last, events)

    def frame(self, recorded: Recorded) -> str | None:
        """Nothing for an event that is not the table's."""
        if recorded.event.audience is not Audience.TABLE:
            return None
        self._count += 1
        return table_frame(self._count, recorded) if self._count > self._after else None
