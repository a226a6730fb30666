"""Engines that die while a séance is heard: the page is told, and told when they are back."""

import asyncio
import os
import signal
from functools import partial
from pathlib import Path

from companion.adapters.clock import ReplayClock
from companion.adapters.worker import Worker
from companion.app.house import House
from companion.app.watched_ear import WatchedEar
from companion.domain.messages import PartFailed, PartRecovered, Recorded
from tests.domain.table import CODEV, START, preparing
from tests.fakes.engines import breakable
from tests.fakes.floor import ScriptedFloor
from tests.fakes.store import ListStore

PART = "words_engine"


class Patient:
    """An ear that hears until it is told to stop."""

    def __init__(self) -> None:
        self.over = asyncio.Event()

    async def run(self) -> None:
        await self.over.wait()

    async def idle(self) -> None:
        return


async def prepared(store: ListStore | None = None) -> House:
    house = House("s1", CODEV, store or ListStore(), ReplayClock(START), ScriptedFloor())
    await house.prepare_recorded(preparing())
    return house


async def parts(house: House) -> list[tuple[type, str]]:
    events = [recorded.event for recorded in await house.log()]
    return [(type(event), event.part) for event in events if isinstance(event, PartFailed | PartRecovered)]


async def test_a_death_and_the_return_are_told(tmp_path: Path) -> None:
    house, ear = await prepared(), Patient()

    def back(recorded: Recorded) -> None:
        if isinstance(recorded.event, PartRecovered):
            ear.over.set()

    house.bus.subscribe(Recorded, back)
    with Worker("transcription") as worker:
        await asyncio.to_thread(worker.start, partial(breakable, tmp_path / "deadly"))
        hearing = asyncio.create_task(WatchedEar(ear, house, {PART: worker}).run())
        await asyncio.sleep(0)
        os.kill(worker.call("it", "pid"), signal.SIGKILL)
        await hearing
    assert await parts(house) == [(PartFailed, PART), (PartRecovered, PART)]
    [failed] = [one.event for one in await house.log() if isinstance(one.event, PartFailed)]
    assert "transcription" in failed.message and "redémarre" in failed.message


async def test_one_that_came_back_while_nothing_was_heard_is_told_at_the_next_ear() -> None:
    house, ear = await prepared(), Patient()
    await house.engine.hear(PartFailed(part=PART, code="engine_died", message="Un moteur s'est arrêté."))
    ear.over.set()
    with Worker("transcription") as worker:
        await WatchedEar(ear, house, {PART: worker}).run()
    assert await parts(house) == [(PartFailed, PART), (PartRecovered, PART)]


async def test_what_had_failed_before_a_restart_is_no_longer_said() -> None:
    """It belonged to a process that is gone."""
    store = ListStore()
    before = await prepared(store)
    await before.engine.hear(PartFailed(part="hearing", code="unexpected", message="L'écoute s'est arrêtée."))
    after = House("s1", CODEV, store, ReplayClock(START), ScriptedFloor())
    await after.engine.recover()
    await after.begin_anew()
    assert await parts(after) == [(PartFailed, "hearing"), (PartRecovered, "hearing")]
    await after.begin_anew()
    assert len(await parts(after)) == 2
