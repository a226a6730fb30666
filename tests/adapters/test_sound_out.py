"""The contract of a Loudspeaker on the fake (the real one: a virtual card), and how chunks are joined."""

import asyncio

import numpy as np
import pytest

from companion.adapters.clock import ReplayClock
from companion.adapters.sound_out import at_rate
from companion.ports import AudioChunk
from tests.adapters.loudspeaker_contract import check_loudspeaker, sound
from tests.domain.table import START
from tests.fakes.loudspeaker import WrittenLoudspeaker


async def test_the_fake_keeps_the_contract() -> None:
    clock = ReplayClock(START)

    async def pass_time() -> None:
        while True:
            await asyncio.sleep(0)
            await clock.advance_to(clock.elapsed() + 0.05)

    passing = asyncio.create_task(pass_time())
    loudspeaker = WrittenLoudspeaker(clock)
    await check_loudspeaker(loudspeaker, clock)
    passing.cancel()
    assert [22_050, 48_000, 48_000] == [chunk.rate for chunk in loudspeaker.played]
    assert not loudspeaker.playing


def test_chunks_are_joined_in_order_at_the_rate_of_the_device() -> None:
    first, second = sound(0.5, 22_050), sound(0.25, 48_000)
    joined = at_rate([first, second], 44_100)
    assert 0.75 * 44_100 == pytest.approx(joined.size, abs=2)
    assert np.float32 == joined.dtype


def test_a_sound_cut_into_chunks_is_played_as_if_it_were_whole() -> None:
    """No click where two chunks of a sentence meet."""
    whole = sound(1.0, 22_050)
    pieces = [AudioChunk(piece, 22_050) for piece in np.array_split(whole.samples, 7)]
    assert np.array_equal(at_rate([whole], 48_000), at_rate(pieces, 48_000))


def test_a_sound_at_the_rate_of_the_device_is_left_alone() -> None:
    whole = sound(0.2, 48_000)
    assert whole.samples == pytest.approx(at_rate([whole], 48_000), abs=1e-6)
