"""Keeps the machine awake while a séance is held, where the system offers a way: systemd or macOS."""

import asyncio
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress

from companion.ports import SleepInhibitor

__all__ = ["CommandInhibitor", "sleep_inhibitor"]

_SYSTEMD = (
    "systemd-inhibit", "--what=sleep:idle:handle-lid-switch", "--who=Companion", "--mode=block",
    "--why=Séance en cours", "sleep", "infinity",
)  # fmt: skip
_MACOS = ("caffeinate", "-i", "-s")


class CommandInhibitor:
    """Holds sleep off for as long as a command runs; a system that refuses is left alone."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command

    async def hold(self) -> None:
        """Until cancelled."""
        process = None
        if shutil.which(self._command[0]):
            with suppress(OSError):
                process = await asyncio.create_subprocess_exec(
                    *self._command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=asyncio.subprocess.DEVNULL,
                )
        try:
            await asyncio.Event().wait()
        finally:
            if process is not None and process.returncode is None:
                with suppress(ProcessLookupError):
                    process.terminate()
                await process.wait()


def sleep_inhibitor() -> SleepInhibitor:
    """The one of this system."""
    return CommandInhibitor(_MACOS if sys.platform == "darwin" else _SYSTEMD)
