"""The last seconds of the room, in memory and nowhere else."""

import numpy as np

from companion.ports import SAMPLE_RATE, Samples

__all__ = ["Recent"]


class Recent:
    """A ring of samples addressed by the séance's clock. What is older than its length is gone."""

    def __init__(self, seconds: float) -> None:
        self._ring = np.zeros(round(seconds * SAMPLE_RATE), dtype=np.float32)
        self._origin: float | None = None
        self._written = 0

    @property
    def end(self) -> float:
        """How far the room has been heard, in seconds."""
        return (self._origin or 0.0) + self._written / SAMPLE_RATE

    @property
    def start(self) -> float:
        """The oldest second that is still there."""
        return self.end - min(self._written, self._ring.size) / SAMPLE_RATE

    def add(self, samples: Samples, start: float) -> None:
        """Append what was heard from ``start``. A jump of the clock begins anew."""
        if self._origin is None or abs(start - self.end) > 0.5 / SAMPLE_RATE + 1e-3:
            self.clear()
            self._origin = start
        place = self._written % self._ring.size
        first = min(samples.size, self._ring.size - place)
        self._ring[place : place + first] = samples[:first]
        self._ring[: samples.size - first] = samples[first:]
        self._written += samples.size

    def between(self, start: float, end: float) -> Samples:
        """A copy of what was heard between two times, as far as it is still there."""
        if self._origin is None:
            return np.zeros(0, dtype=np.float32)
        oldest = max(0, self._written - self._ring.size)
        first = min(max(round((start - self._origin) * SAMPLE_RATE), oldest), self._written)
        last = min(max(round((end - self._origin) * SAMPLE_RATE), first), self._written)
        return np.take(self._ring, np.arange(first, last), mode="wrap")

    def let_go(self) -> None:
        """Forget everything for good, and give the memory back."""
        self.clear()
        self._ring = np.zeros(0, dtype=np.float32)

    def clear(self) -> None:
        """Forget everything, in memory too."""
        self._ring.fill(0.0)
        self._origin, self._written = None, 0
