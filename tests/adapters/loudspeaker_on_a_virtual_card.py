"""The real loudspeaker, through a virtual sound card. Run by ``test_virtual_audio.py``, or by hand:

scripts/with-virtual-audio python -m pytest tests/adapters/loudspeaker_on_a_virtual_card.py
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from companion.adapters.chime import chime
from companion.adapters.clock import SystemClock
from companion.adapters.sound_in import Microphone
from companion.adapters.sound_out import SystemLoudspeaker
from companion.domain.errors import PartMissing
from companion.ports import SAMPLE_RATE, AudioChunk, Frame, Playback, Samples, SourceLost
from tests.adapters.loudspeaker_contract import check_loudspeaker, sound
from tests.adapters.microphone_on_a_virtual_card import Heard, best_correlation, listen, run, until
from tests.adapters.source_contract import check_source
from tests.fakes.sounds import babble

SPEAKER = os.environ["COMPANION_TEST_SPEAKER_SINK"]


@asynccontextmanager
async def recorded() -> AsyncIterator[list[Samples]]:
    """What comes out of the loudspeaker meanwhile, at 16 kHz, in a list of one on leaving."""
    recorder = await asyncio.create_subprocess_exec(
        "parec",
        f"--device={SPEAKER}.monitor",
        "--format=float32le",
        f"--rate={SAMPLE_RATE}",
        "--channels=1",
        "--latency-msec=50",
        stdout=asyncio.subprocess.PIPE,
    )
    assert recorder.stdout is not None
    first = await recorder.stdout.readexactly(4)  # it hears
    heard: list[Samples] = []
    rest = asyncio.create_task(recorder.stdout.read())
    clock = SystemClock()
    try:
        yield heard
        await clock.sleep_until(clock.elapsed() + 1.0)  # the last sound is on its way
    finally:
        recorder.terminate()
        data = first + await rest
        await recorder.wait()
        heard.append(np.frombuffer(data[: len(data) // 4 * 4], dtype=np.float32))


async def test_a_sound_is_heard_as_it_was_given() -> None:
    played = babble(3.0)
    async with recorded() as heard:
        await SystemLoudspeaker().play([AudioChunk(played, SAMPLE_RATE)])
    assert best_correlation(heard[0], played) >= 0.99


async def test_the_chime_is_heard() -> None:
    async with recorded() as heard:
        await SystemLoudspeaker().play([chime()])
    assert float(np.abs(heard[0]).max()) == pytest.approx(float(np.abs(chime().samples).max()), rel=0.1)


async def test_the_real_one_keeps_the_contract() -> None:
    await check_loudspeaker(SystemLoudspeaker(), SystemClock())


async def test_a_sound_that_is_cancelled_falls_silent_and_lets_the_device_go() -> None:
    clock = SystemClock()
    async with recorded() as heard:
        playing = asyncio.create_task(SystemLoudspeaker().play([sound(60.0, 48_000)]))
        await clock.sleep_until(clock.elapsed() + 1.0)
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
        assert await run("pactl", "list", "short", "sink-inputs") == ""
        await clock.sleep_until(clock.elapsed() + 2.0)
    assert float(np.abs(heard[0]).max()) > 0.1, "it had begun"
    assert not np.abs(heard[0][-SAMPLE_RATE:]).max() > 0.01


async def test_a_loudspeaker_of_another_name_is_one_sentence() -> None:
    with pytest.raises(PartMissing, match="nulle part") as caught:
        await SystemLoudspeaker("nulle part").play([chime()])
    assert "loudspeaker_missing" == caught.value.code


async def test_a_sound_goes_on_while_another_microphone_is_chosen() -> None:
    """Looking for devices anew would end every stream."""
    clock, heard = SystemClock(), Heard()
    microphone, played = Microphone(clock), babble(3.0)
    listening = asyncio.create_task(listen(microphone, heard))
    await until(lambda: len(heard) > 10 or listening.done(), clock)
    async with recorded() as sound_heard:
        playing = asyncio.create_task(SystemLoudspeaker().play([AudioChunk(played, SAMPLE_RATE)]))
        await clock.sleep_until(clock.elapsed() + 1.0)
        before = len(heard)
        microphone.choose("nulle part")
        await until(lambda: len(heard) > before + 10 or listening.done(), clock)
        await playing
    assert best_correlation(sound_heard[0], played) >= 0.99
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


@asynccontextmanager
async def another_server() -> AsyncIterator[None]:
    """A sound server like the one that was there, until the end."""
    runtime = os.environ["PULSE_RUNTIME_PATH"]
    options = (
        "--daemonize=no",
        "--system=false",
        "--use-pid-file=no",
        "--exit-idle-time=-1",
        "--realtime=no",
    )
    server = await asyncio.create_subprocess_exec(
        "pulseaudio", "-n", *options, "-F", f"{runtime}/server.pa", stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        server.terminate()
        await server.wait()


async def test_a_server_that_dies_while_it_plays_is_told_and_its_successor_is_found() -> None:
    """The last test: the server of the others is gone. Neither the sound nor the microphone hangs."""
    clock, heard = SystemClock(), Heard()
    listening = asyncio.create_task(listen(Microphone(clock), heard))
    await until(lambda: len(heard) > 10 or listening.done(), clock)
    playback = Playback()
    playing = asyncio.create_task(SystemLoudspeaker(None, clock).play([sound(60.0, 48_000)], playback))
    await playback.begun.wait()
    await run("pactl", "exit")
    with pytest.raises(PartMissing) as caught:
        await playing
    assert "loudspeaker_lost" == caught.value.code
    await until(lambda: isinstance(heard[-1], SourceLost), clock)
    async with another_server():
        possible = clock.elapsed()
        await until(lambda: isinstance(heard[-1], Frame) or listening.done(), clock)
        print(f"heard again {heard[-1].start - possible:.2f} s after the server was started")
        check_source(heard)
        assert 1 == sum(isinstance(item, SourceLost) for item in heard)
        await SystemLoudspeaker().play([chime()])
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
