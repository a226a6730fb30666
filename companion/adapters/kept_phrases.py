"""Rendered phrases of the methods, kept from one start to the next. They hold nothing that was said."""

import hashlib
from contextlib import suppress
from pathlib import Path

import numpy as np

from companion.ports import AudioChunk

__all__ = ["KeptPhrases"]

MOST = 400
"""Phrases kept, about 100 MB at the very most: the oldest go."""


class KeptPhrases:
    """A folder of sounds, named after what they say and in which voice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, voice: str, text: str) -> AudioChunk | None:
        """The sound of that text in that voice, None when it is not there or damaged."""
        try:
            with self._path(voice, text).open("rb") as file, np.load(file, allow_pickle=False) as kept:
                samples = kept["samples"].astype(np.float32) / 32767
                return AudioChunk(samples, int(kept["rate"])) if samples.size else None
        except (OSError, ValueError, KeyError, EOFError):
            return None
        except Exception:  # zipfile has errors of its own for half a file
            return None

    def write(self, voice: str, text: str, sound: AudioChunk) -> None:
        """Keep it, whole or not at all. A disk that refuses is no fault."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._path(voice, text)
            partial = path.with_suffix(".part")
            with partial.open("wb") as file:
                np.savez(file, samples=(sound.samples * 32767).astype(np.int16), rate=sound.rate)
            partial.replace(path)
            for old in sorted(self._folder.glob("*.npz"), key=lambda each: each.stat().st_mtime)[:-MOST]:
                old.unlink()

    def _path(self, voice: str, text: str) -> Path:
        key = hashlib.sha256(f"{voice}\n{text}".encode()).hexdigest()
        return self._folder / f"{key[:24]}.npz"
