"""The virtual room: people into the microphone, and the loudspeaker's echo beside them."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from companion.ports import SAMPLE_RATE, Samples

MIC = os.environ.get("COMPANION_TEST_MIC_SINK", "")
SPEAKER = os.environ.get("COMPANION_TEST_SPEAKER_SINK", "")
DELAY = 60
"""Milliseconds that the echo takes: devices, and three metres of air."""


def echo(decibels: float) -> None:
    """From now on the microphone hears the loudspeaker at that level."""
    source = f"source={SPEAKER}.monitor"
    _pactl("load-module", "module-loopback", source, f"sink={MIC}", f"latency_msec={DELAY}", "adjust_time=0")
    for line in _pactl("list", "short", "sink-inputs").splitlines():
        if "module-loopback" in line:
            _pactl("set-sink-input-volume", line.split()[0], f"{decibels}dB")


@asynccontextmanager
async def playing(samples: Samples) -> AsyncIterator["asyncio.subprocess.Process"]:
    """These samples are said in the room, from about now on."""
    command = ("pacat", "--playback", f"--device={MIC}", "--raw", "--format=float32le")
    shape = (f"--rate={SAMPLE_RATE}", "--channels=1", "--latency-msec=200")
    process = await asyncio.create_subprocess_exec(*command, *shape, stdin=asyncio.subprocess.PIPE)

    async def feed() -> None:
        assert process.stdin is not None
        for first in range(0, len(samples), SAMPLE_RATE):
            process.stdin.write(samples[first : first + SAMPLE_RATE].tobytes())
            await process.stdin.drain()
        process.stdin.close()
        await process.wait()

    feeding = asyncio.create_task(feed())
    try:
        yield process
    finally:
        feeding.cancel()
        if process.returncode is None:
            process.kill()
            await process.wait()


def _pactl(*arguments: str) -> str:
    return subprocess.run(("pactl", *arguments), check=True, capture_output=True, text=True).stdout


def there(path: Path) -> Path:
    """That folder, made if need be."""
    path.mkdir(parents=True, exist_ok=True)
    return path
