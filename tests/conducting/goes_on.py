"""A séance that goes on until it is killed. Prints every event that was shown, as a page would get it."""

import asyncio
import sys
from itertools import count

from companion.adapters.clock import SystemClock
from companion.adapters.methods import load_method
from companion.bus import Bus
from companion.conducting.engine import Engine
from companion.domain.messages import NextStep, PreviousStep, Recorded, StartSession
from companion.storage.event_log import EventLog
from tests.domain.table import identified, preparing, transcribed
from tests.fakes.floor import ScriptedFloor


def show(recorded: Recorded) -> None:
    print(recorded.seq, type(recorded.event).__name__, getattr(recorded.event, "step", "-"), flush=True)


async def main(path: str) -> None:
    bus = Bus()
    bus.subscribe(Recorded, show)
    log = await EventLog.open(path)
    engine = Engine("s1", load_method("codev"), log, bus, SystemClock(), ScriptedFloor())
    await engine.submit(preparing())
    await engine.submit(StartSession())
    for number in count(1):
        await engine.hear(identified(f"u{number}", "karim", number, number + 0.5))
        await engine.hear(transcribed(f"u{number}", number, number + 0.5, "Un mot. " * 20))
        await engine.submit(PreviousStep() if number % 7 == 0 else NextStep())


asyncio.run(main(sys.argv[1]))
