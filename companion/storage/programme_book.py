"""Voiceprints kept until a programme's end: one small file per voice, each under a key of its own.

The key is made of the séances' key and of 32 random bytes that lie beside the file: whoever cannot read the
séances cannot read the voices either, and once the random bytes are overwritten nobody can. Files bear random
names. What is written once is never changed: a voice that is learnt again is another file.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from companion.domain.errors import StoreFailed
from companion.domain.people import Programme
from companion.domain.programme import KeptVoice, Member
from companion.ports import Embedding
from companion.storage.ciphering import finish_ciphering, opens, put_under, wipe
from companion.storage.connection import open_database, told_in_words

__all__ = ["EncryptedProgrammeBook"]

Write = Callable[[Path, bytes], None]
"""Writes a whole file that its owner alone may read. Raises OSError."""

_OWN_BYTES = 32
_GONE = ("not_a_database", "damaged")
"""Codes of a file that nobody can read any more: under a key that is gone, or begun when the power went."""


class EncryptedProgrammeBook:
    """Fulfils ``ProgrammeBook``: files in ``folder``, under keys made with the séances' ``key``.

    With ``former``, voices that lie under that key of the séances move under the present one. Raises
    StoreFailed when they cannot; they move at the next start then.
    """

    def __init__(self, folder: Path, key: bytes, write: Write, former: bytes | None = None) -> None:
        self._folder, self._key, self._write = folder, key, write
        if former is not None:
            for own in self._names():
                self._move(own, former)

    def keep(self, programme: Programme, name: str, voiceprint: Embedding) -> None:
        """Write that person's voice, in place of the last one."""
        voice = KeptVoice(programme=programme, name=name)
        own = secrets.token_hex(8)
        with told_in_words():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._own(own), secrets.token_bytes(_OWN_BYTES))
        row = [programme.name, programme.ends.isoformat(), name, voiceprint.astype("<f4").tobytes()]
        try:
            with self._open(own) as db, db.atomic():
                db.execute("create table voice (programme text, ends text, name text, voiceprint blob)")
                db.execute("insert into voice values (?, ?, ?, ?)", row)
        except StoreFailed:
            self._destroy(own)
            raise
        for other, kept in self._all():
            if kept.who == voice.who and other != own:
                self._destroy(other)

    def find(self, who: Member) -> Embedding | None:
        """That person's voice."""
        for own, kept in self._all():
            if kept.who == who:
                with self._open(own) as db:
                    (sealed,) = db.execute("select voiceprint from voice").fetchone()
                return np.frombuffer(sealed, dtype="<f4").astype(np.float32)
        return None

    def forget(self, who: Member) -> bool:
        """The key first: from then on the rest is noise, whatever becomes of it."""
        found = [own for own, kept in self._all() if kept.who == who]
        for own in found:
            self._destroy(own)
        return bool(found)

    def kept(self) -> Sequence[KeptVoice]:
        """Whose voices; what nobody can read any more is destroyed."""
        return [kept for _, kept in self._all()]

    def _all(self) -> Sequence[tuple[str, KeptVoice]]:
        return [(own, kept) for own in self._names() if (kept := self._read(own)) is not None]

    def _read(self, own: str) -> KeptVoice | None:
        try:
            with self._open(own) as db:
                whole = "voice" in db.table_names()
                row = db.execute("select programme, ends, name from voice").fetchone() if whole else None
        except StoreFailed as error:
            if error.code not in _GONE:
                raise
            row = None
        if row is None:
            self._destroy(own)
            return None
        programme, ends, name = row
        return KeptVoice(programme=Programme(name=programme, ends=date.fromisoformat(ends)), name=name)

    def _names(self) -> Sequence[str]:
        with told_in_words():
            files = [*self._folder.glob("*.voice*"), *self._folder.glob("*.own")]
        return sorted({file.name.partition(".")[0] for file in files})

    @contextmanager
    def _open(self, own: str) -> Iterator[Database]:
        database = open_database(self._file(own), key=self._made_with(self._key, own))
        with closing(database), told_in_words():
            yield database

    def _made_with(self, key: bytes, own: str) -> bytes:
        with told_in_words():
            file = self._own(own)
            part = file.read_bytes() if file.exists() else b""
        if len(part) != _OWN_BYTES:
            raise StoreFailed("not_a_database", "Cette empreinte de voix ne peut plus être lue.")
        return hmac.digest(key, part, hashlib.sha256)

    def _move(self, own: str, former: bytes) -> None:
        try:
            finish_ciphering(self._file(own))
            key = self._made_with(self._key, own)
            if not opens(self._file(own), key):
                put_under(self._file(own), key, self._made_with(former, own))
        except StoreFailed as error:
            if error.code not in _GONE:
                raise
            self._destroy(own)

    def _destroy(self, own: str) -> None:
        wipe(self._own(own))
        wipe(self._file(own))

    def _file(self, own: str) -> Path:
        return self._folder / f"{own}.voice"

    def _own(self, own: str) -> Path:
        return self._folder / f"{own}.own"
