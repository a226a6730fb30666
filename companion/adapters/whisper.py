"""Whisper through faster-whisper, hearing no more than what was said.

faster-whisper pads every call to 30 s; CTranslate2 accepts a shorter encoder window, so an utterance of
3 s costs a third. A window exactly as long as the speech makes Whisper loop, hence the margin; and when
the result looks bad (Whisper's own published thresholds) the full window is tried before giving up.
"""

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer

from companion.domain.errors import PartMissing
from companion.domain.speech import Transcript, Word
from companion.ports import SAMPLE_RATE, Samples

__all__ = ["WhisperTranscriber"]

FRAMES_PER_SECOND = 100
FULL_WINDOW = 30.0
"""Seconds that Whisper was trained on."""
MIN_WINDOW, MARGIN = 10.0, 2.0
"""Seconds: the window is max(MIN_WINDOW, speech + MARGIN)."""
MAX_COMPRESSION = 2.4
"""Above, the text loops (Whisper's published threshold)."""
MIN_LOG_PROBABILITY = -1.0
"""Below, the decoding failed (Whisper's published threshold)."""
TOKENS_PER_SECOND = 12
"""More than anybody can say: bounds the time that a loop can cost."""
TIMESTAMP_STEP = 0.02
"""Seconds between two of Whisper's timestamp tokens."""
SHORTEST_REST = 1.0
"""Seconds of unheard speech that are worth another pass."""
MAX_PASSES = 3


@dataclass(frozen=True, slots=True)
class _Decoded:
    """One decoding: text tokens, the encoder's output they came from, and the model's own measures."""

    tokens: list[int]
    encoded: ctranslate2.StorageView
    frames: int
    heard: float
    """Seconds after which Whisper says that it stopped listening: the rest wants another pass."""
    text: str
    log_probability: float
    no_speech: float

    @property
    def compression(self) -> float:
        raw = self.text.encode()
        return len(raw) / len(zlib.compress(raw)) if raw else 1.0

    @property
    def good(self) -> bool:
        return self.compression <= MAX_COMPRESSION and self.log_probability >= MIN_LOG_PROBABILITY


class WhisperTranscriber:
    """One loaded Whisper, for one thread at a time (parallel calls leak memory)."""

    def __init__(self, model_path: Path, *, language: str = "fr", beam: int = 5, threads: int = 2) -> None:
        """Load the CTranslate2 model in that folder. Raises PartMissing if it cannot be loaded."""
        try:
            self._whisper = WhisperModel(
                str(model_path), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise PartMissing(
                "whisper_unreadable",
                f"Le modèle de transcription du dossier {model_path.name} est illisible : "
                "lancez « companion models verify », puis « companion models fetch ».",
            ) from error
        self._beam = beam
        self._tokenizer = Tokenizer(
            self._whisper.hf_tokenizer,
            self._whisper.model.is_multilingual,
            task="transcribe",
            language=language,
        )

    def transcribe(self, samples: Samples, *, vocabulary: Sequence[str] = ()) -> Transcript:
        """The words of at most 30 s of speech, timed from its first sample."""
        samples = samples[: int(FULL_WINDOW * SAMPLE_RATE)]
        hotwords = ", ".join(vocabulary) or None
        passes: list[_Decoded] = []
        words: list[Word] = []
        offset = 0.0
        while (left := samples.size / SAMPLE_RATE - offset) > (SHORTEST_REST if passes else 0.0):
            decoded = self._decode_well(samples[round(offset * SAMPLE_RATE) :], hotwords)
            passes.append(decoded)
            words += self._words(decoded, offset)
            if decoded.heard >= left or len(passes) == MAX_PASSES:
                break
            offset += max(decoded.heard, SHORTEST_REST)
        return _joined(words, passes)

    def _decode_well(self, samples: Samples, hotwords: str | None) -> _Decoded:
        """Decode in a window as long as needed; if that looks bad, in the full one without hotwords."""
        window = min(FULL_WINDOW, max(MIN_WINDOW, samples.size / SAMPLE_RATE + MARGIN))
        decoded = self._decode(samples, window, hotwords)
        if decoded.good:
            return decoded
        again = self._decode(samples, FULL_WINDOW, None)
        return max(decoded, again, key=lambda d: (d.good, d.log_probability))

    def _decode(self, samples: Samples, window: float, hotwords: str | None) -> _Decoded:
        features = self._whisper.feature_extractor(samples)[..., :-1]
        frames = features.shape[-1]
        # The encoder halves its input: an even number of frames keeps its output whole.
        padded = pad_or_trim(features, 2 * math.ceil(window * FRAMES_PER_SECOND / 2))
        encoded = self._whisper.encode(padded)
        prompt = self._whisper.get_prompt(self._tokenizer, [], hotwords=hotwords)
        budget = len(prompt) + 20 + int(TOKENS_PER_SECOND * samples.size / SAMPLE_RATE)
        result = self._whisper.model.generate(
            encoded,
            [prompt],
            beam_size=self._beam,
            max_length=min(self._whisper.max_length, budget),
            max_initial_timestamp_index=round(1.0 / TIMESTAMP_STEP),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
        )[0]
        raw = result.sequences_ids[0]
        kept, heard = self._finished(raw, samples.size / SAMPLE_RATE)
        return _Decoded(
            tokens=kept,
            encoded=encoded,
            frames=frames,
            heard=heard,
            text=self._tokenizer.decode(kept).strip(),
            # CTranslate2 normalises the score by length; Whisper also counts the closing token.
            log_probability=result.scores[0] * len(raw) / (len(raw) + 1),
            no_speech=result.no_speech_prob,
        )

    def _finished(self, tokens: list[int], seconds: float) -> tuple[list[int], float]:
        """The text tokens of the segments that Whisper closed, and how far it says that it listened.

        Two timestamps in a row close one segment and open the next; a last segment left open is
        decoded again from its start, as Whisper's own loop over long audio does.
        """
        begin = self._tokenizer.timestamp_begin
        stamps = [i for i, token in enumerate(tokens) if token >= begin]
        pairs = [i for i in stamps if i > 0 and tokens[i - 1] >= begin]
        closed = len(tokens) >= 2 and tokens[-1] >= begin > tokens[-2]
        heard = seconds
        if pairs and not closed:
            heard = (tokens[pairs[-1] - 1] - begin) * TIMESTAMP_STEP
            tokens = tokens[: pairs[-1]]
        elif stamps and tokens[stamps[-1]] > begin:
            heard = (tokens[stamps[-1]] - begin) * TIMESTAMP_STEP
        return [token for token in tokens if token < self._tokenizer.eot], heard

    def _words(self, decoded: _Decoded, offset: float) -> list[Word]:
        """Word times by cross-attention alignment; punctuation stays with the word before it."""
        if not decoded.tokens:
            return []
        aligned = self._whisper.find_alignment(
            self._tokenizer, [decoded.tokens], decoded.encoded, decoded.frames
        )[0]
        words: list[Word] = []
        for item in aligned:
            text, end = item["word"], offset + float(item["end"])
            if words and not text.startswith(" "):
                last = words.pop()
                words.append(Word(last.text + text, last.start, end, last.probability))
            elif text.strip():
                sure = float(np.clip(item["probability"], 0.0, 1.0))
                words.append(Word(text.strip(), offset + float(item["start"]), end, sure))
        return words


def _joined(words: list[Word], passes: list[_Decoded]) -> Transcript:
    """The passes as one transcript; its measures are those of the worst pass."""
    if not passes:
        return Transcript()
    return Transcript(
        words=tuple(words),
        no_speech=max(p.no_speech for p in passes),
        log_probability=min(p.log_probability for p in passes),
        compression=max(p.compression for p in passes),
    )
