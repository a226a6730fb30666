"""Who may open what.

- Only a browser on this machine: the Host must be a loopback name with our port, which also stops a
  foreign site that points its own name at 127.0.0.1 (DNS rebinding).
- A WebSocket, or anything that is not a plain read, must come from our own pages: Origin.
- The facilitator's page needs the token printed at start. The link sets a cookie and is replaced by
  the clean address, so that the token stays neither in the address bar nor in a screen shared by video.
"""

import hashlib
import hmac

from aiohttp import web

__all__ = ["Access", "add_security_headers"]

_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Access:
    """Decides, never answers. ``token`` is the secret of the printed link."""

    def __init__(self, token: str, port: int) -> None:
        self._token = token.encode()
        # Cookies do not know ports: two Companions on one machine need two names. The value is derived,
        # so that a neighbour on another port who receives the cookie cannot make the link from it.
        self.cookie = f"companion_{port}"
        self.cookie_value = hmac.new(self._token, b"facilitator", hashlib.sha256).hexdigest()
        self._hosts = {f"{name}:{port}" for name in _NAMES} | (set(_NAMES) if port == 80 else set())

    def is_our_host(self, request: web.Request) -> bool:
        """The browser was told to open this very server."""
        return request.headers.get("Host", "").lower() in self._hosts

    def is_our_origin(self, request: web.Request) -> bool:
        """The request was made by one of our own pages."""
        return request.headers.get("Origin", "") == f"http://{request.headers.get('Host', '').lower()}"

    def has_token(self, request: web.Request) -> bool:
        """The address carries the printed token."""
        return hmac.compare_digest(request.query.get("token", "").encode("utf-8", "replace"), self._token)

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
                "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                "object-src 'none'"
            ),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        }
    )
