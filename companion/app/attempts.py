"""Something tried to leave this machine and was stopped: said in the terminal and on the page."""

import asyncio
from collections.abc import Callable

from companion.adapters.egress import on_attempt
from companion.app.hall import Hall
from companion.domain.messages import PartFailed

__all__ = ["PART", "tell_attempts"]

PART = "egress"


async def tell_attempts(hall: Hall, tell: Callable[[str], None]) -> None:
    """Each kind of attempt once, until cancelled: in the log of the séance that is in the room too."""
    loop = asyncio.get_running_loop()
    came: asyncio.Queue[str] = asyncio.Queue()
    told: set[str] = set()

    def attempted(sentence: str) -> None:
        loop.call_soon_threadsafe(came.put_nowait, sentence)

    on_attempt(attempted)
    try:
        while True:
            sentence = await came.get()
            if sentence in told:
                continue
            told.add(sentence)
            tell(sentence)
            if hall.room is not None:
                failed = PartFailed(part=PART, code="egress_refused", message=sentence)
                await hall.room.engine.hear(failed)
    finally:
        on_attempt(None)
