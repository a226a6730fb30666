"""The log that a process left behind, read on a copy: the next start must meet it as it was."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from companion.adapters.keys import RuntimeKeys
from companion.adapters.runtime import runtime_folder
from companion.domain.messages import Recorded, UtteranceRedacted
from companion.domain.session import Session, apply
from companion.storage.connection import open_database
from companion.storage.event_log import EventLog

__all__ = ["Left", "digest", "fold", "left_behind", "memory_of"]


@dataclass(frozen=True, slots=True)
class Left:
    """``sound``: SQLite finds no fault in the whole file."""

    sound: bool
    events: list[Recorded]

    @property
    def struck(self) -> set[str]:
        """Utterances that were taken out for good: their events are missing on purpose."""
        return {one.event.utterance for one in self.events if isinstance(one.event, UtteranceRedacted)}


async def left_behind(home: Path) -> Left:
    """What a killed process left in its data folder."""
    with tempfile.TemporaryDirectory() as folder:
        for file in home.glob("companion.db*"):  # noqa: ASYNC240 - nothing else goes on meanwhile
            if not file.name.endswith("-shm"):
                shutil.copy2(file, folder)
        copy = Path(folder) / "companion.db"
        key = RuntimeKeys(runtime_folder(home, memory_of(home))).read()
        database = open_database(copy, key=key)
        sound = [tuple(row) for row in database.execute("PRAGMA integrity_check")] == [("ok",)]
        database.close()
        return Left(sound, await _events(copy, key))


def memory_of(home: Path) -> dict[str, str]:
    """What tells a server of that home to keep its key beside it: each campaign has a folder of its own."""
    return {"COMPANION_KEY": "runtime", "COMPANION_RUNTIME": f"{home}-memory"}


async def _events(path: Path, key: bytes | None) -> list[Recorded]:
    log = await EventLog.open(path, key=key)
    try:
        sessions = await log.sessions()
        return [one for session_id in sessions for one in await log.events(session_id)]
    finally:
        await log.close()


def fold(events: Iterable[Recorded]) -> Session:
    """The state that follows from these events, and from nothing else."""
    session = Session()
    for recorded in events:
        session = apply(session, recorded)
    return session


def digest(session: Session) -> str:
    """The same for two states that are equal, in whatever order their sets are kept."""
    return hashlib.sha256(_plain(session).encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        inside = (f"{one.name}={_plain(getattr(value, one.name))}" for one in fields(value))
        return f"{type(value).__name__}({', '.join(inside)})"
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(_plain, value)))}}}"
    if isinstance(value, dict):
        return f"{{{', '.join(sorted(f'{_plain(k)}: {_plain(v)}' for k, v in value.items()))}}}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_plain, value))}]"
    return repr(value.value if isinstance(value, Enum) else value)
