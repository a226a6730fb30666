"""An ear whose engines may die and come back: the séance is told of both, and goes on."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress

from companion.adapters.worker import Worker
from companion.app.house import Ear, House, alongside
from companion.domain.errors import PartMissing
from companion.domain.messages import PartFailed, PartRecovered

__all__ = ["WatchedEar"]


class WatchedEar:
    """An ``Ear``, and the workers that it needs, by the names under which the page knows them."""

    def __init__(self, ear: Ear, house: House, workers: Mapping[str, Worker]) -> None:
        self._ear, self._house, self._workers = ear, house, workers
        self._told: asyncio.Queue[tuple[str, PartMissing | None]] = asyncio.Queue()

    async def run(self) -> None:
        """Hear the source to its end."""
        for part in self._workers.keys() & self._house.failed:
            await self._house.engine.hear(PartRecovered(part=part))  # it came back while nothing was heard
        with ExitStack() as stack:
            for part, worker in self._workers.items():
                stack.callback(worker.watch(self._teller(part)))
            async with alongside(self._tell()):
                await self._ear.run()

    async def idle(self) -> None:
        """Return when all that was heard so far has been dealt with."""
        await self._ear.idle()

    def _teller(self, part: str) -> Callable[[PartMissing | None], None]:
        """Takes what a worker tells, on its thread, to the event loop's."""
        loop = asyncio.get_running_loop()

        def told(failure: PartMissing | None) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody is to be told any more
                loop.call_soon_threadsafe(self._told.put_nowait, (part, failure))

        return told

    async def _tell(self) -> None:
        while True:
            part, failure = await self._told.get()
            if failure is None:
                await self._house.engine.hear(PartRecovered(part=part))
            else:
                message = failure.message
                await self._house.engine.hear(PartFailed(part=part, code=failure.code, message=message))
