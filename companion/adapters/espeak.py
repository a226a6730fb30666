"""eSpeak NG: phonemes for the neural voice, and a robotic voice of its own when that one is missing.

The library and its data come in the ``espeakng-loader`` package, so that nothing is asked of the system.
"""

import ctypes
import re
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from companion.domain.errors import PartMissing
from companion.ports import AudioChunk

__all__ = ["EspeakSynthesizer", "phonemes"]

_SYNCHRONOUS, _UTF8, _IPA = 2, 1, 2
_VOICES = {"fr": b"roa/fr", "en": b"gmw/en-US"}
_CLAUSE = re.compile(r"([^,.?!:;]+)([,.?!:;]*)")
_UNSAID = re.compile(r"\([a-z-]+\)|-")
"""Marks of a change of language, and hyphens, that are no phonemes."""
_one_at_a_time = threading.Lock()


def phonemes(text: str, language: str) -> str:
    """The IPA of the text, clause by clause so that its punctuation is kept. Raises PartMissing."""
    with _one_at_a_time:
        engine, _ = _started()
        _choose(engine, language)
        said = [
            _clause(engine, words.strip()) + mark for words, mark in _CLAUSE.findall(text) if words.strip()
        ]
    return " ".join(said)


class EspeakSynthesizer:
    """A ``Synthesizer`` that is always at hand; understandable, not pleasant."""

    def __init__(self, language: str) -> None:
        self._language = language

    def synthesize(self, text: str) -> Iterator[AudioChunk]:
        """The text as one chunk. Raises PartMissing without the library."""
        pieces: list[Any] = []

        def take(samples: Any, count: int, _events: Any) -> int:
            if samples and count > 0:
                pieces.append(np.ctypeslib.as_array(samples, shape=(count,)).copy())
            return 0

        with _one_at_a_time:
            engine, rate = _started()
            _choose(engine, self._language)
            callback = _CALLBACK(take)
            engine.espeak_SetSynthCallback(callback)
            said = text.encode()
            engine.espeak_Synth(said, len(said) + 1, 0, 1, 0, _UTF8, None, None)
        if not any(piece.any() for piece in pieces):
            raise PartMissing("unsayable", "Cette phrase ne peut pas être dite.")
        yield AudioChunk((np.concatenate(pieces) / 65536).astype(np.float32), rate)


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@cache
def _started() -> tuple[Any, int]:
    """The library and its rate in Hz."""
    try:
        import espeakng_loader

        engine = ctypes.CDLL(espeakng_loader.get_library_path())
        rate = engine.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    except (ImportError, OSError, RuntimeError) as error:
        raise _missing() from error
    if rate <= 0:
        raise _missing()
    engine.espeak_TextToPhonemes.restype = ctypes.c_char_p
    engine.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    engine.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    return engine, rate


def _choose(engine: Any, language: str) -> None:
    if engine.espeak_SetVoiceByName(_VOICES.get(language, _VOICES["fr"])) != 0:
        raise _missing()


def _clause(engine: Any, words: str) -> str:
    left = ctypes.c_char_p(words.encode())
    heard: list[str] = []
    while left.value:
        heard.append(engine.espeak_TextToPhonemes(ctypes.byref(left), _UTF8, _IPA).decode())
    return " ".join(_UNSAID.sub("", " ".join(heard)).split())


def _missing() -> PartMissing:
    return PartMissing("espeak_missing", "eSpeak NG est absent : relancez « scripts/start ».")
