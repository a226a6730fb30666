"""The pages before a real hall, with an ear that learns every voice it is told to, and no microphone."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page

from companion.adapters.clock import SystemClock
from companion.adapters.methods import known_methods, load_method
from companion.app.hall import Hall
from companion.app.handing import RealPapers
from companion.app.house import House
from companion.app.scribe import Scribe
from companion.domain.errors import BadSeance
from companion.domain.messages import (
    EnrolmentFailed,
    EnrolmentStarted,
    FinishEnrolment,
    Hearing,
    HearingChanged,
    PrepareSession,
    Recorded,
    Refused,
    VoiceEnrolled,
)
from companion.domain.speech import EnrolmentProgress
from companion.drafting.notetaker import draft
from companion.ports import Rewriter
from companion.storage.event_log import EventLog
from companion.web.server import Showing, WebServer
from tests.fakes.floor import ScriptedFloor
from tests.fakes.programme_book import DictProgrammeBook
from tests.fakes.seances import SilentMachine
from tests.web.room import TOKEN

NEEDED = 10.0


class LearningEar:
    """Hears what ``speak`` says was heard; a voice of less than NEEDED seconds is too short."""

    def __init__(self) -> None:
        self.house: House | None = None
        self.closest: str | None = None
        self._spoken: dict[str, EnrolmentProgress] = {}

    def works(self, house: House) -> Sequence[Coroutine[Any, Any, None]]:
        return (self._listen(house),)

    def speak(self, person: str, speech: float, *, noisy: bool = False) -> None:
        progress = EnrolmentProgress(person=person, speech=speech, needed=NEEDED, noisy=noisy)
        self._spoken[person] = progress
        assert self.house is not None
        self.house.bus.publish(progress)

    async def _listen(self, house: House) -> None:
        self.house = house
        finished: asyncio.Queue[str] = asyncio.Queue()
        stops = (
            house.bus.subscribe(FinishEnrolment, lambda command: finished.put_nowait(command.person)),
            house.bus.subscribe(Recorded, self._follow),
        )
        await house.engine.hear(HearingChanged(hearing=Hearing.READY))
        try:
            while True:
                await house.engine.hear(self._made(await finished.get()))
        finally:
            for stop in stops:
                stop()

    def _follow(self, recorded: Recorded) -> None:
        if isinstance(recorded.event, EnrolmentStarted):
            self._spoken.pop(recorded.event.person, None)

    def _made(self, person: str) -> VoiceEnrolled | EnrolmentFailed:
        progress = self._spoken.get(person)
        if progress is None or progress.speech < NEEDED:
            return EnrolmentFailed(person=person, reason="too_short")
        return VoiceEnrolled(person=person, start=0.0, end=12.0, speech=progress.speech, closest=self.closest)


SCRIBES: dict[str, Scribe] = {}
"""By séance: who drafts its notes, so that a test may wait."""


class HallHouse:
    """A server of pages before a hall. The notes are drafted by the real drafter; ``rewriter`` may be set."""

    def __init__(
        self, hall: Hall, ear: LearningEar, machine: SilentMachine, rewriter: Rewriter | None = None
    ) -> None:
        self.hall, self.ear, self.machine = hall, ear, machine
        self.programmes = DictProgrammeBook()
        self.server = WebServer(
            Showing(
                seances=hall,
                machine=machine,
                clock=SystemClock(),
                methods={name: load_method(name) for name in known_methods()},
                papers=RealPapers(Path("/nonexistent")),
                token=TOKEN,
                port=0,
                rewriter=rewriter,
            )
        )

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    async def made(self, command: PrepareSession) -> str:
        session_id = await self.hall.create(command)
        assert not isinstance(session_id, Refused), session_id
        return session_id

    async def page(self, context: BrowserContext, path: str = "/") -> Page:
        """A page of a browser that opened the printed link."""
        page = await context.new_page()
        await page.goto(self.server.urls().facilitator)
        await page.goto(self.home + path)
        return page


@asynccontextmanager
async def open_hall(rewriter: Rewriter | None = None) -> AsyncIterator[HallHouse]:
    store = await EventLog.open(":memory:")
    ear = LearningEar()

    async def guest() -> tuple[House, Any]:
        raise BadSeance("no_demonstration", "La démonstration n'est pas installée.")

    drafting = partial(draft, weak_transcription=True)

    def attend(house: House) -> None:
        SCRIBES[house.session_id] = Scribe(house, drafting)

    book = DictProgrammeBook()
    hall = Hall(store, ScriptedFloor, ear.works, guest, attend, programmes=book)
    running = asyncio.create_task(hall.run())
    house = HallHouse(hall, ear, SilentMachine(), rewriter)
    house.programmes = book
    await house.server.start()
    try:
        yield house
    finally:
        await house.server.close()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await store.close()
