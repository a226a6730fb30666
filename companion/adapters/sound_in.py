"""The microphone: frames as long as it works, a loss told when it does not, and back again."""

import asyncio
from collections.abc import AsyncIterator

from companion.adapters import portaudio
from companion.adapters.capture import Capture
from companion.adapters.framing import Block, Framer
from companion.domain.errors import PartMissing
from companion.ports import Clock, Frame, SourceLost

__all__ = ["Microphone"]

_STALLED = 1.5
"""Seconds without a callback after which an open stream is given up; one is due every 32 ms."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0
"""Seconds between two attempts to reopen: doubled from the first to the longest."""


class Microphone:
    """The ``AudioSource`` of the room, through PortAudio at the device's native rate.

    ``device`` is a name, or a part of one, as ``AudioDevices`` lists them; None follows the system's
    default. Losses: ``unplugged`` (device or sound server gone), ``stalled`` (open but mute for 1.5 s),
    ``overflow`` (this process was too busy to take the sound), ``dropped`` (the device lost some).
    After a loss the device is sought and opened anew until it works.
    """

    def __init__(self, clock: Clock, device: str | None = None) -> None:
        self._clock = clock
        self._device = device
        self._framer = Framer()

    @property
    def drift(self) -> float:
        """Seconds by which the séance's clock is ahead of the device's samples since the anchor."""
        return self._framer.drift

    async def frames(self) -> AsyncIterator[Frame | SourceLost]:
        """What the room says, without end. Raises PartMissing if there is no microphone at the start.

        The device is let go when the iterator is closed.
        """
        self._framer = framer = Framer()
        since = self._clock.elapsed()
        capture = self._capture()
        lost = False
        try:
            await asyncio.to_thread(capture.open)
            while True:
                framer.restart(capture.rate)
                async for block in self._watched(capture):
                    for item in framer.feed(block):
                        lost = False
                        yield item
                if not lost:  # told once, however many openings fail or stay mute
                    lost = True
                    yield SourceLost(framer.heard_until or since, capture.ended or "unplugged")
                await asyncio.to_thread(capture.close)
                capture = self._capture()
                await self._reopen(capture)
        finally:
            capture.close()

    def _capture(self) -> Capture:
        return Capture(self._device, self._clock, asyncio.get_running_loop())

    async def _watched(self, capture: Capture) -> AsyncIterator[Block]:
        """What the stream hears until it ends or falls silent."""
        watchdog = asyncio.create_task(self._watch(capture))
        try:
            async for block in capture.blocks():
                yield block
        finally:
            watchdog.cancel()
            await asyncio.gather(watchdog, return_exceptions=True)

    async def _watch(self, capture: Capture) -> None:
        """End a stream that no longer calls back: suspended, it stays open and active."""
        while True:
            seen = capture.last_heard
            await self._clock.sleep_until(seen + _STALLED)
            if capture.last_heard == seen:
                capture.end("stalled")
                return

    async def _reopen(self, capture: Capture) -> None:
        """Return when there is a working stream again."""
        pause = _FIRST_PAUSE
        while True:
            try:
                await asyncio.to_thread(portaudio.refresh)
                await asyncio.to_thread(capture.open)
                return
            except PartMissing:
                await self._clock.sleep_until(self._clock.elapsed() + pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
