"""Who speaks right now: a look at the last seconds, several times a second."""

from dataclasses import dataclass, field

import numpy as np

from companion.domain.speech import VoiceObserved
from companion.hearing.turns import SHORTEST as FLICKER
from companion.hearing.turns import Turn, current_turn
from companion.hearing.voiceprints import Voices
from companion.ports import SAMPLE_RATE, Embedding, OverlapDetector, Samples, SpeakerEncoder

__all__ = ["LOOK_BACK", "Follower", "Look", "look"]

LOOK_BACK = 5.0
"""Seconds that the segmentation model is shown: enough to tell a new voice from the one before."""
LONGEST = 1.0
"""Seconds of the present turn that are encoded: longer is surer but slower to change."""
SHORTEST = 0.5
"""Seconds of solo speech below which no voiceprint is worth comparing."""
AGREEING = 2
"""Looks in a row that change a provisional name."""
BREATH = 0.7
"""Seconds of silence inside one turn."""
REMEMBERED = 4
"""Looks that say together how sure a name is."""
FRESH = 0.1
"""A turn that begins later than this in the window began in the room then; earlier, it may be older."""
SWITCH = 0.6
"""Seconds before a first look at a new voice where that voice can have begun, at the earliest: a window
of LONGEST goes over to the new voice when half of it is filled. Used when the segmentation model heard
no change: its turn then began before the last look that still found the voice before."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the end of a window of the room; times are seconds from the window's start."""

    turn: Turn
    embedding: Embedding


def look(
    samples: Samples, voiced: float, *, encoder: SpeakerEncoder, overlap: OverlapDetector
) -> Look | None:
    """Who talks at the end of these samples, if anybody has been talking long enough (blocking).

    The detector has heard speech for the last ``voiced`` seconds. The segmentation model misses a faint
    voice beside a loud one: what only the detector hears is then taken as one voice.
    """
    seconds = samples.size / SAMPLE_RATE
    turn = current_turn(overlap.activity(samples), seconds)
    if turn is None and voiced >= SHORTEST:
        turn = Turn(max(0.0, seconds - voiced), seconds, ((max(0.0, seconds - voiced), seconds),))
    if turn is None or turn.solo < SHORTEST:
        return None
    return Look(turn, encoder.embed(_latest(samples, turn)))


def _latest(samples: Samples, turn: Turn) -> Samples:
    """The last LONGEST seconds that this voice spoke alone: an overlap would name a third person."""
    pieces: list[Samples] = []
    left = LONGEST
    for start, end in reversed(turn.alone):
        start = max(start, end - left)
        pieces.insert(0, samples[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)])
        left -= end - start
        if left <= 0:
            break
    return np.concatenate(pieces)


class Follower:
    """Strings looks together: since when has this person been speaking?

    One look that disagrees is noise; two in a row are another voice.
    """

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self.forget()

    def forget(self) -> None:
        """Nobody speaks any more, or the voices that are known have changed."""
        self._run: _Run | None = None
        self._other: _Run | None = None

    def follow(self, seen: Look, window_start: float, utterance: str) -> VoiceObserved:
        """What this look says, on the séance's clock."""
        scores = self._voices.scores(seen.embedding)
        nearest = self._voices.nearest(scores)
        ends = window_start + seen.turn.end
        run = self._string(nearest, seen.turn, window_start)
        run.add(scores, ends)
        verdict = self._voices.verdict(run.looks)
        named = nearest == run.person and len(run.looks) >= AGREEING and verdict.named
        return VoiceObserved(
            utterance=utterance,
            person=run.person if named else None,
            start=run.since,
            end=ends,
            confidence=verdict.confidence,
            sure=named and verdict.sure,
            doubts=verdict.doubts,
            over=seen.turn.over,
        )

    def _string(self, nearest: str | None, turn: Turn, window_start: float) -> "_Run":
        """The run of looks that this one belongs to: the present one, the rival's, or a new one."""
        start, ends = window_start + turn.start, window_start + turn.end
        if self._run and self._run.goes_on(nearest, start):
            self._other = None
            return self._run
        if self._other and self._other.goes_on(nearest, start):
            self._run, self._other = self._other, None
            return self._run
        apart = self._run is None or (turn.start > FRESH and self._run.left_before(start, turn.over))
        self._other = _Run(nearest, start if apart else max(start, ends - SWITCH))
        if self._run is None or start > self._run.until + BREATH:
            self._run, self._other = self._other, None
            return self._run
        return self._other


@dataclass(slots=True)
class _Run:
    """Looks in a row that found the same person nearest."""

    person: str | None
    since: float
    until: float = 0.0
    looks: list[Samples] = field(default_factory=list)

    def add(self, scores: Samples, ends: float) -> None:
        self.looks = [*self.looks, scores][-REMEMBERED:]
        self.until = ends

    def goes_on(self, nearest: str | None, start: float) -> bool:
        return nearest == self.person and start <= self.until + BREATH

    def left_before(self, start: float, over: float) -> bool:
        """Is a turn that began at ``start``, ``over`` s of it over another, certainly not of this voice?

        While two speak at once, either may be the one that is found; but then the model heard both.
        """
        return start > self.since + SHORTEST and (over >= FLICKER or start > self.until - SHORTEST)
