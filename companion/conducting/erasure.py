"""Taking words out of the log for good, and again when that was cut short."""

from contextlib import suppress

from companion.domain.errors import StoreFailed
from companion.domain.messages import (
    ApproveNotes,
    ChooseClient,
    CorrectSpeaker,
    CorrectVoice,
    MakeChoices,
    Strike,
    SwapClient,
    WithdrawConsent,
)
from companion.domain.session import Session, apply
from companion.domain.traces import Traces
from companion.ports import Store

__all__ = ["ERASING", "Erasure", "finish_erasures"]

ERASING = (
    ApproveNotes,
    Strike,
    SwapClient,
    ChooseClient,
    WithdrawConsent,
    MakeChoices,
    CorrectSpeaker,
    CorrectVoice,
)
"""Commands that are not carried out until what they erase is gone from the disk."""

RETRY = 5.0
"""Seconds between attempts while another program reads the log."""


class Erasure:
    """Erases what the ``traces`` of one séance say is due."""

    def __init__(self, session_id: str, store: Store, traces: Traces) -> None:
        self._session_id = session_id
        self._store = store
        self._traces = traces
        self._unsure = False
        self._not_before = 0.0

    async def now(self) -> None:
        """Erase all that is due. Raises StoreFailed; it is then still due."""
        due = frozenset(self._traces.due)
        if not due and not self._unsure:
            return
        await self._store.redact(self._session_id, sorted(due))
        self._traces.erased(due)
        self._unsure = False

    async def later(self, now: float) -> None:
        """Try, unless an attempt failed a moment ago."""
        if now < self._not_before:
            return
        self._not_before = now + RETRY
        with suppress(StoreFailed):  # whoever asked was told, and it is tried again
            await self.now()
            self._not_before = now

    async def again(self, now: float) -> None:
        """After a restart: what was erased last may still be in the journal of the disk."""
        self._unsure = self._traces.erasing
        await self.later(now)


async def finish_erasures(store: Store) -> None:
    """Do again what a crash cut short in séances that nobody conducts now. Raises StoreFailed.

    Only those written in since the last time are read: the store marks them with the event itself.
    """
    for session_id, last in (await store.unsettled()).items():
        session, traces = Session(), Traces()
        for recorded in await store.events(session_id):
            before, session = session, apply(session, recorded)
            traces.fold(recorded, before, session)
        if traces.erasing:
            await store.redact(session_id, sorted(traces.due))
        await store.settle(session_id, last)
