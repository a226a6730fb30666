"""Who speaks right now: a look at the last seconds, several times a second."""

from dataclasses import dataclass

import numpy as np

from companion.domain.speech import VoiceObserved
from companion.hearing.turns import Turn, current_turn
from companion.hearing.voiceprints import Match, Voices
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
no change."""


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
    """Strings looks together: since when has this person been speaking?"""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self.forget()

    def forget(self) -> None:
        """Nobody speaks any more."""
        self._nearest: str | None = None
        self._since = 0.0
        self._until = 0.0
        self._looks: list[Match] = []

    def follow(self, seen: Look, window_start: float, utterance: str) -> VoiceObserved:
        """What this look says, on the séance's clock."""
        match = self._voices.match(seen.embedding)
        ends = window_start + seen.turn.end
        self._string(match, seen.turn.start, window_start, ends)
        named = len(self._looks) >= AGREEING and self._voices.labels(match)
        return VoiceObserved(
            utterance=utterance,
            person=match.person if named else None,
            start=self._since,
            end=ends,
            confidence=match.confidence,
            sure=named and self._voices.sure(self._looks),
        )

    def _string(self, match: Match, begins: float, window_start: float, ends: float) -> None:
        start = window_start + begins
        if match.person == self._nearest and start <= self._until + BREATH:
            self._looks = [*self._looks, match][-REMEMBERED:]
        else:
            apart = begins > FRESH and start > self._since + SHORTEST
            self._since = start if apart or self._nearest is None else max(start, ends - SWITCH)
            self._nearest, self._looks = match.person, [match]
        self._until = ends
