"""Whose voices the ear of the room knows: a later round's are those of the round before."""

import asyncio
from dataclasses import replace

import numpy as np

from companion.adapters.clock import ReplayClock
from companion.app.house import House, alongside
from companion.app.room_ear import RoomEar
from companion.domain.messages import Hearing, HearingChanged, PrepareSession, Recorded
from tests.domain.table import CODEV, START, preparing
from tests.fakes.ear import CountingEar
from tests.fakes.floor import ScriptedFloor
from tests.fakes.store import ListStore

VOICE = np.eye(192, dtype=np.float32)[0]


async def house(session_id: str, command: PrepareSession) -> House:
    made = House(session_id, CODEV, ListStore(), ReplayClock(START), ScriptedFloor())
    await made.prepare_recorded(command)
    return made


def enters(ear: RoomEar, entering: House) -> None:
    """Into the room; what would go on there is not begun."""
    for work in ear.works(entering):
        work.close()


async def test_a_later_round_knows_the_voices_of_the_round_before() -> None:
    ear = RoomEar(None, lambda _: None, lambda _: CountingEar)
    first = await house("s1", preparing())
    enters(ear, first)
    person = preparing().people[0].id
    first.voices.enrol(person, [VOICE])
    second = await house("s2", replace(preparing(), round=2, follows="s1"))
    enters(ear, second)
    assert second.voices.people == (person,)


async def test_voices_of_another_séance_are_destroyed() -> None:
    ear = RoomEar(None, lambda _: None, lambda _: CountingEar)
    first = await house("s1", preparing())
    enters(ear, first)
    first.voices.enrol(preparing().people[0].id, [VOICE])
    other = await house("s3", preparing())
    enters(ear, other)
    assert first.voices.people == () == other.voices.people


async def test_the_same_séance_prepared_with_another_method_keeps_its_voices() -> None:
    ear = RoomEar(None, lambda _: None, lambda _: CountingEar)
    first = await house("s1", preparing())
    enters(ear, first)
    first.voices.enrol(preparing().people[0].id, [VOICE])
    again = await house("s1", preparing())
    enters(ear, again)
    assert again.voices.people == (preparing().people[0].id,)


async def test_the_break_before_a_later_round_is_told_as_a_closed_microphone() -> None:
    ear = RoomEar(None, lambda _: None, lambda _: CountingEar)
    later = await house("s2", replace(preparing(), round=2, follows="s1"))
    closed = asyncio.Event()

    def follow(recorded: Recorded) -> None:
        if recorded.event == HearingChanged(hearing=Hearing.CLOSED):
            closed.set()

    later.bus.subscribe(Recorded, follow)
    async with alongside(*ear.works(later)):
        await closed.wait()
    told = [one.event for one in await later.log() if isinstance(one.event, HearingChanged)]
    assert told == [HearingChanged(hearing=Hearing.CLOSED)]
