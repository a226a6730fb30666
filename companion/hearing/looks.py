"""Who speaks right now: a look at the last seconds, several times a second."""

from dataclasses import dataclass

from companion.domain.speech import VoiceObserved
from companion.hearing.turns import Turn, current_turn
from companion.hearing.voiceprints import Match, Voices
from companion.ports import SAMPLE_RATE, Embedding, OverlapDetector, Samples, SpeakerEncoder

__all__ = ["LOOK_BACK", "Follower", "Look", "look"]

LOOK_BACK = 5.0
"""Seconds that the segmentation model is shown: enough to tell a new voice from the one before."""
LONGEST = 1.5
"""Seconds of the present turn that are encoded: longer is surer but slower to change."""
SHORTEST = 0.5
"""Seconds of solo speech below which no voiceprint is worth comparing."""
OVERLAPPED = 0.25
"""Share of the window with two voices from which nobody is named (measured: a third person was named
in 8 to 10 % of overlaps without this gate)."""
AGREEING = 2
"""Looks in a row that change a provisional name."""
SWITCH = 0.9
"""Seconds before a first look at a new voice where that voice can have begun, at the earliest: a window
of LONGEST goes over to the new voice when half of it is filled."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the end of a window of the room; times are seconds from the window's start."""

    turn: Turn
    embedding: Embedding


def look(samples: Samples, *, encoder: SpeakerEncoder, overlap: OverlapDetector) -> Look | None:
    """Who talks at the end of these samples, if anybody has been talking long enough (blocking)."""
    turn = current_turn(overlap.activity(samples), samples.size / SAMPLE_RATE)
    if turn is None or turn.solo < SHORTEST:
        return None
    first = round(max(turn.start, turn.end - LONGEST) * SAMPLE_RATE)
    return Look(turn, encoder.embed(samples[first : round(turn.end * SAMPLE_RATE)]))


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
        self._agreeing = 0

    def follow(self, seen: Look, window_start: float, utterance: str) -> VoiceObserved:
        """What this look says, on the séance's clock."""
        match = self._voices.match(seen.embedding)
        begins, ends = window_start + seen.turn.start, window_start + seen.turn.end
        self._string(match, begins, ends)
        named = self._agreeing >= AGREEING and self._voices.labels(match)
        overlapped = seen.turn.overlap >= OVERLAPPED
        return VoiceObserved(
            utterance=utterance,
            person=match.person if named else None,
            start=self._since,
            end=ends,
            confidence=match.confidence,
            sure=named and self._voices.sure(match) and not overlapped,
            overlapped=overlapped,
        )

    def _string(self, match: Match, begins: float, ends: float) -> None:
        if match.person == self._nearest and begins <= self._until + SHORTEST:
            self._agreeing += 1
        else:
            # The window still holds the end of the voice before: the new one cannot be older than this.
            earliest = ends - SWITCH if self._nearest is not None and begins < self._until else begins
            self._nearest, self._since, self._agreeing = match.person, max(begins, earliest), 1
        self._until = ends
