"""Something in the house tries to leave this machine: it is stopped, and said where people look."""

import asyncio
import socket
from contextlib import suppress

from companion.adapters.egress import EgressRefused
from companion.app.attempts import PART, tell_attempts
from companion.domain.messages import PartFailed, PrepareSession, Recorded
from tests.web.hall import open_hall
from tests.web.story import PREPARED


def _try() -> None:
    with suppress(EgressRefused):
        socket.create_connection(("198.51.100.7", 80), timeout=1)


async def test_an_attempt_is_said_once_in_the_terminal_and_on_the_page() -> None:
    """From whichever thread it comes; the event is in the log of the séance in the room."""
    told: list[str] = []
    said = asyncio.Event()

    def tell(line: str) -> None:
        told.append(line)
        said.set()

    async with open_hall() as house:
        fields = {name: getattr(PREPARED, name) for name in ("title", "language", "method", "date", "people")}
        await house.hall.enter(await house.made(PrepareSession(**fields)))
        room = house.hall.room
        assert room is not None
        recorded = asyncio.Event()
        room.bus.subscribe(
            Recorded, lambda one: recorded.set() if isinstance(one.event, PartFailed) else None
        )
        telling = asyncio.create_task(tell_attempts(house.hall, tell))
        await asyncio.sleep(0)
        for _ in range(2):
            await asyncio.to_thread(_try)
        await said.wait()
        await recorded.wait()
        failed = [one.event for one in await room.log() if isinstance(one.event, PartFailed)]
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
    assert [(one.part, one.message) for one in failed] == [(PART, told[0])]
    assert len(told) == 1 and "198.51" not in told[0]
