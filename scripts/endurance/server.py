"""``python -m endurance.server HOME``: séances one after the other in a real hall, and its pages.

Prints ``OPEN link``, then ``AT minutes`` every few minutes of séance, then ``OVER``. ``--hearing real`` loads
the models and hears in real time; ``recorded`` has them hear the demonstration once, then plays
what they said as fast as it goes; ``invented`` needs no model.
"""

import argparse
import asyncio
import sys
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from companion.adapters.clock import ReplayClock, SystemClock
from companion.adapters.locked import nobody
from companion.adapters.model_store import ModelStore
from companion.adapters.places import demonstration, fetched_models, shipped_models
from companion.adapters.recording import as_fast_as_heard
from companion.adapters.seance_folder import read_seance
from companion.app.archive import open_archive
from companion.app.demonstration import demonstration as guest
from companion.app.ears import Engines, Models, floor_watch, listener_for, load_models
from companion.app.hall import Hall
from companion.app.house import Ear, House, alongside
from companion.app.machine import ThisMachine
from companion.app.note_making import drafter
from companion.app.playing import Recording
from companion.app.replay import Speed, replay
from companion.app.scribe import Scribe
from companion.app.showing import HOST, Terminal, new_secret, shown
from companion.app.supervisor import kept_pulse
from companion.config import Settings
from companion.domain.consents import everybody
from companion.domain.messages import (
    ChooseClient,
    Command,
    EndSession,
    EnrolVoice,
    FinishEnrolment,
    NextStep,
    Refused,
    StartSession,
)
from companion.domain.people import Role
from companion.domain.plan import SeancePlan, scheduled
from companion.ports import SAMPLE_RATE, Clock, Samples
from companion.web.port import open_port
from endurance.played import LoopedSource, Played, Recorder, invented

__all__ = ["main"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured."""

    home: Path
    hearing: str
    minutes: float
    round_minutes: float
    mark_minutes: float


def main() -> int:
    """0 at the end of the last séance."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--hearing", choices=("recorded", "real", "invented"), default="recorded")
    parser.add_argument("--minutes", type=float, default=480.0)
    parser.add_argument("--round-minutes", type=float, default=90.0)
    parser.add_argument("--mark-minutes", type=float, default=10.0)
    asked = Asked(**vars(parser.parse_args()))
    settings = Settings(home=asked.home, whisper="whisper-base", port=0, key="runtime")
    models = ModelStore(fetched_models(), shipped_models())
    plan, samples = read_seance(demonstration())
    with Engines() as engines:
        heard = _models(asked, settings, models, engines, plan, samples)
        if asked.hearing != "real":
            engines.close()
        asyncio.run(Endurance(asked, settings, models, plan, samples, heard).run())
    return 0


def _models(
    asked: Asked, settings: Settings, store: ModelStore, engines: Engines, plan: SeancePlan, sound: Samples
) -> Models:
    """The real ones, or what they said of the demonstration."""
    if asked.hearing == "invented":
        return _one(Played(invented()))
    real = load_models(settings, store, engines, "fr")
    if asked.hearing == "real":
        return real
    recorder = Recorder(real.detector, real.transcriber, real.encoder, real.overlap)
    recording = Recording(sound, tuple(scheduled(plan, len(sound) / SAMPLE_RATE)))
    fit = partial(listener_for, models=_one(recorder), live=False)
    asyncio.run(replay(plan, recording, fit, floor_watch(), Speed(real_time=False)))
    return _one(Played(recorder.memory))


def _one(every: Recorder | Played) -> Models:
    return Models(detector=every, transcriber=every, encoder=every, overlap=every)


class Endurance:
    """Rounds of a séance, each with the next client, until the minutes are over."""

    def __init__(
        self,
        asked: Asked,
        settings: Settings,
        models: ModelStore,
        plan: SeancePlan,
        sound: Samples,
        heard: Models,
    ) -> None:
        self._asked, self._settings, self._store = asked, settings, models
        self._plan, self._sound, self._heard = plan, sound, heard
        self._real = asked.hearing == "real"
        self._before = 0.0
        self._seances = 0
        self._over = asyncio.Event()
        self._hall: Hall | None = None

    async def run(self) -> None:
        """In a hall and behind a server as ``companion serve`` makes them."""
        async with AsyncExitStack() as stack:
            archive = await open_archive(self._settings, nobody)
            stack.push_async_callback(archive.log.close)
            demo = partial(guest, self._settings, self._store, print)
            drafting = drafter(self._settings, self._store)
            hall = self._hall = Hall(
                archive.log,
                floor_watch,
                self._works,
                demo,
                lambda house: Scribe(house, drafting),
                self._clock,
                archive.book,
                archive.places,
            )
            machine = ThisMachine(self._settings, self._store, archive.place)
            port = stack.enter_context(open_port(HOST, 0))
            term = Terminal(lambda _, urls: print("OPEN", urls.facilitator, flush=True), print)
            await stack.enter_async_context(shown(hall, machine, new_secret(), port, (), term))
            await asyncio.to_thread(sys.stdin.readline)  # until the pages are open
            async with alongside(hall.run()):
                made = await hall.create(self._plan.prepare)
                assert not isinstance(made, Refused)
                await hall.enter(made)
                await self._over.wait()
        print("OVER", flush=True)

    def _clock(self) -> Clock:
        return SystemClock() if self._real else ReplayClock(datetime.now(UTC))  # noqa: TID251 - a beginning

    def _works(self, house: House) -> Sequence[Coroutine[Any, Any, None]]:
        return kept_pulse(house, print), self._hold(house)

    async def _hold(self, house: House) -> None:
        """One séance, then the next round of it."""
        await self._begin(house)
        left = 60.0 * (self._asked.minutes - self._before)
        seconds = min(60.0 * self._asked.round_minutes, left)
        begins = house.clock.elapsed()
        ears: list[Ear] = []

        async def idle() -> None:
            await house.engine.idle()
            await ears[0].idle()
            await house.engine.idle()

        pace = house.clock.sleep_until
        if isinstance(house.clock, ReplayClock):
            pace = as_fast_as_heard(house.clock, idle)
        source = LoopedSource(self._sound, pace, begins, seconds)
        ears.append(listener_for(house, source, self._heard, live=self._real))
        beside = self._learn(house, begins), self._conduct(house, begins, seconds), self._mark(house, begins)
        async with alongside(*beside):
            await ears[0].run()
        await _do(house, EndSession())
        self._before += seconds / 60
        self._seances += 1
        if self._before >= self._asked.minutes - 0.01:
            self._over.set()
            return
        assert self._hall is not None
        await self._hall.next_round(house.session_id)

    async def _begin(self, house: House) -> None:
        """Consents, a client, and the voices as the demonstration's plan has them."""
        for consent in everybody(house.session.roster):
            await _do(house, consent)
        if house.session.roster.client() is None:
            consultants = [person for person in house.session.roster if person.role is Role.CONSULTANT]
            await _do(house, ChooseClient(person=consultants[self._seances % len(consultants)].id))
        await _do(house, StartSession())

    async def _learn(self, house: House, begins: float) -> None:
        """The voices, in the first round, when the recording has them say who they are."""
        if house.session.enrolled:
            return
        for at, command in scheduled(self._plan, len(self._sound) / SAMPLE_RATE):
            if isinstance(command, EnrolVoice | FinishEnrolment):
                await house.clock.sleep_until(begins + at)
                await house.engine.submit(command)

    async def _conduct(self, house: House, begins: float, seconds: float) -> None:
        """The steps, all of the same length."""
        count = len(house.method.steps)
        for number in range(1, count):
            await house.clock.sleep_until(begins + seconds * number / count)
            await _do(house, NextStep())

    async def _mark(self, house: House, begins: float) -> None:
        """While it is heard, and not before: a séance that waits holds less."""
        for number in count(1):
            minutes = number * self._asked.mark_minutes
            await house.clock.sleep_until(begins + 60.0 * minutes - 1.0)
            print("AT", f"{self._before + minutes:.1f}", flush=True)
            await asyncio.to_thread(sys.stdin.readline)  # until it is measured


async def _do(house: House, command: Command) -> None:
    answer = await house.engine.submit(command)
    assert not isinstance(answer, Refused), (command, answer)


if __name__ == "__main__":
    sys.exit(main())
