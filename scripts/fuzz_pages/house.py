"""The real server with a séance in which words were said, on a thread of its own."""

import asyncio
import logging
import tempfile
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from bench_page.seance import PEOPLE, WORDS, opened

from companion.domain.messages import SetCaptions

__all__ = ["Door", "open_door"]


class Door:
    """Where to knock: ``cookie`` is the facilitator's, ``secrets`` are bytes that nobody else may be sent."""

    def __init__(self, address: str) -> None:
        self.port = urlsplit(address).port or 0
        self.host = f"127.0.0.1:{self.port}"
        self.origin = f"http://{self.host}"
        path = address.removeprefix(self.origin)
        answer = self._get(path, "")
        self.cookie = answer[1].partition(";")[0]
        self.seance = self._get("/facilitator", self.cookie)[2].split("/")[2]
        self.secrets = [
            WORDS[:14].encode(),
            *(f"{left}{one.name}{right}".encode() for one in PEOPLE for left, right in ("><", '""')),
            b"Deux heures",
        ]
        self.faults: list[str] = []

    def _get(self, path: str, cookie: str) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": self.host, "Cookie": cookie})
        answer = connection.getresponse()
        connection.close()
        return answer.status, answer.getheader("Set-Cookie", ""), answer.getheader("Location", "")


class _Faults(logging.Handler):
    """Whatever the server logs as an error is a fault of ours: kept without its text."""

    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.getMessage()
        where = traceback.extract_tb(record.exc_info[2])[-1] if record.exc_info else None
        self._kept.append(f"{kind} {where.filename if where else ''}:{where.lineno if where else ''}")


@contextmanager
def open_door() -> Iterator[Door]:
    """Open while the block lasts; what was logged as an error is in ``faults``."""
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    address: list[str] = []

    async def serve(folder: Path) -> None:
        async with opened(folder, 40) as seance:
            await seance.house.engine.submit(SetCaptions(on=False))  # the table is shown no word
            address.append(seance.urls.facilitator)
            ready.set()
            await stop.wait()

    with tempfile.TemporaryDirectory() as folder:
        thread = threading.Thread(target=loop.run_until_complete, args=(serve(Path(folder)),))
        thread.start()
        while not ready.wait(0.1):
            if not thread.is_alive():
                raise RuntimeError("the server did not open")
        door = Door(address[0])
        handler = _Faults(door.faults)
        logging.getLogger().addHandler(handler)
        try:
            yield door
        finally:
            logging.getLogger().removeHandler(handler)
            loop.call_soon_threadsafe(stop.set)
            thread.join()
            loop.close()
