"""Kokoro-82M, int8: a natural French voice on the processor, about as fast as it speaks on one core."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from companion.adapters.espeak import phonemes
from companion.domain.errors import PartMissing
from companion.ports import AudioChunk, Samples

__all__ = ["KokoroSynthesizer"]

RATE = 24_000
_LEVEL = -24.0
"""dBFS of the voice while it speaks: that of people around a table in front of the microphone."""
_MOST = 500
"""Phonemes of one sentence; the style has 510 rows, one per length."""


class KokoroSynthesizer:
    """A ``Synthesizer``. ``model`` is the folder of ``model.onnx`` and ``vocab.json``, ``style`` a voice.

    Loaded at the first phrase: when all are kept from the last start, never.
    """

    def __init__(self, model: Path, style: Path, language: str) -> None:
        self._model, self._style_path, self._language = model, style, language
        self._loaded: tuple[Any, dict[str, int], Samples] | None = None

    def synthesize(self, text: str) -> Iterator[AudioChunk]:
        """The text as one chunk. Raises PartMissing for what cannot be said."""
        session, vocabulary, style = self._loaded or self._load()
        tokens = [vocabulary[one] for one in phonemes(text, self._language) if one in vocabulary]
        if not 0 < len(tokens) <= _MOST:
            raise PartMissing("unsayable", "Cette phrase ne peut pas être dite.")
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[len(tokens)][np.newaxis],
            "speed": np.array([1.0], np.float32),
        }
        yield AudioChunk(_levelled(session.run(None, inputs)[0].ravel()), RATE)

    def _load(self) -> tuple[Any, dict[str, int], Samples]:
        from companion.adapters.onnx import open_onnx

        vocabulary: dict[str, int] = json.loads((self._model / "vocab.json").read_text("utf-8"))["vocab"]
        style = np.fromfile(self._style_path, np.float32).reshape(-1, 256)
        self._loaded = open_onnx(self._model / "model.onnx", "voix"), vocabulary, style
        return self._loaded


def _levelled(speech: Samples) -> Samples:
    """Trimmed to its first and last sound, at the level of a person, never above full scale."""
    loud = np.flatnonzero(np.abs(speech) > 0.01 * np.abs(speech).max())
    edge = RATE // 50
    speech = speech[max(0, loud[0] - edge) : loud[-1] + edge]
    frames = speech[: len(speech) // 480 * 480].reshape(-1, 480)
    power = np.mean(frames**2, axis=1)
    active = np.sqrt(power[power > power.max() / 1000].mean())
    levelled: Samples = np.clip(speech * (10 ** (_LEVEL / 20) / active), -1, 1).astype(np.float32)
    return levelled
