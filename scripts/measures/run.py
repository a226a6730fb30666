"""Runs Companion on a séance in a process of its own, and takes note of what that cost."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from companion.adapters.clock import SystemClock
from companion.domain.errors import CompanionError
from measures.processes import peaks_of
from measures.seance import Seance

__all__ = ["Cost", "Shelf", "offline_text", "replayed", "spent"]

LOOK_EVERY = 0.2
"""Seconds between two looks at the processes: each keeps its own peak until it ends."""

RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes: ru_maxrss is in bytes on macOS, in KiB on Linux."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a replay took, in all its processes: seconds of wall clock and of CPU, bytes at its peak.

    The peak adds up those of the processes: what they share (Python, NumPy) is counted in each.
    """

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
        peaks: dict[int, int] = {}
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            peaks.update(peaks_of(process.pid))
            time.sleep(LOOK_EVERY)
        _, status, usage = ended  # with the processor time of the children that it waited for
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CompanionError(
            "run_failed", f"« {' '.join(command[1:5])} » a échoué (code {process.returncode})."
        )
    peak = max(sum(peaks.values()), usage.ru_maxrss * RSS_UNIT)
    return Cost(speed, clock.elapsed(), usage.ru_utime + usage.ru_stime, peak)
