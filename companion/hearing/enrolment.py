"""Learning a voice at the opening round: speech is gathered, then cut into windows and averaged."""

import math
from dataclasses import dataclass, field

import numpy as np

from companion.domain.speech import EnrolmentProgress
from companion.hearing.loudness import decibels
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Embedding, Samples, SpeakerEncoder

__all__ = ["Enrolment"]

WINDOW = 3.0
"""Seconds of one embedding; the voiceprint is the mean over the windows (field measure)."""
LONGEST = 60.0
"""Seconds kept of an enrolment; 15 are enough."""
LEAST_SPEECH = 4.0
"""Seconds of speech below which a voiceprint is too uncertain to be used."""
GOOD_SPEECH = 6.0
"""Seconds of speech asked of each person: with 4, a voice stands 0.03 less clear of the others in a tenth of
the windows (1.5 s, three recordings, two of them in a room); from 6 on, more speech changes nothing."""
CONFIRMING_SPEECH = 3.0
"""Seconds of speech asked to know a kept voice again: one window, as the thresholds were measured on."""
LEAST_CONFIRMING = 2.0
"""Seconds below which nothing is compared: with 2, a voice stood 0.06 before the others at worst."""
NOISY = 8.0
"""Decibels between the voice and the room under which a voiceprint is doubtful: with white noise at that
distance, a tenth of the windows are nearer than 0.12 to another voice, which no flag is raised for."""
TOO_NOISY = 4.0
"""Decibels under which it is refused: at 2 dB the wrong person is named, and voices stand 0.01 apart."""
SPEECH = 0.5
"""Probability from which a frame is speech."""


@dataclass(slots=True)
class Enrolment:
    """The sound of one person, in memory until the voiceprint is made.

    ``confirming``: it is compared with the one that was kept, and less of it is enough.
    """

    person: str
    start: float
    confirming: bool = False
    _frames: list[Samples] = field(default_factory=list)
    _spoken: list[bool] = field(default_factory=list)
    _levels: list[float] = field(default_factory=list)
    _noise: float = -math.inf
    dropped: bool = False
    """Nothing is to be learnt from it any more."""

    def add(self, samples: Samples, probability: float, noise: float) -> None:
        """One more frame, the probability that it is speech, and the room's floor in dBFS."""
        if self.dropped or len(self._frames) * FRAME_SAMPLES >= LONGEST * SAMPLE_RATE:
            return
        self._frames.append(samples.copy())
        self._spoken.append(probability >= SPEECH)
        self._noise = noise
        if self._spoken[-1]:
            self._levels.append(decibels(samples))

    def progress(self) -> EnrolmentProgress:
        """How far this voice has been learnt."""
        needed = CONFIRMING_SPEECH if self.confirming else GOOD_SPEECH
        return EnrolmentProgress(
            person=self.person, speech=round(self.speech, 2), needed=needed, noisy=self.clearance < NOISY
        )

    def drop(self) -> None:
        """Destroy the sound of this voice: overwritten, since an encoder may be at work on it."""
        self.dropped = True
        for frame in self._frames:
            frame[:] = 0.0

    @property
    def speech(self) -> float:
        """Seconds of speech so far."""
        return sum(self._spoken) * FRAME_SAMPLES / SAMPLE_RATE

    @property
    def enough(self) -> bool:
        """Is there enough speech for a voiceprint, or to compare it with one?"""
        return self.speech >= (LEAST_CONFIRMING if self.confirming else LEAST_SPEECH)

    @property
    def clearance(self) -> float:
        """Decibels between the voice and the room; infinite before anything is said."""
        return float(np.median(self._levels)) - self._noise if self._levels else math.inf

    @property
    def refused(self) -> str | None:
        """Why no voiceprint can be made of it, if so."""
        if not self.enough:
            return "too_short"
        return "too_noisy" if self.clearance < TOO_NOISY else None

    def embeddings(self, encoder: SpeakerEncoder) -> list[Embedding]:
        """Voiceprints of successive windows in which the person mostly speaks (blocking)."""
        sound, spoken = np.concatenate(self._frames), np.array(self._spoken)
        size = round(WINDOW * SAMPLE_RATE / FRAME_SAMPLES)
        starts = range(0, max(1, len(spoken) - size // 2), size)
        clear = [i for i in starts if spoken[i : i + size].mean() >= SPEECH] or [0]
        return [encoder.embed(sound[i * FRAME_SAMPLES : (i + size) * FRAME_SAMPLES]) for i in clear]
