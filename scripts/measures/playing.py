"""A recording through the whole house with the commands that one likes, refused ones left out."""

from collections.abc import Sequence

from companion.app.ears import floor_watch
from companion.app.house import FitEar, House, alongside
from companion.app.playing import Recording, play
from companion.app.replay import Speed
from companion.domain.messages import Command, Recorded
from companion.domain.plan import SeancePlan
from companion.ports import Samples
from companion.storage.event_log import EventLog

__all__ = ["played"]


async def played(
    plan: SeancePlan,
    samples: Samples,
    commands: Sequence[tuple[float, Command]],
    fit: FitEar,
    speed: Speed,
) -> list[Recorded]:
    """Everything that the house records of it; the store is in memory."""
    store = await EventLog.open(":memory:")
    try:
        house = House("replay", plan.method, store, speed.clock(plan), floor_watch())
        await house.prepare_recorded(plan.prepare)
        async with alongside(house.pulse()):
            await play(house, Recording(samples, tuple(commands)), fit, strict=False)
        return await house.log()
    finally:
        await store.close()
