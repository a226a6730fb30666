"""The user's browser, opened from outside: a small process that was started while there was a network.

An isolated Companion could not open it: a browser that it starts would be isolated too.
"""

import os
import sys
import webbrowser
from collections.abc import Mapping

__all__ = ["BrowserOutside", "has_screen"]


class BrowserOutside:
    """Waits in a process of its own for one address; goes with this process when none comes."""

    def __init__(self) -> None:
        reader, self._writer = os.pipe()
        if os.fork() == 0:
            os.close(self._writer)
            _open_what_comes(reader)
        os.close(reader)

    def open(self, address: str) -> None:
        """Once; later calls do nothing."""
        if self._writer >= 0:
            os.write(self._writer, address.encode())
        self.close()

    def close(self) -> None:
        """None will come any more."""
        if self._writer >= 0:
            os.close(self._writer)
            self._writer = -1


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """Without one, ``webbrowser`` would start a text browser in this very terminal."""
    return sys.platform == "darwin" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _open_what_comes(reader: int) -> None:
    """In the small process: never returns."""
    try:
        os.setsid()  # Ctrl-C is for Companion; this one ends with it
        with os.fdopen(reader, "rb") as pipe:
            address = pipe.read().decode()
        if address:
            webbrowser.open(address)
    finally:
        os._exit(0)
