"""This machine's devices, for the pages: what it hears and writes with, and a test of the sound."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from weakref import WeakSet

from companion.adapters.audio_devices import SystemAudioDevices
from companion.adapters.chime import chime
from companion.adapters.isolation import isolated
from companion.adapters.model_store import ModelStore
from companion.adapters.sound_in import Microphone
from companion.adapters.sound_out import SystemLoudspeaker
from companion.app.ears import load_detector, whisper_of
from companion.app.sounding import Sounding
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.domain.keys import KeyPlace
from companion.domain.speech import RoomSound
from companion.ports import AudioDevice, Clock, MachineState, Seance

__all__ = ["ThisMachine"]


class ThisMachine:
    """Fulfils ``Machine``. The microphone chosen on a page holds until Companion is stopped."""

    def __init__(self, settings: Settings, models: ModelStore, key: KeyPlace | None = None) -> None:
        self._key = key
        self.settings = settings
        self.models = models
        self._microphone = settings.microphone
        self._in_use: WeakSet[Microphone] = WeakSet()

    @property
    def microphone(self) -> str | None:
        """The one chosen, None for the system's own choice."""
        return self._microphone

    def choose_microphone(self, name: str | None) -> None:
        """Hear through that one from now on, and at once where one is open."""
        self._microphone = name
        for microphone in self._in_use:
            microphone.choose(name)

    def listen(self, clock: Clock) -> Microphone:
        """The one chosen; it follows the choice from then on."""
        microphone = Microphone(clock, self._microphone)
        self._in_use.add(microphone)
        return microphone

    async def microphones(self) -> Sequence[AudioDevice]:
        """What can be heard through, the default first."""
        return await asyncio.to_thread(SystemAudioDevices().inputs)

    async def state(self) -> MachineState:
        """In one line."""
        return MachineState(
            microphone=await self._named_microphone(),
            model=self._model(),
            key=self._key,
            isolated=isolated(),
        )

    async def sound(self, seance: Seance) -> AsyncGenerator[RoomSound, None]:
        """What the microphone makes of the room."""
        detector = await asyncio.to_thread(load_detector)
        async with aclosing(Sounding(seance, self.listen, detector).sounds()) as sounds:
            async for sound in sounds:
                yield sound

    async def try_loudspeaker(self) -> None:
        """Play a short chime in the room."""
        await SystemLoudspeaker().play([chime()])

    async def _named_microphone(self) -> str | None:
        try:
            found = await self.microphones()
        except CompanionError:
            return None
        chosen = [device for device in found if self._microphone is None or self._microphone in device.name]
        return chosen[0].name if chosen else None

    def _model(self) -> str | None:
        try:
            model = whisper_of(self.settings, self.models)
            return model if model in self.models.installed() else None
        except CompanionError:
            return None
