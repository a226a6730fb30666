"""The companion never hears itself: while it sounds, frames are held back, and a voice over it is sought.

What is held is let go as silence; from the onset of a voice on, as it was heard less what was played.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from companion.hearing.loudness import decibels
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, EchoCanceller, Frame, OwnVoice, SpeechDetector

__all__ = ["Ears", "Heard"]

LEAD = 0.05
"""Seconds by which the canceller is told of a sound early: the clocks of two devices are not one."""
HELD = 14
"""Frames held back: 0.45 s, as long as it may take to be sure of a voice, and its first consonant."""
BEFORE = 5
"""Frames before the first one that was sure, which are let go with it."""
ABOVE = 10.0
"""Decibels above the room's floor from which what is left after the canceller is somebody. On a simulated
room of 0.3 s with its echo at -10 dB the canceller left 3 dB above the floor for 99 frames of 100."""
LIKELY = 0.2
"""Probability of speech that is asked for besides: the canceller mutes the first syllables in part, so that
the detector gives 0.25 to 0.5 where it gives 0.95 otherwise; what is left of an echo gives 0.1."""
SURE = 3
"""Frames of the last four that must be so."""
UNLEARNT = 9.0
"""Decibels under what is played from which a voice is one while the canceller does not know the room yet:
an echo is 10 dB lower or more, people are about as loud as the companion."""
LEARNT = 30
"""Frames of a loud echo that the canceller took out, more than it let through, before it is relied on."""
AGAIN = 3
"""Of these, frames by which it must show so anew at each sound: a device opened again is up to 2 ms earlier
or later than the last time, and the canceller then lets through what it took out before. Simulated without
reverberation, with 2 ms: echoes alone stopped 7 of 30 announcements when nothing had to be shown anew, and
1 of 30 with 8 frames; 15 are not safer. But with 8 frames a voice over the first half second lasted 0.59 s on
the virtual card; with 3 the longest was 0.16 s, and one announcement in nine stopped though nobody spoke."""
FLOOR = -60.0
"""dBFS below which no room is taken to be."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A frame as it may be heard: ``muted`` is silence in the companion's own sound."""

    frame: Frame
    muted: bool


class Ears:
    """Between the source and everything that understands. Without an own voice nothing is touched."""

    def __init__(self, own: OwnVoice, canceller: EchoCanceller | None, detector: SpeechDetector) -> None:
        self._own, self._canceller, self._detector = own, canceller, detector
        self._held: deque[Frame] = deque()
        self._playing: deque[float] = deque(maxlen=16)
        self._learnt = 0
        self._marks: deque[bool] = deque(maxlen=4)
        self._sounding = False
        self.voice_since: float | None = None

    def through(self, frame: Frame, floor: float) -> Iterator[Heard]:
        """What may be heard now that this frame is here, in order; ``floor`` is the room's in dBFS.

        ``voice_since`` becomes the onset of a voice over the companion's own, until that is over.
        """
        end = frame.start + FRAME_SAMPLES / SAMPLE_RATE
        clean = self._clean(frame, end)
        if not self._own.sounds(frame.start, end):
            if self._sounding:
                yield from self._over()
            yield Heard(frame, muted=False)
            return
        if not self._sounding:
            self._detector.reset()
            self._sounding = True
            self._learnt = min(self._learnt, LEARNT - AGAIN)
        if clean is None:
            yield _silence(frame)
            return
        if self.voice_since is not None:
            yield Heard(clean, muted=False)
            return
        self._held.append(clean)
        probability = self._detector.probability(clean.samples)
        loud = decibels(clean.samples) >= self._threshold(frame, clean, max(floor, FLOOR) + ABOVE)
        self._marks.append(loud and probability >= LIKELY)
        if sum(self._marks) >= SURE:
            yield from self._let_go(SURE + 1 + BEFORE)
        elif len(self._held) > HELD:
            yield _silence(self._held.popleft())

    def _clean(self, frame: Frame, end: float) -> Frame | None:
        """The frame less what was played. The canceller hears everything, so as to know the room."""
        if self._canceller is None:
            return None
        played = self._own.between(frame.start + LEAD, end + LEAD)
        self._playing.append(decibels(played))
        return Frame(self._canceller.cancel(frame.samples, played), frame.start)

    def _threshold(self, frame: Frame, clean: Frame, low: float) -> float:
        """From which level on what is left is somebody: low once the canceller has shown what it can."""
        if decibels(frame.samples) >= low:  # an echo, or a voice
            taken_out = decibels(clean.samples) < low
            self._learnt = min(2 * LEARNT, self._learnt + 1) if taken_out else max(0, self._learnt - 2)
        return low if self._learnt >= LEARNT else max(low, max(self._playing) - UNLEARNT)

    def _let_go(self, count: int) -> Iterator[Heard]:
        """Somebody speaks: the last ``count`` frames are heard, those before are not."""
        while len(self._held) > count:
            yield _silence(self._held.popleft())
        self.voice_since = self._held[0].start
        while self._held:
            yield Heard(self._held.popleft(), muted=False)

    def _over(self) -> Iterator[Heard]:
        while self._held:
            yield _silence(self._held.popleft())
        self.forget()

    def forget(self) -> None:
        """Begin anew: the sound was cut."""
        self._held.clear()
        self._marks.clear()
        self._sounding, self.voice_since = False, None


def _silence(frame: Frame) -> Heard:
    return Heard(Frame(np.zeros_like(frame.samples), frame.start), muted=True)
