"""What the log says of every séance, without reading it whole: an index leads to the few events that tell."""

from collections.abc import Iterable, Mapping
from functools import reduce

from companion.app.house import House
from companion.domain.messages import (
    ClientChosen,
    NotesDrafted,
    PersonArrived,
    Recorded,
    SessionPrepared,
    UtteranceTranscribed,
)
from companion.domain.session import Session, apply
from companion.domain.summary import COURSE, Summary, summarize
from companion.ports import Store

__all__ = ["Shelf"]


class Shelf:
    """Makes the summaries anew each time: nothing is kept beside the log that could outlive what it says."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def summaries(self, houses: Mapping[str, House]) -> list[Summary]:
        """All of them, the latest first; ``houses`` are those that are open, by their ids."""
        courses = await self._store.of_kinds(COURSE)
        written = await _written(self._store, courses)
        found = [
            summarize(one, reduce(apply, course, Session()), words=one in written)
            for one, course in courses.items()
        ]
        found += [await _guest(house) for house in houses.values() if house.demonstration]
        return [summary for summary in reversed(found) if summary is not None]

    async def version(self, store: Store, session_id: str) -> int:
        """The number of the last event that changed how the séance is prepared."""
        log = await store.events(session_id)
        return max((one.seq for one in log if _prepares(one)), default=0)


async def _written(store: Store, sessions: Iterable[str]) -> set[str]:
    """The séances that hold something to review: words, or a draft that outlives them."""
    asked = tuple(sessions)
    return {*await store.holding(UtteranceTranscribed, asked), *await store.holding(NotesDrafted, asked)}


async def _guest(house: House) -> Summary | None:
    """The demonstration has a log of its own."""
    words = await _written(house.store, (house.session_id,))
    return summarize(house.session_id, house.session, words=bool(words), demonstration=True)


def _prepares(recorded: Recorded) -> bool:
    return isinstance(recorded.event, SessionPrepared | PersonArrived | ClientChosen)
