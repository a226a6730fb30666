"""Every port of the house on one page: what a room may ask of the outside, and nothing more.

Ports of models and devices that are not ``async`` block: their one caller bridges to a thread.
Audio is mono float32 in [-1, 1] at 16 kHz unless said. Times are seconds on the séance's clock.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from companion.bus import Bus
from companion.domain.certificate import Certificate
from companion.domain.document import Document
from companion.domain.keys import KeyPlace
from companion.domain.messages import Accepted, Command, Event, PrepareSession, Recorded, Refused
from companion.domain.method import Method
from companion.domain.people import Programme
from companion.domain.programme import KeptVoice, Member
from companion.domain.session import Session
from companion.domain.speech import Earlier, RoomSound, Transcript
from companion.domain.summary import Summary

__all__ = [
    "FRAME_SAMPLES",
    "SAMPLE_RATE",
    "AudioChunk",
    "AudioDevice",
    "AudioDevices",
    "AudioSource",
    "Clock",
    "CommandDesk",
    "DocumentWriter",
    "EchoCanceller",
    "Embedding",
    "Frame",
    "HandedFile",
    "KeyStore",
    "Loudspeaker",
    "Machine",
    "MachineState",
    "OverlapDetector",
    "OwnVoice",
    "Papers",
    "Playback",
    "ProgrammeBook",
    "Rewriter",
    "Samples",
    "Seance",
    "Seances",
    "SleepInhibitor",
    "SourceLost",
    "SpeakerEncoder",
    "SpeechDetector",
    "Store",
    "Synthesizer",
    "Transcriber",
    "VoiceBook",
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
        self,
        samples: Samples,
        *,
        vocabulary: Sequence[str] = (),
        earlier: Earlier | None = None,
        quick: bool = False,
        hint: str = "",
    ) -> Transcript:
        """The words of one utterance, timed from the first sample.

        ``vocabulary`` are likely names and terms. With ``earlier``, the samples begin before the
        utterance, and only the words from ``earlier.resume`` on are given. At most 30 s are heard. With
        ``quick``, words that look wrong are not heard again: they are wanted now. A ``hint`` is a text whose
        words are likely: what is heard leans towards them, so that it proves nothing alone.
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


class Playback:
    """How a sound comes out, by the loudspeaker's own count of samples, on the séance's clock.

    ``began`` is when its first sample leaves the device (``begun`` is set then), ``ended`` when its last one
    did, None before that.
    """

    def __init__(self) -> None:
        self.began: float | None = None
        self.ended: float | None = None
        self.begun = asyncio.Event()


class Loudspeaker(Protocol):
    """Plays sound in the room."""

    async def play(self, chunks: Sequence[AudioChunk], playback: Playback | None = None) -> None:
        """Play to the end, or until cancelled; ``playback`` is told how. Raises PartMissing."""


class OwnVoice(Protocol):
    """What the companion itself has sounded lately."""

    def sounds(self, start: float, end: float) -> bool:
        """Whether it may be heard in the room between these times: echo and delay included."""

    def between(self, start: float, end: float) -> Samples:
        """What left the loudspeaker between these times, at 16 kHz; zeros where nothing did."""


class EchoCanceller(Protocol):
    """Takes what was played out of what is heard. Keeps state: it learns the room."""

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        """``heard`` less the echo of ``played``: same length, same time, a whole number of frames."""


class SleepInhibitor(Protocol):
    """Keeps the machine awake."""

    async def hold(self) -> None:
        """Until cancelled, where the system allows it."""


class Store(Protocol):
    """The event log. Called from the event loop; writes happen on one thread of their own."""

    async def append(self, recorded: Sequence[Recorded], *, command_id: str | None = None) -> None:
        """Commit these events, durably, all or none. Raises StoreFailed.

        ``command_id`` is that of the command that made them, kept with them: a second time is a conflict.
        """

    async def carried_out(self, session_id: str, command_id: str) -> int | None:
        """The number of the last event that this command made; None for one that made none."""

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        """The events of a séance with a sequence number above ``after``, in order."""

    async def sessions(self) -> list[str]:
        """The ids of the séances in the log, oldest first."""

    async def of_kinds(self, kinds: Collection[type[Event]]) -> Mapping[str, Sequence[Recorded]]:
        """The events of these kinds, in order, by séance, the oldest first. Not every event is read."""

    async def holding(self, kind: type[Event], sessions: Collection[str]) -> Set[str]:
        """Which of these séances hold an event of that kind that was not redacted."""

    async def erase(self, session_id: str) -> None:
        """Forget a séance: nothing of it remains in the file or its journal."""

    async def unsettled(self) -> Mapping[str, int]:
        """The séances written in since they were settled, with the number of their last event."""

    async def settle(self, session_id: str, seq: int) -> None:
        """Nothing is left to erase in what was written up to that number; what came since is not settled."""

    async def redact(self, session_id: str, seqs: Sequence[int]) -> None:
        """Overwrite what these events said. Their sequence numbers stay taken; ``events`` skips them."""

    async def close(self) -> None:
        """Finish what is being written and close."""


class KeyStore(Protocol):
    """Where the key of the séances is kept. It blocks; a keyring may ask its user. Raises StoreFailed."""

    place: KeyPlace

    @property
    def usable(self) -> bool:
        """Whether this machine has one."""

    def read(self) -> bytes | None:
        """The 32 bytes kept there; None when there are none (any more)."""

    def make(self) -> bytes:
        """New ones, kept there from now on in place of the others."""


class VoiceBook(Protocol):
    """Voiceprints on this machine, out of the log: nowhere else may one be written."""

    def keep(self, session_id: str, person: str, voiceprint: Embedding) -> None:
        """Write this voiceprint, in place of that person's last one. Raises StoreFailed."""

    def read(self, session_id: str) -> Mapping[str, Embedding]:
        """Those of that séance that can still be read, in the order they were kept."""

    def forget(self, session_id: str, person: str) -> None:
        """Destroy one. Raises StoreFailed."""

    def destroy(self, session_id: str) -> None:
        """Destroy all those of that séance, with their key. Raises StoreFailed."""

    def sessions(self) -> Sequence[str]:
        """The séances that have any."""


class ProgrammeBook(Protocol):
    """Voiceprints that outlive their séance, by separate consent, until the end of a programme.

    Each lies alone under a key of its own, and goes with it.
    """

    def keep(self, programme: Programme, name: str, voiceprint: Embedding) -> None:
        """Write that person's, in place of the last one, until the programme ends. Raises StoreFailed."""

    def find(self, who: Member) -> Embedding | None:
        """That person's, if one is kept and can still be read."""

    def forget(self, who: Member) -> bool:
        """Destroy that person's, with its key; whether there was one. Raises StoreFailed."""

    def kept(self) -> Sequence[KeptVoice]:
        """Whose, for which programme, and until when. Raises StoreFailed."""


class CommandDesk(Protocol):
    """Where pages hand in commands."""

    async def submit(self, command: Command, *, command_id: str | None = None) -> Accepted | Refused:
        """Carry out a command once: the same ``command_id`` again answers as the first time."""


class Seance(Protocol):
    """One séance of this machine, opened: what a page is made from."""

    @property
    def session_id(self) -> str:
        """Its id in the log."""

    @property
    def method(self) -> Method:
        """The method it follows."""

    @property
    def session(self) -> Session:
        """Its present state."""

    @property
    def store(self) -> Store:
        """The log it is written in."""

    @property
    def bus(self) -> Bus:
        """Where its events and signals pass."""

    @property
    def clock(self) -> Clock:
        """Its clock."""

    @property
    def desk(self) -> CommandDesk:
        """Where its commands are handed in."""

    @property
    def demonstration(self) -> bool:
        """Whether it is the demonstration: kept nowhere, and nobody of this room is heard."""


class Seances(Protocol):
    """Every séance of this machine, one of them at most in the room: heard, and shown to the table.

    Reading a séance raises StoreFailed when the log cannot be read.
    """

    @property
    def room(self) -> Seance | None:
        """The séance in the room now."""

    def watch(self, moved: Callable[[], None]) -> Callable[[], None]:
        """Call ``moved`` whenever another séance comes into the room; returns the way to stop."""

    async def summaries(self) -> Sequence[Summary]:
        """All of them, the latest first."""

    async def find(self, session_id: str) -> Seance | None:
        """The séance of that id, in the room or not; None when there is none (any more)."""

    async def create(self, command: PrepareSession) -> str | Refused:
        """A new séance; its id."""

    async def version(self, session_id: str) -> int:
        """Which preparation of the séance this is: another number once somebody has changed it."""

    async def prepare(self, session_id: str, command: PrepareSession, version: int) -> Accepted | Refused:
        """Prepare it anew. Refused as ``stale`` if it is no longer at that ``version``, or has begun."""

    async def enter(self, session_id: str) -> Accepted | Refused:
        """Bring it into the room; refused while another one is running there."""

    async def next_round(self, session_id: str) -> str | Refused:
        """The séance of the next client, after that one has ended: the same one if asked again."""

    async def forget(self, session_id: str) -> Certificate | Refused:
        """Erase it; nothing of it stays. Raises StoreFailed; it is then erased at the next start."""

    async def kept_voices(self) -> Sequence[KeptVoice]:
        """Everybody whose voice is kept for a programme. Raises StoreFailed."""

    async def end_programme(self, name: str) -> None:
        """Destroy every voice that is kept for the programme of that name. Raises StoreFailed."""

    async def demonstrate(self) -> str | Refused:
        """Play the demonstration in the room; its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineState:
    """What this machine hears and writes with; None: nothing, for now.

    ``key`` is where the key of the séances is kept; None when they are not kept at all. ``isolated``: the
    system leaves this process no network at all.
    """

    microphone: str | None
    model: str | None
    key: KeyPlace | None = None
    isolated: bool = False


class Machine(Protocol):
    """The devices of this machine, for the pages. Raises PartMissing for what is not there."""

    async def state(self) -> MachineState:
        """In one line. Never raises."""

    async def microphones(self) -> Sequence[AudioDevice]:
        """What can be heard through, the default first."""

    @property
    def microphone(self) -> str | None:
        """The one chosen, None for the system's own choice."""

    def choose_microphone(self, name: str | None) -> None:
        """Hear through that one from now on."""

    def sound(self, seance: Seance) -> AsyncGenerator[RoomSound, None]:
        """What the microphone makes of the room, while it is asked: levels alone, no word.

        Raises PartMissing when there is no microphone, or somebody of the séance did not agree to be heard.
        """

    async def try_loudspeaker(self) -> None:
        """Play a short chime in the room."""


class DocumentWriter(Protocol):
    """Gives a document its look."""

    suffix: str
    """Of a file's name, without the dot."""
    media_type: str

    def write(self, document: Document) -> bytes:
        """The file. It blocks for some tenths of a second. Raises PartMissing when that cannot be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """A file to hand over: ``content`` under a ``name`` that says nothing of the case."""

    name: str
    media_type: str
    content: bytes


class Papers(Protocol):
    """What leaves the room: files, codes to photograph, folders and USB keys. It blocks."""

    formats: Sequence[str]
    """What a document can be: ``pdf``, ``docx``, ``md``."""

    def file(
        self, document: Document, name: str, form: str, *, large: bool = False, password: str = ""
    ) -> HandedFile:
        """The document in that format, under that name without its suffix.

        With a ``password`` it opens with it alone. Raises PartMissing, with a sentence for the page.
        """

    def codes(self, document: Document) -> Sequence[bytes]:
        """QR codes, as SVG, that together hold the document's text itself."""

    def places(self) -> Sequence[str]:
        """The folders where a file may be put: USB keys first."""

    def keep(self, file: HandedFile, folder: str) -> str:
        """Put it there, beside what is there already; the path. Raises PartMissing when that fails."""


class Rewriter(Protocol):
    """Says one line in other words, on this machine, after the séance."""

    async def reword(self, text: str, language: str) -> str:
        """Another wording that says nothing else. Raises PartMissing when there is none to be had."""
