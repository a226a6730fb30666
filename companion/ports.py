"""Every port of the house on one page: what a room may ask of the outside, and nothing more.

Ports of models and devices that are not ``async`` block: their one caller bridges to a thread.
Audio is mono float32 in [-1, 1] at 16 kHz unless said. Times are seconds on the séance's clock.
"""

from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from companion.domain.messages import Accepted, Command, Recorded, Refused
from companion.domain.speech import Earlier, Transcript

__all__ = [
    "FRAME_SAMPLES",
    "SAMPLE_RATE",
    "AudioChunk",
    "AudioDevice",
    "AudioDevices",
    "AudioSource",
    "Clock",
    "CommandDesk",
    "Embedding",
    "Frame",
    "Loudspeaker",
    "OverlapDetector",
    "Samples",
    "SourceLost",
    "SpeakerEncoder",
    "SpeechDetector",
    "Store",
    "Synthesizer",
    "Transcriber",
]

SAMPLE_RATE = 16_000
"""Hz, everywhere inside the house."""

FRAME_SAMPLES = 512
"""32 ms: the frame that Silero VAD v6 works on at 16 kHz."""

Samples = NDArray[np.float32]
"""Mono audio, shape (n,), float32 in [-1, 1], 16 kHz."""

Embedding = NDArray[np.float32]
"""A voiceprint, shape (192,), float32, L2-normalised."""


@dataclass(frozen=True, slots=True)
class Frame:
    """32 ms of the room: ``samples`` (512,), the first of them heard at ``start``."""

    samples: Samples
    start: float


@dataclass(frozen=True, slots=True)
class SourceLost:
    """In place of frames: the source cannot hear since ``start``; ``reason`` is a catalogue code.

    The next ``Frame`` says by its ``start`` how long the gap was.
    """

    start: float
    reason: str


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """A piece of synthesised sound at its own ``rate`` in Hz."""

    samples: Samples
    rate: int


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """A microphone or a loudspeaker: ``rate`` is its own in Hz; ``name`` is what settings refer to."""

    name: str
    rate: int
    channels: int
    default: bool


class Clock(Protocol):
    """Two clocks in one port."""

    def now(self) -> datetime:
        """Aware UTC, for people."""

    def elapsed(self) -> float:
        """Seconds on the séance's clock: monotonic, time spent suspended included."""

    async def sleep_until(self, elapsed: float) -> None:
        """Return when ``elapsed()`` has reached that value."""


class AudioSource(Protocol):
    """A microphone, or a recording played as one."""

    def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        """Frames of 32 ms, stamped by the source's own sample clock, until the source ends.

        Close it (``contextlib.aclosing``) to let the device go at once.
        """


class AudioDevices(Protocol):
    """What this machine can hear and speak through. Raises PartMissing without the system library."""

    def inputs(self) -> Sequence[AudioDevice]:
        """Microphones, the default first; empty when there is none."""

    def outputs(self) -> Sequence[AudioDevice]:
        """Loudspeakers, the default first; empty when there is none."""


class SpeechDetector(Protocol):
    """Tells speech from the rest, frame by frame. Keeps state between frames."""

    def probability(self, samples: Samples) -> float:
        """Probability in [0, 1] that this frame of 512 samples holds speech."""

    def reset(self) -> None:
        """Forget what came before."""


class Transcriber(Protocol):
    """Words from speech."""

    def transcribe(
        self, samples: Samples, *, vocabulary: Sequence[str] = (), earlier: Earlier | None = None
    ) -> Transcript:
        """The words of one utterance, timed from the first sample.

        ``vocabulary`` are likely names and terms. With ``earlier``, the samples begin before the
        utterance, and only the words from ``earlier.resume`` on are given. At most 30 s are heard.
        """


class SpeakerEncoder(Protocol):
    """A voiceprint from speech."""

    def embed(self, samples: Samples) -> Embedding:
        """The voice in 0.5 s of speech or more, L2-normalised, shape (192,)."""


class OverlapDetector(Protocol):
    """Who is talking, and whether two people talk at once, without knowing anybody."""

    def activity(self, samples: Samples) -> Samples:
        """Probability of speech of three local speakers, shape (frames, 3), for 0.5 to 10 s of audio."""


class Synthesizer(Protocol):
    """Speech from text."""

    def synthesize(self, text: str) -> Iterator[AudioChunk]:
        """The sentence, chunk by chunk."""


class Loudspeaker(Protocol):
    """Plays sound in the room."""

    async def play(self, chunks: Sequence[AudioChunk]) -> None:
        """Play to the end, or until cancelled."""


class Store(Protocol):
    """The event log. Called from the event loop; writes happen on one thread of their own."""

    async def append(self, recorded: Sequence[Recorded]) -> None:
        """Commit these events, durably, all or none. Raises StoreFailed."""

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        """The events of a séance with a sequence number above ``after``, in order."""

    async def sessions(self) -> list[str]:
        """The ids of the séances in the log, oldest first."""

    async def erase(self, session_id: str) -> None:
        """Forget a séance: nothing of it remains in the file or its journal."""

    async def redact(self, session_id: str, seqs: Sequence[int]) -> None:
        """Overwrite what these events said. Their sequence numbers stay taken; ``events`` skips them."""

    async def close(self) -> None:
        """Finish what is being written and close."""


class CommandDesk(Protocol):
    """Where pages hand in commands."""

    async def submit(self, command: Command, *, command_id: str | None = None) -> Accepted | Refused:
        """Carry out a command once: the same ``command_id`` again answers as the first time."""
