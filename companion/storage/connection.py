"""The one place that opens the database, and that says in words what the database refuses."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from companion.domain.errors import StoreFailed

__all__ = ["LOCK_PATIENCE", "MEMORY", "open_database", "told_in_words"]

MEMORY = ":memory:"

LOCK_PATIENCE = 2.0
"""Seconds to wait for another process that writes, before saying so."""


def open_database(path: Path | str, *, patience: float = LOCK_PATIENCE) -> Database:
    """The database at ``path`` (created if missing, readable by its owner alone) or in MEMORY.

    Every commit is on the disk before it returns (``synchronous=FULL``) and what is deleted is
    overwritten (``secure_delete``). Another program's lock is waited for ``patience`` seconds. Use
    it on the thread that opened it. Raises StoreFailed.
    """
    with told_in_words():
        if str(path) != MEMORY:
            file = Path(path)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
        connection = sqlite3.connect(path, timeout=patience)
        try:
            # Plugins of sqlite-utils would be strangers in this database.
            database = Database(connection, execute_plugins=False)
            database.enable_wal()
            for pragma in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
                database.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return database


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turn what SQLite or the file system refuses into a StoreFailed that a person can act upon."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreFailed(*_sentence(error)) from error
    except OSError as error:
        raise StoreFailed(*_UNWRITABLE) from error


_FULL = (
    "disk_full",
    "Le disque est plein : libérez de la place. Ce qui était enregistré l'est toujours.",
)
_UNREADABLE = (
    "not_a_database",
    "Le fichier des séances est abîmé ou n'en est pas un : déplacez-le, Companion en créera un nouveau.",
)
_UNWRITABLE = (
    "not_writable",
    "Companion ne peut pas écrire dans le dossier des séances : corrigez ses droits ou changez-en.",
)
_LOCKED = (
    "locked",
    "Le fichier des séances est occupé par un autre programme : fermez l'autre Companion, puis réessayez.",
)
_CONFLICT = (
    "conflict",
    "Cette séance est déjà conduite par un autre Companion : fermez l'un des deux.",
)
_DISK = ("disk", "Le disque refuse d'écrire ou de lire les séances : vérifiez-le, puis réessayez.")
_OTHER = ("database", "Le fichier des séances ne peut pas être utilisé : redémarrez Companion.")

_SENTENCES = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_NOTADB: _UNREADABLE,
    sqlite3.SQLITE_CORRUPT: _UNREADABLE,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CONSTRAINT: _CONFLICT,
    sqlite3.SQLITE_IOERR: _DISK,
}


def _sentence(error: sqlite3.Error) -> tuple[str, str]:
    """Extended result codes carry the primary one in their low byte (sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorcode", None)
    return _OTHER if code is None else _SENTENCES.get(code & 0xFF, _OTHER)
