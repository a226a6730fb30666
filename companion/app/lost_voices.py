"""Voiceprints live in the memory of one ear: those of an ear that is gone must be learnt again."""

import asyncio

from companion.app.house import House
from companion.domain.messages import PartFailed, PartRecovered, Recorded, VoiceEnrolled

__all__ = ["LostVoices"]

_PART = "voices"
_LOST = "Companion ne reconnaît plus les voix : refaites le tour de table."


class LostVoices:
    """Tells the facilitator that voices were lost, and when the last of them is known again."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._missing: set[str] = set()
        self._found = asyncio.Event()
        house.bus.subscribe(Recorded, self._follow)

    async def new_ear(self) -> None:
        """An ear begins that knows nobody."""
        lost = self._house.engine.session.enrolled - self._missing
        if lost:
            self._missing |= lost
            await self._house.engine.hear(PartFailed(part=_PART, code="voices_lost", message=_LOST))

    async def watch(self) -> None:
        """Say when they are all back, until cancelled."""
        while True:
            await self._found.wait()
            self._found.clear()
            await self._house.engine.hear(PartRecovered(part=_PART))

    def _follow(self, recorded: Recorded) -> None:
        event = recorded.event
        if isinstance(event, VoiceEnrolled) and event.person in self._missing:
            self._missing.discard(event.person)
            if not self._missing:
                self._found.set()
