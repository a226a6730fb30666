"""Phrases kept in memory."""

from companion.ports import AudioChunk


class DictKept:
    """A ``Kept`` of ``companion.speaking.rendering``."""

    def __init__(self) -> None:
        self.sounds: dict[tuple[str, str], AudioChunk] = {}

    def read(self, voice: str, text: str) -> AudioChunk | None:
        """The sound of that text in that voice, None when it is not there."""
        return self.sounds.get((voice, text))

    def write(self, voice: str, text: str, sound: AudioChunk) -> None:
        """Keep it."""
        self.sounds[voice, text] = sound
