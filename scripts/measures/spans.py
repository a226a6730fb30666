"""Stretches of time: pairs (start, end) in seconds."""

from collections.abc import Iterable

__all__ = ["Span", "common", "length", "without"]

Span = tuple[float, float]


def length(spans: Iterable[Span]) -> float:
    """Seconds, of stretches that do not overlap."""
    return sum(end - start for start, end in spans)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of ``spans`` once every stretch of ``taken`` is cut out."""
    left = list(spans)
    for start, end in taken:
        left = [
            piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]
        ]
    return left


def common(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The parts of ``spans`` that some stretch of ``others`` covers, each counted once."""
    spans = list(spans)
    return without(spans, without(spans, others))
