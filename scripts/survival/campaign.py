"""A séance that is cut short again and again, and the checks that follow each time."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from companion.adapters.places import demonstration
from companion.adapters.seance_folder import read_plan
from companion.domain.codec import to_plain
from companion.domain.consents import everybody
from companion.domain.messages import (
    Command,
    CorrectSpeaker,
    CorrectText,
    ExtendStep,
    NextStep,
    OffTheRecord,
    Pause,
    PreviousStep,
    Resume,
    StartSession,
    Strike,
)
from survival.log import Left, digest, fold, left_behind
from survival.page import Page
from survival.process import Server

__all__ = ["Campaign", "Tally"]

LATE = 1.0
"""Seconds by which the séance's clock may differ after a restart from what went by meanwhile."""


@dataclass
class Tally:
    """What was done and what went wrong."""

    cuts: int = 0
    shown: int = 0
    lost: int = 0
    corrupt: int = 0
    texts: int = 0
    other_states: int = 0
    wrong_clocks: int = 0
    unanswered: int = 0
    commands: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing at all went wrong."""
        return not (self.lost or self.corrupt or self.other_states or self.wrong_clocks or self.faults)


class Campaign:
    """One data folder. ``chance`` decides when to cut and what the facilitator does."""

    def __init__(
        self, home: Path, chance: random.Random, tally: Tally, *options: str, pause: float = 0.15
    ) -> None:
        """``pause``: seconds between two commands of the facilitator, at most."""
        self.home, self.chance, self.tally, self.options = home, chance, tally, options
        self._pause = pause
        self.people = [person.id for person in read_plan(demonstration() / "seance.toml").prepare.people]
        self.page = Page()
        self.server: Server | None = None
        self._port = "0"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """A séance under way, and a page in front of it."""
        self.server = await (await Server.start(self.home, *self.options)).opened()
        self._port = self.server.port
        await self.page.enter(self.server.link)
        staying = asyncio.ensure_future(self.page.stay())
        try:
            await self.page.caught_up(1)
            people = read_plan(demonstration() / "seance.toml").prepare.people
            for command in (*everybody(people), StartSession(), NextStep()):
                assert await self.page.submit(command), command
            yield
        finally:
            staying.cancel()
            await asyncio.gather(staying, return_exceptions=True)
            await self.page.close()
            await self.server.kill()

    async def conduct(self, seconds: float) -> None:
        """A restless facilitator, for that long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._conduct(), seconds)

    async def conduct_and_cut(self, seconds: float) -> None:
        """A restless facilitator, who is cut short in the middle of whatever is done after that long."""
        conducting = asyncio.ensure_future(self._conduct())
        await asyncio.sleep(seconds)
        await self.kill()
        conducting.cancel()
        await asyncio.gather(conducting, return_exceptions=True)
        await self.come_back()

    async def kill(self) -> None:
        """Now, and wait until the page has read what was on its way to it."""
        assert self.server is not None
        await self.server.kill()
        await self.page.left()

    async def come_back(self) -> None:
        """Check what a killed process left, start another one, and check what that made of it."""
        left = await self._check_left()
        connections, before = self.page.connections, self.page.clock
        if self.chance.random() < 0.15:  # some are killed while they start
            starting = await Server.start(self.home, "--port", self._port, *self.options)
            await asyncio.sleep(self.chance.uniform(0.0, 1.2))
            await starting.kill()
            left = await self._check_left()
        self.server = await (await Server.start(self.home, "--port", self._port, *self.options)).opened()
        self._check_state(left)
        await self.page.caught_up(connections + 1)
        self._check_clock(before)
        self.page.faults += await self.page.compared()
        self.tally.cuts += 1

    async def _check_left(self) -> Left:
        left = await left_behind(self.home)
        self.tally.corrupt += not left.sound
        numbers = {one.seq for one in left.events}
        for seq, command in self.page.accepted.items():
            if seq and seq not in numbers and getattr(command, "utterance", None) not in left.struck:
                self.tally.lost += 1
                self.tally.faults.append(f"command accepted as {seq} is not in the log")
        self.check_shown(left)
        return left

    def check_shown(self, left: Left) -> None:
        """Every event that was shown is in the log, as it was shown."""
        kept = {one.seq: one for one in left.events}
        struck = left.struck
        for seq, frame in self.page.shown.items():
            if frame["data"].get("utterance") in struck:
                continue
            one = kept.get(seq)
            if one is None:
                self.tally.lost += 1
                self.tally.faults.append(f"event {seq} ({frame['event']}) was shown and is lost")
            elif to_plain(one.event) != frame["data"] or one.elapsed != frame["elapsed"]:
                self.tally.lost += 1
                self.tally.faults.append(f"event {seq} is not what was shown")
        self.tally.shown = max(self.tally.shown, len(self.page.shown))
        texts = sum(frame["event"] == "UtteranceTranscribed" for frame in self.page.shown.values())
        self.tally.texts = max(self.tally.texts, texts)

    def _check_state(self, left: Left) -> None:
        """What the new process made of the log is the log's own fold."""
        assert self.server is not None
        assert self.server.state is not None
        last, made = self.server.state
        if last < left.events[-1].seq:
            self.tally.lost += 1
            self.tally.faults.append(f"the new process knows {last} of {left.events[-1].seq} events")
        elif digest(fold(left.events)) != made:
            self.tally.other_states += 1
            self.tally.faults.append(f"another state than the log's at event {last}")

    def _check_clock(self, before: tuple[float, float] | None) -> None:
        after = self.page.clock
        if before is None or after is None:
            return
        went, shown = after[1] - before[1], after[0] - before[0]
        if abs(went - shown) > LATE:
            self.tally.wrong_clocks += 1
            self.tally.faults.append(f"the clock went {shown:.1f} s in {went:.1f} s")

    async def _conduct(self) -> None:
        while True:
            await asyncio.sleep(self.chance.uniform(0.0, self._pause))
            command = self._any_command()
            if command is None:
                continue
            self.tally.commands += 1
            self.tally.unanswered += await self.page.submit(command) is None

    def _any_command(self) -> Command | None:
        unknown, utterance = self.page.an_unknown_voice(), self.page.an_utterance()
        if unknown is not None and self.chance.random() < 0.4:
            return CorrectSpeaker(utterance=unknown, person=self.chance.choice(self.people))
        plain: list[Callable[[], Command]] = [
            NextStep,
            PreviousStep,
            Pause,
            Resume,
            Resume,
            lambda: ExtendStep(minutes=5.0),
        ]
        if self.chance.random() < 0.1:
            plain.append(OffTheRecord)
        if utterance is None or self.chance.random() < 0.4:
            return self.chance.choice(plain)()
        return self.chance.choice(
            [
                lambda: CorrectText(utterance=utterance, text="Des mots corrigés à la main."),
                lambda: CorrectSpeaker(utterance=utterance, person=self.chance.choice(self.people)),
                lambda: CorrectText(utterance=utterance, text="D'autres mots."),
                lambda: Strike(utterance=utterance),
            ]
        )()
