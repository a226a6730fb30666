"""Runs Companion on a séance in a process of its own, and takes note of what that cost."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from companion.adapters.clock import SystemClock
from companion.domain.errors import CompanionError
from measures.seance import Seance

__all__ = ["Cost", "Shelf", "offline_text", "replayed", "spent"]

RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes: ru_maxrss is in bytes on macOS, in KiB on Linux."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a replay took: seconds of wall clock, seconds of CPU in all threads, bytes at its peak."""

    speed: str
    wall: float
    cpu: float
    peak_rss: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where what was heard of each séance is kept."""

    folder: Path

    def events(self, seance: Seance) -> Path:
        """The exported events."""
        return self.folder / f"{seance.name}.jsonl"

    def notes(self, seance: Seance) -> Path:
        """The exported notes."""
        return self.folder / f"{seance.name}.md"

    def cost(self, seance: Seance) -> Cost | None:
        """What hearing it cost, if that was kept."""
        path = self._cost(seance)
        return Cost(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None

    def keep_cost(self, seance: Seance, cost: Cost) -> None:
        """Beside the events."""
        self._cost(seance).write_text(json.dumps(asdict(cost)), encoding="utf-8")

    def offline(self, seance: Seance, model: str) -> Path:
        """The text that the model alone hears, offline."""
        return self.folder / f"{seance.name}.offline-{model}.txt"

    def _cost(self, seance: Seance) -> Path:
        return self.folder / f"{seance.name}.cost.json"


def replayed(seance: Seance, shelf: Shelf, *, speed: str, model: str) -> None:
    """Hear the séance; its events, notes and cost are on the shelf. Raises CompanionError if it fails."""
    # What an earlier run left must not pass for this one's.
    for left in (shelf.events(seance), shelf.notes(seance)):
        left.unlink(missing_ok=True)
    command = [sys.executable, "-m", "companion", "replay", str(seance.folder), "--speed", speed]
    command += ["--events", str(shelf.events(seance)), "--notes", str(shelf.notes(seance))]
    shelf.keep_cost(seance, spent(command, speed, {"COMPANION_WHISPER": f"whisper-{model}"}))


def offline_text(seance: Seance, shelf: Shelf, model: str) -> str:
    """What the same Whisper hears in the whole file at once; read again if it was kept."""
    kept = shelf.offline(seance, model)
    if not kept.is_file():
        spent([sys.executable, "-m", "measures.offline", str(seance.audio), model, str(kept)], "offline")
    return kept.read_text(encoding="utf-8")


def spent(command: Sequence[str], speed: str, settings: dict[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises CompanionError ``run_failed`` when its exit code is not 0.

    A new process inherits the peak RSS of the one that started it: this one must stay small, so models
    are loaded in child processes only.
    """
    clock = SystemClock()
    with subprocess.Popen(
        command, env={**os.environ, **(settings or {})}, stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CompanionError(
            "run_failed", f"« {' '.join(command[1:5])} » a échoué (code {process.returncode})."
        )
    return Cost(speed, clock.elapsed(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * RSS_UNIT)
