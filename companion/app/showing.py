"""The pages, open from the first moment until somebody asks to stop."""

import asyncio
import secrets
import signal
import socket
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from companion.adapters.clock import SystemClock
from companion.adapters.methods import known_methods, load_method
from companion.adapters.model_store import ModelStore
from companion.app.ears import whisper_of
from companion.app.hall import Hall
from companion.app.handing import RealPapers
from companion.app.house import House
from companion.app.machine import ThisMachine
from companion.app.whisper_choice import WEAK
from companion.config import Settings
from companion.ports import Rewriter
from companion.web.lan import Lan
from companion.web.server import Showing, Urls, WebServer

__all__ = ["HOST", "Terminal", "new_secret", "notices_for", "shown", "until_stopped"]

HOST = "127.0.0.1"

_UNRELIABLE = "weak_transcription"
"""Said by the pages' catalogue."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the command line does for a server: ``opened`` once, ``tell`` one line at a time.

    ``opened`` is given the séance in the room, if there is one.
    """

    opened: Callable[[House | None, Urls], None]
    tell: Callable[[str], None]


def notices_for(settings: Settings, models: ModelStore) -> tuple[str, ...]:
    """What the facilitator's page says throughout. Raises PartMissing when the chosen model is none."""
    return (_UNRELIABLE,) if whisper_of(settings, models) == WEAK else ()


def new_secret() -> str:
    """The secret of a link that holds for this start only."""
    return secrets.token_urlsafe(16)


@asynccontextmanager
async def shown(
    hall: Hall,
    machine: ThisMachine,
    secret: str,
    port: socket.socket,
    notices: tuple[str, ...],
    term: Terminal,
    rewriter: Rewriter | None = None,
    lan: Lan | None = None,
) -> AsyncGenerator[None, None]:
    """The pages are open inside this block, those of a second screen too if there is a ``lan``."""
    showing = Showing(
        seances=hall,
        machine=machine,
        clock=SystemClock(),
        methods={name: load_method(name) for name in known_methods()},
        token=secret,
        port=port.getsockname()[1],
        notices=notices,
        papers=RealPapers(Path.home()),
        rewriter=rewriter,
    )

    def link_used() -> None:
        term.tell(f"Ce lien a servi. Pour un autre navigateur : {server.urls().facilitator}")

    server = WebServer(showing, port, link_used, lan)
    try:
        await server.start()
        term.opened(hall.room, server.urls())
        yield
    finally:
        await server.close()


@contextmanager
def until_stopped() -> Iterator[asyncio.Event]:
    """An event that is set when the terminal or the system asks to stop."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    for one in signals:
        loop.add_signal_handler(one, stop.set)
    try:
        yield stop
    finally:
        for one in signals:
            loop.remove_signal_handler(one)
