"""The demonstration: a recorded séance heard as if it were happening, kept nowhere."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from functools import partial
from socket import socket
from typing import Any

from companion.adapters.level import MeteredSource
from companion.adapters.model_store import ModelStore
from companion.adapters.places import demonstration as demonstration_folder
from companion.adapters.seance_folder import read_seance
from companion.app.announcing import Announcing
from companion.app.attempts import tell_attempts
from companion.app.ears import Engines, floor_watch, load_ears
from companion.app.hall import Hall, Works
from companion.app.house import FitEar, House, alongside
from companion.app.keeper import Keeper
from companion.app.machine import ThisMachine
from companion.app.note_making import drafter
from companion.app.opening import new_id
from companion.app.playing import Recording, play
from companion.app.replay import Speed
from companion.app.scribe import Scribe
from companion.app.showing import HOST, Terminal, new_secret, notices_for, shown, until_stopped
from companion.app.supervisor import kept_pulse
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.domain.messages import Refused
from companion.domain.plan import SeancePlan, scheduled
from companion.ports import SAMPLE_RATE
from companion.storage.event_log import EventLog
from companion.web.port import open_port

__all__ = ["demonstrate", "demonstration"]


async def demonstration(
    settings: Settings, models: ModelStore, tell: Callable[[str], None]
) -> tuple[House, Works]:
    """The séance that comes with Companion, in real time. Raises CompanionError."""
    plan, samples = await asyncio.to_thread(read_seance, demonstration_folder())
    recording = Recording(samples, tuple(scheduled(plan, len(samples) / SAMPLE_RATE)))
    house = await _opened(plan, Speed(real_time=True))
    player = _Player(settings, models, plan, recording, tell, live=True)
    return house, player.works


async def demonstrate(
    settings: Settings,
    models: ModelStore,
    plan: SeancePlan,
    recording: Recording,
    speed: Speed,
    term: Terminal,
    *,
    exit_at_end: bool,
    opened: socket | None = None,
) -> bool:
    """``companion demo``: a hall with nothing but that séance. False when it could not be heard."""
    notices = notices_for(settings, models)
    player = _Player(settings, models, plan, recording, term.tell, live=speed.real_time)

    async def guest() -> tuple[House, Works]:
        return await _opened(plan, speed), player.works

    async with AsyncExitStack() as stack:
        port = opened or stack.enter_context(open_port(HOST, settings.port))
        store = await EventLog.open(":memory:")
        stack.push_async_callback(store.close)
        machine = ThisMachine(settings, models)
        drafting = drafter(settings, models)
        hall = Hall(store, floor_watch, _pulse, guest, lambda house: Scribe(house, drafting))
        answer = await hall.demonstrate()
        if isinstance(answer, Refused):
            raise CompanionError(answer.code, answer.message)

        with until_stopped() as stop:

            async def present() -> None:
                await player.over.wait()
                if exit_at_end:
                    stop.set()
                elif not player.failed:
                    term.tell(
                        "L'enregistrement est terminé. Les pages restent ouvertes : Ctrl-C pour arrêter."
                    )

            async with (
                shown(hall, machine, new_secret(), port, notices, term),
                alongside(hall.run(), present(), tell_attempts(hall, term.tell)),
            ):
                await stop.wait()
        return not player.failed


def _pulse(house: House) -> Sequence[Coroutine[Any, Any, None]]:
    """All that goes on in a room where nothing is played yet."""
    return (house.pulse(),)


async def _opened(plan: SeancePlan, speed: Speed) -> House:
    """The house of a recording; its log is in memory and goes with it."""
    store = await EventLog.open(":memory:")
    clock = speed.clock(plan)
    house = House(new_id(clock.now()), plan.method, store, clock, floor_watch(), demonstration=True)
    await house.prepare_recorded(plan.prepare)
    return house


class _Player:
    """Plays a recording into the room, once. ``over`` is set at its end; ``failed`` if it was not heard."""

    def __init__(
        self,
        settings: Settings,
        models: ModelStore,
        plan: SeancePlan,
        recording: Recording,
        tell: Callable[[str], None],
        *,
        live: bool,
    ) -> None:
        self.over = asyncio.Event()
        self.failed = False
        self._engines = Engines()
        self._load = partial(
            load_ears, settings, models, self._engines, language=plan.prepare.language, live=live
        )
        self._recording = recording
        self._tell = tell
        self._announcing = Announcing(settings, models, tell) if live else None

    def works(self, house: House) -> Sequence[Coroutine[Any, Any, None]]:
        """What goes on while it is in the room."""
        announced = self._announcing.works(house) if self._announcing else ()
        return kept_pulse(house, self._tell), self._play(house), *announced

    async def _play(self, house: House) -> None:
        keeper = Keeper(house, self._load, self._tell)

        async def hear(fit: FitEar) -> None:
            await play(
                house,
                self._recording,
                fit,
                begins=house.clock.elapsed(),
                strict=False,
                wrap=lambda source: keeper.followed(MeteredSource(source, house.bus.publish)),
            )

        with self._engines:
            await keeper.listen(hear, again=False)
        self.failed = keeper.failed is not None
        self.over.set()
