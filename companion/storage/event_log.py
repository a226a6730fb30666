"""The event log: append-only, in SQLite, written by one thread that owns the connection."""

import asyncio
import json
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from companion.domain.codec import event_from_plain, to_plain
from companion.domain.errors import StoreFailed
from companion.domain.messages import Event, Recorded
from companion.storage.backups import back_up, forget_backups
from companion.storage.ciphering import finish_ciphering, is_plain, opens, put_under
from companion.storage.connection import LOCK_PATIENCE, MEMORY, open_database, told_in_words
from companion.storage.migrations import migrations
from companion.storage.remembered import Remembered
from companion.storage.rescue import Rescued, finish_rescue, forget_damaged, is_sound, rescue

__all__ = ["EventLog"]

T = TypeVar("T")


class EventLog:
    """The ``Store`` on disk, or in memory for a replay. Made with ``EventLog.open``."""

    def __init__(
        self, thread: ThreadPoolExecutor, database: Database, path: Path | None, rescued: Rescued | None
    ) -> None:
        self.rescued = rescued
        self._thread = thread
        self._database = database
        self._path = path
        self._remembered = Remembered()
        self._closed = False

    @classmethod
    async def open(
        cls,
        path: Path | str,
        *,
        key: bytes | None = None,
        former: bytes | None = None,
        patience: float = LOCK_PATIENCE,
    ) -> "EventLog":
        """Open, create or migrate the database at ``path`` (or ``":memory:"``). Raises StoreFailed.

        ``key`` are the 32 bytes that it is encrypted under: a file that was not yet, or that is
        still under the ``former`` ones, is put under them first.
        ``patience`` is how many seconds to wait for another program that holds it. A damaged file is set
        aside, and ``rescued`` says what was saved of it.
        """
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="event-log")
        try:
            loop = asyncio.get_running_loop()
            database, rescued = await loop.run_in_executor(thread, _open_sound, path, key, former, patience)
        except BaseException:
            thread.shutdown(wait=False)
            raise
        return cls(thread, database, None if str(path) == MEMORY else Path(path), rescued)

    async def append(self, recorded: Sequence[Recorded], *, command_id: str | None = None) -> None:
        """Commit these events, durably, all or none. Raises StoreFailed; the log stays usable."""
        rows = [_row(one) for one in recorded]

        def work(db: Database) -> None:
            _append(db, rows, command_id)
            self._remembered.append(recorded)

        await self._do(work)

    async def carried_out(self, session_id: str, command_id: str) -> int | None:
        """The number of the last event that this command made; None for one that made none."""
        return await self._do(lambda db: _carried_out(db, session_id, command_id))

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        """The events numbered above ``after``, in order; redacted ones are left out."""

        def work(db: Database) -> list[Recorded]:
            version = db.execute("PRAGMA data_version").fetchone()[0]
            return self._remembered.events(session_id, version, after, lambda: _events(db, session_id))

        return await self._do(work)

    async def sessions(self) -> list[str]:
        """The ids of the séances in the log, oldest first."""
        sql = "select session_id from events group by session_id order by min(rowid)"
        return await self._do(lambda db: [row[0] for row in db.execute(sql).fetchall()])

    async def of_kinds(self, kinds: Collection[type[Event]]) -> Mapping[str, Sequence[Recorded]]:
        """The events of these kinds, in order, by séance, the oldest first."""
        return await self._do(lambda db: _of_kinds(db, [kind.__name__ for kind in kinds]))

    async def holding(self, kind: type[Event], sessions: Collection[str]) -> Set[str]:
        """Which of these séances hold an event of that kind that was not redacted."""
        return await self._do(lambda db: _holding(db, kind.__name__, list(sessions)))

    async def unsettled(self) -> Mapping[str, int]:
        """The séances written in since they were settled, oldest first, with the number of the last event."""
        sql = "select session_id, seq from unsettled order by rowid"
        return await self._do(lambda db: dict(db.execute(sql).fetchall()))

    async def settle(self, session_id: str, seq: int) -> None:
        """Nothing up to that number is left to erase, on the disk neither."""
        await self._do(lambda db: _settle(db, session_id, seq))

    async def redact(self, session_id: str, seqs: Sequence[int]) -> None:
        """Overwrite what these events said. Their numbers stay taken."""

        def work(db: Database) -> None:
            self._remembered.forget(session_id)
            _redact(db, session_id, seqs)

        await self._do(work)
        await self._forget_copies()

    async def erase(self, session_id: str) -> None:
        """Forget a séance: nothing of it remains in the file or its journal. Raises StoreFailed."""

        def work(db: Database) -> None:
            self._remembered.forget(session_id)
            _erase(db, session_id)

        await self._do(work)
        await self._forget_copies()
        await self._do(lambda db: _erased(db, session_id))

    async def close(self) -> None:
        """Finish what is being written and close. Closing twice is closing once."""
        if self._closed:
            return
        await self._do(lambda db: db.close())
        self._closed = True
        self._thread.shutdown()

    async def _forget_copies(self) -> None:
        if (path := self._path) is not None:
            await self._do(lambda _: forget_damaged(path))
            await self._do(lambda _: forget_backups(path))

    async def _do(self, work: Callable[[Database], T]) -> T:
        """Run on the writer's thread, after what was asked before."""
        if self._closed:
            raise StoreFailed("closed", "Le fichier des séances est fermé : redémarrez Companion.")

        def told() -> T:
            with told_in_words():
                return work(self._database)

        return await asyncio.get_running_loop().run_in_executor(self._thread, told)


def _open_sound(
    path: Path | str, key: bytes | None, former: bytes | None, patience: float
) -> tuple[Database, Rescued | None]:
    if str(path) == MEMORY:
        return _open(path, None, patience), None
    path = Path(path)
    finish_ciphering(path)
    finish_rescue(path)
    rescued = None
    plain = is_plain(path)
    if key is not None and (plain or (former is not None and opens(path, former))):
        old = None if plain else former
        database, rescued = _sound(path, old, patience)
        database.close()
        forget_backups(path)
        put_under(path, key, old, patience=patience)
    database, again = _sound(path, key, patience)
    try:
        with told_in_words():
            _finish_erasures(database, path)
    except BaseException:
        database.close()
        raise
    return database, again or rescued


def _sound(path: Path, key: bytes | None, patience: float) -> tuple[Database, Rescued | None]:
    try:
        database = _open(path, key, patience)
        if is_sound(database):
            return database, None
        database.close()
    except StoreFailed as error:
        if error.code != "damaged":
            raise
    damaged = partial(open_database, path, key=key, patience=patience, damaged=True)
    rescued = rescue(path, damaged, lambda new: _open(new, key, patience))
    return _open(path, key, patience), rescued


def _open(path: Path | str, key: bytes | None, patience: float) -> Database:
    database = open_database(path, key=key, patience=patience)
    try:
        with told_in_words():
            if str(path) != MEMORY and database.table_names() and migrations.pending(database):
                back_up(database, Path(path), key)
            migrations.apply(database)
    except BaseException:
        database.close()
        raise
    return database


def _row(recorded: Recorded) -> dict[str, Any]:
    return {
        "session_id": recorded.session_id,
        "seq": recorded.seq,
        "at": recorded.at.isoformat(),
        "elapsed": recorded.elapsed,
        "kind": type(recorded.event).__name__,
        "payload": json.dumps(to_plain(recorded.event)),
    }


def _append(db: Database, rows: list[dict[str, Any]], command_id: str | None) -> None:
    with db.atomic():
        db.table("events").insert_all(rows)
        for session_id, seq in {row["session_id"]: row["seq"] for row in rows}.items():
            db.execute("insert or replace into unsettled values (?, ?)", [session_id, seq])
        if command_id is not None and rows:
            last = {"session_id": rows[-1]["session_id"], "id": command_id, "seq": rows[-1]["seq"]}
            db.table("commands").insert(last)


def _carried_out(db: Database, session_id: str, command_id: str) -> int | None:
    sql = "select seq from commands where session_id = ? and id = ?"
    row = db.execute(sql, [session_id, command_id]).fetchone()
    return None if row is None else int(row[0])


def _events(db: Database, session_id: str) -> list[Recorded]:
    rows = db.table("events").rows_where(
        "session_id = ? and payload is not null", [session_id], order_by="seq"
    )
    return [_recorded(row) for row in rows]


def _of_kinds(db: Database, kinds: list[str]) -> dict[str, list[Recorded]]:
    places = ", ".join("?" * len(kinds))
    rows = db.table("events").rows_where(
        f"kind in ({places}) and payload is not null", kinds, order_by="rowid"
    )
    found: dict[str, list[Recorded]] = {}
    for row in rows:
        found.setdefault(row["session_id"], []).append(_recorded(row))
    return found


def _holding(db: Database, kind: str, sessions: list[str]) -> frozenset[str]:
    sql = (
        "select value from json_each(?) where exists (select 1 from events "
        "where kind = ? and session_id = value and payload is not null)"
    )
    return frozenset(row[0] for row in db.execute(sql, [json.dumps(sessions), kind]).fetchall())


def _recorded(row: dict[str, Any]) -> Recorded:
    try:
        event = event_from_plain(row["kind"], json.loads(row["payload"]))
    except (KeyError, TypeError, ValueError):
        # No cause given on purpose: its text could hold words of the séance.
        raise StoreFailed(
            "unknown_event",
            "Cette séance a été écrite par une autre version de Companion : ouvrez-la avec celle-là.",
        ) from None
    return Recorded(
        seq=row["seq"],
        at=datetime.fromisoformat(row["at"]),
        elapsed=row["elapsed"],
        session_id=row["session_id"],
        event=event,
    )


def _redact(db: Database, session_id: str, seqs: Sequence[int]) -> None:
    with db.atomic():
        for seq in seqs:
            db.execute("update events set payload = null where session_id = ? and seq = ?", [session_id, seq])
    _empty_journal(db)


def _erase(db: Database, session_id: str) -> None:
    with db.atomic():
        db.execute("insert or ignore into erasures values (?)", [session_id])
        for table in ("events", "commands", "unsettled"):
            db.table(table).delete_where("session_id = ?", [session_id])
    _empty_journal(db)


def _settle(db: Database, session_id: str, seq: int) -> None:
    with db.atomic():
        db.execute("delete from unsettled where session_id = ? and seq = ?", [session_id, seq])


def _erased(db: Database, session_id: str) -> None:
    with db.atomic():
        db.execute("delete from erasures where session_id = ?", [session_id])
    _empty_journal(db)


def _finish_erasures(db: Database, path: Path) -> None:
    """What a crash cut short: rows that are gone may still be in the journal, or in a copy."""
    for (session_id,) in db.execute("select session_id from erasures").fetchall():
        _erase(db, session_id)
        forget_damaged(path)
        forget_backups(path)
        _erased(db, session_id)


def _empty_journal(db: Database) -> None:
    """Without this the deleted words stay in the -wal file until a later checkpoint."""
    busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreFailed(
            "not_erased",
            "L'effacement n'est pas complet, un autre programme lit les séances : fermez-le et recommencez.",
        )
