"""The page's server: opens its port on this machine only, serves, and leaves nothing behind."""

import errno
import ipaddress
import socket
from contextlib import AsyncExitStack
from dataclasses import dataclass

from aiohttp import web

from companion.bus import Bus
from companion.domain.errors import CompanionError
from companion.domain.method import Method
from companion.ports import Clock, CommandDesk, Store
from companion.web.access import Access
from companion.web.pages import Pages
from companion.web.socket import Stage
from companion.web.unknown_voices import UnknownVoices

__all__ = ["Showing", "Urls", "WebServer", "open_port"]

BACKLOG = 64
"""Connections that may wait to be accepted: a browser opens six at once, a room has few browsers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What the pages show, and to whom.

    ``token`` is the secret of the facilitator's link, ``port`` 0 lets the system choose, ``notices`` are
    sentences that the facilitator's page shows throughout, such as « transcription peu fiable ».
    """

    store: Store
    bus: Bus
    desk: CommandDesk
    clock: Clock
    method: Method
    session_id: str
    token: str
    port: int
    host: str = "127.0.0.1"
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """The addresses to print at start. ``facilitator`` carries the token."""

    home: str
    table: str
    facilitator: str


class WebServer:
    """Started once, closed as often as one likes. ``port`` is the real one after ``start``.

    ``listener`` is a port opened before with ``open_port``, instead of the one in ``showing``.
    """

    def __init__(self, showing: Showing, listener: socket.socket | None = None) -> None:
        self._showing = showing
        self._listener = listener
        self._closing = AsyncExitStack()
        self.port = showing.port

    async def start(self) -> None:
        """Listen. Raises CompanionError (``port_taken``, ``port_refused``, ``not_loopback``)."""
        showing = self._showing
        listener = self._listener or open_port(showing.host, showing.port)
        self._closing.callback(listener.close)
        self.port = listener.getsockname()[1]
        unknown = UnknownVoices(showing.bus, showing.session_id)
        self._closing.callback(unknown.close)
        stage = Stage(
            store=showing.store,
            bus=showing.bus,
            clock=showing.clock,
            session_id=showing.session_id,
            unknown=unknown,
        )
        access = Access(showing.token, self.port)
        pages = Pages(stage, showing.desk, showing.method, access, showing.notices)
        # No access log: the facilitator's link carries the token.
        runner = web.AppRunner(pages.application(), access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        self._closing.push_async_callback(runner.cleanup)
        self._closing.push_async_callback(pages.close)
        await web.SockSite(runner, listener, backlog=BACKLOG).start()

    async def close(self) -> None:
        """Say goodbye to every page and free the port."""
        await self._closing.aclose()

    def urls(self) -> Urls:
        """Where the pages are."""
        home = f"http://{self._showing.host}:{self.port}/"
        facilitator = f"{home}facilitator?token={self._showing.token}"
        return Urls(home=home, table=f"{home}table", facilitator=facilitator)


def open_port(host: str, port: int) -> socket.socket:
    """Take the port, so that browsers may knock already. Raises as ``WebServer.start``."""
    if not ipaddress.ip_address(host).is_loopback:
        raise CompanionError(
            "not_loopback", f"Companion ne s'ouvre que sur cette machine : {host} n'est pas 127.0.0.1."
        )
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise CompanionError(
                "port_taken",
                f"Le port {port} est déjà pris : un autre Companion tourne peut-être. Fermez-le, "
                "ou choisissez un autre port.",
            ) from error
        raise CompanionError(
            "port_refused",
            f"Le port {port} ne peut pas être ouvert sur cette machine : choisissez-en un autre, au-dessus "
            "de 1024.",
        ) from error
    return listener
