"""Accueil: every séance of this machine, and the doors to a new one."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from aiohttp import web

from companion.domain.messages import Refused
from companion.domain.method import Method
from companion.domain.programme import KeptVoice
from companion.domain.summary import Stage, Summary
from companion.ports import Machine, Seance, Seances
from companion.web.site import Site, posted

__all__ = ["Home"]

_ORDER = (Stage.IN_PROGRESS, Stage.TO_PREPARE, Stage.TO_REVIEW, Stage.CLOSED)


class Home:
    """The list, and what is done to a séance as a whole."""

    def __init__(self, site: Site, seances: Seances, machine: Machine, methods: Mapping[str, Method]) -> None:
        self._site = site
        self._seances = seances
        self._machine = machine
        self._methods = methods

    def routes(self) -> Sequence[web.RouteDef]:
        """Their addresses."""
        return [
            web.get("/", self._home),
            web.post("/demonstration", self._demonstrate),
            web.post("/seances/{id}/next-round", self._next_round),
            web.post("/programmes/end", self._end_programme),
        ]

    async def seance(self, request: web.Request) -> Seance:
        """The séance that the address names. Raises HTTPNotFound."""
        seance = await self._seances.find(request.match_info["id"])
        if seance is None:
            raise web.HTTPNotFound
        return seance

    async def _home(self, request: web.Request) -> web.Response:
        access = self._site.access
        if access.second_screen and not access.is_facilitator(request):
            return self._site.see_other(request, "/table")
        if not access.is_facilitator(request):
            return self._site.render(request, "landing.html")
        summaries = await self._seances.summaries()
        room = self._seances.room
        return self._site.render(
            request,
            "home.html",
            stages=_by_stage(summaries),
            room=room.session_id if room and room.session.ended_at is None else None,
            programmes=_by_programme(await self._seances.kept_voices()),
            machine=await self._machine.state(),
            here=not access.second_screen,
            methods=self._methods,
        )

    async def _end_programme(self, request: web.Request) -> web.Response:
        await self._seances.end_programme(str((await posted(request)).get("programme", "")))
        return self._site.see_other(request, "/")

    async def _demonstrate(self, request: web.Request) -> web.Response:
        return self._go_on(request, await self._seances.demonstrate())

    async def _next_round(self, request: web.Request) -> web.Response:
        return self._go_on(request, await self._seances.next_round(request.match_info["id"]))

    def _go_on(self, request: web.Request, made: str | Refused) -> web.Response:
        if isinstance(made, Refused):
            return self._site.explain(request, 409, made)
        return self._site.see_other(request, f"/seances/{made}/live")


def _by_programme(kept: Sequence[KeptVoice]) -> list[tuple[str, int, date]]:
    """Name, how many voices, and when the last of them goes; nobody is named on the list."""
    ranked = sorted(kept, key=lambda voice: voice.who)
    groups = [list(group) for _, group in groupby(ranked, key=lambda voice: voice.who.programme)]
    return [
        (group[0].programme.name, len(group), max(voice.programme.ends for voice in group))
        for group in groups
    ]


def _by_stage(summaries: Sequence[Summary]) -> list[tuple[Stage, list[Summary]]]:
    ranked = sorted(summaries, key=lambda summary: _ORDER.index(summary.stage))  # stable: the latest first
    return [(stage, list(group)) for stage, group in groupby(ranked, key=lambda summary: summary.stage)]
