"""How long to wait before another attempt: longer each time, until something works again."""

__all__ = ["Backoff"]


class Backoff:
    """Pauses in seconds, doubled from ``first`` to ``longest``."""

    def __init__(self, first: float, longest: float) -> None:
        self._first, self._longest = first, longest
        self._next = first

    def pause(self) -> float:
        """The pause before the next attempt."""
        pause = self._next
        self._next = min(2 * pause, self._longest)
        return pause

    def reset(self) -> None:
        """It worked: the next failure is a first one again."""
        self._next = self._first
