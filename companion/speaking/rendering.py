"""Phrases made into sound before they are due, beside everything else, and kept."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from companion.ports import AudioChunk, Synthesizer

__all__ = ["Kept", "Rendering"]


class Kept(Protocol):
    """Where phrases of the method are kept from one start to the next."""

    def read(self, voice: str, text: str) -> AudioChunk | None:
        """The sound of that text in that voice, None when it is not there or damaged."""

    def write(self, voice: str, text: str, sound: AudioChunk) -> None:
        """Keep it. A disk that refuses is no fault."""


class Rendering:
    """Makes what was wished for first, then what is foreseen. A phrase that the voice cannot say is left."""

    def __init__(self, voice: str, synthesizer: Synthesizer, kept: Kept) -> None:
        self._voice, self._synthesizer, self._kept = voice, synthesizer, kept
        self._sounds: dict[str, AudioChunk | None] = {}
        self._wished: list[str] = []
        self._moved = asyncio.Event()

    def ready(self, text: str) -> Sequence[AudioChunk] | None:
        """The sound of that text; None if it is not ready, or cannot be said."""
        sound = self._sounds.get(text)
        return [sound] if sound is not None else None

    def wish(self, text: str) -> None:
        """Make it ready before the others."""
        if text not in self._sounds and text not in self._wished:
            self._wished.insert(0, text)
            self._moved.set()

    def foresee(self, texts: Sequence[str]) -> None:
        """Make these ready, in order, when nothing is more urgent."""
        self._wished += [text for text in dict.fromkeys(texts) if text not in self._wished]
        self._moved.set()

    async def run(self) -> None:
        """Render until cancelled, on one thread of low priority."""
        loop = asyncio.get_running_loop()
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="voice", initializer=_step_back)
        try:
            while True:
                while self._wished:
                    text = self._wished.pop(0)
                    if text not in self._sounds:
                        self._sounds[text] = await loop.run_in_executor(thread, self._made, text)
                self._moved.clear()
                await self._moved.wait()
        finally:
            thread.shutdown(wait=False, cancel_futures=True)

    def _made(self, text: str) -> AudioChunk | None:
        if (kept := self._kept.read(self._voice, text)) is not None:
            return kept
        try:
            [sound] = list(self._synthesizer.synthesize(text))
        except Exception:  # whatever a voice cannot say is chimed
            return None
        self._kept.write(self._voice, text, sound)
        return sound


def _step_back() -> None:
    """Linux gives each thread its own niceness: hearing comes first."""
    import os

    if hasattr(os, "setpriority"):
        import threading

        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)
        except OSError:
            return
