"""A server with a log that tests write to, and pages that are no browser."""

import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from companion.adapters.clock import ReplayClock
from companion.adapters.methods import known_methods, load_method
from companion.app.handing import RealPapers
from companion.bus import Bus
from companion.domain.messages import Event, Recorded
from companion.web.server import Showing, WebServer
from tests.fakes.desk import ListDesk
from tests.fakes.seances import OneSeance, OneSeances, SilentMachine
from tests.fakes.store import ListStore

SESSION = "seance-1"
TOKEN = "a-token-printed-at-start"  # noqa: S105 - it guards a server of this test
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Room:
    """What happens is recorded as the engine would: stored first, published after."""

    def __init__(self) -> None:
        self.store = ListStore()
        self.bus = Bus()
        self.desk = ListDesk()
        self.clock = ReplayClock(START)
        self.machine = SilentMachine()
        self.seances = OneSeances(
            OneSeance(
                session_id=SESSION,
                method=load_method("codev"),
                store=self.store,
                bus=self.bus,
                clock=self.clock,
                desk=self.desk,
            )
        )
        self.showing = Showing(
            seances=self.seances,
            machine=self.machine,
            clock=self.clock,
            methods={name: load_method(name) for name in known_methods()},
            papers=RealPapers(Path("/nonexistent")),
            token=TOKEN,
            port=0,
            notices=("Transcription peu fiable : le petit modèle est installé.",),
        )
        self.server = WebServer(self.showing)
        self._last = 0

    async def record(self, *events: Event) -> None:
        """All committed, then published at one stroke: no page has a chance in between."""
        recorded = [
            Recorded(
                seq=seq,
                at=self.clock.now(),
                elapsed=self.clock.elapsed(),
                session_id=SESSION,
                event=event,
            )
            for seq, event in enumerate(events, self._last + 1)
        ]
        self._last += len(recorded)
        await self.store.append(recorded)
        for one in recorded:
            self.bus.publish(one)

    async def play(self, story: list[tuple[float, Event]]) -> None:
        for elapsed, event in story:
            await self.clock.advance_to(elapsed)
            await self.record(event)

    async def restart(self, **changes: Any) -> None:
        await self.server.close()
        room = {name: changes.pop(name) for name in ("store", "desk", "session_id") if name in changes}
        if room:
            self.seances.room = replace(self.seances.room, **room)
        self.server = WebServer(replace(self.showing, **changes))
        await self.server.start()

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @asynccontextmanager
    async def browser(self, *, facilitator: bool = False) -> AsyncIterator["Browser"]:
        async with ClientSession(self.home, cookie_jar=CookieJar(unsafe=True)) as session:
            if facilitator:
                await (await session.get(self.server.urls().facilitator)).release()
            yield Browser(session, self.home)


class Browser:
    """Cookies, and an Origin as a browser sends it."""

    def __init__(self, session: ClientSession, home: str) -> None:
        self.session = session
        self._home = home

    @asynccontextmanager
    async def stream(self, audience: str, **query: Any) -> AsyncIterator["Page"]:
        socket = await self.session.ws_connect(f"/stream/{audience}", params=query, origin=self._home)
        async with socket:
            yield Page(socket)


class Page:
    """One open stream."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self._came: deque[dict[str, Any]] = deque()

    async def frame(self) -> dict[str, Any]:
        """The next one, alone or from among several that came together."""
        while not self._came:
            message = await self.socket.receive(timeout=10)
            assert message.type is WSMsgType.TEXT, message
            frames = json.loads(message.data)
            self._came.extend(frames if isinstance(frames, list) else [frames])
        return self._came.popleft()

    async def frames_until_now(self) -> list[dict[str, Any]]:
        """Everything that was sent before this question was answered."""
        await self.socket.send_str('{"id":"fence","command":"?"}')
        frames = []
        while (frame := await self.frame()).get("answer") != "fence":
            frames.append(frame)
        return frames

    async def ask(self, text: str) -> dict[str, Any]:
        await self.socket.send_str(text)
        while "answer" not in (frame := await self.frame()):
            pass
        return frame
