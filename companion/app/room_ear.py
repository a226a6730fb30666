"""The one ear of this machine: its models are loaded once, and fitted to the séance in the room."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from companion.adapters import portaudio
from companion.adapters.level import MeteredSource
from companion.app.announcing import Announcing
from companion.app.house import FitEar, House, in_the_break
from companion.app.keeper import Keeper
from companion.app.lost_voices import LostVoices
from companion.app.machine import ThisMachine
from companion.app.sound_faults import tell_faults
from companion.app.supervisor import Supervisor, kept_pulse
from companion.conducting.sleeping import tell_sleep
from companion.domain.errors import CompanionError
from companion.domain.language import spoken
from companion.domain.messages import Hearing, MachineSlept, Recorded

__all__ = ["RoomEar"]

_UNMEASURED = "Companion ne dit plus si le micro sature ou se tait. Le reste de la séance continue."
_UNWATCHED = "Companion ne suit plus quelles voix manquent. Le reste de la séance continue."

Load = Callable[[str], FitEar]
"""Loads the models for a spoken language; blocks for seconds."""


class RoomEar:
    """Hears whatever séance is in the room, through the microphone chosen on ``machine``."""

    def __init__(
        self,
        machine: ThisMachine,
        tell: Callable[[str], None],
        load: Load,
        announcing: Announcing | None = None,
    ) -> None:
        self._announcing = announcing
        self._machine = machine
        self._tell = tell
        self._load = load
        self._loaded: tuple[str, FitEar] | None = None
        self._last: House | None = None

    def works(self, house: House) -> Sequence[Coroutine[Any, Any, None]]:
        """What goes on while that séance is in the room."""
        self._take_over_voices(house)
        keeper = Keeper(house, lambda: self._fitting(house), self._tell)
        voices = LostVoices(house)

        async def hear(fit: FitEar) -> None:
            if keeper.failed is not None:
                with suppress(CompanionError):  # devices are listed once, unless asked again
                    await asyncio.to_thread(portaudio.refresh)
            await out_of_the_break(house)
            await keeper.says(Hearing.LOADING)
            if await house.on_the_record():
                microphone = self._machine.listen(house.clock)
                metered = MeteredSource(microphone, house.bus.publish)
                source = keeper.followed(metered, microphone)
                await fit(house, source).run()

        async def listen() -> None:
            if in_the_break(house.session):
                await keeper.says(Hearing.CLOSED)
            await voices.look()
            await keeper.listen(hear, again=True)

        return (
            kept_pulse(house, self._tell),
            Supervisor(house, "sound_faults", _UNMEASURED, self._tell).keep(lambda: tell_faults(house)),
            tell_sleep(house.clock, lambda slept: told(house, slept)),
            Supervisor(house, "voices", _UNWATCHED, self._tell).keep(voices.watch),
            listen(),
            *(self._announcing.works(house) if self._announcing else ()),
        )

    def _take_over_voices(self, house: House) -> None:
        """A later round knows the voices of the round before; those of another séance are destroyed."""
        last, self._last = self._last, house
        if last is None or last is house:
            return
        follows = house.session.prepared.follows if house.session.prepared else None
        if last.session_id in (house.session_id, follows):
            house.voices = last.voices
        else:
            last.voices.clear()

    def _fitting(self, house: House) -> FitEar:
        """In a thread. The models stay loaded while the language does."""
        prepared = house.session.prepared
        language = spoken(prepared.language) if prepared else self._machine.settings.language
        if self._loaded is None or self._loaded[0] != language:
            self._loaded = None  # the old models go before the new ones come: memory is short
            self._loaded = (language, self._load(language))
        return self._loaded[1]


async def told(house: House, slept: MachineSlept) -> None:
    """Written down if the séance was going on."""
    if house.session.started and house.session.ended_at is None:
        await house.engine.hear(slept)


async def out_of_the_break(house: House) -> None:
    """Return when the séance may be heard: a later round only from its first voice or step on."""
    moved = asyncio.Event()
    stop = house.bus.subscribe(Recorded, lambda _: moved.set())
    try:
        while in_the_break(house.session):
            await moved.wait()
            moved.clear()
    finally:
        stop()
