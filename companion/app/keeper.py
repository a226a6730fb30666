"""Keeps hearing going: says on the page when it cannot, tries again, says when it works."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Protocol

from companion.app.ears import LoadEars
from companion.app.house import FitEar, House
from companion.app.supervisor import Supervisor
from companion.domain.messages import Hearing, HearingChanged, PartFailed, PartRecovered
from companion.ports import AudioSource, Frame, SourceLost

__all__ = ["PART", "Keeper"]

PART = "hearing"
MICROPHONE = "microphone"

_SUBSTITUTED = (
    "Le micro « {name} » est introuvable : Companion écoute par le micro par défaut. "
    "Branchez-le, puis choisissez-le de nouveau à l'essai du son."
)
_UNEXPECTED = "L'écoute s'est arrêtée pour une raison inattendue. Le minutage et les étapes continuent."


class Substituted(Protocol):
    """A microphone that may have to be another one than was chosen."""

    @property
    def missing(self) -> str | None:
        """The one that was chosen and is not there."""


class Keeper(Supervisor):
    """Loads the models in a thread, then hears with them. The rest of the house goes on meanwhile."""

    def __init__(self, house: House, load: LoadEars, tell: Callable[[str], None]) -> None:
        super().__init__(house, PART, _UNEXPECTED, tell)
        self.missing: str | None = None
        self._hearing: Hearing | None = None
        self._load = load

    async def listen(self, hear: Callable[[FitEar], Awaitable[None]], *, again: bool) -> None:
        """Hear until ``hear`` returns; when it fails, say so and, with ``again``, begin anew."""
        fit: FitEar | None = None

        async def load_and_hear() -> None:
            nonlocal fit
            if fit is None:
                if self._hearing is not Hearing.CLOSED:
                    await self.says(Hearing.LOADING)
                fit = await asyncio.to_thread(self._load)
            await hear(fit)
            await self.says(Hearing.CLOSED)

        await self.supervise(load_and_hear, again=again)

    async def says(self, hearing: Hearing) -> None:
        """Tell every page what the ear does, when that changes and the séance is not over."""
        if hearing is not self._hearing and self._house.session.ended_at is None:
            self._hearing = hearing
            await self._house.engine.hear(HearingChanged(hearing=hearing))

    def followed(self, source: AudioSource, microphone: Substituted | None = None) -> AudioSource:
        """The same source; its first sound after a failure says that hearing works again.

        With the ``microphone`` behind it, says when another one is heard than was chosen.
        """

        async def sounds() -> None:
            await self.recover()
            await self.says(Hearing.READY)
            if microphone is not None and microphone.missing != self.missing:
                await self._tell_missing(microphone.missing)

        return _Followed(source, sounds)

    async def _tell_missing(self, name: str | None) -> None:
        self.missing = name
        if name is None:
            await self._house.engine.hear(PartRecovered(part=MICROPHONE))
            return
        message = _SUBSTITUTED.format(name=name)
        self._tell(message)
        await self._house.engine.hear(
            PartFailed(part=MICROPHONE, code="microphone_substituted", message=message)
        )

    async def _fail(self, error: BaseException) -> None:
        await super()._fail(error)
        with suppress(Exception):  # what failed may be the engine itself
            await self.says(Hearing.FAILED)


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
