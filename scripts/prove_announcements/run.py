"""One séance heard through the card, with or without announcements; its log, in the recording's seconds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from companion.adapters.clock import SystemClock
from companion.app.announcing import Announcing, rendering_for
from companion.app.ears import Engines, floor_watch, load_ears
from companion.app.house import House, alongside
from companion.app.machine import ThisMachine
from companion.app.room_ear import RoomEar
from companion.app.schedule import Schedule
from companion.cli.models import open_store
from companion.config import Settings
from companion.domain.messages import (
    AnnouncementStarted,
    Command,
    EndSession,
    Recorded,
    Sounds,
)
from companion.domain.speech import InputLevel, RoomVoice
from companion.storage.event_log import EventLog
from prove_announcements import card
from prove_announcements.scene import Scene

AFTER, LASTS = 1.0, 3.0
"""Seconds after which somebody speaks over an announcement, and for how long."""


@dataclass(frozen=True, slots=True)
class Run:
    """What was written down, whether somebody was heard to speak, 32 ms by 32 ms, how loud it was, and at
    which second of the séance's clock the recording began to be played."""

    log: Sequence[Recorded]
    began: float
    voiced: Sequence[RoomVoice] = ()
    levels: Sequence[InputLevel] = ()


async def heard(home: Path, scene: Scene, sounds: Sounds) -> Run:
    """Hear that scene in real time."""
    settings, models = Settings(home=card.there(home)), open_store()
    store = await EventLog.open(":memory:")
    house = House("proof", scene.method, store, SystemClock(), floor_watch(), demonstration=True)
    await house.prepare_recorded(replace(scene.prepare, sounds=sounds))
    voiced: list[RoomVoice] = []
    levels: list[InputLevel] = []
    house.bus.subscribe(RoomVoice, voiced.append)
    house.bus.subscribe(InputLevel, levels.append)
    with Engines() as engines:
        machine = ThisMachine(settings, models)
        announcing = Announcing(settings, models, print)

        def load(language: str):
            return load_ears(settings, models, engines, language=language, live=True)

        ear = RoomEar(machine, print, load, announcing)
        await _rendered(home, house, scene)
        async with alongside(*ear.works(house)):
            await _listening(house)
            async with card.playing(scene.samples):
                began = house.clock.elapsed()
                cutter = Cutter(house, scene)
                await _conduct(house, began, scene.commands)
                await house.clock.sleep_until(began + scene.seconds + 3.0)
                await cutter.over()
            await house.engine.submit(EndSession())
            await asyncio.sleep(8.0)
    log = await house.log()
    await store.close()
    return Run(log, began, voiced, levels)


class Cutter:
    """Somebody who speaks over some announcements."""

    def __init__(self, house: House, scene: Scene) -> None:
        self._voice, self._over = scene.voice, scene.over
        self._spoken = 0
        self._works: list[asyncio.Task[None]] = []
        house.bus.subscribe(Recorded, self._follow)

    def _follow(self, recorded: Recorded) -> None:
        event = recorded.event
        if isinstance(event, AnnouncementStarted) and event.sound is Sounds.VOICE:
            if self._spoken in self._over:
                self._works.append(asyncio.create_task(self._cut_in()))
            self._spoken += 1

    async def _cut_in(self) -> None:
        await asyncio.sleep(AFTER)
        async with card.playing(self._voice):
            await asyncio.sleep(LASTS + 0.5)

    async def over(self) -> None:
        await asyncio.gather(*self._works)


async def _rendered(home: Path, house: House, scene: Scene) -> None:
    """Every phrase is ready before the séance, as it is when it was prepared in time."""
    from companion.speaking.phrases import Phrasebook
    from companion.web.catalogue import Catalogues

    rendering, lacking = rendering_for(home, open_store(), "fr")
    assert lacking is None, lacking
    phrases, minutes = Phrasebook(house.method, "fr", Catalogues()["fr"]), dict(scene.prepare.minutes)
    texts = [phrases.opening(step, minutes[step] * 60).text for step in scene.openings]
    texts = texts or [each.text for each in phrases.foreseen(minutes)]
    rendering.foresee(texts)
    async with alongside(rendering.run()):
        while any(rendering.ready(text) is None for text in texts):
            await house.clock.sleep_until(house.clock.elapsed() + 0.2)


async def _listening(house: House) -> None:
    """Until the room is heard."""
    first = asyncio.Event()
    stop = house.bus.subscribe(RoomVoice, lambda _: first.set())
    await first.wait()
    stop()
    await asyncio.sleep(1.0)


async def _conduct(house: House, began: float, commands: Sequence[tuple[float, Command]]) -> None:
    async def a_moment() -> None:
        await asyncio.sleep(0.05)

    shifted = [(began + at, command) for at, command in commands]
    await Schedule(shifted, house.engine, house.clock, a_moment, strict=False).run()
