"""Fin: what becomes of a séance that is over, and « Oublier cette séance »."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from aiohttp import web
from babel.dates import format_date, format_time

from companion.domain.messages import ConfirmHandover, Refused
from companion.domain.programme import KeptVoice, kept_in
from companion.domain.retention import folded
from companion.ports import Seance, Seances
from companion.web.home import Home
from companion.web.site import Site

__all__ = ["Ending"]


class Ending:
    """The last page of a séance, and the certificate that takes its place."""

    def __init__(self, site: Site, seances: Seances, home: Home) -> None:
        self._site = site
        self._seances = seances
        self._home = home

    def routes(self) -> Sequence[web.RouteDef]:
        """Their addresses."""
        return [
            web.get("/seances/{id}/end", self._end),
            web.post("/seances/{id}/handed-over", self._handed_over),
            web.post("/seances/{id}/forget", self._forget),
        ]

    async def _end(self, request: web.Request) -> web.Response:
        seance = await self._home.seance(request)
        if seance.session.ended_at is None:
            return self._site.see_other(request, f"/seances/{seance.session_id}/live")
        log = await seance.store.events(seance.session_id)
        own = kept_in(log)
        voices = [voice for voice in await self._seances.kept_voices() if voice.who in own]
        return self._site.render(
            request,
            "end.html",
            seance=seance,
            kept=folded(log),
            voices=_until(voices),
            moment=self._moment(request, seance),
        )

    async def _handed_over(self, request: web.Request) -> web.Response:
        seance = await self._home.seance(request)
        answer = await seance.desk.submit(ConfirmHandover())
        if isinstance(answer, Refused):
            return self._site.explain(request, 409, answer)
        return self._site.see_other(request, f"/seances/{seance.session_id}/end")

    async def _forget(self, request: web.Request) -> web.Response:
        moment = self._moment(request, None)
        proof = await self._seances.forget(request.match_info["id"])
        if isinstance(proof, Refused):
            return self._site.explain(request, 409, proof)
        return self._site.render(request, "certificate.html", proof=proof, moment=moment)

    def _moment(self, request: web.Request, seance: Seance | None) -> Callable[[datetime], str]:
        """How the page's language says a day and a time of this machine's own zone."""
        locale = self._site.language(request, seance).split("-")[0]

        def said(moment: datetime) -> str:
            here = moment.astimezone()
            return f"{format_date(here, 'long', locale=locale)}, {format_time(here, 'short', locale=locale)}"

        return said


def _until(voices: Sequence[KeptVoice]) -> list[tuple[str, date, int]]:
    """Programme, last day, and how many voices are kept until then; nobody is named."""
    return [(*until, count) for until, count in sorted(Counter(map(_ends, voices)).items())]


def _ends(voice: KeptVoice) -> tuple[str, date]:
    return voice.programme.name, voice.programme.ends
