"""The pages that lead to a séance: Préparer, Consentements, Essai du son, Tour de table."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any

from aiohttp import web

from companion.domain.errors import CompanionError
from companion.domain.messages import Refused
from companion.domain.method import Method
from companion.domain.people import Consent, Role, Roster
from companion.ports import Clock, Machine, Seance, Seances
from companion.web.catalogue import why
from companion.web.home import Home
from companion.web.preparing import Typed, blank, made_from, read, understood
from companion.web.site import Site, posted
from companion.web.wire import signal_frame

__all__ = ["Setup"]

_REMEMBERED = 200
"""Forms whose séance is remembered, so that a form sent twice makes one séance."""


class Setup:
    """Answers for the pages of a séance that is to come, and for late arrivals and withdrawals in it."""

    def __init__(
        self,
        site: Site,
        seances: Seances,
        machine: Machine,
        clock: Clock,
        methods: Mapping[str, Method],
        home: Home,
    ) -> None:
        self._site, self._seances, self._machine = site, seances, machine
        self._clock, self._methods, self._home = clock, methods, home
        self._made: dict[str, str] = {}
        self._lock = asyncio.Lock()

    def routes(self) -> Sequence[web.RouteDef]:
        """Their addresses."""
        return [
            web.get("/seances/new", self._new),
            web.post("/seances/new", self._create),
            web.get("/seances/{id}/prepare", self._prepare),
            web.post("/seances/{id}/prepare", self._prepare_again),
            web.get("/seances/{id}/consents", self._consents),
            web.get("/seances/{id}/voices", self._voices),
            web.get("/seances/{id}/sound", self._sound),
            web.post("/seances/{id}/microphone", self._choose_microphone),
            web.post("/seances/{id}/loudspeaker", self._try_loudspeaker),
            web.get("/stream/sound", self._sound_stream),
            web.get("/print/consents/{id}", self._sheets),
        ]

    async def _new(self, request: web.Request) -> web.Response:
        today = self._clock.now().astimezone().date()
        return await self._form(
            request, blank(today, self._site.language(request)), key=secrets.token_urlsafe(9)
        )

    async def _create(self, request: web.Request) -> web.Response:
        post = await posted(request)
        typed, key = read(post), str(post.get("key", ""))[:40]
        async with self._lock:
            if key in self._made:
                return self._site.see_other(request, f"/seances/{self._made[key]}/consents")
            command, wrong = understood(typed, self._methods, Roster(), self._site.texts(request))
            if command is None:
                return await self._form(request, typed, key=key, wrong=wrong, status=422)
            made = await self._seances.create(command)
            if isinstance(made, Refused):
                wrong = {"form": why(made, self._site.texts(request))}
                return await self._form(request, typed, key=key, wrong=wrong, status=422)
            self._remember(key, made)
        return self._site.see_other(request, f"/seances/{made}/consents")

    def _remember(self, key: str, session_id: str) -> None:
        if key:
            self._made[key] = session_id
        if len(self._made) > _REMEMBERED:
            del self._made[next(iter(self._made))]

    async def _prepare(self, request: web.Request) -> web.Response:
        seance = await self._home.seance(request)
        prepared = seance.session.prepared
        if prepared is None or seance.session.started:
            return self._site.see_other(request, f"/seances/{seance.session_id}/live")
        version = await self._seances.version(seance.session_id)
        return await self._form(request, made_from(prepared), seance=seance, version=version)

    async def _prepare_again(self, request: web.Request) -> web.Response:
        seance = await self._home.seance(request)
        post = await posted(request)
        typed, seen = read(post), str(post.get("version", ""))
        if seance.session.started:
            wrong = {"form": self._site.texts(request, seance)["prepare_started"]}
            return await self._form(request, typed, seance=seance, wrong=wrong, status=409, closed=True)
        texts = self._site.texts(request, seance)
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
        command, wrong = understood(typed, self._methods, seance.session.roster, texts)
        if command is None:
            return await self._form(request, typed, seance=seance, version=version, wrong=wrong, status=422)
        answer = await self._seances.prepare(seance.session_id, command, version)
        if isinstance(answer, Refused):
            # The new number: sent once more, this form has the last word.
            version = await self._seances.version(seance.session_id)
            stale = answer.code == "stale"
            wrong = {"form": texts["prepare_stale"] if stale else why(answer, texts)}
            status = 409 if stale else 422
            return await self._form(
                request, typed, seance=seance, version=version, wrong=wrong, status=status
            )
        return self._site.see_other(request, f"/seances/{seance.session_id}/consents")

    async def _form(
        self,
        request: web.Request,
        typed: Typed,
        *,
        seance: Seance | None = None,
        version: int = 0,
        key: str = "",
        wrong: Mapping[str, str] | None = None,
        status: int = 200,
        closed: bool = False,
    ) -> web.Response:
        programmes = sorted({one.programme for one in await self._seances.summaries() if one.programme})
        return self._site.render(
            request,
            "prepare.html",
            status,
            seance=seance,
            stage="prepare",
            typed=typed,
            version=version,
            key=key,
            wrong=wrong or {},
            closed=closed,
            roles=[role.value for role in (Role.CONSULTANT, Role.CLIENT, Role.FACILITATOR)],
            methods=self._methods.values(),
            programmes=programmes,
        )

    async def _consents(self, request: web.Request) -> web.Response:
        """Also for a séance that cannot enter the room yet: choices may be made beforehand."""
        seance = await self._home.seance(request)
        if seance.session.ended_at is None:
            await self._seances.enter(seance.session_id)
        prepared = seance.session.prepared
        return self._site.render(
            request,
            "consents.html",
            seance=seance,
            stage="consents",
            consents=[one.value for one in Consent],
            programme=prepared.programme if prepared else None,
        )

    async def _voices(self, request: web.Request) -> web.Response:
        return await self._in_the_room(request, "voices.html", "voices")

    async def _sound(self, request: web.Request) -> web.Response:
        seance = await self._home.seance(request)
        try:
            microphones, missing = await self._machine.microphones(), ""
        except CompanionError as error:
            microphones, missing = (), why(error, self._site.texts(request, seance))
        return await self._in_the_room(
            request,
            "sound.html",
            "sound",
            microphones=microphones,
            chosen=self._machine.microphone,
            missing=missing,
        )

    async def _in_the_room(
        self, request: web.Request, template: str, stage: str, **values: Any
    ) -> web.Response:
        """A page that needs the room: the séance enters it."""
        seance = await self._home.seance(request)
        if seance.session.ended_at is not None:
            return self._site.see_other(request, f"/seances/{seance.session_id}/end")
        answer = await self._seances.enter(seance.session_id)
        if isinstance(answer, Refused):
            return self._site.explain(request, 409, answer, seance)
        return self._site.render(request, template, seance=seance, stage=stage, **values)

    async def _choose_microphone(self, request: web.Request) -> web.Response:
        seance = await self._home.seance(request)
        name = str((await posted(request)).get("microphone", ""))
        try:
            known = [device.name for device in await self._machine.microphones()]
        except CompanionError as error:
            return self._site.explain(request, 503, error, seance)
        if name and name not in known:
            return self._site.refuse(request, 422, "microphone_gone")
        self._machine.choose_microphone(name or None)
        return self._site.see_other(request, f"/seances/{seance.session_id}/sound")

    async def _try_loudspeaker(self, request: web.Request) -> web.Response:
        """Answers once the chime was heard: the page says so."""
        seance = await self._home.seance(request)
        try:
            await self._machine.try_loudspeaker()
        except CompanionError as error:
            return web.json_response({"refused": why(error, self._site.texts(request, seance))})
        return web.json_response({"played": True})

    async def _sound_stream(self, request: web.Request) -> web.StreamResponse:
        """Levels for as long as the page is open; then the microphone is let go."""
        seance = await self._seances.find(request.query.get("seance", ""))
        socket = web.WebSocketResponse(timeout=2.0, heartbeat=20.0, max_msg_size=1024)
        if seance is None:
            return self._site.refuse(request, 404, "no_seance")
        if not socket.can_prepare(request).ok:
            return self._site.refuse(request, 400, "stream")
        await socket.prepare(request)
        sending = asyncio.create_task(self._send_sound(socket, seance, self._site.texts(request, seance)))
        try:
            async for _ in socket:
                pass  # it is asked nothing
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return socket

    async def _send_sound(
        self, socket: web.WebSocketResponse, seance: Seance, texts: Mapping[str, str]
    ) -> None:
        try:
            async with aclosing(self._machine.sound(seance)) as sounds:
                async for sound in sounds:
                    await socket.send_str(signal_frame(sound))
        except CompanionError as error:
            await socket.send_json({"missing": why(error, texts)})
        except ConnectionError:
            return

    async def _sheets(self, request: web.Request) -> web.Response:
        seance = await self._home.seance(request)
        return self._site.render(
            request, "sheets.html", seance=seance, prepared=seance.session.prepared, consents=list(Consent)
        )
