"""A house's pages, open from the first moment until somebody asks to stop."""

import asyncio
import secrets
import signal
import socket
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from companion.adapters.model_store import ModelStore
from companion.app.ears import whisper_of
from companion.app.house import House
from companion.app.whisper_choice import WEAK
from companion.config import Settings
from companion.web.server import Showing, Urls, WebServer

__all__ = ["HOST", "Terminal", "notices_for", "shown", "until_stopped"]

HOST = "127.0.0.1"

_UNRELIABLE = (
    "Transcription peu fiable : le modèle de transcription utilisé est petit. Relisez avant tout usage."
)


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the command line does for a server: ``opened`` once, ``tell`` one line at a time."""

    opened: Callable[[House, Urls], None]
    tell: Callable[[str], None]


def notices_for(settings: Settings, models: ModelStore) -> tuple[str, ...]:
    """What the facilitator's page says throughout. Raises PartMissing when the chosen model is none."""
    return (_UNRELIABLE,) if whisper_of(settings, models) == WEAK else ()


@asynccontextmanager
async def shown(
    house: House, port: socket.socket, notices: tuple[str, ...], term: Terminal
) -> AsyncGenerator[None, None]:
    """The pages are open inside this block."""
    showing = Showing(
        store=house.store,
        bus=house.bus,
        desk=house.engine,
        clock=house.clock,
        method=house.engine.method,
        session_id=house.engine.session_id,
        token=secrets.token_urlsafe(16),
        port=port.getsockname()[1],
        notices=notices,
    )
    server = WebServer(showing, port)
    try:
        await server.start()
        term.opened(house, server.urls())
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
