"""``companion serve`` and ``companion demo``: one séance, its pages, and hearing in the background."""

import asyncio
import secrets
import signal
import socket
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from companion.adapters import portaudio
from companion.adapters.level import MeteredSource
from companion.adapters.model_store import ModelStore
from companion.adapters.sound_in import Microphone
from companion.app.ears import floor_watch, load_ears, whisper_of
from companion.app.house import FitEar, House, alongside
from companion.app.keeper import Keeper
from companion.app.opening import new_id, open_seance, voices_again
from companion.app.playing import Recording, play
from companion.app.replay import Speed
from companion.app.whisper_choice import WEAK
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.domain.messages import PrepareSession
from companion.domain.plan import SeancePlan
from companion.storage.event_log import EventLog
from companion.web.server import Showing, Urls, WebServer, open_port

__all__ = ["Terminal", "demonstrate", "serve"]

_HOST = "127.0.0.1"

_UNRELIABLE = (
    "Transcription peu fiable : le modèle de transcription utilisé est petit. Relisez avant tout usage."
)


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the command line does for a server: ``opened`` once, ``tell`` one line at a time."""

    opened: Callable[[House, Urls], None]
    tell: Callable[[str], None]


async def serve(
    settings: Settings, models: ModelStore, wanted: PrepareSession | None, term: Terminal
) -> None:
    """Listen to the room until told to stop. Raises CompanionError before anything is touched."""
    notices = _notices(settings, models)
    async with AsyncExitStack() as stack:
        port = stack.enter_context(open_port(_HOST, settings.port))
        store = await EventLog.open(settings.database)
        stack.push_async_callback(store.close)
        house, lost = await open_seance(store, floor_watch(), wanted, settings.language)
        prepared = house.engine.session.prepared
        language = prepared.language if prepared else settings.language
        keeper = Keeper(house, partial(load_ears, settings, models, language=language, live=True), term.tell)

        async def hear(fit: FitEar) -> None:
            if keeper.failed is not None:
                with suppress(CompanionError):  # devices are listed once, unless asked again
                    await asyncio.to_thread(portaudio.refresh)
            microphone = Microphone(house.clock, settings.microphone)
            source = keeper.followed(MeteredSource(microphone, house.bus.publish))
            await fit(house, source).run()

        works = (voices_again(house, lost), keeper.keep(hear, again=True))
        with _until_stopped() as stop:
            async with _shown(house, port, notices, term), alongside(house.pulse(), *works):
                await stop.wait()


async def demonstrate(
    settings: Settings,
    models: ModelStore,
    plan: SeancePlan,
    recording: Recording,
    speed: Speed,
    term: Terminal,
    *,
    exit_at_end: bool,
) -> bool:
    """Hear a recorded séance as if it were happening, kept nowhere. False when it could not be heard."""
    notices = _notices(settings, models)
    async with AsyncExitStack() as stack:
        port = stack.enter_context(open_port(_HOST, settings.port))
        store = await EventLog.open(":memory:")
        stack.push_async_callback(store.close)
        clock = speed.clock(plan)
        house = House(new_id(clock.now()), plan.method, store, clock, floor_watch())
        await house.prepare(plan.prepare)
        live = speed.real_time
        load = partial(load_ears, settings, models, language=plan.prepare.language, live=live)
        keeper = Keeper(house, load, term.tell)

        async def hear(fit: FitEar) -> None:
            await play(
                house,
                recording,
                fit,
                begins=clock.elapsed(),
                wrap=lambda s: MeteredSource(s, house.bus.publish),
            )

        with _until_stopped() as stop:

            async def present() -> None:
                await keeper.keep(hear, again=False)
                if exit_at_end:
                    stop.set()
                elif not keeper.failed:
                    term.tell(
                        "L'enregistrement est terminé. Les pages restent ouvertes : Ctrl-C pour arrêter."
                    )

            async with _shown(house, port, notices, term), alongside(house.pulse(), present()):
                await stop.wait()
        return keeper.failed is None


def _notices(settings: Settings, models: ModelStore) -> tuple[str, ...]:
    return (_UNRELIABLE,) if whisper_of(settings, models) == WEAK else ()


@asynccontextmanager
async def _shown(
    house: House, port: socket.socket, notices: tuple[str, ...], term: Terminal
) -> AsyncGenerator[None, None]:
    """The pages are open inside this block."""
    showing = Showing(
        store=house.store,
        bus=house.bus,
        desk=house.engine,
        clock=house.clock,
        method=house.engine.method,
        session_id=house.engine.session_id,
        token=secrets.token_urlsafe(16),
        port=port.getsockname()[1],
        notices=notices,
    )
    server = WebServer(showing, port)
    try:
        await server.start()
        term.opened(house, server.urls())
        yield
    finally:
        await server.close()


@contextmanager
def _until_stopped() -> Iterator[asyncio.Event]:
    """An event that is set when the terminal or the system asks to stop."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    for one in signals:
        loop.add_signal_handler(one, stop.set)
    try:
        yield stop
    finally:
        for one in signals:
            loop.remove_signal_handler(one)
