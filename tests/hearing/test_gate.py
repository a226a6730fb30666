"""The gate before a source: who opens it, and that a device is let go at once."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import numpy as np
import pytest

from companion.domain.errors import PartMissing
from companion.hearing.gate import Gate
from companion.ports import FRAME_SAMPLES, Frame, SourceLost
from tests.adapters.source_contract import check_source
from tests.fakes.sounds import noise
from tests.fakes.source import ListedSource

FRAME = Frame(np.zeros(FRAME_SAMPLES, np.float32), 0.0)


class Mute:
    """A device that is open and gives one frame, then nothing; it says when it is let go."""

    def __init__(self) -> None:
        self.open = 0
        self.silent = asyncio.Event()
        self.let_go = asyncio.Event()

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        self.open += 1
        self.let_go.clear()
        try:
            yield FRAME
            self.silent.set()
            await asyncio.Event().wait()
        finally:
            self.open -= 1
            self.let_go.set()


async def hear(gate: Gate) -> list[Frame | SourceLost]:
    async with aclosing(gate.frames()) as items:
        return [item async for item in items]


@pytest.mark.parametrize("live", [True, False])
async def test_an_open_gate_is_a_source_like_another(live: bool) -> None:
    heard = await hear(Gate(ListedSource(noise(1.0), 2.0, noise(1.0)), listening=True, live=live))
    expected = [item async for item in ListedSource(noise(1.0), 2.0, noise(1.0)).frames()]
    check_source(heard)
    assert [item.start for item in expected] == [item.start for item in heard]


@pytest.mark.parametrize("close", [lambda g: g.agree(False), lambda g: g.record(on=False), Gate.end])
async def test_a_live_device_is_let_go_though_no_sound_comes(close: object) -> None:
    device = Mute()
    gate = Gate(device, listening=True, live=True)
    hearing = asyncio.create_task(hear(gate))
    await device.silent.wait()
    close(gate)
    await device.let_go.wait()
    assert 0 == device.open
    gate.end()
    assert [FRAME] == await hearing


async def test_a_gate_that_was_never_opened_opens_no_device() -> None:
    device = Mute()
    gate = Gate(device, listening=False, live=True)
    hearing = asyncio.create_task(hear(gate))
    for _ in range(5):
        await asyncio.sleep(0)
        assert 0 == device.open
    gate.end()
    assert [] == await hearing
    assert not device.silent.is_set()


async def test_the_device_is_taken_again_when_the_gate_opens() -> None:
    device = Mute()
    gate = Gate(device, listening=True, live=True)
    hearing = asyncio.create_task(hear(gate))
    await device.silent.wait()
    gate.agree(False)
    await device.let_go.wait()
    device.silent.clear()
    gate.agree(True)
    await device.silent.wait()
    gate.end()
    assert [FRAME, FRAME] == await hearing


async def test_a_source_that_fails_says_so() -> None:
    class Broken:
        async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
            yield FRAME
            raise PartMissing("microphone_missing", "Aucun micro.")

    with pytest.raises(PartMissing):
        await hear(Gate(Broken(), listening=True, live=True))


async def test_cancelling_lets_the_device_go() -> None:
    device = Mute()
    hearing = asyncio.create_task(hear(Gate(device, listening=True, live=True)))
    await device.silent.wait()
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)
    assert hearing.cancelled()
    assert 0 == device.open
