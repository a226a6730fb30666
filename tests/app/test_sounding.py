"""Levels for the sound check: from the ear that hears, else from a microphone of its own, or none."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

import numpy as np
import pytest

from companion.adapters.clock import ReplayClock
from companion.app.house import House
from companion.app.sounding import PATIENCE, Sounding, may_check
from companion.domain.consents import everybody
from companion.domain.errors import PartMissing
from companion.domain.messages import EndSession, OffTheRecord, StartSession
from companion.domain.speech import RoomSound
from companion.ports import FRAME_SAMPLES, Clock, Frame, SourceLost
from tests.domain.table import CODEV, START, preparing
from tests.fakes.detector import LoudnessDetector
from tests.fakes.floor import ScriptedFloor
from tests.fakes.store import ListStore


@dataclass
class Open:
    """A microphone that never ends; how many are open, and how often one was opened."""

    now: int = 0
    ever: int = 0

    def __call__(self, _: Clock) -> "Open":
        return self

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        self.now, self.ever = self.now + 1, self.ever + 1
        try:
            while True:
                await asyncio.sleep(0)
                yield Frame(np.full(FRAME_SAMPLES, 0.001, np.float32), 0.0)
        finally:
            self.now -= 1


EAR = RoomSound(at=0.0, level=-20.0, noise=-50.0, speech=-20.0, clipped=0.0, verdict="good")


@pytest.fixture
async def house() -> House:
    made = House("s1", CODEV, ListStore(), ReplayClock(START), ScriptedFloor())
    await made.prepare(preparing())
    return made


async def next_sound(sounds: AsyncGenerator[RoomSound, None], house: House) -> RoomSound:
    """While the clock runs past the patience."""
    coming = asyncio.ensure_future(anext(sounds))
    while not coming.done():
        await asyncio.sleep(0)
        await house.clock.advance_to(house.clock.elapsed() + PATIENCE / 10)
    return coming.result()


async def until_refused(sounds: AsyncGenerator[RoomSound, None], house: House) -> None:
    for _ in range(20):  # measures taken before may still be on their way
        await next_sound(sounds, house)


async def test_before_anybody_agreed_a_microphone_is_opened_for_levels_alone(house: House) -> None:
    microphone = Open()
    async with aclosing(Sounding(house, microphone, LoudnessDetector()).sounds()) as sounds:
        assert "waiting" == (await next_sound(sounds, house)).verdict
        assert 1 == microphone.now
        before = house.engine.last
        await next_sound(sounds, house)
        assert before == house.engine.last, "nothing is recorded"
    assert 0 == microphone.now


async def test_the_ear_that_hears_already_is_asked_first(house: House) -> None:
    microphone = Open()
    async with aclosing(Sounding(house, microphone, LoudnessDetector()).sounds()) as sounds:
        coming = asyncio.ensure_future(anext(sounds))
        await asyncio.sleep(0)
        house.bus.publish(EAR)
        assert EAR == await coming
    assert 0 == microphone.ever


async def test_the_microphone_is_let_go_when_the_ear_begins_to_hear(house: House) -> None:
    microphone = Open()
    async with aclosing(Sounding(house, microphone, LoudnessDetector()).sounds()) as sounds:
        await next_sound(sounds, house)
        house.bus.publish(EAR)
        while await next_sound(sounds, house) != EAR:
            pass
        house.bus.publish(EAR)
        assert EAR == await next_sound(sounds, house)
        assert 0 == microphone.now


async def test_off_the_record_closes_it_at_once(house: House) -> None:
    microphone = Open()
    for consent in everybody(house.session.roster):
        await house.engine.submit(consent)
    await house.engine.submit(StartSession())
    async with aclosing(Sounding(house, microphone, LoudnessDetector()).sounds()) as sounds:
        await next_sound(sounds, house)
        assert 1 == microphone.now
        await house.engine.submit(OffTheRecord())
        with pytest.raises(PartMissing) as caught:
            await until_refused(sounds, house)
    assert "not_listening" == caught.value.code
    assert 0 == microphone.now


async def test_levels_are_taken_before_the_beginning_or_while_the_room_is_heard(house: House) -> None:
    assert may_check(house.session)
    await house.engine.submit(StartSession())
    assert not may_check(house.session), "nobody has agreed"
    for consent in everybody(house.session.roster):
        await house.engine.submit(consent)
    assert may_check(house.session)
    await house.engine.submit(EndSession())
    assert not may_check(house.session)


async def test_a_microphone_that_fails_says_why(house: House) -> None:
    class Broken:
        async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
            raise PartMissing("microphone_missing", "Aucun micro.")
            yield

    async with aclosing(Sounding(house, lambda _: Broken(), LoudnessDetector()).sounds()) as sounds:
        with pytest.raises(PartMissing, match=r"Aucun micro\."):
            await next_sound(sounds, house)
