"""PortAudio, loaded only when somebody wants to hear or to speak: without it the rest still works."""

import ctypes
import functools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from companion.domain.errors import PartMissing

__all__ = ["close", "keep", "load", "refresh", "still"]

_devices = threading.Lock()
_open: list[Any] = []


@functools.cache
def load() -> Any:
    """The ``sounddevice`` module (untyped). Raises PartMissing when the system library is not there."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise PartMissing(
            "portaudio_missing",
            "La bibliothèque de son PortAudio est absente : installez-la avec "
            "« sudo apt install libportaudio2 », puis relancez.",
        ) from error
    if sys.platform == "linux":
        _hush_alsa()
    return sounddevice


@contextmanager
def still() -> Iterator[None]:
    """While a device is sought and opened, the list of devices stays as it is."""
    with _devices:
        yield


def keep(stream: Any) -> None:
    """This stream has been opened; the devices are not listed anew until it is closed. While ``still``."""
    _open.append(stream)


def close(stream: Any) -> None:
    """Let its device go at once."""
    with _devices:
        with suppress(load().PortAudioError):  # a device that is gone says so once more
            stream.abort()
            stream.close()
        _open.remove(stream)


def refresh() -> None:
    """Look for devices anew: PortAudio lists them once, at its start.

    That would close every stream, so it is left undone while one is open (another microphone, a sound that
    is being played). Raises PartMissing when the sound system does not answer.
    """
    sounddevice = load()
    with _devices:
        if _open:
            return
        try:
            sounddevice._terminate()  # noqa: SLF001 - sounddevice offers no other way
            sounddevice._initialize()  # noqa: SLF001
        except sounddevice.PortAudioError as error:
            raise PartMissing(
                "sound_system_missing", "Le système de son ne répond pas : redémarrez-le, ou l'ordinateur."
            ) from error


_HANDLER = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)
_say_nothing = _HANDLER(lambda *_details: None)
"""What ALSA would print on the terminal is an error that PortAudio returns anyway. Kept: C calls it."""


def _hush_alsa() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_say_nothing)
