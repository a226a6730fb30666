"""A ProgrammeBook in a dict."""

from collections.abc import Sequence

from companion.domain.errors import StoreFailed
from companion.domain.people import Programme
from companion.domain.programme import KeptVoice, Member
from companion.ports import Embedding


class DictProgrammeBook:
    """Passes the contract of a ProgrammeBook. ``stuck`` refuses to write and to destroy."""

    def __init__(self) -> None:
        self.voices: dict[Member, tuple[KeptVoice, Embedding]] = {}
        self.stuck = False

    def keep(self, programme: Programme, name: str, voiceprint: Embedding) -> None:
        self._check()
        voice = KeptVoice(programme=programme, name=name)
        self.voices[voice.who] = (voice, voiceprint.copy())

    def find(self, who: Member) -> Embedding | None:
        return self.voices[who][1].copy() if who in self.voices else None

    def forget(self, who: Member) -> bool:
        self._check()
        return self.voices.pop(who, None) is not None

    def kept(self) -> Sequence[KeptVoice]:
        return [voice for voice, _ in self.voices.values()]

    def _check(self) -> None:
        if self.stuck:
            raise StoreFailed("disk_full", "Le disque est plein.")
