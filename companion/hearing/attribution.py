"""The final label of an utterance: who said which part of it, from all of its solo speech.

The utterance is cut where the segmentation model hears the voice change, and long turns into windows;
each window is compared with every known voice; the likeliest sequence of speakers is found by dynamic
programming (Viterbi), where a change costs little at a turn's boundary and much inside a turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from companion.hearing.turns import solo_turns
from companion.hearing.voiceprints import Voices
from companion.ports import SAMPLE_RATE, Embedding, OverlapDetector, Samples, SpeakerEncoder

__all__ = ["Part", "Window", "label_windows", "listen_to_windows"]

LONGEST_LOOK = 10.0
"""Seconds that the segmentation model was trained on."""
WINDOW = 1.6
"""Seconds of a window inside a turn: long enough to be sure, short enough to find a missed change."""
SHORTEST = 0.4
"""Seconds of one voice below which its embedding says nothing."""
HOLE = 0.7
"""Seconds without a turn, inside an utterance, in which somebody speaks all the same."""
UNKNOWN = 0.38
"""Cosine that « voix inconnue » has to every window: below it no known voice is credible."""
CHANGE_INSIDE = 0.12
"""Cosine-seconds that a change of speaker inside a turn must gain."""
CHANGE_BETWEEN = 0.02
"""The same at a turn's boundary."""
DECLARED = 10.0
"""Cosine given to a person whom the facilitator named: above anything heard."""

Declared = Callable[[float], str | None]


def nobody(_: float) -> None:
    """Nobody was declared."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one voice on the séance's clock; ``opens``: a turn begins here."""

    start: float
    end: float
    opens: bool
    embedding: Embedding


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an utterance said by one person, or by nobody known."""

    start: float
    end: float
    person: str | None
    confidence: float
    windows: tuple[Window, ...]


def listen_to_windows(
    samples: Samples, start: float, *, encoder: SpeakerEncoder, overlap: OverlapDetector
) -> list[Window]:
    """The windows of an utterance that starts at ``start`` (blocking: runs models)."""
    windows: list[Window] = []
    for turn_start, turn_end in _turns(samples, overlap):
        count = max(1, round((turn_end - turn_start) / WINDOW))
        edges = np.linspace(turn_start, turn_end, count + 1)
        for index in range(count):
            first, last = float(edges[index]), float(edges[index + 1])
            sound = samples[round(first * SAMPLE_RATE) : round(last * SAMPLE_RATE)]
            windows.append(Window(start + first, start + last, index == 0, encoder.embed(sound)))
    return windows


def _turns(samples: Samples, overlap: OverlapDetector) -> list[tuple[float, float]]:
    """Solo turns over the whole utterance, looked at in pieces of ten seconds; never empty."""
    seconds = samples.size / SAMPLE_RATE
    turns: list[tuple[float, float]] = []
    pieces = max(1, int(np.ceil(seconds / LONGEST_LOOK)))
    for index in range(pieces):
        first, last = seconds * index / pieces, seconds * (index + 1) / pieces
        piece = samples[round(first * SAMPLE_RATE) : round(last * SAMPLE_RATE)]
        found = solo_turns(overlap.activity(piece), last - first)
        turns += [(first + a, first + b) for a, b in found if b - a >= SHORTEST]
    return _without_holes(turns, seconds)


def _without_holes(turns: list[tuple[float, float]], seconds: float) -> list[tuple[float, float]]:
    """These turns, and between them what only the detector heard: the segmentation model misses a faint
    voice beside a loud one, and an utterance holds no pause as long as HOLE."""
    edges = [0.0, *(edge for turn in turns for edge in turn), seconds]
    holes = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= HOLE]
    return sorted(turns + holes) or [(0.0, seconds)]


def label_windows(
    windows: Sequence[Window], voices: Voices, start: float, end: float, declared: Declared = nobody
) -> list[Part]:
    """The likeliest speakers of an utterance from ``start`` to ``end``, which the parts fill entirely.

    ``declared`` names who speaks at a time because the facilitator said so (an enrolment), else None.
    """
    if not windows:
        return []
    told = [declared((w.start + w.end) / 2) for w in windows]
    people: list[str | None] = [None, *voices.people]
    people += sorted({name for name in told if name is not None and name not in people})
    states = _viterbi(windows, [_gains(w, voices, people, t) for w, t in zip(windows, told, strict=True)])
    parts: list[Part] = []
    for window, state in zip(windows, states, strict=True):
        person = people[state]
        if parts and parts[-1].person == person:
            joined = (*parts[-1].windows, window)
            parts[-1] = Part(parts[-1].start, window.end, person, 0.0, joined)
        else:
            parts.append(Part(window.start, window.end, person, 0.0, (window,)))
    starts = [start, *(part.start for part in parts[1:]), end]
    return [
        Part(starts[i], starts[i + 1], part.person, _confidence(part, voices), part.windows)
        for i, part in enumerate(parts)
    ]


def _gains(window: Window, voices: Voices, people: Sequence[str | None], told: str | None) -> np.ndarray:
    """Cosine-seconds that each speaker explains of a window; somebody declared explains all of it."""
    gains = np.full(len(people), -1.0)
    gains[0] = UNKNOWN
    gains[1 : 1 + len(voices.people)] = voices.scores(window.embedding)
    if told is not None:
        gains[people.index(told)] = DECLARED
    return gains * min(window.end - window.start, WINDOW)


def _viterbi(windows: Sequence[Window], gains: Sequence[np.ndarray]) -> list[int]:
    """Index of the speaker of each window that maximises cosine-seconds less the price of changes."""
    best = gains[0]
    came_from: list[np.ndarray] = []
    for window, gain in zip(windows[1:], gains[1:], strict=True):
        price = CHANGE_BETWEEN if window.opens else CHANGE_INSIDE
        leap = int(best.argmax())
        stay = best >= best[leap] - price
        came_from.append(np.where(stay, np.arange(len(best)), leap))
        best = np.where(stay, best, best[leap] - price) + gain
    path = [int(best.argmax())]
    for origins in reversed(came_from):
        path.append(int(origins[path[-1]]))
    return path[::-1]


def _confidence(part: Part, voices: Voices) -> float:
    """Cosine of the part's voice to its person, windows weighted by their length."""
    lengths = np.array([w.end - w.start for w in part.windows])
    total = np.sum([w.embedding * n for w, n in zip(part.windows, lengths, strict=True)], axis=0)
    mean = total / max(float(np.linalg.norm(total)), 1e-9)
    if part.person is None:
        return max(0.0, voices.match(mean).confidence)
    if part.person not in voices.people:
        return 1.0  # declared while the voice is being learnt
    return float(voices.scores(mean)[voices.people.index(part.person)])
