"""Voiceprints live in memory alone: those that were learnt before a restart must be learnt again."""

import asyncio

from companion.app.house import House
from companion.domain.messages import PartFailed, PartRecovered, Recorded, VoiceEnrolled, VoiceForgotten

__all__ = ["LostVoices"]

_PART = "voices"
_LOST = "Companion ne reconnaît plus les voix : refaites le tour de table."


class LostVoices:
    """Tells the facilitator that voices were lost, and when none is missing any more."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._missing: set[str] = set()
        self._found = asyncio.Event()
        house.bus.subscribe(Recorded, self._follow)

    async def look(self) -> None:
        """Which voices does the log speak of that are not in memory any more?"""
        self._missing = set(self._house.engine.session.enrolled) - set(self._house.voices.people)
        if self._missing:
            await self._house.engine.hear(PartFailed(part=_PART, code="voices_lost", message=_LOST))

    async def watch(self) -> None:
        """Say when they are all back, until cancelled."""
        while True:
            await self._found.wait()
            self._found.clear()
            await self._house.engine.hear(PartRecovered(part=_PART))

    def _follow(self, recorded: Recorded) -> None:
        event = recorded.event
        if isinstance(event, VoiceEnrolled | VoiceForgotten) and event.person in self._missing:
            self._missing.discard(event.person)
            if not self._missing:
                self._found.set()
