"""Erases the séance, or dies on the way, at a step that is named: ``python -m erasure.steps STEP``."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from companion.adapters.clock import SystemClock
from companion.adapters.locked import nobody
from companion.app.archive import open_archive
from companion.app.forgetting import forget
from companion.config import read_settings
from companion.storage import event_log
from erasure.seance import FORGOTTEN, STAYS

__all__ = ["STEPS"]

_PLACES = {
    "before the rows are deleted": ("_erase", "before"),
    "before the journal is emptied": ("_empty_journal", "before"),
    "after the journal is emptied": ("_empty_journal", "after"),
    "before damaged copies go": ("forget_damaged", "before"),
    "before backups go": ("forget_backups", "before"),
    "before it is written down as done": ("_erased", "before"),
}
STEPS = tuple(_PLACES)


def _die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dying(work: Callable[..., Any], when: str) -> Callable[..., Any]:
    def dying(*arguments: Any) -> Any:
        if when == "before":
            _die()
        work(*arguments)
        _die()

    return dying


async def _erase() -> None:
    archive = await open_archive(read_settings(os.environ), nobody)
    log = archive.log
    try:
        if FORGOTTEN in await log.sessions():
            now = SystemClock().now()
            proof = await forget(FORGOTTEN, log, archive.book, archive.places, now, archive.programmes)
            assert not proof.found_in, proof
        elif archive.book is not None:
            for session_id in archive.book.sessions():
                archive.book.destroy(session_id)
        assert await log.sessions() == [STAYS]
        assert len(await log.events(STAYS)) == 2
    finally:
        await log.close()


if __name__ == "__main__":
    if sys.argv[1] in _PLACES:
        name, when = _PLACES[sys.argv[1]]
        setattr(event_log, name, _dying(getattr(event_log, name), when))
    asyncio.run(_erase())
