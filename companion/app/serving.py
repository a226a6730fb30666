"""``companion serve``: the room's own séance, its pages, and hearing in the background."""

import asyncio
from contextlib import AsyncExitStack, suppress
from functools import partial

from companion.adapters import portaudio
from companion.adapters.level import MeteredSource
from companion.adapters.model_store import ModelStore
from companion.adapters.sound_in import Microphone
from companion.app.ears import floor_watch, load_ears
from companion.app.house import FitEar, alongside
from companion.app.keeper import Keeper
from companion.app.lost_voices import LostVoices
from companion.app.opening import open_seance
from companion.app.showing import HOST, Terminal, notices_for, shown, until_stopped
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.domain.messages import PrepareSession
from companion.storage.event_log import EventLog
from companion.web.server import open_port

__all__ = ["serve"]


async def serve(
    settings: Settings, models: ModelStore, wanted: PrepareSession | None, term: Terminal
) -> None:
    """Listen to the room until told to stop. Raises CompanionError before anything is touched."""
    notices = notices_for(settings, models)
    async with AsyncExitStack() as stack:
        port = stack.enter_context(open_port(HOST, settings.port))
        store = await EventLog.open(settings.database)
        stack.push_async_callback(store.close)
        house = await open_seance(store, floor_watch(), wanted, settings.language)
        prepared = house.engine.session.prepared
        language = prepared.language if prepared else settings.language
        keeper = Keeper(house, partial(load_ears, settings, models, language=language, live=True), term.tell)

        voices = LostVoices(house)

        async def hear(fit: FitEar) -> None:
            if keeper.failed is not None:
                with suppress(CompanionError):  # devices are listed once, unless asked again
                    await asyncio.to_thread(portaudio.refresh)
            microphone = Microphone(house.clock, settings.microphone)
            source = keeper.followed(MeteredSource(microphone, house.bus.publish))
            await voices.new_ear()
            if await house.on_the_record():
                await fit(house, source).run()

        await voices.new_ear()
        works = (voices.watch(), keeper.keep(hear, again=True))
        with until_stopped() as stop:
            async with shown(house, port, notices, term), alongside(house.pulse(), *works):
                await stop.wait()
