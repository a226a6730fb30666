"""``companion demo``: a recorded séance heard as if it were happening, with its pages."""

from contextlib import AsyncExitStack
from functools import partial

from companion.adapters.level import MeteredSource
from companion.adapters.model_store import ModelStore
from companion.app.ears import floor_watch, load_ears
from companion.app.house import FitEar, House, alongside
from companion.app.keeper import Keeper
from companion.app.opening import new_id
from companion.app.playing import Recording, play
from companion.app.replay import Speed
from companion.app.showing import HOST, Terminal, notices_for, shown, until_stopped
from companion.config import Settings
from companion.domain.plan import SeancePlan
from companion.ports import AudioSource
from companion.storage.event_log import EventLog
from companion.web.server import open_port

__all__ = ["demonstrate"]


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
    notices = notices_for(settings, models)
    async with AsyncExitStack() as stack:
        port = stack.enter_context(open_port(HOST, settings.port))
        store = await EventLog.open(":memory:")
        stack.push_async_callback(store.close)
        clock = speed.clock(plan)
        house = House(new_id(clock.now()), plan.method, store, clock, floor_watch())
        await house.prepare(plan.prepare)
        live = speed.real_time
        load = partial(load_ears, settings, models, language=plan.prepare.language, live=live)
        keeper = Keeper(house, load, term.tell)

        def metered(source: AudioSource) -> AudioSource:
            return MeteredSource(source, house.bus.publish)

        async def hear(fit: FitEar) -> None:
            await play(
                house,
                recording,
                fit,
                begins=clock.elapsed(),
                wrap=lambda s: MeteredSource(s, house.bus.publish),
            )

        with until_stopped() as stop:

            async def present() -> None:
                await keeper.keep(hear, again=False)
                if exit_at_end:
                    stop.set()
                elif not keeper.failed:
                    term.tell(
                        "L'enregistrement est terminé. Les pages restent ouvertes : Ctrl-C pour arrêter."
                    )

            async with shown(house, port, notices, term), alongside(house.pulse(), present()):
                await stop.wait()
        return keeper.failed is None
