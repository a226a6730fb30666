"""Whether the default microphone gives any sound."""

from threading import Event
from typing import Any

from companion.adapters import portaudio
from companion.domain.errors import PartMissing

__all__ = ["microphone_level"]


def microphone_level(seconds: float = 0.7) -> float:
    """The loudest sample, in [0, 1], that the default microphone gives in that time; nothing is kept.

    Raises PartMissing ``microphone_closed`` when it cannot be opened or says nothing at all.
    """
    sounddevice = portaudio.load()
    peaks: list[float] = []

    def hear(block: Any, *_: object) -> None:
        peaks.append(float(abs(block).max()))

    try:
        with sounddevice.InputStream(channels=1, dtype="float32", callback=hear):
            Event().wait(seconds)
    except sounddevice.PortAudioError as error:
        raise PartMissing("microphone_closed", _closed("ne s'ouvre pas")) from error
    if not peaks:
        raise PartMissing("microphone_closed", _closed("n'envoie rien"))
    return max(peaks)


def _closed(symptom: str) -> str:
    return f"Le micro par défaut {symptom} : vérifiez les réglages de son, fermez le logiciel qui le tient."
