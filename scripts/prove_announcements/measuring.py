"""Where the recording is in what was heard, and which parts of it may be compared."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from companion.domain.messages import AnnouncementFinished
from companion.ports import SAMPLE_RATE, Samples
from prove_announcements.run import Run

__all__ = ["offset", "overlap", "untouched"]

WINDOW = 8 * 512 / SAMPLE_RATE
"""Seconds that one level covers."""
LATEST = 1.0
"""Seconds after its beginning was sent to the card within which the recording comes out of the microphone."""
STEP = 0.005
PAUSE = 1.0
"""Seconds without a voice between two stretches of talk: hearing cuts none of them there in two."""


def offset(run: Run, recording: Samples) -> float:
    """The second of the log at which the recording began to be heard: there its loudness fits what was heard
    best, moments of announcements left out. The devices' own delay is in it."""
    spans = [r.event for r in run.log if isinstance(r.event, AnnouncementFinished)]
    levels = [
        level
        for level in run.levels
        if all(level.at < one.start - 1 or level.at > one.end + 5 for one in spans if one.end > one.start)
    ]
    heard = np.log([level.rms + 1e-4 for level in levels])
    power = np.concatenate([[0.0], np.cumsum(recording.astype(np.float64) ** 2)])
    ends = np.array([level.at for level in levels])
    shifts = run.began + np.arange(0.0, LATEST, STEP)
    return float(max(shifts, key=lambda shift: _fit(heard, power, ends - shift)))


def _fit(heard: Any, power: Any, ends: Any) -> float:
    last = np.clip(np.round(ends * SAMPLE_RATE), 0, len(power) - 1).astype(int)
    first = np.clip(last - round(WINDOW * SAMPLE_RATE), 0, None)
    played = np.log(np.sqrt((power[last] - power[first]) / (WINDOW * SAMPLE_RATE)) + 1e-4)
    return float(np.corrcoef(heard, played)[0, 1])


def overlap(start: float, end: float, said: Sequence[dict[str, Any]]) -> float:
    """The longest time for which a sound from ``start`` to ``end`` covers one utterance."""
    return max((min(end, u["end"]) - max(start, u["start"]) for u in said), default=0.0)


def untouched(
    said: Sequence[dict[str, Any]], over: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Whole stretches of talk, from half a pause before to half a pause after, in which no voice met an
    announcement: those that did are left out of both runs."""
    stretches: list[tuple[float, float]] = []
    for one in sorted(said, key=lambda u: float(u["start"])):
        if stretches and one["start"] - stretches[-1][1] < PAUSE:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], one["end"])
        else:
            stretches.append((one["start"], one["end"]))
    edge = PAUSE / 2
    return [
        (a - edge, b + edge)
        for a, b in stretches
        if all(b + edge < first or a - edge > last for first, last in over)
    ]
