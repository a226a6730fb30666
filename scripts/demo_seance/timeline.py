"""Places spoken turns and silences on the séance's time line, in seconds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from demo_seance.script import Script, Silence, Turn

__all__ = ["PlacedSilence", "PlacedStep", "PlacedTurn", "Timeline", "place"]

_FIRST = 0.6  # seconds before the first word
_LAST = 1.2  # seconds after the last one
_GAP = (0.25, 0.5)  # seconds between two turns when the script does not say
_PRESS = 0.1  # seconds by which the facilitator presses "next" before the step's first word
_SETTLE = 0.6  # seconds of a step's opening silence before the facilitator presses "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTurn:
    """A turn, the step it belongs to, and its first and last second of speech."""

    turn: Turn
    step: str
    start: float
    end: float

    @property
    def kind(self) -> str:
        """``speech``, ``backchannel`` or ``overlap``."""
        if self.turn.spare == "backchannel":
            return "backchannel"
        return "overlap" if self.turn.after is not None and self.turn.after < 0 else "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSilence:
    """From the last word before to the first word after, and what may be announced there."""

    step: str
    start: float
    end: float
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedStep:
    """``start``: when the facilitator presses "next"."""

    id: str
    start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The séance in order of the script; ``duration`` in seconds."""

    turns: Sequence[PlacedTurn]
    silences: Sequence[PlacedSilence]
    steps: Sequence[PlacedStep]
    duration: float


def place(script: Script, length: Callable[[Turn], float]) -> Timeline:
    """The time line of the script; ``length`` gives the seconds of speech of a turn."""
    pen = _Pen(script.seed, length)
    steps = []
    for step in script.steps:
        starts = [pen.write(item, step.id) for item in step.turns]
        steps.append(PlacedStep(id=step.id, start=max(0.0, round(starts[0] - _PRESS, 2))))
    return Timeline(turns=pen.turns, silences=pen.silences, steps=steps, duration=pen.end + _LAST)


class _Pen:
    """Writes item after item; ``start`` and ``end`` are those of the last turn that had the floor."""

    def __init__(self, seed: int, length: Callable[[Turn], float]) -> None:
        self.turns: list[PlacedTurn] = []
        self.silences: list[PlacedSilence] = []
        self.start, self.end = 0.0, 0.0
        self._gap: float | None = _FIRST  # seconds before the next turn, when already known
        self._random = np.random.default_rng(seed)
        self._length = length

    def write(self, item: Turn | Silence, step: str) -> float:
        """Places the item and gives the second at which a step that opens with it begins."""
        if isinstance(item, Silence):
            silence = PlacedSilence(step=step, start=self.end, end=self.end + item.silence, due=item.due)
            self.silences.append(silence)
            self.end, self._gap = silence.end, 0.0
            return silence.start + _SETTLE
        start = round(self._onset(item), 3)
        placed = PlacedTurn(turn=item, step=step, start=start, end=round(start + self._length(item), 3))
        self.turns.append(placed)
        if item.over is None:
            self.start, self.end, self._gap = start, max(self.end, placed.end), None
        return start

    def _onset(self, turn: Turn) -> float:
        if turn.over is not None:
            return self.start + turn.over
        drawn = float(self._random.uniform(*_GAP))
        known = turn.after if turn.after is not None else self._gap
        return self.end + (drawn if known is None else known)
