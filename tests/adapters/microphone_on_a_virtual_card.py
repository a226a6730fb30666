"""The real microphone, through a virtual sound card. Run by ``test_virtual_audio.py``, or by hand:

scripts/with-virtual-audio python -m pytest tests/adapters/microphone_on_a_virtual_card.py
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest

from companion.adapters.audio_devices import SystemAudioDevices
from companion.adapters.clock import SystemClock
from companion.adapters.level import MeteredSource
from companion.adapters.sound_in import Microphone
from companion.hearing.gate import Gate
from companion.ports import SAMPLE_RATE, AudioSource, Frame, Samples, SourceLost
from tests.adapters.source_contract import FRAME_SECONDS, check_source, sound_of
from tests.fakes.sounds import at_rate, babble, write_sound

MIC = os.environ["COMPANION_TEST_MIC_SINK"]
SPEAKER = os.environ["COMPANION_TEST_SPEAKER_SINK"]

Heard = list[Frame | SourceLost]


async def run(*command: str) -> str:
    """What the command printed; it must succeed."""
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    printed, _ = await process.communicate()
    assert process.returncode == 0, command
    return printed.decode()


async def listen(microphone: AudioSource, heard: Heard) -> None:
    """Keep what comes until cancelled; then let the device go."""
    async with aclosing(MeteredSource(microphone, lambda level: None).frames()) as frames:
        async for item in frames:
            heard.append(item)


async def until(true: Callable[[], bool], clock: SystemClock) -> None:
    """Wait for something to be heard; the test's own timeout is the outer runner's."""
    while not true():
        await clock.sleep_until(clock.elapsed() + 0.05)


@pytest.fixture
async def ear() -> AsyncIterator[tuple[Heard, SystemClock]]:
    """A microphone that has begun to hear, let go at the end."""
    clock, heard = SystemClock(), Heard()
    listening = asyncio.create_task(listen(Microphone(clock), heard))
    await until(lambda: len(heard) > 10 or listening.done(), clock)
    yield heard, clock
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert await run("pactl", "list", "short", "source-outputs") == "", "the device is let go"


def best_correlation(heard: Samples, played: Samples) -> float:
    """Of the played sound with the part of the heard one that resembles it most, to a quarter sample."""
    heard, played = at_rate(heard, 4 * SAMPLE_RATE), at_rate(played, 4 * SAMPLE_RATE)
    size = 1 << (len(heard) + len(played)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size)), size)
    lag = int(np.argmax(product[: len(heard) - len(played)]))
    return float(np.corrcoef(heard[lag : lag + len(played)], played)[0, 1])


async def test_ten_seconds_are_heard_as_played(ear: tuple[Heard, SystemClock], tmp_path: Path) -> None:
    heard, clock = ear
    played = babble(10.0)
    write_sound(tmp_path / "voice.wav", played, codec="pcm_s16le", rate=48_000)
    await run("paplay", f"--device={MIC}", "--latency-msec=500", str(tmp_path / "voice.wav"))
    await clock.sleep_until(clock.elapsed() + 1.0)  # paplay leaves while its last sound is on the way
    check_source(heard)
    assert not [item for item in heard if isinstance(item, SourceLost)]
    assert best_correlation(sound_of(heard), played) >= 0.99


async def check_loss(
    ear: tuple[Heard, SystemClock],
    reason: str,
    lose: Callable[[], Awaitable[object]],
    mend: Callable[[], Awaitable[object]],
    within: float = 0.5,
) -> None:
    """Lost for two seconds and more, told once, then heard again at the right time."""
    heard, clock = ear
    lost_at = clock.elapsed()
    await lose()
    await until(lambda: isinstance(heard[-1], SourceLost), clock)
    await clock.sleep_until(lost_at + 2.5)
    assert isinstance(heard[-1], SourceLost), "nothing is heard meanwhile"
    mended_at = clock.elapsed()
    await mend()
    before = len(heard)
    await until(lambda: len(heard) > before + 30, clock)
    last, now = heard[-1], clock.elapsed()
    check_source(heard)
    [loss] = [item for item in heard if isinstance(item, SourceLost)]
    again = heard[heard.index(loss) + 1]
    assert loss.reason == reason
    assert loss.start == pytest.approx(lost_at, abs=within)
    assert again.start > mended_at - 0.1
    assert last.start + FRAME_SECONDS == pytest.approx(now, abs=0.5), "the gap was counted in full"


async def unplug() -> None:
    await run("pactl", "unload-module", "module-null-sink")


async def plug() -> None:
    for sink in (MIC, SPEAKER):
        await run(
            "pactl",
            "load-module",
            "module-null-sink",
            f"sink_name={sink}",
            "rate=48000",
            "channels=1",
            "norewinds=1",
        )
    await run("pactl", "set-default-sink", SPEAKER)
    await run("pactl", "set-default-source", f"{MIC}.monitor")


async def suspend() -> None:
    await run("pactl", "suspend-sink", MIC, "1")


async def resume() -> None:
    await run("pactl", "suspend-sink", MIC, "0")


async def test_an_unplugged_microphone_is_found_again(ear: tuple[Heard, SystemClock]) -> None:
    await check_loss(ear, "unplugged", unplug, plug)


async def test_a_suspended_microphone_is_found_out_and_comes_back(ear: tuple[Heard, SystemClock]) -> None:
    await check_loss(ear, "stalled", suspend, resume)


async def unplug_the_microphone_alone() -> None:
    """The loudspeaker stays: the server moves whoever hears to its monitor."""
    for module in (await run("pactl", "list", "short", "modules")).splitlines():
        if f"sink_name={MIC}" in module:
            await run("pactl", "unload-module", module.split()[0])


async def plug_the_microphone_alone() -> None:
    shape = ("rate=48000", "channels=1", "norewinds=1")
    await run("pactl", "load-module", "module-null-sink", f"sink_name={MIC}", *shape)
    await run("pactl", "set-default-source", f"{MIC}.monitor")
    await run("pactl", "set-default-sink", SPEAKER)


async def test_the_loudspeaker_is_not_taken_for_the_microphone_that_was_unplugged(
    ear: tuple[Heard, SystemClock],
) -> None:
    await check_loss(ear, "moved", unplug_the_microphone_alone, plug_the_microphone_alone, within=2.0)


async def test_a_stream_that_was_moved_to_the_loudspeaker_comes_back(
    ear: tuple[Heard, SystemClock], tmp_path: Path
) -> None:
    heard, clock = ear
    [stream] = (await run("pactl", "list", "short", "source-outputs")).splitlines()
    moved_at = clock.elapsed()
    await run("pactl", "move-source-output", stream.split()[0], f"{SPEAKER}.monitor")
    await until(lambda: any(isinstance(item, SourceLost) for item in heard), clock)
    await until(lambda: isinstance(heard[-1], Frame), clock)
    check_source(heard)
    [loss] = [item for item in heard if isinstance(item, SourceLost)]
    assert "moved" == loss.reason
    print(f"moved and heard again in {heard[-1].start - moved_at:.2f} s")
    played = babble(2.0)
    write_sound(tmp_path / "voice.wav", played, codec="pcm_s16le", rate=48_000)
    before = len(heard)
    await run("paplay", f"--device={MIC}", "--latency-msec=500", str(tmp_path / "voice.wav"))
    await clock.sleep_until(clock.elapsed() + 1.0)
    assert best_correlation(sound_of(heard[before:]), played) >= 0.99


async def test_a_microphone_that_is_not_there_gives_way_to_the_default() -> None:
    clock, heard = SystemClock(), Heard()
    microphone = Microphone(clock, "nulle part")
    listening = asyncio.create_task(listen(microphone, heard))
    await until(lambda: len(heard) > 10 or listening.done(), clock)
    assert "nulle part" == microphone.missing
    check_source(heard)
    microphone.choose(None)
    await until(lambda: microphone.missing is None and isinstance(heard[-1], Frame), clock)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_another_microphone_is_chosen_while_one_is_heard() -> None:
    """The gap between the two is told; the first is let go."""
    clock, heard = SystemClock(), Heard()
    default, other = SystemAudioDevices().inputs()[:2]
    microphone = Microphone(clock, default.name)
    listening = asyncio.create_task(listen(microphone, heard))
    await until(lambda: len(heard) > 10 or listening.done(), clock)
    for name in (other.name, "nulle part"):
        before = len(heard)
        microphone.choose(name)
        await until(lambda before=before: len(heard) > before + 30 or listening.done(), clock)
    check_source(heard)
    assert ["changed"] * 2 == [item.reason for item in heard if isinstance(item, SourceLost)]
    assert "nulle part" == microphone.missing
    assert 1 == len((await run("pactl", "list", "short", "source-outputs")).splitlines())
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_a_shut_gate_lets_the_device_go() -> None:
    """As when somebody no longer agrees to be heard."""
    clock, heard = SystemClock(), Heard()
    gate = Gate(Microphone(clock), listening=True, live=True)
    listening = asyncio.create_task(listen(gate, heard))
    await until(lambda: len(heard) > 10 or listening.done(), clock)
    gate.agree(False)
    while await run("pactl", "list", "short", "source-outputs"):
        await clock.sleep_until(clock.elapsed() + 0.05)
    before = len(heard)
    await clock.sleep_until(clock.elapsed() + 0.5)
    assert before == len(heard)
    gate.agree(True)
    await until(lambda: len(heard) > before + 10 or listening.done(), clock)
    check_source(heard[before:])
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_a_microphone_closed_while_it_opens_is_let_go() -> None:
    clock = SystemClock()
    listening = asyncio.create_task(listen(Microphone(clock), []))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert await run("pactl", "list", "short", "source-outputs") == ""


def test_the_default_devices_come_first() -> None:
    devices = SystemAudioDevices()
    for listed in (devices.inputs(), devices.outputs()):
        assert [device.default for device in listed[:2]] == [True, False]
        assert all(device.rate > 0 and device.channels > 0 and device.name for device in listed)
