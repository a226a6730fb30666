"""A sleep inhibitor that only remembers whether it holds."""

import asyncio


class CountedInhibitor:
    """A ``SleepInhibitor``."""

    def __init__(self) -> None:
        self.held = 0

    async def hold(self) -> None:
        """Until cancelled."""
        self.held += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.held -= 1
