"""A clock whose machine may sleep: it jumps, and who was due meanwhile wakes late, as after a suspension."""

import asyncio

from companion.adapters.clock import ReplayClock


class JumpingClock(ReplayClock):
    """A ``Clock`` moved by hand."""

    async def sleep(self, seconds: float) -> None:
        """The machine sleeps for so long; then everybody who is due wakes."""
        self._elapsed += seconds
        await self.advance_to(self._elapsed)
        for _ in range(8):
            await asyncio.sleep(0)
