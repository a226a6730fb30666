"""The routes: three pages, their words, their streams."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from companion.domain.method import Method
from companion.ports import CommandDesk
from companion.web.access import Access, add_security_headers
from companion.web.audience import FacilitatorView, TableView
from companion.web.catalogue import LANGUAGES, load_catalogues, plain_method
from companion.web.console import Console, listen_only
from companion.web.socket import Answerer, Client, Stage

__all__ = ["Pages"]

_HERE = Path(__file__).parent
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """Answers every request."""

    def __init__(
        self, stage: Stage, desk: CommandDesk, method: Method, access: Access, notices: tuple[str, ...]
    ) -> None:
        self._stage = stage
        self._desk = desk
        self._method = method
        self._access = access
        self._notices = notices
        self._catalogues = load_catalogues()
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._clients: set[Client] = set()

    def application(self) -> web.Application:
        """Every route, behind one gate."""
        app = web.Application(middlewares=[self._gate])
        app.on_response_prepare.append(add_security_headers)
        app.add_routes(
            [
                web.get("/", self._landing),
                web.get("/table", self._table),
                web.get("/facilitator", self._facilitator),
                web.get("/catalogue/{language}.json", self._catalogue),
                web.get("/method/{language}.json", self._method_json),
                web.get("/stream/table", self._table_stream),
                web.get("/stream/facilitator", self._facilitator_stream),
                web.static("/static", _HERE / "static"),
            ]
        )
        return app

    async def close(self) -> None:
        """Say goodbye to every page that is open."""
        await asyncio.gather(*(client.close() for client in tuple(self._clients)))

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._access.is_our_host(request):
            return self._refuse(request, 403, "host")
        reads = request.method in ("GET", "HEAD") and "Upgrade" not in request.headers
        if not reads and not self._access.is_our_origin(request):
            return self._refuse(request, 403, "origin")
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return self._refuse(request, 404, "not_found")
        except web.HTTPMethodNotAllowed:
            return self._refuse(request, 405, "method")

    async def _landing(self, request: web.Request) -> web.Response:
        return self._render(request, "landing.html")

    async def _table(self, request: web.Request) -> web.Response:
        return self._render(request, "table.html")

    async def _facilitator(self, request: web.Request) -> web.Response:
        if self._access.has_token(request):
            clean = request.rel_url.with_query({k: v for k, v in request.query.items() if k != "token"})
            response = web.Response(status=303, headers={"Location": str(clean)})
            self._access.admit(response)
            return response
        if not self._access.is_facilitator(request):
            return self._refuse(request, 403, "token")
        return self._render(request, "facilitator.html", notices=self._notices)

    async def _catalogue(self, request: web.Request) -> web.Response:
        return web.json_response(self._catalogues[_language_in_path(request)])

    async def _method_json(self, request: web.Request) -> web.Response:
        return web.json_response(plain_method(self._method, _language_in_path(request)))

    async def _table_stream(self, request: web.Request) -> web.StreamResponse:
        console = listen_only(self._texts(request))
        return await self._stream(request, Client(self._stage, TableView(), request), console.answer)

    async def _facilitator_stream(self, request: web.Request) -> web.StreamResponse:
        if not self._access.is_facilitator(request):
            return self._refuse(request, 403, "token")
        console = Console(self._desk, self._texts(request))
        return await self._stream(request, Client(self._stage, FacilitatorView(), request), console.answer)

    async def _stream(self, request: web.Request, client: Client, answer: Answerer) -> web.StreamResponse:
        if not web.WebSocketResponse().can_prepare(request).ok:
            return self._refuse(request, 400, "stream")
        self._clients.add(client)
        try:
            return await client.run(self._after(request), answer)
        finally:
            self._clients.discard(client)

    def _after(self, request: web.Request) -> int:
        """The number seen last, if it is one of this log; else from the beginning."""
        number = request.query.get("after", "0")
        same_log = request.query.get("log", self._stage.log) == self._stage.log
        return int(number) if same_log and number.isascii() and number.isdigit() and len(number) < 10 else 0

    def _texts(self, request: web.Request) -> Mapping[str, str]:
        return self._catalogues[_language(request)]

    def _render(self, request: web.Request, name: str, status: int = 200, **values: object) -> web.Response:
        page = self._templates.get_template(name).render(
            t=self._texts(request), language=_language(request), **values
        )
        return web.Response(text=page, status=status, content_type="text/html")

    def _refuse(self, request: web.Request, status: int, why: str) -> web.Response:
        return self._render(request, "refused.html", status, why=why)


def _language(request: web.Request) -> str:
    asked = request.query.get("lang", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _language_in_path(request: web.Request) -> str:
    if request.match_info["language"] not in LANGUAGES:
        raise web.HTTPNotFound
    return request.match_info["language"]
