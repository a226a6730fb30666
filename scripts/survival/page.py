"""The facilitator's page without a browser: it keeps what it was shown, and comes back after each loss."""

import asyncio
import contextlib
import json
import random
from typing import Any
from uuid import uuid4

import aiohttp

from companion.adapters.clock import SystemClock
from companion.domain.codec import to_plain
from companion.domain.messages import Command

__all__ = ["Page"]

RETRY = 0.05


class Page:
    """One browser: its cookie, and every event that it was ever shown as final, by its number."""

    def __init__(self) -> None:
        self.shown: dict[int, dict[str, Any]] = {}
        self.accepted: dict[int, Command] = {}
        self.signals: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.connections = 0
        self.clock: tuple[float, float] | None = None  # the séance's second, and this machine's then
        self._watch = SystemClock()
        self._log = ""
        self._http: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.faults: list[str] = []

    async def enter(self, link: str) -> None:
        """Open the printed link; once is enough, as long as the address stays the same."""
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        async with self._http.get(link) as page:
            assert page.status == 200, page.status
        self._origin = link.split("/facilitator")[0]

    async def close(self) -> None:
        """Shut the browser."""
        if self._http is not None:
            await self._http.close()

    async def stay(self) -> None:
        """Connected as long as there is a server, and again when there is one again; until cancelled."""
        while True:
            with contextlib.suppress(aiohttp.ClientError, ConnectionError):
                await self._connect()
            for answer in self._waiting.values():
                answer.cancel()
            self._waiting.clear()
            self._socket = None
            await asyncio.sleep(RETRY)

    async def submit(self, command: Command) -> bool | None:
        """Hand in a command: accepted, refused, or nothing known of it (None)."""
        if self._socket is None:
            return None
        command_id = str(uuid4())
        answer = self._waiting[command_id] = asyncio.get_running_loop().create_future()
        frame = {"id": command_id, "command": type(command).__name__, "data": to_plain(command)}
        try:
            await self._socket.send_str(json.dumps(frame))
            told = await answer
        except (ConnectionError, asyncio.CancelledError):
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            return None
        if "refused" in told:
            self.refused.append(told["refused"])
            return False
        self.accepted[told["accepted"]] = command
        return True

    async def caught_up(self, connection: int, last: int = 0) -> None:
        """Return once it is connected for that many times, and has seen the event ``last``."""
        while self.connections < connection or max(self.shown, default=0) < last:  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # the connections of a page are no event of this script

    async def left(self) -> None:
        """Return when the connection is over, and everything that came through it was read."""
        while self._socket is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def compared(self) -> list[str]:
        """What another page, which begins from nothing, is shown otherwise than this one was."""
        other: dict[int, dict[str, Any]] = {}
        last = -1
        async with self._opened(0, "") as socket:
            while last < 0 or max(other, default=0) < last:
                frames = _frames((await socket.receive()).data)
                last = max([last, *(frame["last"] for frame in frames if "last" in frame)])
                other.update({frame["seq"]: frame for frame in frames if "seq" in frame})
        struck = {one["data"]["utterance"] for one in other.values() if one["event"] == "UtteranceRedacted"}
        return [
            f"event {seq} ({frame['event']}) is not shown again as it was"
            for seq, frame in sorted(self.shown.items())
            if seq <= last
            and other.get(seq) != frame
            and _is_final(frame)
            and frame["data"].get("utterance") not in struck
        ]

    def an_utterance(self) -> str | None:
        """Any that it knows the words of."""
        texts = [
            one["data"]["utterance"] for one in self.shown.values() if one["event"] == "UtteranceTranscribed"
        ]
        return random.choice(texts) if texts else None  # noqa: S311 - no secret

    def an_unknown_voice(self) -> str | None:
        """The last words that wait for somebody to say who spoke."""
        waiting = [one["data"]["utterance"] for one in self.signals if one["signal"] == "UnassignedWords"]
        return waiting[-1] if waiting else None

    def told(self, kind: str, since: int = 0, **data: str) -> bool:
        """Whether it was shown such an event, numbered above ``since``."""
        return any(
            frame["event"] == kind and data.items() <= frame["data"].items()
            for seq, frame in self.shown.items()
            if seq > since
        )

    async def _connect(self) -> None:
        async with self._opened(max(self.shown, default=0), self._log) as socket:
            self._socket = socket
            async for message in socket:
                for frame in _frames(message.data):
                    self._take(frame)

    def _opened(self, after: int, log: str) -> Any:
        assert self._http is not None
        address = f"{self._origin}/stream/facilitator?after={after}&log={log}&lang=fr"
        return self._http.ws_connect(address, headers={"Origin": self._origin}, max_msg_size=0)

    def _take(self, frame: dict[str, Any]) -> None:
        if "clock" in frame:
            self.clock = frame["clock"], self._watch.elapsed()
        if "log" in frame:
            self._greet(frame)
        elif "answer" in frame:
            if (answer := self._waiting.pop(frame["answer"], None)) and not answer.done():
                answer.set_result(frame)
        elif "signal" in frame:
            self.signals.append(frame)
        elif "seq" in frame:
            if self.shown.get(frame["seq"], frame) != frame:
                self.faults.append(f"event {frame['seq']} was shown twice, not alike")
            self.shown[frame["seq"]] = frame

    def _greet(self, frame: dict[str, Any]) -> None:
        if self._log not in ("", frame["log"]):
            self.faults.append("the page was shown another log")
        self._log = frame["log"]
        self.connections += 1


def _is_final(frame: dict[str, Any]) -> bool:
    """Not a passing thing, which a page that comes later is spared."""
    if frame["event"] == "SpeakerIdentified":
        return bool(frame["data"]["final"])
    return bool(frame["event"] != "SpeechStarted")


def _frames(text: str) -> list[dict[str, Any]]:
    frames = json.loads(text)
    return frames if isinstance(frames, list) else [frames]
