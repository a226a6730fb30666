"""A hall with one séance in it, and a machine without devices."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from companion.bus import Bus
from companion.conducting.engine import Engine
from companion.domain.certificate import Certificate
from companion.domain.errors import PartMissing
from companion.domain.messages import Accepted, PrepareSession, Refused, UtteranceTranscribed
from companion.domain.method import Method
from companion.domain.programme import KeptVoice
from companion.domain.session import Session, apply
from companion.domain.speech import RoomSound
from companion.domain.summary import Summary, summarize
from companion.ports import AudioDevice, Clock, CommandDesk, MachineState, Seance, Store


@dataclass(frozen=True, kw_only=True)
class OneSeance:
    """Fulfils ``Seance``."""

    session_id: str
    method: Method
    store: Store
    bus: Bus
    clock: Clock
    desk: CommandDesk
    demonstration: bool = False

    @property
    def session(self) -> Session:
        """The engine's, where the desk is one."""
        return self.desk.session if isinstance(self.desk, Engine) else Session()


class OneSeances:
    """Fulfils ``Seances`` with what is in the room, and nothing else."""

    def __init__(self, room: Seance | None) -> None:
        self.room = room
        self.watchers: list[Callable[[], None]] = []

    def watch(self, moved: Callable[[], None]) -> Callable[[], None]:
        self.watchers.append(moved)
        return lambda: self.watchers.remove(moved)

    def move(self, room: Seance | None) -> None:
        self.room = room
        for moved in self.watchers:
            moved()

    async def summaries(self) -> Sequence[Summary]:
        if self.room is None:
            return []
        log = await self.room.store.events(self.room.session_id)
        words = any(isinstance(recorded.event, UtteranceTranscribed) for recorded in log)
        summary = summarize(self.room.session_id, reduce(apply, log, Session()), words=words)
        return [summary] if summary else []

    async def find(self, session_id: str) -> Seance | None:
        return self.room if self.room and self.room.session_id == session_id else None

    async def create(self, command: PrepareSession) -> str | Refused:
        return Refused("one_only", "Une seule séance ici.")

    async def version(self, session_id: str) -> int:
        return 0

    async def prepare(self, session_id: str, command: PrepareSession, version: int) -> Accepted | Refused:
        return await self.room.desk.submit(command)

    async def enter(self, session_id: str) -> Accepted | Refused:
        return Accepted(0)

    async def next_round(self, session_id: str) -> str | Refused:
        return Refused("one_only", "Une seule séance ici.")

    async def forget(self, session_id: str) -> Certificate | Refused:
        return Refused("one_only", "Une seule séance ici.")

    async def kept_voices(self) -> Sequence[KeptVoice]:
        return []

    async def end_programme(self, name: str) -> None:
        pass

    async def demonstrate(self) -> str | Refused:
        return Refused("one_only", "Une seule séance ici.")


class SilentMachine:
    """Fulfils ``Machine``. ``sounds`` is what the sound check hears; ``missing`` makes it fail."""

    def __init__(self) -> None:
        self.microphone: str | None = None
        self.sounds: list[RoomSound] = []
        self.missing = False
        self.chimes = 0

    async def state(self) -> MachineState:
        return MachineState(microphone="Micro de table", model="whisper-small")

    async def microphones(self) -> Sequence[AudioDevice]:
        self._check()
        return [
            AudioDevice(name="Micro de table", rate=48_000, channels=1, default=True),
            AudioDevice(name="Micro intégré", rate=44_100, channels=2, default=False),
        ]

    def choose_microphone(self, name: str | None) -> None:
        self.microphone = name

    async def sound(self, seance: Seance) -> AsyncGenerator[RoomSound, None]:
        self._check()
        for sound in self.sounds:
            yield sound

    async def try_loudspeaker(self) -> None:
        self._check()
        self.chimes += 1

    def _check(self) -> None:
        if self.missing:
            raise PartMissing("microphone_missing", "Aucun micro n'a été trouvé : branchez-le.")
