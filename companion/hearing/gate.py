"""The gate before a source: open while everybody agreed to be heard and the séance is on the record."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from companion.ports import AudioSource, Frame, SourceLost

__all__ = ["Gate"]

Items = AsyncGenerator[Frame | SourceLost, None]


class Gate:
    """An ``AudioSource`` that lets the device go while it is shut, and takes it again when it opens.

    ``live``: shutting does not wait for the sound that is on its way. A replay waits for it, so that every
    run of a recording is alike.
    """

    def __init__(self, source: AudioSource, *, listening: bool, live: bool) -> None:
        self._source, self._live = source, live
        self._listening, self._on_the_record, self._ended = listening, True, False
        self._opened, self._shut = asyncio.Event(), asyncio.Event()
        self._move()

    @property
    def shut(self) -> bool:
        """Whether nothing may be heard now."""
        return self._shut.is_set()

    def agree(self, listening: bool) -> None:
        """Everybody agrees to be heard, or not."""
        self._listening = listening
        self._move()

    def record(self, on: bool) -> None:
        """The séance is on the record, or « hors micro »."""
        self._on_the_record = on
        self._move()

    def end(self) -> None:
        """Nothing is heard any more."""
        self._ended = True
        self._move()

    async def frames(self) -> Items:
        """What the source hears while the gate is open, until the source or the hearing ends."""
        while not self._ended:
            await self._opened.wait()
            if self._ended:
                return
            async with aclosing(self._source.frames()) as items:
                while not self.shut:
                    item = await self._coming(items)
                    if isinstance(item, _Interrupted):
                        break
                    if item is None:
                        return
                    if not self.shut:  # it may have become so while this sound was awaited
                        yield item

    def _move(self) -> None:
        opened = self._listening and self._on_the_record and not self._ended
        for event, on in ((self._opened, opened or self._ended), (self._shut, not opened)):
            event.set() if on else event.clear()

    async def _coming(self, items: Items) -> "Frame | SourceLost | _Interrupted | None":
        """What comes next, None after the last; unless the gate is shut meanwhile, be it for a moment."""
        if not self._live:
            return await anext(items, None)
        coming, shut = asyncio.ensure_future(_next(items)), asyncio.ensure_future(self._shut.wait())
        try:
            await asyncio.wait((coming, shut), return_when=asyncio.FIRST_COMPLETED)
            return coming.result() if coming.done() else _Interrupted()
        finally:
            for task in (coming, shut):
                task.cancel()
            await asyncio.gather(coming, shut, return_exceptions=True)


class _Interrupted:
    """The gate was shut before anything came."""


async def _next(items: Items) -> Frame | SourceLost | None:
    return await anext(items, None)
