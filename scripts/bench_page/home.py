"""How long the first Accueil after a start takes when this machine holds many long séances."""

import sqlite3
from pathlib import Path

from companion.adapters.clock import SystemClock
from companion.app.shelf import Shelf
from companion.storage.event_log import EventLog

__all__ = ["COPIES", "first_list"]

COPIES = 50
"""Séances on the machine: a year of a busy facilitator."""


async def first_list(folder: Path, clock: SystemClock) -> float:
    """Milliseconds until the list is made, from a log that nobody has read yet."""
    file = folder / "seances.db"
    _multiply(file)
    store = await EventLog.open(file)
    began = clock.elapsed()
    found = await Shelf(store).summaries({})
    taken = clock.elapsed() - began
    await store.close()
    assert len(found) == COPIES
    return taken * 1000


def _multiply(file: Path) -> None:
    """The one séance of the file, under other names."""
    database = sqlite3.connect(file)
    rest = "seq, at, elapsed, kind, payload"
    sql = f"insert into events (session_id, {rest}) select ?, {rest} from events where session_id = ?"  # noqa: S608
    (one,) = database.execute("select session_id from events limit 1").fetchone()
    for number in range(1, COPIES):
        database.execute(sql, [f"copy-{number}", one])
    database.commit()
    database.close()
