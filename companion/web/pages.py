"""The routes: the pages of a séance under way, their words, their streams, and one gate before all."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiohttp import web

from companion.domain.errors import CompanionError
from companion.domain.messages import Refused
from companion.domain.method import Method
from companion.ports import Clock, Machine, Papers, Rewriter, Seance, Seances
from companion.web.access import add_security_headers
from companion.web.audience import FacilitatorView, TableView
from companion.web.catalogue import plain_method
from companion.web.console import Console, table_console
from companion.web.documents import Documents
from companion.web.ending import Ending
from companion.web.home import Home
from companion.web.papers import PaperPages
from companion.web.review import ReviewPages
from companion.web.setup import Setup
from companion.web.site import HERE, Site
from companion.web.socket import Answerer, Client
from companion.web.stages import Stages

__all__ = ["Pages"]

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


MAX_FORM = 64 * 1024
"""Bytes of the largest form: a séance of thirty people fits ten times."""

_PRIVATE = (
    *("/seances", "/programmes", "/demonstration", "/print", "/devices"),
    *("/stream/facilitator", "/stream/sound"),
)
"""What only a browser that opened the printed link is answered."""


class Pages:
    """Answers every request."""

    def __init__(
        self,
        site: Site,
        seances: Seances,
        machine: Machine,
        clock: Clock,
        methods: Mapping[str, Method],
        notices: tuple[str, ...],
        papers: Papers,
        rewriter: Rewriter | None,
        link_used: Callable[[], None],
        doors: Sequence[web.RouteDef] = (),
    ) -> None:
        self._site = site
        self._link_used = link_used
        self._seances = seances
        self._methods = methods
        self._notices = notices
        self._stages = Stages(seances, clock)
        self._doors = doors
        self._home = Home(site, seances, machine, methods)
        self._setup = Setup(site, seances, machine, clock, methods, self._home)
        self._review = ReviewPages(site, self._home, rewriter)
        self._papers = PaperPages(site, self._home, papers)

    def application(self) -> web.Application:
        """Every route, behind one gate."""
        app = web.Application(middlewares=[self._gate], client_max_size=MAX_FORM)
        app.on_response_prepare.append(add_security_headers)
        app.add_routes(
            [
                web.get("/table", self._table),
                web.get("/facilitator", self._facilitator),
                web.get("/seances/{id}/live", self._live),
                web.get("/catalogue/{language}.json", self._catalogue),
                web.get("/method/{language}.json", self._method_json),
                web.get("/stream/table", self._table_stream),
                web.get("/stream/facilitator", self._facilitator_stream),
                web.static("/static", HERE / "static"),
                *self._home.routes(),
                *Ending(self._site, self._seances, self._home).routes(),
                *self._setup.routes(),
                *self._review.routes(),
                *self._papers.routes(),
                *Documents(self._site).routes(),
                *self._doors,
            ]
        )
        return app

    async def close(self) -> None:
        """Say goodbye to every page that is open."""
        await self._stages.close()

    async def dismiss(self) -> None:
        """Close the streams of every page that is open; those that still may come back by themselves."""
        await self._stages.dismiss()

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if (refused := self._turned_away(request)) is not None:
            return refused
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return self._site.refuse(request, 404, "not_found")
        except web.HTTPMethodNotAllowed:
            return self._site.refuse(request, 405, "method")
        except (web.HTTPBadRequest, web.HTTPRequestEntityTooLarge):
            return self._site.refuse(request, 400, "malformed")
        except CompanionError as error:
            return self._site.explain(request, 503, error)

    def _turned_away(self, request: web.Request) -> web.Response | None:
        """The answer to whoever may not ask that, or not from there."""
        access = self._site.access
        if not access.is_our_host(request):
            return self._site.refuse(request, 403, "host")
        reads = request.method in ("GET", "HEAD") and "Upgrade" not in request.headers
        if not access.is_from_our_page(request) or not (reads or access.is_our_origin(request)):
            return self._site.refuse(request, 403, "origin")
        if not access.admits(request):
            if reads and not request.path.startswith("/stream"):
                return self._site.see_other(request, "/pair")
            return self._site.refuse(request, 403, "unpaired")
        private = request.path.startswith(_PRIVATE)
        if private and not access.is_facilitator(request):
            return self._site.refuse(request, 403, "token")
        return None

    async def _table(self, request: web.Request) -> web.Response:
        return self._site.render(
            request,
            "table.html",
            seance=self._seances.room,
            stream="/stream/table",
            seance_id="",
            method_query="",
        )

    async def _facilitator(self, request: web.Request) -> web.Response:
        """The door of the printed link: the séance in the room, else the list of all."""
        access = self._site.access
        if access.has_link(request) or ("token" in request.query and access.is_facilitator(request)):
            clean = request.rel_url.with_query({k: v for k, v in request.query.items() if k != "token"})
            response = web.Response(status=303, headers={"Location": str(clean)})
            access.admit(response)
            self._link_used()
            return response
        if not access.is_facilitator(request):
            return self._site.refuse(request, 403, "token")
        room = self._seances.room
        if room is None:
            return self._site.see_other(request, "/")
        return self._site.see_other(request, f"/seances/{room.session_id}/live")

    async def _live(self, request: web.Request) -> web.Response:
        """The séance comes into the room, unless it is over."""
        seance = await self._home.seance(request)
        if seance.session.ended_at is None:
            answer = await self._seances.enter(seance.session_id)
            if isinstance(answer, Refused):
                return self._site.explain(request, 409, answer, seance)
        return self._conducting(request, seance)

    def _conducting(self, request: web.Request, seance: Seance) -> web.Response:
        return self._site.render(request, "facilitator.html", seance=seance, notices=self._notices)

    async def _catalogue(self, request: web.Request) -> web.Response:
        return web.json_response(dict(self._site.catalogues[self._language_in_path(request)]))

    async def _method_json(self, request: web.Request) -> web.Response:
        """The method of the séance asked for, which only its facilitator may ask, else of the room's."""
        language = self._language_in_path(request)
        asked = request.query.get("seance")
        if asked is None:
            seance: Seance | None = self._seances.room
        elif self._site.access.is_facilitator(request):
            seance = await self._seances.find(asked)
        else:
            return self._site.refuse(request, 403, "token")
        method = seance.method if seance else next(iter(self._methods.values()))
        return web.json_response(plain_method(method, language))

    async def _table_stream(self, request: web.Request) -> web.StreamResponse:
        room = self._seances.room
        texts = self._site.texts(request, room)
        console = table_console(room.desk if room else None, texts)
        client = Client(self._stages.of(room), TableView(), request)
        return await self._stream(request, client, room, console.answer, table=True)

    async def _facilitator_stream(self, request: web.Request) -> web.StreamResponse:
        asked = request.query.get("seance")
        seance = self._seances.room if asked is None else await self._seances.find(asked)
        if seance is None:
            return self._site.refuse(request, 404, "no_seance")
        console = Console(seance.desk, self._site.texts(request, seance))
        client = Client(self._stages.of(seance), FacilitatorView(seance.method), request)
        return await self._stream(request, client, seance, console.answer, table=False)

    async def _stream(
        self, request: web.Request, client: Client, seance: Seance | None, answer: Answerer, *, table: bool
    ) -> web.StreamResponse:
        if not web.WebSocketResponse().can_prepare(request).ok:
            return self._site.refuse(request, 400, "stream")
        if self._stages.full:
            return self._site.refuse(request, 503, "full")
        self._stages.opened(client, seance, table=table)
        try:
            return await client.run(_after(request, self._stages.of(seance).log), answer)
        finally:
            self._stages.left(client)

    def _language_in_path(self, request: web.Request) -> str:
        if request.match_info["language"] not in self._site.catalogues:
            raise web.HTTPNotFound
        return request.match_info["language"]


def _after(request: web.Request, log: str) -> int:
    """The number seen last, if it is one of this log; else from the beginning."""
    number = request.query.get("after", "0")
    same_log = request.query.get("log", log) == log
    return int(number) if same_log and number.isascii() and number.isdigit() and len(number) < 10 else 0
