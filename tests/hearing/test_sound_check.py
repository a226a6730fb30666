"""The sound check: levels of a source, and nothing that was said."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from companion.domain.speech import RoomSound
from companion.hearing.sound_check import SoundCheck
from companion.ports import Frame, SourceLost
from tests.fakes.detector import LoudnessDetector
from tests.fakes.encoder import silence
from tests.fakes.sounds import noise
from tests.fakes.source import ListedSource
from tests.hearing.room import CLAIRE, say


async def checked(source: ListedSource) -> list[RoomSound]:
    told: list[RoomSound] = []
    await SoundCheck(source, LoudnessDetector(), told.append).run()
    return told


async def test_it_tells_the_room_until_the_source_ends() -> None:
    told = await checked(ListedSource(say(8, CLAIRE) + noise(4.0, level=0.001), noise(1.0, level=0.001)))
    assert len(told) == pytest.approx(5 * 4, abs=1)
    assert ["waiting", "good"] == [told[0].verdict, told[-1].verdict]


async def test_a_loss_begins_anew() -> None:
    """Another microphone may have been chosen: what the first one heard says nothing of it."""
    told = await checked(ListedSource(say(8, CLAIRE), 1.0, silence(1.0)))
    assert told[-1].speech is None


async def test_cancelling_it_lets_the_device_go() -> None:
    opened, closed = asyncio.Event(), []

    class Held(ListedSource):
        async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
            try:
                async for item in super().frames():
                    yield item
                opened.set()
                await asyncio.Event().wait()
            finally:
                closed.append(True)

    checking = asyncio.create_task(checked(Held(noise(1.0))))
    await opened.wait()
    checking.cancel()
    await asyncio.gather(checking, return_exceptions=True)
    assert [True] == closed
