"""Whisper through faster-whisper, hearing no more than what was said, and nothing that was not.

Alone, an utterance of 3 s is hard for a small Whisper. It hears the seconds before as well, is told what
the utterance before said, and goes on from the moment when the new one begins: on a live séance this is
most of the way from utterances decoded one by one to the whole file decoded at once. When Whisper falls
silent before the speech does, it is asked to go on; when it loops, it is asked again with a price on what was
said; when the result still looks bad, or only says again what was told, the utterance is decoded once more
without what came before.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ctranslate2.models import Whisper
from faster_whisper import WhisperModel

from companion.adapters.whisper_decoding import (
    FULL_WINDOW,
    Aligned,
    Decoder,
    Encoded,
    Said,
    compression,
    echoes,
    loops,
)
from companion.domain.errors import PartMissing
from companion.domain.speech import MAX_COMPRESSION, MIN_LOG_PROBABILITY, Earlier, Transcript
from companion.ports import SAMPLE_RATE, Samples

__all__ = ["WhisperTranscriber"]

SHORTEST_REST = 1.2
"""Seconds of sound after Whisper's last timestamp that are worth asking on: a sentence, and the silence
that follows an utterance."""
MAX_PASSES = 3
SPARSE, SPARSE_AFTER = 1.0, 3.0
"""Fewer words per second than this, in more seconds than that, and Whisper skipped a sentence: an utterance
holds no long pause, and French is spoken at 2 to 5 words a second."""
ROUNDING = 0.1
"""Seconds before a detected start: the detector reacts after the first consonant, and 100 ms hold no other
word."""

MOST_THREADS = 4
"""More bring little, and the voices want a core."""
LIGHT = 600e6
"""Bytes of a model's file up to which it is loaded twice: base, 145 MB, and small, 484 MB."""

LEAD = 0.3
"""Seconds of sound kept before an utterance that is decoded without what came before."""
PENALTY = 1.1
"""What makes a word that was said less likely, against loops (CTranslate2 divides its logit by it)."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One decoding of an utterance and Whisper's own measures of it."""

    aligned: Aligned
    text: str
    log_probability: float
    no_speech: float
    seconds: float
    told: str = ""

    @property
    def looping(self) -> bool:
        return compression(self.text) > MAX_COMPRESSION or loops(self.text)

    @property
    def bad(self) -> bool:
        """A loop or an echo: either may be very sure of itself."""
        return self.looping or echoes(self.text, self.told)

    @property
    def good(self) -> bool:
        sparse = self.seconds > SPARSE_AFTER and len(self.aligned.words) < SPARSE * self.seconds
        return not (self.bad or sparse) and self.log_probability >= MIN_LOG_PROBABILITY

    def later(self, seconds: float) -> "_Attempt":
        words = (replace(w, start=w.start + seconds, end=w.end + seconds) for w in self.aligned.words)
        return replace(self, aligned=replace(self.aligned, words=tuple(words)))

    def transcript(self) -> Transcript:
        """A text that loops even so was not said: no words."""
        return Transcript(
            words=() if self.looping else self.aligned.words,
            no_speech=self.no_speech,
            log_probability=self.log_probability,
            evidence=self.aligned.log_probability,
            compression=compression(self.text),
        )


class WhisperTranscriber:
    """One loaded Whisper, for one thread at a time (parallel calls leak memory)."""

    def __init__(self, model_path: Path, *, language: str = "fr", beam: int = 5) -> None:
        """Load the CTranslate2 model in that folder. Raises PartMissing if it cannot be loaded.

        A small one is loaded twice, as it takes little memory: a second thread makes encoding and alignment
        of Whisper base faster by half, and decoding slower by a third, a token being little work to share.
        """
        threads = min(MOST_THREADS, os.cpu_count() or 1)
        try:
            light = (model_path / "model.bin").stat().st_size <= LIGHT
            whisper = WhisperModel(
                str(model_path),
                device="cpu",
                compute_type="int8",
                cpu_threads=1 if light else threads,
                local_files_only=True,
            )
            hearing = whisper.model
            if light:
                hearing = Whisper(str(model_path), device="cpu", compute_type="int8", intra_threads=threads)
        except (RuntimeError, ValueError, OSError) as error:
            raise PartMissing(
                "whisper_unreadable",
                f"Le modèle de transcription du dossier {model_path.name} est illisible : "
                "lancez « companion models verify », puis « companion models fetch ».",
            ) from error
        self._decoder = Decoder(whisper, hearing, language, beam)

    def transcribe(
        self,
        samples: Samples,
        *,
        vocabulary: Sequence[str] = (),
        earlier: Earlier | None = None,
        quick: bool = False,
        hint: str = "",
    ) -> Transcript:
        """The words of at most 30 s, timed from the first sample (``earlier``, ``hint``: the port)."""
        samples = samples[: int(FULL_WINDOW * SAMPLE_RATE)]
        if not samples.size:
            return Transcript()
        if hint:
            return self._attempt(self._decoder.encode(samples), None, None, hint).transcript()
        hotwords = ", ".join(vocabulary) or None
        heard = self._decoder.encode(samples)
        first = self._attempt(heard, earlier, hotwords)
        if quick or first.good:
            return first.transcript()
        tries = [first]
        if first.looping:
            tries.append(self._attempt(heard, earlier, hotwords, penalty=PENALTY))
        if not tries[-1].good:
            tries.append(self._alone(samples, earlier))
        return max(tries, key=lambda a: (not a.bad, a.log_probability)).transcript()

    def _alone(self, samples: Samples, earlier: Earlier | None) -> _Attempt:
        """Decode again without what may have misled: the words before, the short window, the hotwords."""
        if earlier is None:
            return self._attempt(self._decoder.encode(samples, full=True), None, None)
        skipped = max(0.0, earlier.resume - LEAD)
        heard = self._decoder.encode(samples[round(skipped * SAMPLE_RATE) :])
        return self._attempt(heard, None, None).later(skipped)

    def _attempt(
        self,
        heard: Encoded,
        earlier: Earlier | None,
        hotwords: str | None,
        hint: str = "",
        penalty: float = 1.0,
    ) -> _Attempt:
        known, begun = self._told(earlier)
        done = begin = earlier.resume if earlier else 0.0
        said: list[int] = []
        passes: list[Said] = []
        for _ in range(MAX_PASSES):
            left = heard.seconds - done
            more = self._decoder.go_on(heard, [*begun, *said], left, hotwords, hint, penalty)
            passes.append(more)
            if not self._decoder.text_of(more.tokens):
                break
            said = self._closed([*said, *more.tokens])
            reached = self._decoder.time(said[-1])
            if reached is None or reached <= done or reached > heard.seconds - SHORTEST_REST:
                break
            done = reached
            said.append(said[-1])  # a second timestamp opens the next sentence
        return _Attempt(
            self._decoder.align(heard, known, self._decoder.text_of(said)),
            self._decoder.read(said),
            _mean_log_probability(passes),
            passes[0].no_speech,
            heard.seconds - begin,
            earlier.text if earlier else "",
        )

    def _told(self, earlier: Earlier | None) -> tuple[list[int], list[int]]:
        """The text tokens before the utterance, and the beginning that Whisper is given."""
        if earlier is None:
            return [], []
        known = self._decoder.tokens(earlier.text)
        stamp = self._decoder.stamp
        return known, [stamp(earlier.start), *known, stamp(earlier.end), stamp(earlier.resume - ROUNDING)]

    def _closed(self, said: list[int]) -> list[int]:
        """Without the second of two timestamps at the end: it opens a sentence that was not said."""
        twice = len(said) > 1 and None not in (self._decoder.time(said[-1]), self._decoder.time(said[-2]))
        return said[:-1] if twice else said


def _mean_log_probability(passes: Sequence[Said]) -> float:
    """Of a token, over all that was said, with all that Whisper was told."""
    tokens = sum(len(each.tokens) for each in passes)
    return sum(each.log_probability * len(each.tokens) for each in passes) / max(tokens, 1)
