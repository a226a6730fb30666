"""A file of séances put under another key, or under a first one, whole or not at all.

The new file is written beside the old one, then takes its place; the old one is overwritten with zeros and
removed. Whatever moment this is cut short at, the next start finds one whole file and goes on.
"""

import os
from contextlib import closing
from pathlib import Path

from companion.domain.errors import StoreFailed
from companion.storage.connection import LOCK_PATIENCE, key_literal, open_database, told_in_words

__all__ = ["finish_ciphering", "is_plain", "opens", "put_under", "wipe"]

PLAIN = b"SQLite format 3\0"
"""What a file that is not encrypted begins with (sqlite.org/fileformat.html)."""
CHUNK = 1 << 20


def is_plain(path: Path) -> bool:
    """Whether the file at ``path`` can be read without a key. Raises StoreFailed."""
    with told_in_words():
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(PLAIN)) == PLAIN


def opens(path: Path, key: bytes) -> bool:
    """Whether the file at ``path`` is there, under that key."""
    if not path.is_file():
        return False
    try:
        with closing(open_database(path, key=key)) as database, told_in_words():
            database.table_names()
        return True
    except StoreFailed as error:
        if error.code == "not_a_database":
            return False
        raise


def put_under(
    path: Path, new: bytes | None, old: bytes | None = None, *, patience: float = LOCK_PATIENCE
) -> None:
    """Encrypt the file at ``path``, now under the key ``old`` (None: plain), under ``new``.

    The caller has checked that it is sound. Raises StoreFailed; the old file is then as it was.
    """
    made = _made(path)
    wipe(made)
    with closing(open_database(path, key=old, patience=patience)) as database, told_in_words():
        made.touch(mode=0o600)
        database.execute("BEGIN EXCLUSIVE").close()
        database.execute("COMMIT")
        literal = "" if new is None else key_literal(new)
        database.execute(f'ATTACH ? AS made KEY "{literal}"', [str(made)])
        database.execute("SELECT sqlcipher_export('made')").fetchall()
        database.execute("DETACH made")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with told_in_words():
        _sync(made)
        path.rename(_former(path))
    finish_ciphering(path)


def finish_ciphering(path: Path) -> None:
    """Do the rest of what was cut short. Raises StoreFailed."""
    made, former = _made(path), _former(path)
    with told_in_words():
        if former.exists() and not path.exists():
            for end in ("-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            made.rename(path)
            _sync(path.parent)
        wipe(former)
        wipe(made)


def wipe(path: Path) -> None:
    """Overwrite a file and what SQLite keeps beside it, then remove them. Raises StoreFailed.

    On a disk that writes elsewhere than where it is told (SSD, copy-on-write) only the encryption of the
    disk itself protects what was there before.
    """
    with told_in_words():
        for end in ("", "-wal", "-journal", "-shm"):
            file = path.with_name(path.name + end)
            if not file.exists():
                continue
            with file.open("r+b") as opened:
                left = file.stat().st_size
                while left > 0:
                    left -= opened.write(bytes(min(CHUNK, left)))
                opened.flush()
                os.fsync(opened.fileno())
            file.unlink()


def _made(path: Path) -> Path:
    return path.with_name(f"{path.name}.chiffre")


def _former(path: Path) -> Path:
    return path.with_name(f"{path.name}.ancien")


def _sync(path: Path) -> None:
    """On the disk, content or names: a rename must not come before what it names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        raise StoreFailed(
            "disk", "Le disque refuse d'écrire les séances : vérifiez-le, puis réessayez."
        ) from error
    finally:
        os.close(handle)
