"""The one place that opens the database, and that says in words what the database refuses.

The file is encrypted by SQLCipher: pages, journal and backups are unreadable without the key, and each
page is authenticated. Temporary tables are in memory (SQLCipher is built with ``TEMP_STORE=2``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite
from sqlite_utils import Database

from companion.domain.errors import StoreFailed

__all__ = ["LOCK_PATIENCE", "MEMORY", "key_literal", "open_database", "told_in_words"]

MEMORY = ":memory:"

LOCK_PATIENCE = 2.0
"""Seconds to wait for another process that writes, before saying so."""


def open_database(
    path: Path | str, *, key: bytes | None = None, patience: float = LOCK_PATIENCE, damaged: bool = False
) -> Database:
    """The database at ``path`` (created if missing, readable by its owner alone) or in MEMORY.

    ``key`` are 32 bytes; without one the file is not encrypted.

    Every commit is on the disk before it returns (``synchronous=FULL``) and what is deleted is
    overwritten (``secure_delete``). Another program's lock is waited for ``patience`` seconds. A ``damaged``
    file may be shorter than it says it is. Use it on the thread that opened it. Raises StoreFailed.
    """
    with told_in_words():
        if str(path) != MEMORY:
            file = Path(path)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
        connection = sqlite.connect(str(path), timeout=patience)
        try:
            _unlock(connection, key)
            if damaged:  # else nothing is read of a file that has lost its end
                connection.execute("PRAGMA writable_schema = ON")
            # Plugins of sqlite-utils would be strangers in this database.
            database = Database(connection, execute_plugins=False)
            database.enable_wal()
            for pragma in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
                database.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return database


def key_literal(key: bytes) -> str:
    """How SQLCipher is given 32 bytes as they are: as a passphrase it would stretch them each time."""
    return f"x'{key.hex()}'"


def _unlock(connection: Any, key: bytes | None) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # what fails is said here, not on the terminal
    if key is not None:
        connection.execute(f'PRAGMA key = "{key_literal(key)}"')


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turn what SQLite or the file system refuses into a StoreFailed that a person can act upon."""
    try:
        yield
    except sqlite.Error as error:
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
_DAMAGED = (
    "damaged",
    "Le fichier des séances est abîmé : redémarrez Companion, qui en sauvera ce qui peut encore être lu.",
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
    sqlite.SQLITE_FULL: _FULL,
    sqlite.SQLITE_NOTADB: _UNREADABLE,
    sqlite.SQLITE_CORRUPT: _DAMAGED,
    sqlite.SQLITE_READONLY: _UNWRITABLE,
    sqlite.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite.SQLITE_PERM: _UNWRITABLE,
    sqlite.SQLITE_BUSY: _LOCKED,
    sqlite.SQLITE_LOCKED: _LOCKED,
    sqlite.SQLITE_CONSTRAINT: _CONFLICT,
    sqlite.SQLITE_IOERR: _DISK,
}


def _sentence(error: Exception) -> tuple[str, str]:
    """Extended result codes carry the primary one in their low byte (sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorcode", None)
    return _OTHER if code is None else _SENTENCES.get(code & 0xFF, _OTHER)
