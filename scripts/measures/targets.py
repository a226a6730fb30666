"""What Companion promises, with Whisper base on two cores: ``--assert`` holds the figures to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from measures.delays import quantile
from measures.measured import Measured

__all__ = ["Target", "targets_of_a_seance", "targets_of_all"]

STEADY = 0.3
"""Seconds by which the last third may lag behind the first: less than the pause that ends an utterance."""


@dataclass(frozen=True, slots=True)
class Target:
    """One figure and its bound: at least, or at most when ``most``. ``value`` is None if not measured."""

    what: str
    value: float | None
    bound: float
    most: bool = True

    @property
    def missed(self) -> bool:
        """Whether the figure is on the wrong side; what was not measured is not missed."""
        if self.value is None:
            return False
        over = self.value - self.bound
        return over > 1e-9 if self.most else over < -1e-9

    def __str__(self) -> str:
        value = "not measured" if self.value is None else f"{self.value:.3f}"
        return f"{self.what}: {value} (at {'most' if self.most else 'least'} {self.bound:g})"


def targets_of_a_seance(m: Measured) -> Iterator[Target]:
    """What each séance must reach by itself."""
    right = 0.97 if m.clean else 0.95
    yield Target(f"{m.name}: right person", m.names.share(m.names.right), right, most=False)
    yield Target(f"{m.name}: wrong person", m.names.share(m.names.wrong), 0.02)
    if m.words:
        yield Target(f"{m.name}: WER above offline", _above_offline(m), 0.02)
    if m.cost and m.cost.speed == "max":
        yield Target(f"{m.name}: RTF", m.cost.wall / m.seconds, 0.4)
    elif m.cost:
        yield from _live_targets(m)


def targets_of_all(m: Measured) -> Iterator[Target]:
    """What all séances must reach together: a single one holds too few flags to tell."""
    yield Target("flags: recall", m.flags.recall, 0.95, most=False)
    yield Target("flags: precision", m.flags.precision, 0.95, most=False)
    yield Target("flags: consultants' delay, median", quantile(m.consultants.delays, 0.5), 1.5)
    yield Target("flags: consultants' delay, p90", quantile(m.consultants.delays, 0.9), 2.2)
    yield Target("flags: client's delay, p90", quantile(m.client.delays, 0.9), 4.5)


def _live_targets(m: Measured) -> Iterator[Target]:
    assert m.cost
    yield Target(f"{m.name}: text after the utterance's end, median", quantile(m.delays, 0.5), 1.6)
    yield Target(f"{m.name}: text after the utterance's end, p95", quantile(m.delays, 0.95), 3.0)
    grown = max((g.thirds for g in m.growths), default=None)
    yield Target(f"{m.name}: growth of that delay", grown, STEADY)
    yield Target(f"{m.name}: CPU per second of sound", m.cost.cpu / m.seconds, 0.6)


def _above_offline(m: Measured) -> float | None:
    if m.words is None or m.offline is None or m.words.rate is None or m.offline.rate is None:
        return None
    return m.words.rate - m.offline.rate
