"""A VoiceBook in a dict."""

from collections.abc import Mapping, Sequence

from companion.domain.errors import StoreFailed
from companion.ports import Embedding


class DictVoiceBook:
    """Passes the contract of a VoiceBook. ``stuck`` refuses to write and to destroy one alone."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Embedding]] = {}
        self.stuck = False

    def keep(self, session_id: str, person: str, voiceprint: Embedding) -> None:
        self._check()
        self.kept.setdefault(session_id, {}).pop(person, None)
        self.kept[session_id][person] = voiceprint

    def read(self, session_id: str) -> Mapping[str, Embedding]:
        return dict(self.kept.get(session_id, {}))

    def forget(self, session_id: str, person: str) -> None:
        self._check()
        self.kept.get(session_id, {}).pop(person, None)

    def destroy(self, session_id: str) -> None:
        self.kept.pop(session_id, None)

    def sessions(self) -> Sequence[str]:
        return sorted(self.kept)

    def _check(self) -> None:
        if self.stuck:
            raise StoreFailed("disk_full", "Le disque est plein.")
