"""The database of a test's data folder, read as another program would that has its key."""

from contextlib import closing
from pathlib import Path
from typing import Any

from erasure.pages import deciphered

from companion.adapters.keys import RuntimeKeys
from companion.adapters.runtime import runtime_folder
from companion.storage.connection import open_database


def key_of(home: Path) -> bytes | None:
    """The key that ``companion serve`` made for that folder: tests keep it in the runtime folder."""
    return RuntimeKeys(runtime_folder(home)).read()


def rows(home: Path, sql: str, *values: object) -> list[Any]:
    """What the database answers."""
    with closing(open_database(home / "companion.db", key=key_of(home))) as database:
        return database.execute(sql, values).fetchall()


__all__ = ["deciphered", "key_of", "rows"]
