"""A séance of two hours in a real log, behind the real server."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from companion.adapters.methods import known_methods, load_method
from companion.app.ears import floor_watch
from companion.app.hall import Hall
from companion.app.handing import RealPapers
from companion.app.house import House, alongside
from companion.domain.consents import everybody
from companion.domain.errors import PartMissing
from companion.domain.messages import (
    NextStep,
    PrepareSession,
    SetCaptions,
    SpeakerIdentified,
    SpeechStarted,
    StartSession,
    UtteranceTranscribed,
)
from companion.domain.people import Person, Role
from companion.domain.speech import RoomSound
from companion.ports import AudioDevice, MachineState, Seance
from companion.storage.event_log import EventLog
from companion.web.server import Showing, Urls, WebServer

PEOPLE = tuple(
    Person(id=name.lower(), name=name, role=role)
    for name, role in (
        ("Claire", Role.CLIENT),
        ("Bruno", Role.CONSULTANT),
        ("Camille", Role.CONSULTANT),
        ("Denis", Role.CONSULTANT),
        ("Farid", Role.FACILITATOR),
    )
)
WORDS = "Nous avons parlé de cela en réunion, et personne n'a su dire ce qui avait changé depuis l'automne"


@dataclass(frozen=True, slots=True)
class Opened:
    """The séance and where its pages are."""

    house: House
    server: WebServer

    @property
    def urls(self) -> Urls:
        """The addresses, as they are now: the facilitator's opens once."""
        return self.server.urls()

    async def say(self, index: int) -> None:
        """One more utterance, as hearing reports it."""
        await self.begin(index)
        await self.finish(index)

    async def begin(self, index: int) -> None:
        """What is known of it before its words."""
        span, person = self._span(index), PEOPLE[index % len(PEOPLE)].id
        at = span["start"]
        await self.house.engine.hear(SpeechStarted(utterance=f"u{index}", start=at))
        for final in (False, True):
            label = SpeakerIdentified(**span, person=person, confidence=0.7, final=final, ready_at=at)
            await self.house.engine.hear(label)

    async def finish(self, index: int) -> None:
        """Its words: one event, on its way to the pages."""
        span = self._span(index)
        text = f"{WORDS} ({index})."
        await self.house.engine.hear(UtteranceTranscribed(**span, text=text, ready_at=span["end"]))

    def _span(self, index: int) -> dict[str, Any]:
        at = self.house.clock.elapsed()
        return {"utterance": f"u{index}", "start": at, "end": at}


@asynccontextmanager
async def opened(folder: Path, lines: int) -> AsyncGenerator[Opened, None]:
    """A séance in its consultation, with so many lines said, and its pages."""
    async with AsyncExitStack() as stack:
        store = await EventLog.open(str(folder / "seances.db"))
        stack.push_async_callback(store.close)
        hall = Hall(store, floor_watch, lambda house: (house.pulse(),), _no_guest)
        house = await _conducted(hall)
        server = WebServer(_showing(hall, house))
        await server.start()
        stack.push_async_callback(server.close)
        await stack.enter_async_context(alongside(hall.run()))
        seance = Opened(house, server)
        for index in range(lines):
            await seance.say(index)
            if index % (lines // 4 + 1) == lines // 4:
                await house.engine.submit(NextStep())
        yield seance


async def _conducted(hall: Hall) -> House:
    minutes = PrepareSession(
        title="Deux heures", language="fr", method="codev", date=date(2026, 11, 20), people=PEOPLE, preset=120
    )
    session_id = await hall.create(minutes)
    await hall.enter(str(session_id))
    house = hall.room
    assert house is not None
    for command in (*everybody(house.session.roster), StartSession(), SetCaptions(on=True)):
        await house.engine.submit(command)
    return house


def _showing(hall: Hall, house: House) -> Showing:
    methods = {name: load_method(name) for name in known_methods()}
    return Showing(
        seances=hall,
        machine=_NoMachine(),
        papers=RealPapers(Path("/nonexistent")),
        clock=house.clock,
        methods=methods,
        token="bench",  # noqa: S106
        port=0,
    )


class _NoMachine:
    """Neither microphone nor loudspeaker."""

    microphone: str | None = None

    async def state(self) -> MachineState:
        return MachineState(microphone=None, model=None)

    async def microphones(self) -> Sequence[AudioDevice]:
        return ()

    def choose_microphone(self, name: str | None) -> None:
        self.microphone = name

    async def sound(self, seance: Seance) -> AsyncGenerator[RoomSound, None]:
        raise PartMissing("no_microphone", "Aucun micro.")
        yield  # a generator, as the port is

    async def try_loudspeaker(self) -> None:
        raise PartMissing("no_loudspeaker", "Aucun haut-parleur.")


def _no_guest() -> Awaitable[NoReturn]:
    return asyncio.get_running_loop().create_future()
