"""A whole séance on a server of its own, by somebody whose voices come from the demonstration.

``python -m no_egress.conduct [--short] HOME [PREFIX...]`` starts ``companion serve`` behind PREFIX (strace,
say), conducts the séance as its page would, and prints what happened as one JSON object.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar

from companion.adapters.clock import SystemClock
from companion.adapters.places import demonstration
from companion.adapters.seance_folder import read_seance
from companion.domain.plan import EnrolmentSpan, SeancePlan
from companion.ports import SAMPLE_RATE, Samples

ROOT = Path(__file__).parents[2]
MIC = os.environ.get("COMPANION_TEST_MIC_SINK", "")
CONSENTS = ("hearing", "voiceprint", "notes")
SHORT = 14.0
"""Seconds of each of two steps in a short séance: a few utterances."""
MEMORY = "memory"
"""The folder under the data folder that plays the part of the machine's memory."""
TRIES = 4
PATIENCE = 90.0
"""Seconds that models may take to load, or a voice to be learnt once it has spoken."""
QUIET = 8.0
"""Seconds without a new event after which everything said has been written."""
HUM = 1e-4
"""Amplitude of the noise of the room, -80 dBFS: a microphone that gives exact zeros is told to be mute."""


async def conduct(home: Path, prefix: list[str], *, short: bool) -> dict[str, Any]:
    """The number of events of each kind, the pages that were read, and what the server said was wrong."""
    plan, sound = await asyncio.to_thread(read_seance, demonstration())
    seance = Seance(plan, sound, short=short)
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # the server goes too
    server = await asyncio.create_subprocess_exec(
        *prefix,
        *(sys.executable, "-m", "companion", "serve", "--no-open", "--no-isolated", "--port", "0"),
        *("--seance", str(demonstration() / "seance.toml")),
        cwd=ROOT,
        env={**os.environ, "COMPANION_HOME": str(home), "TMPDIR": str(home), **kept_in(home)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert server.stdout is not None
    assert server.stderr is not None
    complaints = asyncio.create_task(server.stderr.read())
    link = ""
    try:
        while not link:
            line = (await server.stdout.readline()).decode()
            if not line:
                raise SystemExit((await complaints).decode())
            found = re.search(r"http\S+token=\S+", line)
            link = found[0] if found else ""
        await seance.run(link)
    finally:
        if server.returncode is None:
            os.killpg(server.pid, signal.SIGTERM)
        await server.wait()
    said = (await complaints).decode().splitlines()
    return {"events": seance.kinds, "pages": seance.pages, "told": [one for one in said if "http" not in one]}


def kept_in(home: Path) -> dict[str, str]:
    """Settings that keep the key of the séances in a folder of this proof's own, in place of the user's."""
    return {"COMPANION_KEY": "runtime", "COMPANION_RUNTIME": str(home / MEMORY)}


class Seance:
    """The facilitator and the people, from consents to the end."""

    def __init__(self, plan: SeancePlan, sound: Samples, *, short: bool) -> None:
        self._plan, self._sound, self._short = plan, sound, short
        self.kinds: Counter[str] = Counter()
        self.pages: list[str] = []
        self.ready = False
        self._news = asyncio.Condition()

    async def run(self, link: str) -> None:
        """Raises AssertionError when the server refuses something."""
        home = link.split("/facilitator")[0]
        room = asyncio.create_task(self._hum())
        try:
            await self._hold(home, link)
        finally:
            room.cancel()

    async def _hold(self, home: str, link: str) -> None:
        async with ClientSession(home, cookie_jar=CookieJar(unsafe=True)) as session:
            async with session.get(link) as page:
                live = page.url.path
            stream = f"/stream/facilitator?seance={live.split('/')[2]}"
            table = await session.ws_connect("/stream/table", origin=home)
            async with session.ws_connect(stream, origin=home) as socket, asyncio.TaskGroup() as group:
                reading = [group.create_task(self._read(one)) for one in (socket, table)]
                await self._conduct(socket)
                for task in reading:
                    task.cancel()
            await table.close()
            base = live.removesuffix("/live")
            for path in (
                "/",
                "/table",
                live,
                f"{base}/end",
                f"{base}/consents",
                f"/print/consents/{base[9:]}",
            ):
                async with session.get(path) as page:
                    assert page.status == 200, (path, page.status)
                    self.pages.append(re.sub(r"/20[\w-]+", "/…", path))

    async def _conduct(self, socket: ClientWebSocketResponse) -> None:
        for person in self._plan.prepare.people:
            for consent in CONSENTS:
                await self._ask(socket, "GiveConsent", person=person.id, consent=consent)
        await self._until(lambda: self.ready, "the ear is not ready")
        for span in self._plan.enrolments[: 2 if self._short else None]:
            await self._learn(socket, span)
        await self._ask(socket, "StartSession")
        steps = self._plan.steps
        for number, step in enumerate(steps[1:], 1):
            await self._ask(socket, "NextStep")
            last = number + 1 == len(steps)
            end = len(self._sound) / SAMPLE_RATE if last else steps[number + 1].start
            if not self._short:
                await self._play(step.start, end)
            elif step.id in ("expose", "consultation"):
                await self._play(step.start + 10, step.start + 10 + SHORT)
        await self._until_quiet()
        await self._ask(socket, "EndSession")
        await asyncio.sleep(1.0)

    async def _learn(self, socket: ClientWebSocketResponse, span: EnrolmentSpan) -> None:
        """Once more while it fails: the models may still be on their way when the first one speaks."""
        for _ in range(TRIES):
            known, ended = self.kinds["VoiceEnrolled"], self._ended()
            await self._ask(socket, "EnrolVoice", person=span.person)
            await self._play(span.start, span.end)
            await self._ask(socket, "FinishEnrolment", person=span.person)
            await self._until(partial(self._moved, ended), "no voice is learnt")
            if self.kinds["VoiceEnrolled"] > known:
                return
        raise SystemExit("a voice could not be learnt")

    async def _until(self, reached: Callable[[], bool], otherwise: str) -> None:
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(reached), PATIENCE)
            except TimeoutError:
                raise SystemExit(f"{otherwise}: {dict(self.kinds)}") from None

    def _ended(self) -> int:
        return self.kinds["VoiceEnrolled"] + self.kinds["EnrolmentFailed"]

    def _moved(self, ended: int) -> bool:
        return self._ended() > ended

    async def _ask(self, socket: ClientWebSocketResponse, command: str, **data: str) -> None:
        await socket.send_str(json.dumps({"id": str(uuid4()), "command": command, "data": data}))
        await asyncio.sleep(0.06)  # fewer than the page's door allows

    async def _play(self, start: float, end: float) -> None:
        """Into the virtual microphone, from memory: nothing is written for it."""
        piece = self._sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
        player = await _player()
        await player.communicate(piece.astype("<f4").tobytes())
        assert player.returncode == 0

    async def _hum(self) -> None:
        """The noise of the room, until cancelled: the microphone of a room is never mute."""
        noise = np.random.default_rng(1).normal(0.0, HUM, 10 * SAMPLE_RATE)
        player = await _player()
        assert player.stdin is not None
        try:
            while True:
                player.stdin.write(noise.astype("<f4").tobytes())
                await player.stdin.drain()
        finally:
            player.terminate()

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            frames = json.loads(message.data)
            for frame in frames if isinstance(frames, list) else [frames]:
                assert "refused" not in frame, frame
                if frame.get("event") == "PartFailed":
                    raise SystemExit(frame["data"]["message"])
                if frame.get("event") == "HearingChanged":
                    self.ready = frame["data"]["hearing"] == "ready"
                if "seq" in frame:
                    self.kinds[frame["event"]] += 1
            async with self._news:
                self._news.notify_all()

    async def _until_quiet(self) -> None:
        clock, counted = SystemClock(), -1
        while counted != self.kinds.total():
            counted = self.kinds.total()
            await clock.sleep_until(clock.elapsed() + QUIET)


async def _player() -> asyncio.subprocess.Process:
    """Plays the samples that it is given into the virtual microphone."""
    return await asyncio.create_subprocess_exec(
        *("pacat", "--playback", f"--device={MIC}", "--raw", f"--rate={SAMPLE_RATE}", "--channels=1"),
        *("--format=float32le", "--latency-msec=500"),
        stdin=asyncio.subprocess.PIPE,
    )


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("prefix", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    print(json.dumps(asyncio.run(conduct(asked.home, asked.prefix, short=asked.short))))


if __name__ == "__main__":
    main()
