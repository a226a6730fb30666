"""What every Loudspeaker owes its caller."""

import asyncio

import numpy as np
import pytest

from companion.ports import AudioChunk, Clock, Loudspeaker
from tests.fakes.sounds import at_rate, babble


def sound(seconds: float, rate: int) -> AudioChunk:
    return AudioChunk(at_rate(babble(seconds), rate).astype(np.float32), rate)


async def check_loudspeaker(loudspeaker: Loudspeaker, clock: Clock) -> None:
    """It plays chunks of any rate one after the other, in their time; nothing is over at once; it is
    stopped by cancelling, and plays again."""
    started = clock.elapsed()
    await loudspeaker.play([sound(0.3, 22_050), sound(0.3, 48_000)])
    assert clock.elapsed() - started >= 0.59, "it returns when everything was played"
    before = clock.elapsed()
    await loudspeaker.play([])
    assert clock.elapsed() - before < 0.5
    playing = asyncio.create_task(loudspeaker.play([sound(60.0, 16_000)]))
    await clock.sleep_until(clock.elapsed() + 0.3)
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    assert clock.elapsed() - before < 30.0, "long before its end"
    await loudspeaker.play([sound(0.1, 48_000)])
