"""A copy of the file before its tables change, under the same key; it goes with the next erasure."""

from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from companion.storage.ciphering import wipe
from companion.storage.connection import open_database, told_in_words

__all__ = ["back_up", "forget_backups"]


def back_up(database: Database, path: Path, key: bytes | None) -> Path:
    """Copy the whole file, what is still in its journal included; the copy before that goes.

    Raises StoreFailed: nothing is then migrated.
    """
    copy = path.with_name(f"{path.name}.avant-migration")
    forget_backups(path)
    with closing(open_database(copy, key=key)) as target, told_in_words():
        database.conn.backup(target.conn)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return copy


def forget_backups(path: Path) -> None:
    """Remove the copies of the file at ``path``: something is erased, and they may hold it."""
    for copy in path.parent.glob(f"{path.name}.avant-*"):
        wipe(copy)
