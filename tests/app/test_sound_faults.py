"""A microphone that is mute or clips is told while the séance goes on, and when it is well again."""

import asyncio

from companion.adapters.clock import ReplayClock
from companion.app.house import House, alongside
from companion.app.sound_faults import CLEAN, tell_faults
from companion.domain.messages import PartFailed, PartRecovered
from companion.domain.speech import RoomSound
from tests.domain.table import CODEV, START, preparing
from tests.fakes.floor import ScriptedFloor
from tests.fakes.store import ListStore


async def told(*verdicts: tuple[float, str]) -> list[str]:
    """What the log says of these measures."""
    house = House("s1", CODEV, ListStore(), ReplayClock(START), ScriptedFloor())
    await house.prepare(preparing())
    async with alongside(tell_faults(house)):
        await asyncio.sleep(0)
        for at, verdict in verdicts:
            sound = RoomSound(at=at, level=-30.0, noise=-50.0, speech=None, clipped=0.0, verdict=verdict)
            house.bus.publish(sound)
        for _ in range(20 * len(verdicts)):
            await asyncio.sleep(0)
    events = [recorded.event for recorded in await house.log()]
    return [
        event.code if isinstance(event, PartFailed) else "recovered"
        for event in events
        if isinstance(event, PartFailed | PartRecovered)
    ]


async def test_silence_and_clipping_are_told_once_and_so_is_their_end() -> None:
    mute = [(4.0 + n / 4, "dead") for n in range(40)]
    well = [(14.0 + n / 4, "waiting") for n in range(round(4 * CLEAN) + 1)]
    loud = [(20.0, "clipping"), (20.25, "clipping")]
    assert ["sound_dead", "recovered", "sound_clipping"] == await told(*mute, *well, *loud)


async def test_a_microphone_that_gives_zeros_while_nobody_speaks_is_none_that_is_mute() -> None:
    gated = [(n / 4, "dead" if n % 32 < 24 else "good") for n in range(128)]
    assert [] == await told(*gated)


async def test_a_short_relief_is_no_recovery() -> None:
    on_and_off = [(n / 4, "clipping" if n % 8 < 2 else "good") for n in range(40)]
    assert ["sound_clipping"] == await told(*on_and_off)


async def test_what_only_the_sound_check_minds_is_not_told() -> None:
    assert [] == await told((1.0, "noisy"), (2.0, "too_far"), (3.0, "good"))
