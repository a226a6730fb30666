"""One opened input stream of PortAudio, and what it has heard that was not yet asked for."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import numpy as np

from companion.adapters import portaudio, rerouting
from companion.adapters.framing import Block
from companion.domain.errors import PartMissing
from companion.ports import Clock

__all__ = ["Capture"]

_BLOCK = 0.032
"""Seconds per callback: a frame's worth."""

_WAITING = 1000
"""Blocks, about 30 s, that wait for a busy event loop before new ones are dropped and counted."""


class Capture:
    """A microphone from its opening to its end, at its native rate.

    The callback copies, stamps and posts; nothing else happens on PortAudio's thread. When the ``device``
    that was asked for is not there, the system's default is heard, and ``missing`` is the name of the other.
    Unless ``own_sound``, the loudspeaker's monitor is no microphone: a server offers it for want of one.
    """

    def __init__(
        self,
        device: str | None,
        clock: Clock,
        loop: asyncio.AbstractEventLoop,
        *,
        own_sound: bool = False,
    ) -> None:
        self.ended: str | None = None
        self.source: rerouting.Source | None = None
        self.missing: str | None = None
        self.last_heard = clock.elapsed()
        self.rate = 0
        self._device = device
        self._clock = clock
        self._loop = loop
        self._blocks: deque[Block] = deque()
        self._ready = asyncio.Event()
        self._heard = 0
        self._stream: Any = None
        self._closed = False
        self._own_sound = own_sound
        self._over = threading.Event()
        self._opening = threading.Lock()  # closing waits for an opening under way: no handle is left open

    def open(self) -> None:
        """Begin to hear; may be tried again. Blocks, so it is done in a thread.

        Raises PartMissing when there is no microphone at all or when it does not open.
        """
        with self._opening:
            if self._closed:
                return
            self.ended = None
            self.last_heard = self._clock.elapsed()
            with portaudio.still():
                self._stream, self.rate = self._started()
                portaudio.keep(self._stream)
            self._settle()

    async def blocks(self) -> AsyncGenerator[Block, None]:
        """What was heard, in order, until the stream ends; then ``ended`` says why."""
        while True:
            while self._blocks:
                yield self._blocks.popleft()
            if self.ended:
                return
            await self._ready.wait()
            self._ready.clear()

    def end(self, reason: str) -> None:
        """No more sound is to be expected; the first reason counts. From any thread."""
        self.ended = self.ended or reason
        self._wake()

    def close(self) -> None:
        """Let the device go, for good. Blocks for a moment; a second time does nothing."""
        self.end("closed")
        self._over.set()
        with self._opening:
            self._closed = True
            stream, self._stream = self._stream, None
            if stream is not None:
                portaudio.close(stream)

    def _settle(self) -> None:
        """See what the sound server lets us hear, and that it stays so."""
        self.source = rerouting.heard_from()
        if self.source is None:
            return
        if self.source.loop and not self._own_sound:
            stream, self._stream = self._stream, None
            portaudio.close(stream)
            self._blocks.clear()
            self._heard = 0
            raise _no_microphone(self._device)
        rerouting.watch(self.source, self._over, lambda: self.end("moved"))

    def _started(self) -> tuple[Any, int]:
        sounddevice = portaudio.load()
        info = self._found(sounddevice)
        rate = round(info["default_samplerate"])
        channels = 1
        while True:
            try:
                stream = sounddevice.InputStream(
                    device=info["index"],
                    samplerate=rate,
                    channels=channels,
                    blocksize=round(rate * _BLOCK),
                    dtype="float32",
                    callback=self._called,
                    finished_callback=lambda: self.end("unplugged"),
                )
                stream.start()
                return stream, rate
            except sounddevice.PortAudioError as error:
                if channels == 2 or info["max_input_channels"] < 2:
                    raise _refused(info["name"]) from error
                channels = 2  # some stereo hardware has no mono

    def _found(self, sounddevice: Any) -> Any:
        """The device asked for, else the default; what PortAudio knows of it."""
        self.missing = None
        for device in dict.fromkeys((self._device, None)):
            try:
                return sounddevice.query_devices(device, "input")
            except (sounddevice.PortAudioError, ValueError):
                self.missing = device or self.missing
        raise _no_microphone(self._device)

    def _called(self, heard: Any, frames: int, _time: Any, status: Any) -> None:
        """On PortAudio's thread. Dropped blocks leave a hole in the count, which tells of them.

        PortAudio says that the device overflowed, never by how much: a hole of one sample, and the clock
        tells the rest.
        """
        self.last_heard = self._clock.elapsed()
        self._heard += bool(status.input_overflow and self._heard)
        if len(self._blocks) < _WAITING:
            mono = heard.mean(axis=1, dtype=np.float32)  # a copy: PortAudio takes its buffer back
            self._blocks.append(Block(mono, self._heard, self.last_heard))
        self._heard += frames
        self._wake()

    def _wake(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(self._ready.set)


def _no_microphone(device: str | None) -> PartMissing:
    which = f"Le micro « {device} » est introuvable" if device else "Aucun micro n'a été trouvé"
    return PartMissing(
        "microphone_missing", f"{which} : branchez-le, vérifiez les réglages de son, puis relancez."
    )


def _refused(name: str) -> PartMissing:
    return PartMissing(
        "microphone_refused",
        f"Le micro « {name} » ne s'ouvre pas : fermez l'application qui l'utilise ou choisissez-en un autre.",
    )
