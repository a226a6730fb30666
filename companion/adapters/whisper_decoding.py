"""One stretch of sound in Whisper's hands: encoded once, continued from a given beginning, aligned.

faster-whisper pads every call to 30 s; CTranslate2 accepts a shorter encoder window, so 3 s of speech cost
a third. A window exactly as long as the speech makes Whisper loop, hence the margin.
"""

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ctranslate2.models import Whisper
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_ctranslate2_storage

from companion.domain.speech import Word
from companion.ports import SAMPLE_RATE, Samples

__all__ = ["FULL_WINDOW", "Aligned", "Decoder", "Encoded", "Said", "compression", "loops"]

FULL_WINDOW = 30.0
"""Seconds that Whisper was trained on."""
MIN_WINDOW, MARGIN = 10.0, 2.0
"""Seconds: the window is max(MIN_WINDOW, sound + MARGIN)."""
STEP = 0.02
"""Seconds between two of Whisper's timestamp tokens."""
TOKENS_PER_SECOND = 12
"""More than anybody can say: bounds the time that a loop can cost."""
FEWEST_TOKENS = 12
"""Room for the timestamps and a word, however short the sound."""
FRAMES_PER_SECOND = 100
LATEST_START = 1.0
"""Seconds: the first timestamp may not be later (as in OpenAI's own decoding)."""

_WORD = re.compile(r"\w+")
SHORTEST_ECHO = 3
"""Words. Fewer are often said twice (« oui, oui », « je sais »)."""
_LOOP = re.compile(r"(\b\w.{0,40}?)(?:\W+\1\b){5}")


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder made of ``seconds`` of sound."""

    output: Any
    frames: int
    seconds: float
    full: bool


@dataclass(frozen=True, slots=True)
class Aligned:
    """Words timed from the first sample, and the mean log probability of their tokens."""

    words: tuple[Word, ...]
    log_probability: float


@dataclass(frozen=True, slots=True)
class Said:
    """What Whisper went on to say: tokens, the mean log probability of one of them, and its no-speech."""

    tokens: list[int]
    log_probability: float
    no_speech: float


class Decoder:
    """A loaded Whisper and its tokenizer for one language."""

    def __init__(self, whisper: WhisperModel, hearing: Whisper, language: str, beam: int) -> None:
        """``hearing``: the same weights, which encode and align; they may use other threads."""
        self._whisper, self._hearing = whisper, hearing
        self._beam = beam
        self._tokenizer = Tokenizer(
            whisper.hf_tokenizer, whisper.model.is_multilingual, task="transcribe", language=language
        )

    def encode(self, samples: Samples, *, full: bool = False) -> Encoded:
        """Hear at most 30 s, in a window as long as needed or in the ``full`` one."""
        samples = samples[: int(FULL_WINDOW * SAMPLE_RATE)]
        seconds = samples.size / SAMPLE_RATE
        window = FULL_WINDOW if full else min(FULL_WINDOW, max(MIN_WINDOW, seconds + MARGIN))
        features = self._whisper.feature_extractor(samples)[..., :-1]
        # The encoder halves its input: an even number of frames keeps its output whole.
        padded = pad_or_trim(features, 2 * math.ceil(window * FRAMES_PER_SECOND / 2))
        output = self._hearing.encode(get_ctranslate2_storage(padded[np.newaxis]))
        return Encoded(output, features.shape[-1], seconds, window == FULL_WINDOW)

    def stamp(self, seconds: float) -> int:
        """The token that says that time."""
        return int(self._tokenizer.timestamp_begin) + round(min(max(seconds, 0.0), FULL_WINDOW) / STEP)

    def time(self, token: int) -> float | None:
        """The time that a token says, or None if it is not a timestamp."""
        begin = self._tokenizer.timestamp_begin
        return (token - begin) * STEP if token >= begin else None

    def tokens(self, text: str) -> list[int]:
        """A text as Whisper writes it: with the space before."""
        return list(self._tokenizer.encode(" " + text.strip()))

    def text_of(self, tokens: Sequence[int]) -> list[int]:
        """These tokens without timestamps and control."""
        return [token for token in tokens if token < self._tokenizer.eot]

    def read(self, tokens: Sequence[int]) -> str:
        """The text of these tokens."""
        return str(self._tokenizer.decode(self.text_of(tokens))).strip()

    def go_on(
        self,
        heard: Encoded,
        begun: Sequence[int],
        left: float,
        hotwords: str | None,
        hint: str = "",
        penalty: float = 1.0,
    ) -> Said:
        """What Whisper says after the tokens in ``begun``, with ``left`` seconds to hear.

        ``begun`` ends with the timestamp from which to go on: without it, Whisper may skip a sentence.
        A ``penalty`` above 1 makes what was said before less likely.
        """
        before = self.tokens(hint) if hint else []
        prompt = [*self._whisper.get_prompt(self._tokenizer, before, hotwords=hotwords), *begun]
        room = FEWEST_TOKENS + int(TOKENS_PER_SECOND * left)
        result = self._whisper.model.generate(
            heard.output,
            [prompt],
            beam_size=self._beam,
            # CTranslate2 generates no more than half of it, what is begun included.
            max_length=min(self._whisper.max_length, 2 * (len(prompt) + room)),
            max_initial_timestamp_index=round(LATEST_START / STEP),
            repetition_penalty=penalty,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        said = list(result.sequences_ids[0])
        if said[: len(begun)] == list(begun):
            said = said[len(begun) :]
        return Said(said, float(result.scores[0]), float(result.no_speech_prob))

    def align(self, heard: Encoded, known: Sequence[int], said: Sequence[int]) -> Aligned:
        """The words of ``said`` (text tokens), timed by cross-attention, after the ``known`` ones.

        Their probabilities are without what else Whisper was told (the hotwords, the timestamps).
        """
        if not said:
            return Aligned((), 0.0)
        tokens = [*known, *said]
        found = self._hearing.align(
            heard.output, self._tokenizer.sot_sequence, [tokens], heard.frames, median_filter_width=7
        )[0]
        sure = np.asarray(found.text_token_probs, dtype=np.float64)[: len(tokens)]
        path = np.asarray(found.alignments)
        moves = np.diff(path[:, 0], prepend=-1).astype(bool)
        times = path[moves, 1] * 2 / FRAMES_PER_SECOND
        words = self._words(said, sure[len(known) :], times[len(known) :])
        return Aligned(tuple(words), float(np.mean(np.log(np.maximum(sure[len(known) :], 1e-6)))))

    def _words(self, said: Sequence[int], sure: Any, times: Any) -> list[Word]:
        """Tokens joined into words; punctuation and what follows an apostrophe stay with the word before."""
        texts, groups = self._tokenizer.split_to_word_tokens([*said, self._tokenizer.eot])
        words: list[Word] = []
        place = 0
        for text, group in zip(texts[:-1], groups[:-1], strict=True):
            start, end = float(times[place]), float(times[min(place + len(group), len(times) - 1)])
            probability = float(np.clip(np.mean(sure[place : place + len(group)]), 0.0, 1.0))
            place += len(group)
            if words and not text.startswith(" "):
                last = words.pop()
                words.append(Word(last.text + text, last.start, end, last.probability))
            elif text.strip():
                words.append(Word(text.strip(), start, end, probability))
        return words


def compression(text: str) -> float:
    """The length of a text over that of its deflated form."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 1.0


def loops(text: str) -> bool:
    """Whether the same words come six times in a row: in a short text deflate does not show it."""
    return _LOOP.search(text.lower()) is not None


def echoes(text: str, told: str) -> bool:
    """Whether the text only says again, word for word, what the decoder was told before it."""
    words, before = (" ".join(_WORD.findall(each.lower())) for each in (text, told))
    return words.count(" ") >= SHORTEST_ECHO - 1 and f" {words} " in f" {before} "
