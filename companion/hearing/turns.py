"""Where turns begin and end inside a stretch of sound, from the activity of local speakers.

The segmentation model tells up to three voices apart within a window without knowing whose they are.
That is what a short window needs to be clean: it starts where the present voice starts, and leaves out
what two voices say at once.
"""

from dataclasses import dataclass

import numpy as np

from companion.ports import Samples

__all__ = ["Turn", "current_turn", "solo_turns"]

ACTIVE = 0.5
"""Probability from which a local speaker talks (the model's argmax is close to it)."""
GAP = 0.2
"""Seconds of silence inside one turn: a breath, not a change."""
OVERLAPPING = 0.3
"""Probability of a second voice from which a frame counts as overlap (measured: field of rooms)."""
BEGINNING = 2.0
"""Seconds of a turn within which it may begin over another voice."""
SHORTEST = 0.25
"""Seconds under which a stretch of one voice is a flicker of the model."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One voice without interruption; times are seconds from the start of the window.

    ``alone`` are the stretches in which no other voice is heard; ``over`` are the seconds of its beginning
    in which another one is, 0 when it began before the window.
    """

    start: float
    end: float
    alone: tuple[tuple[float, float], ...]
    over: float = 0.0

    @property
    def solo(self) -> float:
        """Seconds in which this voice is alone."""
        return sum(b - a for a, b in self.alone)


def current_turn(activity: Samples, seconds: float) -> Turn | None:
    """The turn of whoever talks at the end of the window, None when nobody does."""
    step = seconds / max(len(activity), 1)
    tail = activity[-max(1, round(0.3 / step)) :]
    if not len(tail) or float(tail.max()) < ACTIVE:
        return None
    voice = int(tail.mean(axis=0).argmax())
    mine = activity[:, voice] >= ACTIVE
    others = np.delete(activity, voice, axis=1)
    start = _turn_start(mine, others.max(axis=1) >= ACTIVE, round(GAP / step))
    end = len(mine) - int(np.argmax(mine[::-1]))
    if end <= start:
        return None
    both = np.sort(activity, axis=1)[:, -2] > OVERLAPPING
    begins = (both & mine)[start : start + round(BEGINNING / step)]
    over = float(begins.sum()) * step if start else 0.0
    return Turn(start * step, end * step, _stretches(mine & ~both, start, end, step), over)


def _stretches(flags: np.ndarray, first: int, last: int, step: float) -> tuple[tuple[float, float], ...]:
    """Runs of True between two frames, as seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags[first:last], [False]))))
    return tuple(
        ((first + a) * step, (first + b) * step) for a, b in zip(edges[::2], edges[1::2], strict=True)
    )


def _turn_start(mine: np.ndarray, others: np.ndarray, gap: int) -> int:
    """Walk back from the end over this voice, over short silences, but not over another voice alone."""
    start = len(mine)
    missing = 0
    for index in range(len(mine) - 1, -1, -1):
        if mine[index]:
            start, missing = index, 0
            continue
        missing += 1
        if missing > gap or (others[index] and missing > 3):
            break
    return start


def solo_turns(activity: Samples, seconds: float) -> list[tuple[float, float]]:
    """The stretches of ``seconds`` in which one voice talks alone, in order, as (start, end)."""
    step = seconds / max(len(activity), 1)
    alone = np.where(np.sort(activity, axis=1)[:, -2] > OVERLAPPING, -1, activity.argmax(axis=1))
    # The sum, not the best: when the model hears a voice but hesitates whose, somebody talks all the same.
    voice = np.where(activity.sum(axis=1) >= ACTIVE, alone, -1)
    turns: list[list[float]] = []
    last = -1
    for index, who in enumerate(voice):
        if who < 0:
            continue
        begins, ends = index * step, (index + 1) * step
        if turns and who == last and begins - turns[-1][1] <= GAP:
            turns[-1][1] = ends
        else:
            turns.append([begins, ends])
        last = int(who)
    return [(a, b) for a, b in turns if b - a >= SHORTEST]
