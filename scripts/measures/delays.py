"""How long the text takes to come, and whether it takes longer and longer."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.heard import Text

__all__ = ["Growth", "delays", "growth", "quantile"]


@dataclass(frozen=True, slots=True)
class Growth:
    """``thirds``: seconds by which the median of the last third exceeds that of the first.

    ``slope``: seconds that the delay gains per minute of séance, by least squares.
    """

    thirds: float
    slope: float


def delays(texts: Sequence[Text]) -> list[float]:
    """Seconds from the end of each utterance to its text."""
    return [text.ready_at - text.end for text in texts]


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which that share lies, interpolated; None when there is none."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def growth(texts: Sequence[Text], seconds: float) -> Growth | None:
    """Over a séance of that length; None when its first or its last third has no text."""
    first = quantile(delays([t for t in texts if t.end <= seconds / 3]), 0.5)
    last = quantile(delays([t for t in texts if t.end >= seconds * 2 / 3]), 0.5)
    if first is None or last is None:
        return None
    return Growth(last - first, 60 * _slope([t.end for t in texts], delays(texts)))


def _slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    x0, y0 = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - x0) ** 2 for x in xs)
    return sum((x - x0) * (y - y0) for x, y in zip(xs, ys, strict=True)) / spread if spread else 0.0
