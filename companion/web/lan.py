"""``--lan``: a second listener, for a second screen, over TLS; every device is paired first.

Its pages are made as those of this machine are, behind another door: a device sees the table's page, or the
facilitator's if the facilitator paired it as their own. The link of the terminal opens nothing here.
"""

import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from companion.domain.messages import Audience
from companion.web.access import Access
from companion.web.pairing import DIGITS, NotPaired, Pairing
from companion.web.site import Site, posted

__all__ = ["Devices", "Door", "Lan", "LanAccess"]

_OPEN = ("/pair", "/static/")
"""What a device that is not paired yet is answered: nothing of any séance."""

_WHY = {"wrong": "pair_wrong", "expired": "pair_expired", "too_many": "pair_too_many"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lan:
    """A port opened before, at an address of the local network, and what it proves itself with.

    ``fingerprint`` is the certificate's, SHA-256, as browsers show it. ``picture``: the address as a QR code.
    """

    listener: socket.socket
    context: ssl.SSLContext
    fingerprint: str
    picture: bytes = b""

    @property
    def url(self) -> str:
        """What to type on the second screen."""
        host, port = self.listener.getsockname()[:2]
        return f"https://{f'[{host}]' if ':' in host else host}:{port}/"


class LanAccess(Access):
    """Who may open what over the local network: the Host and Origin of this very listener, and a pairing."""

    scheme = "https"
    second_screen = True

    def __init__(self, lan: Lan, pairing: Pairing) -> None:
        super().__init__("", lan.listener.getsockname()[1])
        self._hosts = {lan.url.removeprefix("https://").rstrip("/")}
        self._pairing = pairing
        self.cookie = f"__Host-companion_{lan.listener.getsockname()[1]}"

    def admits(self, request: web.Request) -> bool:
        """A device that was paired, or one that is about to be."""
        return request.path.startswith(_OPEN) or self._audience(request) is not None

    def has_link(self, request: web.Request) -> bool:
        """Never: the link is for browsers of this machine."""
        return False

    def is_facilitator(self, request: web.Request) -> bool:
        """The facilitator's own device."""
        return self._audience(request) is Audience.FACILITATOR

    def welcome(self, response: web.Response, token: str) -> None:
        """Remember this device until its browser is closed."""
        response.set_cookie(self.cookie, token, httponly=True, secure=True, samesite="Strict", path="/")

    def _audience(self, request: web.Request) -> Audience | None:
        return self._pairing.audience(request.cookies.get(self.cookie, ""))


class Door:
    """The page on which a device is paired."""

    def __init__(self, site: Site, access: LanAccess, pairing: Pairing) -> None:
        self._site, self._access, self._pairing = site, access, pairing

    def routes(self) -> Sequence[web.RouteDef]:
        """Their addresses."""
        return [web.get("/pair", self._ask), web.post("/pair", self._pair)]

    async def _ask(self, request: web.Request) -> web.Response:
        return self._site.render(request, "pair.html", digits=DIGITS, wrong="")

    async def _pair(self, request: web.Request) -> web.Response:
        typed = "".join(str((await posted(request)).get("code", ""))[:40].split())
        try:
            token = self._pairing.pair(typed)
        except NotPaired as refused:
            wrong = self._site.texts(request)[_WHY[refused.reason]]
            return self._site.render(request, "pair.html", 403, digits=DIGITS, wrong=wrong)
        own = self._pairing.audience(token) is Audience.FACILITATOR
        response = self._site.see_other(request, "/facilitator" if own else "/table")
        self._access.welcome(response, token)
        return response


class Devices:
    """The facilitator's page about second screens, on this machine alone: address, fingerprint, codes."""

    def __init__(
        self, site: Site, lan: Lan, pairing: Pairing, dismiss: Callable[[], Awaitable[None]]
    ) -> None:
        """``dismiss`` closes every page that is open on another device."""
        self._site, self._lan, self._pairing = site, lan, pairing
        self._dismiss = dismiss

    def routes(self) -> Sequence[web.RouteDef]:
        """Their addresses."""
        return [
            web.get("/devices", self._show),
            web.get("/devices/address.svg", self._picture),
            web.post("/devices/code", self._open),
            web.post("/devices/forget", self._forget),
        ]

    async def _show(self, request: web.Request) -> web.Response:
        return self._site.render(
            request,
            "devices.html",
            lan=self._lan,
            code=self._pairing.code,
            tables=self._pairing.devices.count(Audience.TABLE),
            own=self._pairing.devices.count(Audience.FACILITATOR),
        )

    async def _picture(self, request: web.Request) -> web.Response:
        return web.Response(body=self._lan.picture, content_type="image/svg+xml")

    async def _open(self, request: web.Request) -> web.Response:
        wanted = str((await posted(request)).get("audience", ""))
        if wanted not in list(Audience):
            raise web.HTTPBadRequest
        self._pairing.open(Audience(wanted))
        return self._site.see_other(request, "/devices")

    async def _forget(self, request: web.Request) -> web.Response:
        self._pairing.forget()
        await self._dismiss()
        return self._site.see_other(request, "/devices")
