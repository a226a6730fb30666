"""Who may open what.

- Only a browser on this machine: the Host must be a loopback name with our port, which also stops a
  foreign site that points its own name at 127.0.0.1 (DNS rebinding).
- A WebSocket, or anything that is not a plain read, must come from our own pages: Origin.
- What a browser itself says of where a request comes from (Sec-Fetch-Site): our own page, or the user's own
  hand. A page of another port of this machine is « same-site », and foreign.
- The facilitator's page needs the printed link, which opens once. It sets a cookie and is replaced by the
  clean address, so that its token stays neither in the address bar nor in a screen shared by video; whoever
  reads it afterwards, in a history or over a shoulder, has nothing. The next link is printed then.
"""

import hashlib
import hmac
import secrets

from aiohttp import web

__all__ = ["Access", "add_security_headers"]

_OURS = ("same-origin", "none")
_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Access:
    """Decides, never answers. ``token`` is the secret behind the cookie; ``link`` opens once.

    This one is for browsers of this machine; ``companion.web.lan`` has that of a second screen.
    """

    scheme = "http"
    second_screen = False

    def __init__(self, token: str, port: int) -> None:
        self._token = token.encode()
        self.link = secrets.token_urlsafe(16)
        # Cookies do not know ports: two Companions on one machine need two names. The value is derived,
        # so that a neighbour on another port who receives the cookie cannot make another from it.
        self.cookie = f"companion_{port}"
        self.cookie_value = hmac.new(self._token, b"facilitator", hashlib.sha256).hexdigest()
        self._hosts = {f"{name}:{port}" for name in _NAMES} | (set(_NAMES) if port == 80 else set())

    def is_our_host(self, request: web.Request) -> bool:
        """The browser was told to open this very server."""
        return request.headers.get("Host", "").lower() in self._hosts

    def is_our_origin(self, request: web.Request) -> bool:
        """The request was made by one of our own pages."""
        return (
            request.headers.get("Origin", "") == f"{self.scheme}://{request.headers.get('Host', '').lower()}"
        )

    def admits(self, request: web.Request) -> bool:
        """Whoever is on this machine may open what is not private."""
        return True

    def is_from_our_page(self, request: web.Request) -> bool:
        """No other site asks, as far as the browser tells: old ones and other programs tell nothing."""
        return request.headers.get("Sec-Fetch-Site", "none") in _OURS

    def has_link(self, request: web.Request) -> bool:
        """The address carries the token of the printed link, which does not open anything any more."""
        token = request.query.get("token", "").encode("utf-8", "replace")
        if not hmac.compare_digest(token, self.link.encode()):
            return False
        self.link = secrets.token_urlsafe(16)
        return True

    def is_facilitator(self, request: web.Request) -> bool:
        """The browser opened the printed link before."""
        value = request.cookies.get(self.cookie, "").encode("utf-8", "replace")
        return hmac.compare_digest(value, self.cookie_value.encode())

    def admit(self, response: web.Response) -> None:
        """Remember this browser until it is closed."""
        response.set_cookie(self.cookie, self.cookie_value, httponly=True, samesite="Strict", path="/")


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """For every answer: nothing inline, nothing foreign, nothing framed, nothing kept."""
    response.headers.update(
        {
            "Content-Security-Policy": (
                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                "object-src 'none'"
            ),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            # not no-referrer: a browser would then send our own forms with « Origin: null »
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        }
    )
