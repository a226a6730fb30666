"""The facilitator of a recorded séance: hands in each command when its second has come."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from companion.domain.errors import BadSeance
from companion.domain.messages import Command, Refused
from companion.ports import Clock, CommandDesk

__all__ = ["Schedule"]

_ATTEMPTS = 100
"""How often an enrolment is tried while the voiceprint before it is still being made."""


class Schedule:
    """Commands by the second of the séance at which they are due, in order.

    ``while_enrolling`` waits a moment for a voiceprint that is being made.
    """

    def __init__(
        self,
        commands: Sequence[tuple[float, Command]],
        desk: CommandDesk,
        clock: Clock,
        while_enrolling: Callable[[], Awaitable[None]],
        *,
        strict: bool,
    ) -> None:
        self._commands = commands
        self._strict = strict
        self._while_enrolling = while_enrolling
        self._desk = desk
        self._clock = clock
        self._calm = asyncio.Event()

    async def run(self) -> None:
        """Hand them all in. Raises BadSeance when one is refused, if ``strict``; else leaves it out."""
        for at, command in self._commands:
            if at > self._clock.elapsed():
                self._calm.set()
            await self._clock.sleep_until(at)
            self._calm.clear()
            await self._hand_in(command)
        self._calm.set()

    async def idle(self) -> None:
        """Return when every command due so far has been answered."""
        await self._calm.wait()

    async def _hand_in(self, command: Command) -> None:
        attempts = 0
        while isinstance(answer := await self._desk.submit(command), Refused):
            attempts += 1
            if answer.code != "enrolling" or attempts > _ATTEMPTS:
                if self._strict:
                    raise self._refused(answer)
                return
            await self._while_enrolling()

    def _refused(self, answer: Refused) -> BadSeance:
        where = f"La séance ne peut pas être rejouée à {self._clock.elapsed():.1f} s"
        return BadSeance(answer.code, f"{where} : {answer.message}")
