"""The only place that reads a clock; and a clock that is moved by hand, for replays and tests."""

import asyncio
import heapq
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

__all__ = ["ReplayClock", "SystemClock"]

_BOOT = Path("/proc/sys/kernel/random/boot_id")

LONGEST_NAP = 1.0
"""Seconds. asyncio's timers stand still while the machine is suspended: look again at least so often."""


class SystemClock:
    """The machine's clock. ``elapsed()`` is zero, or the value given, when it is made."""

    def __init__(self, *, elapsed: float = 0.0) -> None:
        self._origin = _ticking() - elapsed

    @classmethod
    def resumed(cls, at: datetime, elapsed: float) -> "SystemClock":
        """The clock of a séance that showed ``elapsed`` at that aware time: time went on meanwhile."""
        return cls(elapsed=elapsed + max(0.0, (datetime.now(UTC) - at).total_seconds()))

    @classmethod
    def counting_from(cls, origin: float) -> "SystemClock":
        """The clock whose second 0 was at ``origin``, of the same start of this machine."""
        return cls(elapsed=_ticking() - origin)

    @property
    def origin(self) -> float:
        """When it was zero, in seconds since this machine was started: whatever the time of day becomes."""
        return self._origin

    @staticmethod
    def boot() -> str | None:
        """Which start of this machine this is, where the system tells."""
        try:
            return _BOOT.read_text(encoding="ascii").strip()
        except OSError:
            return None

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds, time spent suspended included where the system can tell."""
        return _ticking() - self._origin

    async def sleep_until(self, elapsed: float) -> None:
        """Return when ``elapsed()`` has reached that value, also after a suspension."""
        await asyncio.sleep(0)
        while (left := elapsed - self.elapsed()) > 0:  # noqa: ASYNC110 - time itself is awaited, no event is
            await asyncio.sleep(min(left, LONGEST_NAP))


def _ticking() -> float:
    """Linux's boot clock counts suspension; elsewhere the monotonic clock is the best there is."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class ReplayClock:
    """A clock that moves only when ``advance_to`` is called. ``start`` is the aware time of second 0."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("the start of a replay is an aware time")
        self._start = start.astimezone(UTC)
        self._elapsed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> datetime:
        """Aware UTC."""
        return self._start + timedelta(seconds=self._elapsed)

    def elapsed(self) -> float:
        """Seconds of the recording."""
        return self._elapsed

    async def sleep_until(self, elapsed: float) -> None:
        """Return when the clock was advanced to that value."""
        if elapsed <= self._elapsed:
            await asyncio.sleep(0)
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (elapsed, next(self._order), sleeper))
        await sleeper

    def next_due(self) -> float | None:
        """When the next sleeper is to be woken, None when nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)  # cancelled meanwhile
        return self._sleepers[0][0] if self._sleepers else None

    async def advance_to(self, elapsed: float) -> None:
        """Move to that second, never back, waking every sleeper due on the way, in due order.

        Each wakes at its own second and runs up to its next wait before time goes on, so that a
        sleeper that sleeps again on the way is woken again.
        """
        while self._sleepers and self._sleepers[0][0] <= elapsed:
            due, _, sleeper = heapq.heappop(self._sleepers)
            if sleeper.done():
                continue  # cancelled meanwhile
            self._elapsed = max(self._elapsed, due)
            sleeper.set_result(None)
            await asyncio.sleep(0)
        self._elapsed = max(self._elapsed, elapsed)
        await asyncio.sleep(0)
