"""Models of hearing that say again what they said of a recording, call after call, without its cost."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from itertools import cycle
from typing import Any

import numpy as np

from companion.adapters.recording import Pace
from companion.domain.speech import Earlier, Transcript, Word
from companion.ports import (
    FRAME_SAMPLES,
    SAMPLE_RATE,
    Embedding,
    Frame,
    OverlapDetector,
    Samples,
    SourceLost,
    SpeakerEncoder,
    SpeechDetector,
    Transcriber,
)

__all__ = ["LoopedSource", "Memory", "Played", "Recorder", "invented"]

Memory = dict[str, list[Any]]
"""Answers by the name of the port's method, in the order of the calls."""


class Recorder:
    """Every model port at once: asks the real ones, and keeps what they answer."""

    def __init__(
        self,
        detector: SpeechDetector,
        transcriber: Transcriber,
        encoder: SpeakerEncoder,
        overlap: OverlapDetector,
    ) -> None:
        self.memory: Memory = {"probability": [], "transcribe": [], "embed": [], "activity": []}
        self._detector, self._transcriber = detector, transcriber
        self._encoder, self._overlap = encoder, overlap

    def probability(self, samples: Samples) -> float:
        return self._kept("probability", self._detector.probability(samples))

    def reset(self) -> None:
        self._detector.reset()

    def transcribe(
        self,
        samples: Samples,
        *,
        vocabulary: Sequence[str] = (),
        earlier: Earlier | None = None,
        quick: bool = False,
        hint: str = "",
    ) -> Transcript:
        heard = self._transcriber.transcribe(
            samples, vocabulary=vocabulary, earlier=earlier, quick=quick, hint=hint
        )
        return self._kept("transcribe", heard)

    def embed(self, samples: Samples) -> Embedding:
        return self._kept("embed", self._encoder.embed(samples)).copy()

    def activity(self, samples: Samples) -> Samples:
        return self._kept("activity", self._overlap.activity(samples)).copy()

    def _kept(self, name: str, answer: Any) -> Any:
        self.memory[name].append(answer)
        return answer


class Played:
    """Every model port at once: answers from a memory, from the beginning again when it is at its end."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._next: dict[str, Iterator[Any]] = {}
        self.begin()

    def begin(self) -> None:
        """From the first answers on: another séance."""
        self._next = {name: cycle(answers) for name, answers in self._memory.items()}

    def probability(self, samples: Samples) -> float:
        return float(next(self._next["probability"]))

    def reset(self) -> None:
        return

    def transcribe(
        self,
        samples: Samples,
        *,
        vocabulary: Sequence[str] = (),
        earlier: Earlier | None = None,
        quick: bool = False,
        hint: str = "",
    ) -> Transcript:
        heard: Transcript = next(self._next["transcribe"])
        return heard

    def embed(self, samples: Samples) -> Embedding:
        embedding: Embedding = next(self._next["embed"])
        return embedding.copy()

    def activity(self, samples: Samples) -> Samples:
        active: Samples = next(self._next["activity"])
        return active.copy()


def invented(seed: int = 1) -> Memory:
    """A memory without any model: six voices, sentences of eight words, four seconds of speech in five."""
    chance = np.random.default_rng(seed)
    voices = np.linalg.qr(chance.normal(size=(192, 6)))[0].T.astype(np.float32)
    second = round(SAMPLE_RATE / FRAME_SAMPLES)
    words = tuple(Word(f"mot{n}", 0.4 * n, 0.4 * n + 0.3, 0.9) for n in range(8))
    active = np.tile(np.array([0.95, 0.02, 0.02], np.float32), (100, 1))
    return {
        "probability": [0.95] * 4 * second + [0.02] * second,
        "transcribe": [Transcript(words, no_speech=0.0, log_probability=-0.2)],
        "embed": [voice for voice in voices for _ in range(20)],
        "activity": [active],
    }


class LoopedSource:
    """A recording on and on, for that many seconds: an ``AudioSource`` at the pace of a clock."""

    def __init__(self, samples: Samples, pace: Pace, begins: float, seconds: float) -> None:
        self._samples, self._pace = samples, pace
        self._begins, self._seconds = begins, seconds

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        """Until the seconds are over."""
        whole = len(self._samples) // FRAME_SAMPLES
        for number in range(round(self._seconds * SAMPLE_RATE / FRAME_SAMPLES)):
            at = self._begins + number * FRAME_SAMPLES / SAMPLE_RATE
            await self._pace(at + FRAME_SAMPLES / SAMPLE_RATE)
            first = number % whole * FRAME_SAMPLES
            yield Frame(self._samples[first : first + FRAME_SAMPLES], at)
