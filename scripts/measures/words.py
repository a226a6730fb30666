"""How many words are wrong: WER on lower-case words without punctuation."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import jiwer

from measures.seance import Said

__all__ = ["Words", "normalised", "reference", "word_errors"]

COUNTED = ("speech", "overlap")
"""Kinds of utterances whose words count: a backchannel is a sound, and Whisper hears no « mmh »."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words said, and how many of them were replaced, left out, or added to."""

    said: int = 0
    replaced: int = 0
    missing: int = 0
    added: int = 0

    def __add__(self, other: "Words") -> "Words":
        return Words(
            self.said + other.said,
            self.replaced + other.replaced,
            self.missing + other.missing,
            self.added + other.added,
        )

    @property
    def rate(self) -> float | None:
        """Errors per word said; None when nothing was."""
        return (self.replaced + self.missing + self.added) / self.said if self.said else None


def normalised(text: str) -> str:
    """Lower case, one apostrophe for all, every other punctuation a space, single spaces."""
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    return " ".join(re.sub(r"[^\w']|_", " ", text).split())


def reference(said: Iterable[Said]) -> str:
    """The words that count, in order of start."""
    return " ".join(u.text for u in said if u.kind in COUNTED)


def word_errors(said: str, heard: str) -> Words | None:
    """The fewest errors that turn the one text into the other; None when no text is known."""
    if not (truth := normalised(said)):
        return None
    found = jiwer.process_words(truth, normalised(heard))
    return Words(len(truth.split()), found.substitutions, found.deletions, found.insertions)
