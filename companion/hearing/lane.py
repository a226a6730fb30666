"""Work that is done one piece at a time, in order, beside the hearing itself."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["Lane"]

T = TypeVar("T")


class Lane:
    """A queue of coroutines and the one thread that their blocking models run on; what is urgent goes first.

    One model, one worker: parallel calls of Whisper leak memory, and the order of the results is the
    order of the room.
    """

    def __init__(self, name: str) -> None:
        self._queue: asyncio.PriorityQueue[tuple[bool, int, Callable[[], Awaitable[None]]]] = (
            asyncio.PriorityQueue()
        )
        self._order = itertools.count()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    @property
    def waiting(self) -> int:
        """How many pieces of work have not begun."""
        return self._queue.qsize()

    def add(self, work: Callable[[], Awaitable[None]], *, urgent: bool = False) -> None:
        """Do this after what was added before; what is urgent, only after what is urgent too."""
        self._queue.put_nowait((not urgent, next(self._order), work))

    async def blocking(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run a model on the lane's thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(*args, **kwargs))

    async def idle(self) -> None:
        """Return when everything added so far is done."""
        await self._queue.join()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            while True:
                _, _, work = await self._queue.get()
                try:
                    await work()
                finally:
                    self._queue.task_done()
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)
