"""The scribe: has the notes drafted when the synthèse ends, when the séance ends, and after each correction.

It works in a thread, beside the séance, and never while a language model would: drafting is plain rules. A
draft that was overtaken by a correction is refused at the desk and made again.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from companion.app.house import House
from companion.domain.case_content import touching
from companion.domain.messages import (
    ClientSwapped,
    ConsentWithdrawn,
    DraftNotes,
    NotesDrafted,
    PartFailed,
    PartRecovered,
    Recorded,
    SessionClosed,
    SessionEnded,
    SpeakerCorrected,
    StepStarted,
    UtteranceCorrected,
    UtteranceRedacted,
    UtteranceTranscribed,
)
from companion.domain.method import Method
from companion.domain.minutes import Minutes, minutes_of
from companion.domain.notes import Notes
from companion.domain.reviewing import may_draft

__all__ = ["Draft", "Scribe"]

Draft = Callable[[Minutes, Method], Notes]
"""Makes a draft of what was said: blocks for seconds after two hours of talk."""

_CORRECTIONS = (SpeakerCorrected, UtteranceCorrected, UtteranceRedacted, ConsentWithdrawn, ClientSwapped)

PART = "notes"
_FAILED = (
    "Les notes n'ont pas pu être rédigées : la transcription reste là. "
    "Rouvrir cette page les fait rédiger à nouveau."
)

_log = logging.getLogger(__name__)


class Scribe:
    """Attends one séance for as long as its house lives. One draft at a time; what is asked meanwhile is one
    more at the end."""

    def __init__(self, house: House, draft: Draft) -> None:
        self._house, self._draft = house, draft
        self._working: asyncio.Task[None] | None = None
        self._again = self._failed = False
        house.bus.subscribe(Recorded, self._follow)
        house.bus.subscribe(DraftNotes, lambda _: self._ask())

    async def idle(self) -> None:
        """Return when no draft is being made."""
        while self._working is not None and not self._working.done():
            await asyncio.wait((self._working,))

    def _follow(self, recorded: Recorded) -> None:
        session = self._house.session
        if not may_draft(session, self._house.method) or session.review.approved is not None:
            return
        match recorded.event:
            case SessionEnded() | StepStarted():
                self._ask()
            case UtteranceTranscribed() if session.ended_at is not None:  # words that came late
                self._ask()
            case event if isinstance(event, _CORRECTIONS):
                self._ask()

    def _ask(self) -> None:
        if self._working is not None and not self._working.done():
            self._again = True
            return
        self._working = asyncio.ensure_future(self._work())

    async def _work(self) -> None:
        """A fault of the drafter takes the page away from nobody; its text may hold words of the séance."""
        self._again = True
        while self._again:
            self._again = False
            try:
                await self._once()
            except Exception as error:
                _log.error("the notes could not be drafted: %s", type(error).__name__)
                await self._tell(PartFailed(part=PART, code="notes_failed", message=_FAILED))
            else:
                await self._tell(PartRecovered(part=PART))

    async def _tell(self, event: PartFailed | PartRecovered) -> None:
        """Once each time that it changes."""
        failed = isinstance(event, PartFailed)
        if failed != self._failed:
            self._failed = failed
            await self._house.engine.hear(event)

    async def _once(self) -> None:
        house = self._house
        log = await house.log()
        if not log or any(isinstance(one.event, SessionClosed) for one in log):
            return  # nothing is left to draft from
        drafted = await asyncio.to_thread(self._drafted, log)
        if house.session.review.draft != drafted.notes:
            await house.engine.hear(drafted)
        if house.session.mended > drafted.read:
            self._again = True

    def _drafted(self, log: Sequence[Recorded]) -> NotesDrafted:
        minutes = minutes_of(log)
        notes = self._draft(minutes, self._house.method)
        return NotesDrafted(notes=notes, read=log[-1].seq, touching=touching(minutes, notes))
