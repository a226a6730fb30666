"""One connected page: replay of what it missed, then what happens, without loss or duplicate between."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from aiohttp import WSCloseCode, WSMsgType, web

from companion.bus import Bus
from companion.domain.errors import CompanionError
from companion.domain.messages import Recorded
from companion.domain.speech import WordsHeard
from companion.ports import Clock, Store
from companion.web.audience import View
from companion.web.unknown_voices import UnknownVoices
from companion.web.wire import MAX_FRAME, clock_frame, frames_together, hello_frame, signal_frame

__all__ = ["Answerer", "Client", "Stage"]

QUEUE = 512
"""Messages that may wait for one page: minutes of a lively séance. Beyond, the page is disconnected
and comes back by itself with the number it saw last."""

TOGETHER = 500
"""Frames in one message of a replay: two hours of talk are some twenty messages instead of ten thousand."""

CLOCK_EVERY = 15.0
"""Seconds between two looks at the clock: a laptop's drift in that time is below a millisecond."""

BURST, PER_SECOND = 100, 20
"""Frames that a page may send at once, and then: nobody presses keys so fast. Beyond, it is disconnected."""

Answerer = Callable[[object], Awaitable[str]]
"""Makes the reply to one frame of a page; never raises."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every client reads from."""

    store: Store
    bus: Bus
    clock: Clock
    session_id: str
    unknown: UnknownVoices

    @property
    def log(self) -> str:
        """An opaque name of the log: tells a page that it now sees another one, and nothing else."""
        return hashlib.sha256(self.session_id.encode()).hexdigest()[:12]


class Client:
    """Serves one WebSocket until it closes."""

    def __init__(self, stage: Stage, view: View, request: web.Request) -> None:
        self._stage = stage
        self._view = view
        self._request = request
        self._ws = web.WebSocketResponse(timeout=2.0, heartbeat=20.0, max_msg_size=MAX_FRAME, compress=False)
        self._waiting: asyncio.Queue[object] = asyncio.Queue(QUEUE)
        self._seen = 0
        self._allowance, self._counted_at = float(BURST), 0.0

    async def run(self, after: int, answer: Answerer) -> web.StreamResponse:
        """Replay from ``after``, then go on; reply to each frame received with ``answer``."""
        await self._ws.prepare(self._request)
        # Subscribed before the log is read: what is published meanwhile waits, and is told apart by seq.
        stops = [self._stage.bus.subscribe(kind, self._put) for kind in (Recorded, *self._view.signals)]
        tasks = [asyncio.create_task(self._send(after)), asyncio.create_task(self._tell_time())]
        try:
            async for message in self._ws:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    if not self._may_send():
                        await self._ws.close(code=WSCloseCode.POLICY_VIOLATION)
                        break
                    self._put(await answer(message.data))
        finally:
            for stop in stops:
                stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return self._ws

    async def close(self) -> None:
        """The server goes away; the page will look for it again."""
        if not self._ws.prepared:
            return
        with suppress(ConnectionError):
            await self._ws.close(code=WSCloseCode.GOING_AWAY)

    def _may_send(self) -> bool:
        """Whether one more frame is not too many: an allowance that comes back with time."""
        now = self._stage.clock.elapsed()
        self._allowance = min(BURST, self._allowance + (now - self._counted_at) * PER_SECOND)
        self._counted_at = now
        self._allowance -= 1
        return self._allowance >= 0

    def _put(self, message: object) -> None:
        """Called by the bus: neither blocks nor raises. Captions are the first thing given up."""
        if isinstance(message, WordsHeard) and self._waiting.qsize() > QUEUE // 2:
            return
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            self._disconnect()

    def _disconnect(self) -> None:
        if self._request.transport is not None:
            _log.warning("a page that did not keep up was disconnected")
            self._request.transport.abort()

    async def _send(self, after: int) -> None:
        try:
            await self._replay(after)
            while True:
                await self._show(await self._waiting.get())
        except ConnectionError:
            return  # the page left; the receiving side sees it too
        except CompanionError as error:
            _log.error("the log could not be read for a page: %s", error.code)
            await self._ws.close(code=WSCloseCode.INTERNAL_ERROR)
        except Exception as error:  # a fault of ours: the page comes back by itself rather than stand still
            _log.error("a page's stream failed: %s", type(error).__name__)
            await self._ws.close(code=WSCloseCode.INTERNAL_ERROR)

    async def _replay(self, after: int) -> None:
        stage = self._stage
        replay = await self._view.missed(stage.store, stage.session_id, after)
        self._seen = replay.seq
        await self._ws.send_str(hello_frame(stage.clock.elapsed(), stage.log, replay.after, replay.last))
        frames = iter(replay.frames)
        while together := tuple(islice(frames, TOGETHER)):
            await self._ws.send_str(frames_together(together))
            await asyncio.sleep(0)  # other pages, and this one's modules, are served meanwhile
        if self._view.signals:
            for words in stage.unknown.words():
                await self._show(words)

    async def _show(self, message: object) -> None:
        if not isinstance(message, Recorded):
            await self._ws.send_str(message if isinstance(message, str) else signal_frame(message))
            return
        if message.session_id != self._stage.session_id or message.seq <= self._seen:
            return
        self._seen = message.seq
        for frame in self._view.frames(message):
            await self._ws.send_str(frame)

    async def _tell_time(self) -> None:
        clock = self._stage.clock
        while True:
            await clock.sleep_until(clock.elapsed() + CLOCK_EVERY)
            self._put(clock_frame(clock.elapsed()))
