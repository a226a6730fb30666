"""The loudspeaker: plays sound to its end, or until it is told to stop."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import soxr

from companion.adapters import portaudio
from companion.adapters.clock import SystemClock
from companion.adapters.played_sound import PlayedSound
from companion.domain.errors import PartMissing
from companion.ports import SAMPLE_RATE, AudioChunk, Clock, Playback, Samples

__all__ = ["SystemLoudspeaker"]

_STALLED = 1.5
"""Seconds in which an open device takes nothing, after which it is given up."""

_BLOCK = 0.02
"""Seconds per callback: how late a sound may go on after it was stopped, and its device's own buffer."""
_PRIMING = 2
"""Callbacks after the first that only fill the device's buffer: they come at once, when PortAudio cannot know
yet how long that buffer lasts. Measured through PulseAudio, a sound's time by its first callback is wrong
by 0 to 17 ms, never twice alike, so that the canceller has to learn the room anew; by the fourth it is right
to 1 ms."""
_SETTLED = (_PRIMING + 1, _PRIMING + 6)
"""After how many later callbacks the time is set."""
_SILENCE_AFTER = 0.1
"""Seconds of silence given to the device behind the sound: some sound servers say that they have played what
they still hold, and its last syllable would be cut with the stream."""


class SystemLoudspeaker:
    """The ``Loudspeaker`` of the room, through PortAudio at the device's native rate.

    ``device`` is a name, or a part of one, as ``AudioDevices`` lists them; None follows the system's default.
    With ``own``, what comes out is written down there as it does, by the count of samples.
    """

    def __init__(
        self, device: str | None = None, clock: Clock | None = None, own: PlayedSound | None = None
    ) -> None:
        self._device, self._clock, self._own = device, clock or SystemClock(), own

    async def play(self, chunks: Sequence[AudioChunk], playback: Playback | None = None) -> None:
        """Play to the end, or until cancelled. Raises PartMissing without one that opens and lasts."""
        if not any(chunk.samples.size for chunk in chunks):
            return
        told = _Told(playback or Playback(), self._clock, self._own)
        sound = _Sound(self._device, asyncio.get_running_loop(), told)
        try:
            await asyncio.to_thread(sound.start, chunks)
            await self._watched(sound)
        finally:
            sound.close()

    async def _watched(self, sound: "_Sound") -> None:
        """Until the device has played it. Raises PartMissing when it is gone, or takes no more of it."""
        over = asyncio.ensure_future(sound.over.wait())
        try:
            while not over.done():
                taken = sound.taken
                nap = asyncio.ensure_future(self._clock.sleep_until(self._clock.elapsed() + _STALLED))
                await asyncio.wait((over, nap), return_when=asyncio.FIRST_COMPLETED)
                nap.cancel()
                if not over.done() and sound.taken == taken:
                    raise _lost()
        finally:
            over.cancel()
        if not sound.whole:
            raise _lost()


class _Told:
    """Writes down when the samples come out."""

    def __init__(self, playback: Playback, clock: Clock, own: PlayedSound | None) -> None:
        self._playback, self._clock, self._own = playback, clock, own
        self._rate = 0
        self._begun: list[float] = []

    def begins(self, sound: Samples, rate: int, wait: float) -> None:
        """From the first callback: the first sample leaves the device in ``wait`` seconds."""
        began = self._clock.elapsed() + max(0.0, wait)
        self._playback.began, self._rate = began, rate
        if self._own is not None:
            self._own.begins(sound, began)

    def goes_on(self, samples: int, wait: float) -> None:
        """From a later callback, which gives the samples from that one on: what ``begins`` took for its time
        is put right, before its echo can come back."""
        self._begun.append(self._clock.elapsed() + wait - samples / self._rate)
        if len(self._begun) in _SETTLED and self._own is not None:
            self._own.began(float(np.median(self._begun[_PRIMING:])))

    def ends(self, samples: int, *, whole: bool) -> None:
        """So many samples were given to the device; unless all of them, it fell silent at once."""
        if self._playback.began is None or self._playback.ended is not None:
            return
        counted = self._playback.began + samples / self._rate
        heard = counted if whole else min(counted, self._clock.elapsed())
        self._playback.ended = max(self._playback.began, heard)
        if self._own is not None:
            self._own.ends(self._playback.ended)

    def tell(self) -> None:
        """On the loop's thread: it has begun."""
        self._playback.begun.set()


class _Sound:
    """One sound on its way out."""

    def __init__(self, device: str | None, loop: asyncio.AbstractEventLoop, told: _Told) -> None:
        self.over = asyncio.Event()
        self._device, self._loop, self._told = device, loop, told
        self._low: Samples = np.zeros(0, np.float32)
        self._rate = 0
        self._sound: Samples = np.zeros(0, np.float32)
        self._played = 0
        self._silence = 0
        self._stream: Any = None
        self._closed = False
        self._opening = threading.Lock()  # closing waits for an opening under way: no handle is left open

    @property
    def taken(self) -> int:
        """Samples that the device has taken."""
        return self._played + self._silence

    @property
    def whole(self) -> bool:
        """Whether it has all of them."""
        return self._played >= self._sound.size

    def start(self, chunks: Sequence[AudioChunk]) -> None:
        """Open the device and begin. Blocks, so it is done in a thread."""
        with self._opening:
            if self._closed:
                return
            with portaudio.still():
                self._stream = self._started(chunks)
                portaudio.keep(self._stream)

    def close(self) -> None:
        """Fall silent and let the device go."""
        with self._opening:
            self._closed = True
            stream, self._stream = self._stream, None
            if stream is not None:
                portaudio.close(stream)
                self._told.ends(min(self._played, self._sound.size), whole=self.over.is_set())

    def _started(self, chunks: Sequence[AudioChunk]) -> Any:
        sounddevice = portaudio.load()
        try:
            info = sounddevice.query_devices(self._device, "output")
        except (sounddevice.PortAudioError, ValueError) as error:
            raise _no_loudspeaker(self._device) from error
        rate = round(info["default_samplerate"])
        self._sound, self._rate = at_rate(chunks, rate), rate
        self._low = at_rate(chunks, SAMPLE_RATE)
        try:
            stream = sounddevice.OutputStream(
                device=info["index"],
                samplerate=rate,
                channels=min(2, info["max_output_channels"]),
                blocksize=round(rate * _BLOCK),
                dtype="float32",
                latency="low",
                callback=lambda out, frames, time, _status: self._fill(out, frames, time, sounddevice),
                finished_callback=self._finished,
            )
            stream.start()
            return stream
        except sounddevice.PortAudioError as error:
            raise _refused(info["name"]) from error

    def _fill(self, out: Any, frames: int, time: Any, sounddevice: Any) -> None:
        """On PortAudio's thread. It is told to stop once it has everything, which it then plays."""
        if self._played == 0:
            self._told.begins(self._low, self._rate, time.outputBufferDacTime - time.currentTime)
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._told.tell)
        else:
            self._told.goes_on(self._played, time.outputBufferDacTime - time.currentTime)
        piece = self._sound[self._played : self._played + frames]
        self._played += len(piece)
        out[: len(piece)] = piece[:, np.newaxis]
        out[len(piece) :] = 0.0
        self._silence += frames - len(piece)
        if self._silence >= _SILENCE_AFTER * self._rate:
            raise sounddevice.CallbackStop

    def _finished(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(self.over.set)


def at_rate(chunks: Sequence[AudioChunk], rate: int) -> Samples:
    """These chunks one after the other, at that rate; neighbours of one rate are resampled as one sound."""
    sounds: list[Samples] = []
    begun = 0
    for index in range(1, len(chunks) + 1):
        if index == len(chunks) or chunks[index].rate != chunks[begun].rate:
            joined = np.concatenate([chunk.samples for chunk in chunks[begun:index]])
            sounds.append(soxr.resample(joined, chunks[begun].rate, rate))
            begun = index
    sound: Samples = np.clip(np.concatenate(sounds), -1.0, 1.0).astype(np.float32)
    return sound


def _lost() -> PartMissing:
    message = "Le haut-parleur ne répond plus : vérifiez qu'il est branché et allumé."
    return PartMissing("loudspeaker_lost", message)


def _no_loudspeaker(device: str | None) -> PartMissing:
    which = f"Le haut-parleur « {device} » est introuvable" if device else "Aucun haut-parleur n'a été trouvé"
    return PartMissing("loudspeaker_missing", f"{which} : branchez-le et vérifiez les réglages de son.")


def _refused(name: str) -> PartMissing:
    return PartMissing(
        "loudspeaker_refused",
        f"Le haut-parleur « {name} » ne s'ouvre pas : fermez l'application qui le tient.",
    )
