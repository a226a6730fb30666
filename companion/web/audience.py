"""What each audience is shown of the log, and from where a page goes on after an absence."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Protocol

from companion.domain.messages import (
    Audience,
    Event,
    PartFailed,
    Recorded,
    SpeakerIdentified,
    SpeechStarted,
)
from companion.domain.method import Method
from companion.domain.notices import Notice, notices
from companion.domain.session import Session, apply
from companion.domain.speech import EnrolmentProgress, UnassignedWords, WordsHeard
from companion.ports import Store
from companion.web.captions import Captions
from companion.web.wire import facilitator_frame, signal_frame, table_frame

__all__ = ["FacilitatorView", "Notices", "Replay", "TableView", "View"]


class Replay(NamedTuple):
    """What a page missed: ``frames``, numbered above ``after`` up to ``last`` in the page's own numbers.

    ``seq`` is the log's number of the last event in it. Frames may be made as they are asked for: those of
    two hours take a while, and the first can be on their way.
    """

    after: int
    last: int
    seq: int
    frames: Iterable[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """What a facilitator should know now. Never recorded: it follows from what is."""

    notices: tuple[Notice, ...]


class View(Protocol):
    """One page's sight of the log. One per connection: it may count."""

    signals: tuple[type, ...]

    async def missed(self, store: Store, session_id: str, after: int) -> Replay:
        """From ``after`` on when the log knows that number, else from 0. Raises StoreFailed."""

    def frames(self, recorded: Recorded) -> Sequence[str]:
        """A new event as this audience may see it, if at all."""


class FacilitatorView:
    """Everything, by the log's own numbers, and what deserves attention.

    A failure of the store is the one event that arrives unrecorded: there is nowhere to write it.
    """

    signals: tuple[type, ...] = (WordsHeard, UnassignedWords, PartFailed, EnrolmentProgress)

    def __init__(self, method: Method) -> None:
        self._method = method
        self._session = Session()
        self._told: tuple[Notice, ...] = ()

    async def missed(self, store: Store, session_id: str, after: int) -> Replay:
        """The whole log is read: notices follow from all of it. What was overtaken meanwhile is left out."""
        events = await store.events(session_id, 0)
        known = after if any(recorded.seq == after for recorded in events) else 0
        for recorded in events:
            self._session = apply(self._session, recorded)
        kept = [recorded for recorded in _standing(events) if recorded.seq > known]
        told = signal_frame(Notices(notices=self._news() or ()))
        frames = chain((told,), map(facilitator_frame, kept)) if events else ()
        return Replay(known, kept[-1].seq if kept else known, events[-1].seq if events else 0, frames)

    def frames(self, recorded: Recorded) -> Sequence[str]:
        """Always the event; notices when they changed."""
        self._session = apply(self._session, recorded)
        news = self._news()
        told = () if news is None else (signal_frame(Notices(notices=news)),)
        return [facilitator_frame(recorded), *told]

    def _news(self) -> tuple[Notice, ...] | None:
        """What deserves attention now; None if that was told before."""
        now = notices(self._session, self._method)
        if now == self._told:
            return None
        self._told = now
        return now


def _standing(events: Sequence[Recorded]) -> Sequence[Recorded]:
    """Without beginnings of speech and provisional names that a final one replaced: half of a long log."""
    final = {
        recorded.event.utterance
        for recorded in events
        if isinstance(recorded.event, SpeakerIdentified) and recorded.event.final
    }
    return [recorded for recorded in events if not _overtaken(recorded.event, final)]


def _overtaken(event: Event, final: Set[str]) -> bool:
    match event:
        case SpeechStarted():
            return True
        case SpeakerIdentified(final=False, utterance=utterance):
            return utterance in final
    return False


class TableView:
    """The table's own events, counted from 1 as if there were no others, and captions while they are on.

    A page that comes back is given all of them again: they are few, and numbers that are found by counting
    would not survive an event that was taken out of the log meanwhile.
    """

    signals: tuple[type, ...] = ()

    def __init__(self) -> None:
        self._count = 0
        self._captions = Captions()

    async def missed(self, store: Store, session_id: str, after: int) -> Replay:
        """Always from the beginning."""
        events = await store.events(session_id, 0)
        frames = [frame for recorded in events for frame in self._course(recorded)]
        for recorded in events:
            self._captions.follow(recorded)
        captions = [signal_frame(caption) for caption in self._captions.shown()]
        return Replay(0, self._count, events[-1].seq if events else 0, [*frames, *captions])

    def frames(self, recorded: Recorded) -> Sequence[str]:
        """Nothing for an event that is not the table's."""
        captions = self._captions.follow(recorded)
        return [*self._course(recorded), *(signal_frame(caption) for caption in captions)]

    def _course(self, recorded: Recorded) -> Sequence[str]:
        if recorded.event.audience is not Audience.TABLE:
            return ()
        self._count += 1
        return (table_frame(self._count, recorded),)
