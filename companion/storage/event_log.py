"""The event log: append-only, in SQLite, written by one thread that owns the connection."""

import asyncio
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from companion.domain.codec import event_from_plain, to_plain
from companion.domain.errors import StoreFailed
from companion.domain.messages import Recorded
from companion.storage.connection import LOCK_PATIENCE, open_database, told_in_words
from companion.storage.migrations import migrations

__all__ = ["EventLog"]

T = TypeVar("T")


class EventLog:
    """The ``Store`` on disk, or in memory for a replay. Made with ``EventLog.open``."""

    def __init__(self, thread: ThreadPoolExecutor, database: Database) -> None:
        self._thread = thread
        self._database = database
        self._closed = False

    @classmethod
    async def open(cls, path: Path | str, *, patience: float = LOCK_PATIENCE) -> "EventLog":
        """Open, create or migrate the database at ``path`` (or ``":memory:"``). Raises StoreFailed.

        ``patience`` is how many seconds to wait for another program that holds it.
        """
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="event-log")
        try:
            database = await asyncio.get_running_loop().run_in_executor(thread, _open, path, patience)
        except BaseException:
            thread.shutdown(wait=False)
            raise
        return cls(thread, database)

    async def append(self, recorded: Sequence[Recorded]) -> None:
        """Commit these events, durably, all or none. Raises StoreFailed; the log stays usable."""
        rows = [_row(one) for one in recorded]
        await self._do(lambda db: _append(db, rows))

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        """The events numbered above ``after``, in order; redacted ones are left out."""
        return await self._do(lambda db: _events(db, session_id, after))

    async def sessions(self) -> list[str]:
        """The ids of the séances in the log, oldest first."""
        sql = "select session_id from events group by session_id order by min(rowid)"
        return await self._do(lambda db: [row[0] for row in db.execute(sql).fetchall()])

    async def redact(self, session_id: str, seqs: Sequence[int]) -> None:
        """Overwrite what these events said. Their numbers stay taken."""
        await self._do(lambda db: _redact(db, session_id, seqs))

    async def erase(self, session_id: str) -> None:
        """Forget a séance: nothing of it remains in the file or its journal. Raises StoreFailed."""
        await self._do(lambda db: _erase(db, session_id))

    async def close(self) -> None:
        """Finish what is being written and close. Closing twice is closing once."""
        if self._closed:
            return
        await self._do(lambda db: db.close())
        self._closed = True
        self._thread.shutdown()

    async def _do(self, work: Callable[[Database], T]) -> T:
        """Run on the writer's thread, after what was asked before."""
        if self._closed:
            raise StoreFailed("closed", "Le fichier des séances est fermé : redémarrez Companion.")

        def told() -> T:
            with told_in_words():
                return work(self._database)

        return await asyncio.get_running_loop().run_in_executor(self._thread, told)


def _open(path: Path | str, patience: float) -> Database:
    database = open_database(path, patience=patience)
    try:
        with told_in_words():
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


def _append(db: Database, rows: list[dict[str, Any]]) -> None:
    with db.atomic():
        db.table("events").insert_all(rows)


def _events(db: Database, session_id: str, after: int) -> list[Recorded]:
    rows = db.table("events").rows_where(
        "session_id = ? and seq > ? and payload is not null", [session_id, after], order_by="seq"
    )
    return [_recorded(row) for row in rows]


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
        db.table("events").delete_where("session_id = ?", [session_id])
    _empty_journal(db)


def _empty_journal(db: Database) -> None:
    """Without this the deleted words stay in the -wal file until a later checkpoint."""
    busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreFailed(
            "not_erased",
            "L'effacement n'est pas complet, un autre programme lit les séances : fermez-le et recommencez.",
        )
