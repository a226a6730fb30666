"""Keeps hearing going: says on the page when it cannot, tries again, says when it works."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from companion.app.ears import LoadEars
from companion.app.house import FitEar, House, first_error
from companion.domain.errors import CompanionError
from companion.domain.messages import PartFailed, PartRecovered
from companion.ports import AudioSource, Frame, SourceLost

__all__ = ["PART", "Keeper"]

PART = "hearing"

RETRY = 5.0
"""Seconds before another attempt: as long as it takes to plug in a microphone."""

_UNEXPECTED = "L'écoute s'est arrêtée pour une raison inattendue. Le minutage et les étapes continuent."


class Keeper:
    """Loads the models in a thread, then hears with them. The rest of the house goes on meanwhile.

    ``tell`` gets one line for the terminal; never the text of an error that nobody foresaw, which may
    hold words that were said.
    """

    def __init__(self, house: House, load: LoadEars, tell: Callable[[str], None]) -> None:
        self.failed: str | None = None
        self._house = house
        self._load = load
        self._tell = tell

    async def keep(self, hear: Callable[[FitEar], Awaitable[None]], *, again: bool) -> None:
        """Hear until ``hear`` returns; when it fails, say so and, with ``again``, begin anew."""
        fit: FitEar | None = None
        while True:
            try:
                if fit is None:
                    fit = await asyncio.to_thread(self._load)
                await hear(fit)
                return
            except Exception as error:  # whatever fails, time and the pages go on
                await self._fail(first_error(error))
            if not again:
                return
            clock = self._house.clock
            await clock.sleep_until(clock.elapsed() + RETRY)

    def followed(self, source: AudioSource) -> AudioSource:
        """The same source; its first sound after a failure says that hearing works again."""
        return _Followed(source, self._recover)

    async def _fail(self, error: BaseException) -> None:
        if isinstance(error, CompanionError):
            code, message = error.code, error.message
            line = message
        else:
            code, message = "unexpected", _UNEXPECTED
            line = f"{message} ({type(error).__name__})"
        if code != self.failed:
            self.failed = code
            self._tell(line)
            await self._house.engine.hear(PartFailed(part=PART, code=code, message=message))

    async def _recover(self) -> None:
        if self.failed is not None:
            self.failed = None
            await self._house.engine.hear(PartRecovered(part=PART))


class _Followed:
    """An ``AudioSource`` that tells of each frame before it is heard."""

    def __init__(self, source: AudioSource, tell: Callable[[], Awaitable[None]]) -> None:
        self._source = source
        self._tell = tell

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        async with aclosing(self._source.frames()) as items:
            async for item in items:
                if isinstance(item, Frame):
                    await self._tell()
                yield item
