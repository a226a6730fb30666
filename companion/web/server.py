"""The page's server: opens its port on this machine only, serves, and leaves nothing behind."""

import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from aiohttp import web

from companion.domain.method import Method
from companion.ports import Clock, Machine, Papers, Rewriter, Seances
from companion.web.access import Access
from companion.web.faults import expect_nothing, server_log
from companion.web.lan import Devices, Door, Lan, LanAccess
from companion.web.pages import Pages
from companion.web.pairing import Pairing
from companion.web.port import BACKLOG, open_port
from companion.web.site import Site

__all__ = ["Showing", "Urls", "WebServer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What the pages show, and to whom.

    ``methods`` are all that a séance may follow, by id. ``token`` is the secret behind the facilitator's
    cookie, ``port`` 0 lets the system choose, ``notices`` are sentences that the facilitator's page shows
    throughout, such as « transcription peu fiable ». ``clock`` is the one of an empty room. ``rewriter`` is
    None when no language model was chosen.
    """

    seances: Seances
    machine: Machine
    clock: Clock
    methods: Mapping[str, Method]
    papers: Papers
    token: str
    port: int
    host: str = "127.0.0.1"
    notices: tuple[str, ...] = ()
    rewriter: Rewriter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """The addresses to print. ``facilitator`` opens once: what carries its token changes then. ``lan`` is the
    door of a second screen, if there is one."""

    home: str
    table: str
    facilitator: str
    lan: Lan | None = None


class WebServer:
    """Started once, closed as often as one likes. ``port`` is the real one after ``start``.

    ``listener`` is a port opened before with ``companion.web.port``, instead of the one in ``showing``.
    ``lan`` is the listener for a second screen, if there is to be one.
    ``link_used`` is called when the facilitator's link was opened: there is another one then.
    """

    def __init__(
        self,
        showing: Showing,
        listener: socket.socket | None = None,
        link_used: Callable[[], None] = lambda: None,
        lan: Lan | None = None,
    ) -> None:
        self._showing = showing
        self._lan = lan
        self._pairing = Pairing(showing.clock.elapsed)
        self._outside: Pages | None = None
        self._link_used = link_used
        self._access: Access | None = None
        self._listener = listener
        self._closing = AsyncExitStack()
        self.port = showing.port

    async def start(self) -> None:
        """Listen. Raises CompanionError (``port_taken``, ``port_refused``, ``not_loopback``)."""
        showing = self._showing
        listener = self._listener or open_port(showing.host, showing.port)
        self._closing.callback(listener.close)
        self.port = listener.getsockname()[1]
        self._access = Access(showing.token, self.port)
        lan = self._lan
        site = Site(self._access, lan=lan is not None)
        devices = () if lan is None else Devices(site, lan, self._pairing, self._dismiss).routes()
        await self._open(site, listener, None, devices)
        if lan is not None:
            self._closing.callback(lan.listener.close)
            access = LanAccess(lan, self._pairing)
            site = Site(access, lan=True)
            door = Door(site, access, self._pairing).routes()
            self._outside = await self._open(site, lan.listener, lan.context, door)

    async def _dismiss(self) -> None:
        if self._outside is not None:
            await self._outside.dismiss()

    async def _open(
        self,
        site: Site,
        listener: socket.socket,
        context: ssl.SSLContext | None,
        doors: Sequence[web.RouteDef],
    ) -> Pages:
        showing = self._showing
        pages = Pages(
            site,
            showing.seances,
            showing.machine,
            showing.clock,
            showing.methods,
            showing.notices,
            showing.papers,
            showing.rewriter,
            self._link_used,
            doors,
        )
        # No access log: the facilitator's link carries the token.
        runner = web.AppRunner(
            pages.application(), access_log=None, shutdown_timeout=2.0, logger=server_log()
        )
        await runner.setup()
        if runner.server is not None:
            expect_nothing(runner.server)
        self._closing.push_async_callback(runner.cleanup)
        self._closing.push_async_callback(pages.close)
        await web.SockSite(runner, listener, ssl_context=context, backlog=BACKLOG).start()
        return pages

    async def close(self) -> None:
        """Say goodbye to every page and free the port."""
        await self._closing.aclose()

    def urls(self) -> Urls:
        """Where the pages are."""
        home = f"http://{self._showing.host}:{self.port}/"
        link = self._access.link if self._access else ""  # there is none before the start
        facilitator = f"{home}facilitator?token={link}"
        return Urls(home=home, table=f"{home}table", facilitator=facilitator, lan=self._lan)
