"""What a microphone makes of a room: how loud the voices are, how loud the rest, and whether that will do.

Levels are those of frames of 32 ms. Measured on the demonstration and on recordings of simulated rooms, as
a microphone 1 to 2 m away hears them: voices -24 to -31 dBFS, 20 to 25 dB above the room.
"""

from collections import deque

import numpy as np

from companion.domain.speech import RoomSound
from companion.hearing.loudness import SILENT, decibels
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Samples

__all__ = ["RoomMeter"]

FRAME = FRAME_SAMPLES / SAMPLE_RATE
EVERY = 8
"""Frames between two measures: four a second."""
SPEECH = 0.5
"""Probability from which a frame is speech, as at enrolment."""
QUIET = 0.15
"""Probability below which nobody speaks, as for the end of an utterance."""
LATELY = round(5.0 / FRAME)
"""Frames of the share of clipped samples."""
VOICES = round(3.0 / FRAME)
"""Frames of speech whose median is the level of the voices: a sentence; who speaks last counts."""
FIRST_WORDS = round(1.0 / FRAME)
"""Frames of speech before anything is said of the voices."""
ROOM = round(10.0 / FRAME)
"""Frames without speech in which the floor is sought: a fan that stops is noticed within ten seconds."""
FLOOR = 20
"""Percentile of those frames: under coughs and chairs."""
DEAD_AFTER = 3.0
"""Seconds of exact zeros, which no open microphone gives."""
FULL_SCALE = 0.98
"""A clipped sample: the tops of a clipped wave ripple by 2 % when it is resampled."""
CLIPPED = 0.01
"""Share of clipped samples from which the voices suffer: 0.4 % is one loud vowel in ten seconds (the
demonstration 10 dB louder), 2 to 15 % a gain 20 dB too high."""
CLEAR = 12.0
"""Decibels that voices need above the room: voiceprints of a second name the right person in 99 % of windows
at 20 dB and in 97 % at 10 (CAM++, six voices, simulated rooms)."""
FAINT = -45.0
"""dBFS under which a voice is too far, or the gain too low, however quiet the room: 15 dB under the faintest
of the rooms measured; the detector begins to miss words there."""
FAIR = -35.0
"""dBFS from which a voice is loud enough, so that the room is to blame when it does not stand out. A room as
loud as CLEAR under the loudest voices measured is told before anybody speaks."""


class RoomMeter:
    """Fed every frame with its probability of speech; tells the room's sound four times a second."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=EVERY)
        self._clipped: deque[float] = deque(maxlen=LATELY)
        self._spoken: deque[float] = deque(maxlen=VOICES)
        self._quiet: deque[float] = deque(maxlen=ROOM)
        self._frames = 0
        self._zeros = 0

    @property
    def noise(self) -> float:
        """The room's floor in dBFS; SILENT until the room was heard without a voice."""
        return float(np.percentile(self._quiet, FLOOR)) if self._quiet else SILENT

    @property
    def speech(self) -> float | None:
        """The level of the voices in dBFS, None until somebody has spoken for a second."""
        return float(np.median(self._spoken)) if len(self._spoken) >= FIRST_WORDS else None

    @property
    def _dead(self) -> bool:
        return self._zeros * FRAME > DEAD_AFTER

    def hear(self, samples: Samples, at: float, probability: float) -> RoomSound | None:
        """One more frame, which ends at ``at``; every EVERY frames, what the room sounds like."""
        level = decibels(samples)
        self._zeros = 0 if samples.any() else self._zeros + 1
        self._frames += 1
        self._recent.append(level)
        self._clipped.append(float(np.mean(np.abs(samples) >= FULL_SCALE)))
        if probability >= SPEECH:
            self._spoken.append(level)
        elif self._dead:
            self._quiet.clear()  # a muted microphone says nothing of the room
        elif probability < QUIET:
            self._quiet.append(level)
        return self._sound(at) if self._frames % EVERY == 0 else None

    def _sound(self, at: float) -> RoomSound:
        clipped = float(np.mean(self._clipped))
        return RoomSound(
            at=at,
            level=10 * float(np.log10(np.mean(10 ** (np.array(self._recent) / 10)))),
            noise=self.noise,
            speech=self.speech,
            clipped=clipped,
            verdict=self._verdict(clipped),
        )

    def _verdict(self, clipped: float) -> str:
        """The first thing to mend, a key of the catalogue."""
        speech, noise = self.speech, self.noise
        if self._dead:
            return "dead"
        if clipped >= CLIPPED:
            return "clipping"
        if speech is None:
            return "noisy" if noise > FAIR else "waiting"
        if speech < FAINT:
            return "too_far"
        if speech - noise < CLEAR:
            return "noisy" if speech >= FAIR else "too_far"
        return "good"
