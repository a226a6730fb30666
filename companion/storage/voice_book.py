"""Voiceprints during a séance, so that a crash loses none: one small file per séance, under a key of its own.

The key lies in the runtime folder, in this machine's memory: destroyed at the séance's end, gone when the
machine is switched off. Without it the file is noise; it is overwritten and removed as well.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from companion.domain.errors import StoreFailed
from companion.ports import Embedding
from companion.storage.ciphering import wipe
from companion.storage.connection import open_database, told_in_words

__all__ = ["EncryptedVoiceBook"]

Write = Callable[[Path, bytes], None]
"""Writes a whole file that its owner alone may read. Raises OSError."""

_KEY_BYTES = 32


class EncryptedVoiceBook:
    """Fulfils ``VoiceBook``: files in ``folder``, their keys in ``runtime``."""

    def __init__(self, folder: Path, runtime: Path, write: Write) -> None:
        self._folder = folder
        self._runtime = runtime
        self._write = write

    def keep(self, session_id: str, person: str, voiceprint: Embedding) -> None:
        """Write this voiceprint, in place of that person's last one."""
        key = self._key(session_id) or self._new_key(session_id)
        with self._open(session_id, key) as db, db.atomic():
            db.execute("delete from voices where person = ?", [person])
            db.execute("insert into voices values (?, ?)", [person, voiceprint.astype("<f4").tobytes()])

    def read(self, session_id: str) -> Mapping[str, Embedding]:
        """Those that can still be read: none once the key is gone."""
        key = self._key(session_id)
        if key is None or not self._file(session_id).exists():
            return {}
        with self._open(session_id, key) as db:
            rows = db.execute("select person, voiceprint from voices order by rowid").fetchall()
        return {person: np.frombuffer(sealed, dtype="<f4").astype(np.float32) for person, sealed in rows}

    def forget(self, session_id: str, person: str) -> None:
        """Destroy one: overwritten in the file, and gone from its journal."""
        key = self._key(session_id)
        if key is None or not self._file(session_id).exists():
            return
        with self._open(session_id, key) as db:
            with db.atomic():
                db.execute("delete from voices where person = ?", [person])
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def destroy(self, session_id: str) -> None:
        """The key first: from then on the rest is noise, whatever becomes of it."""
        wipe(self._key_file(session_id))
        wipe(self._file(session_id))

    def sessions(self) -> Sequence[str]:
        """The séances that have a file or a key."""
        with told_in_words():
            files = [*self._folder.glob("*.voices"), *self._runtime.glob("*.voices")]
        return sorted({file.stem for file in files})

    @contextmanager
    def _open(self, session_id: str, key: bytes) -> Iterator[Database]:
        try:
            database = open_database(self._file(session_id), key=key)
        except StoreFailed as error:
            if error.code not in ("not_a_database", "damaged"):
                raise
            self.destroy(session_id)  # nobody can read it any more: the voices are learnt again
            raise
        with closing(database), told_in_words():
            database.execute("create table if not exists voices (person text primary key, voiceprint blob)")
            yield database

    def _new_key(self, session_id: str) -> bytes:
        wipe(self._file(session_id))  # under a key that is gone
        key = secrets.token_bytes(_KEY_BYTES)
        with told_in_words():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._key_file(session_id), key)
        return key

    def _key(self, session_id: str) -> bytes | None:
        with told_in_words():
            file = self._key_file(session_id)
            key = file.read_bytes() if file.exists() else b""
        return key if len(key) == _KEY_BYTES else None

    def _file(self, session_id: str) -> Path:
        return self._folder / f"{session_id}.voices"

    def _key_file(self, session_id: str) -> Path:
        return self._runtime / f"{session_id}.voices"
