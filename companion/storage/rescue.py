"""A damaged file of séances: set aside, and what can be read of it written into a new one.

Rows are sought one by one through SQLite itself, never in free pages: what was erased stays erased.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from companion.domain.codec import event_from_plain
from companion.domain.errors import StoreFailed
from companion.storage.ciphering import is_plain
from companion.storage.connection import told_in_words

__all__ = ["Rescued", "finish_rescue", "forget_damaged", "is_sound", "rescue"]

Opened = Callable[[Path], Database]
"""Opens or creates the file at that path, with its tables. Raises StoreFailed."""

CHUNK = 500
"""Rows read at once where nothing is wrong."""
HOPELESS = 50_000
"""Numbers in a row that cannot be read before the rest is given up: more than the pages under one page of the
table's tree can hold."""
STRIDE = 8
"""A stride over what is lost is this part of what was lost so far in a row, one number at least."""


_ALL_UNSETTLED = "insert or ignore into unsettled select session_id, max(seq) from events group by session_id"


@dataclass(frozen=True, slots=True)
class Rescued:
    """``kept`` events were saved; the damaged file is now ``aside``."""

    kept: int
    aside: str

    @property
    def sentence(self) -> str:
        """For the terminal and the page."""
        return (
            f"Le fichier des séances était abîmé : {self.kept} événements en ont été sauvés, le reste est "
            f"perdu. L'ancien fichier est gardé à côté ({self.aside}) jusqu'au prochain effacement."
        )


def is_sound(database: Database) -> bool:
    """Whether every page can be read and makes sense (quick_check: 0.4 s for 50 MB under a key)."""
    try:
        with told_in_words():
            return [row[0] for row in database.execute("PRAGMA quick_check(1)")] == ["ok"]
    except StoreFailed as error:
        if error.code != "damaged":
            raise
        return False


def rescue(path: Path, damaged: Callable[[], Database], opened: Opened) -> Rescued:
    """Put a new file in the place of the one that ``damaged`` opens. Raises StoreFailed.

    When not even its tables can be listed, the new file is an empty one.
    """
    new = _new(path)
    _remove(new)
    with closing(opened(new)) as fresh:
        with suppress(StoreFailed), closing(_Damaged(damaged, sealed=not is_plain(path))) as old:
            for table in _common_tables(old.database, fresh):
                _copy(table, old, fresh)
        with told_in_words(), fresh.atomic():  # which séances were to be looked through may be lost
            fresh.execute(_ALL_UNSETTLED)
        kept = int(fresh.execute("select count(*) from events").fetchone()[0])
        fresh.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = _free_name(path)
    with told_in_words():
        path.rename(aside)
    finish_rescue(path, aside)
    return Rescued(kept, aside.name)


def finish_rescue(path: Path, aside: Path | None = None) -> None:
    """Do the rest of a rescue that was cut short after the damaged file had gone. Raises StoreFailed.

    Before that, the new file may not be whole: it is made again.
    """
    new = _new(path)
    if path.exists() or not new.exists():
        return
    aside = aside or _latest_name(path)
    with told_in_words():
        for end in ("-wal", "-shm"):
            beside = path.with_name(path.name + end)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + end))
            new.with_name(new.name + end).unlink(missing_ok=True)
        new.rename(path)


def forget_damaged(path: Path) -> None:
    """Remove what was set aside: something is erased, and it may hold that. Raises StoreFailed."""
    with told_in_words():
        for file in path.parent.glob(f"{path.name}.abime-*"):
            file.unlink(missing_ok=True)


class _Damaged:
    """The file that is read. After a broken seal SQLCipher gives nothing more: it is opened anew."""

    def __init__(self, opened: Callable[[], Database], *, sealed: bool) -> None:
        self._opened, self._sealed = opened, sealed
        self.database = opened()

    def read(self, sql: str, *parameters: int) -> list[Sequence[Any]] | None:
        """The rows, None when they are on a page that is lost. Raises StoreFailed."""
        try:
            with told_in_words():
                return list(self.database.execute(sql, parameters).fetchall())
        except StoreFailed:
            if self._sealed:
                self.database.close()
                self.database = self._opened()
            return None

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()


def _copy(table: str, damaged: _Damaged, fresh: Database) -> None:
    names = [column.name for column in fresh.table(table).columns]
    theirs = {column.name for column in damaged.database.table(table).columns}
    columns = [name for name in names if name in theirs]
    places = ", ".join("?" for _ in columns)
    insert = f"insert or ignore into {table} ({', '.join(columns)}) values ({places})"  # noqa: S608 - our names
    with told_in_words(), fresh.atomic():
        for row in _rows(damaged, table, columns):
            if table != "events" or _readable(dict(zip(columns, row, strict=True))):
                fresh.execute(insert, row)


def _rows(damaged: _Damaged, table: str, columns: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Every row that can be read, in the order of writing. What is lost is strode over, in strides that grow
    with it; where something can be read again, its beginning is sought.
    """
    sql = f"select rowid, {', '.join(columns)} from {table} where rowid > ? order by rowid limit ?"  # noqa: S608
    after, wanted = 0, CHUNK
    while (rows := damaged.read(sql, after, wanted)) is None or rows:
        if rows is None and wanted > 1:
            wanted = 1
            continue
        if rows is None:
            beyond = _beyond(lambda number: damaged.read(sql, number, 1) is not None, after)
            if beyond is None:
                return
            after = beyond
            continue
        yield from (row[1:] for row in rows)
        after, wanted = rows[-1][0], min(2 * wanted, CHUNK)


def _beyond(readable: Callable[[int], bool], lost: int) -> int | None:
    """The first number after ``lost`` from which something can be read; None when there is none near."""
    begins, last = lost, lost
    while not readable(number := last + max(1, (last - begins) // STRIDE)):
        if number - begins > HOPELESS:
            return None
        last = number
    while number - last > 1:
        middle = (last + number) // 2
        last, number = (last, middle) if readable(middle) else (middle, number)
    return number


def _readable(row: dict[str, Any]) -> bool:
    """Whether a row of the log says something, or said something that was redacted."""
    if row["payload"] is None:
        return True
    try:
        event_from_plain(row["kind"], json.loads(row["payload"]))
    except (KeyError, TypeError, ValueError):
        return False
    return True


def _common_tables(damaged: Database, fresh: Database) -> list[str]:
    with told_in_words():
        theirs = set(damaged.table_names())
        return [name for name in fresh.table_names() if name in theirs and not name.startswith("_")]


def _new(path: Path) -> Path:
    return path.with_name(f"{path.name}.neuf")


def _remove(file: Path) -> None:
    with told_in_words():
        for end in ("", "-wal", "-shm"):
            file.with_name(file.name + end).unlink(missing_ok=True)


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.abime-{number}")).exists():
        number += 1
    return aside


def _latest_name(path: Path) -> Path:
    number = 1
    while path.with_name(f"{path.name}.abime-{number + 1}").exists():
        number += 1
    return path.with_name(f"{path.name}.abime-{number}")
