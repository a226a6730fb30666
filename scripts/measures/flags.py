"""Flags: which were due and came, which were due and did not, which came for nothing, and how late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from measures.heard import RaisedFlag
from measures.seance import DueFlag, Said

__all__ = ["LATEST", "Flags", "Match", "matched", "overlapped"]

LATEST = 1.5
"""Seconds after the end of an intervention until which a flag is still of use."""


@dataclass(frozen=True, slots=True)
class Match:
    """A flag that was due and raised."""

    due: DueFlag
    raised: RaisedFlag

    @property
    def delay(self) -> float:
        """Seconds from the onset of the intervention to the flag."""
        return self.raised.raised_at - self.due.start


@dataclass(frozen=True, slots=True)
class Flags:
    """One-to-one matches, and what is left on either side."""

    matches: tuple[Match, ...] = ()
    missed: tuple[DueFlag, ...] = ()
    false: tuple[RaisedFlag, ...] = ()

    def __add__(self, other: "Flags") -> "Flags":
        return Flags(self.matches + other.matches, self.missed + other.missed, self.false + other.false)

    def of(self, keep: Callable[[DueFlag | RaisedFlag], bool]) -> "Flags":
        """Those of which ``keep`` is true: of what was due, or of a false alarm itself."""
        return Flags(
            tuple(match for match in self.matches if keep(match.due)),
            tuple(due for due in self.missed if keep(due)),
            tuple(flag for flag in self.false if keep(flag)),
        )

    @property
    def delays(self) -> list[float]:
        """Seconds from onset to flag, of every match."""
        return [match.delay for match in self.matches]

    @property
    def recall(self) -> float | None:
        """The share of due flags that came; None when none was due."""
        due = len(self.matches) + len(self.missed)
        return len(self.matches) / due if due else None

    @property
    def precision(self) -> float | None:
        """The share of raised flags that were due; None when none was raised."""
        raised = len(self.matches) + len(self.false)
        return len(self.matches) / raised if raised else None


def matched(due: Sequence[DueFlag], raised: Sequence[RaisedFlag]) -> Flags:
    """As many one-to-one matches as possible: same person, same step, raised in time.

    Each flag, in the order raised, takes the open intervention that ends first: for points in
    intervals no other choice matches more.
    """
    open_ = sorted(due, key=lambda d: d.end)
    matches, false = [], []
    for flag in sorted(raised, key=lambda r: r.raised_at):
        found = next((d for d in open_ if _fits(flag, d)), None)
        if found is None:
            false.append(flag)
            continue
        open_.remove(found)
        matches.append(Match(found, flag))
    return Flags(tuple(matches), tuple(sorted(open_, key=lambda d: d.start)), tuple(false))


def overlapped(due: DueFlag | RaisedFlag, said: Sequence[Said]) -> bool:
    """Whether an intervention begins while somebody else is speaking."""
    return any(u.person != due.person and u.start < due.start < u.end for u in said)


def _fits(flag: RaisedFlag, due: DueFlag) -> bool:
    same = flag.person == due.person and flag.step == due.step
    return same and due.start <= flag.raised_at <= due.end + LATEST
