"""The microphone: frames as long as it works, a loss told when it does not, and back again."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from companion.adapters import portaudio
from companion.adapters.capture import Capture
from companion.adapters.framing import Block, Framer
from companion.domain.errors import PartMissing
from companion.ports import Clock, Frame, SourceLost

__all__ = ["Microphone"]

_STALLED = 1.5
"""Seconds without a callback after which an open stream is given up; one is due every 32 ms."""

_SLEEP = 5.0
"""Seconds by which that look must be late to mean that the machine slept."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0
"""Seconds between two attempts to reopen: doubled from the first to the longest."""


class Microphone:
    """The ``AudioSource`` of the room, through PortAudio at the device's native rate.

    ``device`` is a name, or a part of one, as ``AudioDevices`` lists them; None follows the system's
    default, which is also heard when the device is not there (``missing`` says so). Losses: ``unplugged``
    (device or sound server gone), ``stalled`` (open but mute for 1.5 s), ``overflow`` (this process was too
    busy to take the sound), ``dropped`` (the device lost some), ``changed`` (another was chosen), ``moved``
    (the sound server made it hear something else), ``slept`` (the machine did).
    After a loss the device is sought and opened anew until it works.
    """

    def __init__(self, clock: Clock, device: str | None = None) -> None:
        self._clock = clock
        self._device = device
        self._framer = Framer()
        self._present: Capture | None = None
        self._own_sound = True

    @property
    def missing(self) -> str | None:
        """The device that was asked for and is not there, if the default is heard in its stead."""
        return self._present.missing if self._present else None

    def choose(self, device: str | None) -> None:
        """Hear through another device from now on, at once if this one is open. None is the default."""
        if device == self._device and self.missing is None:
            return
        self._device = device
        if self._present is not None:
            self._present.end("changed")

    @property
    def drift(self) -> float:
        """Seconds by which the séance's clock is ahead of the device's samples since the anchor."""
        return self._framer.drift

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        """What the room says, without end, to one listener at a time.

        Raises PartMissing if there is no microphone at all at the start.

        The device is let go when the iterator is closed.
        """
        self._framer = framer = Framer()
        since = self._clock.elapsed()
        self._own_sound = True  # whatever the system's default is at first
        capture = self._capture()
        lost = False
        try:
            await asyncio.to_thread(capture.open)
            self._own_sound = capture.source is not None and capture.source.loop
            while True:
                framer.restart(capture.rate)
                async with aclosing(self._watched(capture)) as blocks:
                    async for block in blocks:
                        for item in framer.feed(block):
                            lost = False
                            yield item
                if not lost:  # told once, however many openings fail or stay mute
                    lost = True
                    yield SourceLost(framer.heard_until or since, capture.ended or "unplugged")
                await asyncio.to_thread(capture.close)
                listed = capture.ended == "moved"
                capture = self._capture()
                await self._reopen(capture, listed=listed)
        finally:
            capture.close()
            self._present = None

    def _capture(self) -> Capture:
        self._present = Capture(
            self._device, self._clock, asyncio.get_running_loop(), own_sound=self._own_sound
        )
        return self._present

    async def _watched(self, capture: Capture) -> AsyncGenerator[Block, None]:
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
                late = self._clock.elapsed() - seen - _STALLED
                capture.end("slept" if late > _SLEEP else "stalled")
                return

    async def _reopen(self, capture: Capture, *, listed: bool) -> None:
        """Return when a stream works again. ``listed``: the devices are first taken for the same."""
        pause = _FIRST_PAUSE
        while True:
            try:
                if not listed:
                    await asyncio.to_thread(portaudio.refresh)
                await asyncio.to_thread(capture.open)
                return
            except PartMissing:
                listed = False
                await self._clock.sleep_until(self._clock.elapsed() + pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
