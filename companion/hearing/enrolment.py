"""Learning a voice at the opening round: speech is gathered, then cut into windows and averaged."""

from dataclasses import dataclass, field

import numpy as np

from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Embedding, Samples, SpeakerEncoder

__all__ = ["Enrolment"]

WINDOW = 3.0
"""Seconds of one embedding; the voiceprint is the mean over the windows (field measure)."""
LONGEST = 60.0
"""Seconds kept of an enrolment; 15 are enough."""
LEAST_SPEECH = 4.0
"""Seconds of speech below which a voiceprint is too uncertain to be used."""
SPEECH = 0.5
"""Probability from which a frame is speech."""


@dataclass(slots=True)
class Enrolment:
    """The sound of one person, in memory until the voiceprint is made."""

    person: str
    start: float
    _frames: list[Samples] = field(default_factory=list)
    _spoken: list[bool] = field(default_factory=list)

    def add(self, samples: Samples, probability: float) -> None:
        """One more frame, and the probability that it is speech."""
        if len(self._frames) * FRAME_SAMPLES < LONGEST * SAMPLE_RATE:
            self._frames.append(samples.copy())
            self._spoken.append(probability >= SPEECH)

    @property
    def speech(self) -> float:
        """Seconds of speech so far."""
        return sum(self._spoken) * FRAME_SAMPLES / SAMPLE_RATE

    @property
    def enough(self) -> bool:
        """Is there enough speech for a voiceprint?"""
        return self.speech >= LEAST_SPEECH

    def embeddings(self, encoder: SpeakerEncoder) -> list[Embedding]:
        """Voiceprints of successive windows in which the person mostly speaks (blocking)."""
        sound, spoken = np.concatenate(self._frames), np.array(self._spoken)
        size = round(WINDOW * SAMPLE_RATE / FRAME_SAMPLES)
        starts = range(0, max(1, len(spoken) - size // 2), size)
        clear = [i for i in starts if spoken[i : i + size].mean() >= SPEECH] or [0]
        return [encoder.embed(sound[i * FRAME_SAMPLES : (i + size) * FRAME_SAMPLES]) for i in clear]
