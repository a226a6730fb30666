"""The room with a real engine, time that passes, and pages in a real browser."""

import asyncio
from dataclasses import replace

from playwright.async_api import BrowserContext, Page, expect

from companion.adapters.clock import SystemClock
from companion.conducting.engine import Engine
from companion.domain.messages import (
    Accepted,
    Command,
    Event,
    Refused,
    SpeakerIdentified,
    SpokeOutOfTurn,
    UtteranceTranscribed,
)
from companion.ports import CommandDesk
from companion.web.server import WebServer
from tests.fakes.floor import ScriptedFloor
from tests.fakes.seances import OneSeance, OneSeances
from tests.web.room import SESSION, Room


class HeldDesk:
    """Hands commands on to another desk once enough of them wait."""

    def __init__(self, desk: CommandDesk) -> None:
        self._desk = desk
        self._door, self._changed = asyncio.Event(), asyncio.Condition()
        self._came = self._done = 0

    async def submit(self, command: Command, *, command_id: str | None = None) -> Accepted | Refused:
        await self._count(came=1)
        await self._door.wait()
        answer = await self._desk.submit(command, command_id=command_id)
        await self._count(done=1)
        return answer

    async def opened(self, waiting: int) -> None:
        """Open the door when so many commands stand before it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._came >= waiting)
        self._door.set()

    async def answered(self, commands: int) -> None:
        """Return when so many commands were carried out or answered as before."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._done >= commands)

    async def _count(self, *, came: int = 0, done: int = 0) -> None:
        async with self._changed:
            self._came, self._done = self._came + came, self._done + done
            self._changed.notify_all()


class House(Room):
    """The room with a real engine, and time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self.system = SystemClock()
        method = self.seances.room.method
        self.engine = Engine(SESSION, method, self.store, self.bus, self.system, ScriptedFloor())
        self.seances = OneSeances(
            OneSeance(
                session_id=SESSION,
                method=method,
                store=self.store,
                bus=self.bus,
                clock=self.system,
                desk=self.engine,
            )
        )
        self.showing = replace(self.showing, seances=self.seances, clock=self.system, notices=())
        self.server = WebServer(self.showing)

    async def say(self, utterance: str, person: str | None, text: str) -> None:
        at = self.system.elapsed()
        label = {"utterance": utterance, "person": person, "start": at, "end": at, "ready_at": at}
        await self.engine.hear(SpeakerIdentified(**label, confidence=0.7, final=True))
        words = UtteranceTranscribed(utterance=utterance, start=at, end=at, text=text, ready_at=at)
        await self.engine.hear(words)

    async def flag(self, person: str, utterance: str) -> None:
        at = self.system.elapsed()
        times = {"start": at, "end": at, "raised_at": at}
        flag = SpokeOutOfTurn(person=person, step="accueil", rule="intrusion", utterance=utterance, **times)
        await self.engine.hear(flag)

    async def events(self) -> list[Event]:
        return [recorded.event for recorded in await self.store.events(SESSION)]


async def facilitator(context: BrowserContext, house: Room) -> Page:
    page = await context.new_page()
    await page.goto(house.server.urls().facilitator)
    await expect(page.locator("body[data-phase]")).to_be_attached()
    return page


async def reading(context: BrowserContext, house: Room) -> Page:
    """The facilitator's page with the transcript unfolded."""
    page = await facilitator(context, house)
    await page.get_by_role("button", name="Transcription").click()
    await expect(page.locator("#transcript-body")).to_be_visible()
    return page


async def table(context: BrowserContext, house: Room) -> Page:
    page = await context.new_page()
    await page.goto(house.server.urls().table)
    await expect(page.locator("body[data-phase]")).to_be_attached()
    return page
