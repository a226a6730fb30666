"""Keeps one part of a séance going: says on the page when it fails, begins it anew, says when it works."""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

from companion.adapters.backoff import Backoff
from companion.adapters.clock import SystemClock
from companion.app.house import House, alongside, first_error
from companion.domain.errors import CompanionError
from companion.domain.messages import PartFailed, PartRecovered

__all__ = ["FIRST_PAUSE", "LONGEST_PAUSE", "STEADY", "Supervisor", "kept_beside", "kept_pulse"]

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds before a part begins anew: at first a blink, at most what it takes to plug in a microphone."""
STEADY = 30.0
"""Seconds that a part must have worked for its next failure to count as a first one."""


_TIME = "Le minutage s'est arrêté pour une raison inattendue. Il reprend aussitôt que possible."


def kept_pulse(house: House, tell: Callable[[str], None]) -> Coroutine[Any, Any, None]:
    """Time passes in that house, whatever happens, until cancelled."""
    return Supervisor(house, "time", _TIME, tell).keep(house.pulse)


class Room(Protocol):
    """Where a séance may be: ``companion.app.hall.Hall``."""

    @property
    def room(self) -> House | None:
        """The séance in it."""


class Supervisor:
    """One part. ``unexpected`` is the sentence for a failure that nobody foresaw.

    ``tell`` gets one line for the terminal; never the text of an error that nobody foresaw, which may
    hold words that were said.
    """

    def __init__(self, house: House, part: str, unexpected: str, tell: Callable[[str], None]) -> None:
        self.failed: str | None = None
        self._house, self._part, self._unexpected, self._tell = house, part, unexpected, tell
        self._pauses = Backoff(FIRST_PAUSE, LONGEST_PAUSE)

    async def supervise(self, work: Callable[[], Awaitable[None]], *, again: bool = True) -> None:
        """Until ``work`` returns; when it fails, say so and, with ``again``, begin anew after a pause.

        Whoever works says that it is well again with ``recover``.
        """
        clock = self._house.clock
        while True:
            began = clock.elapsed()
            try:
                await work()
                return
            except Exception as error:  # whatever fails, the rest goes on
                await self._fail(first_error(error))
            if not again:
                return
            if clock.elapsed() - began > STEADY:
                self._pauses.reset()
            await clock.sleep_until(clock.elapsed() + self._pauses.pause())

    async def keep(self, work: Callable[[], Awaitable[None]]) -> None:
        """The same for a part that gives no sign of life: well again when it has not failed for a while."""

        async def watched() -> None:
            async with alongside(self._recover_when_steady()):
                await work()

        await self.supervise(watched)

    async def recover(self) -> None:
        """It works (again)."""
        if self.failed is not None:
            self.failed = None
            await self._house.engine.hear(PartRecovered(part=self._part))

    async def _recover_when_steady(self) -> None:
        clock = self._house.clock
        await clock.sleep_until(clock.elapsed() + LONGEST_PAUSE)
        await self.recover()

    async def _fail(self, error: BaseException) -> None:
        if isinstance(error, CompanionError):
            code, message = error.code, error.message
            line = message
        else:
            code, message = "unexpected", self._unexpected
            line = f"{message} ({type(error).__name__})"
        if code == self.failed:
            return
        self.failed = code
        self._tell(line)
        try:
            await self._house.engine.hear(PartFailed(part=self._part, code=code, message=message))
        except Exception as worse:  # what failed may be the engine itself
            self._tell(f"{self._unexpected} ({type(worse).__name__})")


async def kept_beside(
    hall: Room, part: str, unexpected: str, work: Callable[[], Awaitable[None]], tell: Callable[[str], None]
) -> None:
    """Work of the whole programme, until cancelled: begun anew when it fails; the room is told."""
    clock, pauses, told = SystemClock(), Backoff(FIRST_PAUSE, LONGEST_PAUSE), False
    while True:
        try:
            await work()
            return
        except Exception as error:  # whatever fails, the pages and the séance go on
            cause = first_error(error)
        message = cause.message if isinstance(cause, CompanionError) else unexpected
        if not told:
            told = True
            tell(f"{message} ({type(cause).__name__})")
            with suppress(Exception):  # what failed may be the engine itself
                if hall.room is not None:
                    failed = PartFailed(part=part, code="unexpected", message=message)
                    await hall.room.engine.hear(failed)
        await clock.sleep_until(clock.elapsed() + pauses.pause())
