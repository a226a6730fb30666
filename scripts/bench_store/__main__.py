"""Times what the séance waits for: an event committed to the disk. Run as ``scripts/bench-store``.

Plain and encrypted logs take turns, event by event, so that whatever else the machine does weighs on both.
"""

import argparse
import asyncio
import secrets
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from companion.domain.messages import Recorded, UtteranceTranscribed
from companion.storage.event_log import EventLog

__all__ = ["main"]

WORDS = "alors moi je me demande comment tu pourrais en parler à ton équipe avant lundi " * 2


def main(argv: Sequence[str] | None = None) -> int:
    """Print the median, the 95th percentile and the worst, in milliseconds."""
    parser = argparse.ArgumentParser(prog="scripts/bench-store", description="Times the log.")
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        times = asyncio.run(measured(Path(folder), asked.events))
    for name, taken in times.items():
        ranked = sorted(taken)
        middle, late = ranked[len(ranked) // 2], ranked[len(ranked) * 95 // 100]
        print(f"{name:<10} median {middle:6.2f} ms   p95 {late:6.2f} ms   worst {ranked[-1]:7.2f} ms")
    return 0


async def measured(folder: Path, count: int) -> dict[str, list[float]]:
    """Milliseconds of each append, by kind of log."""
    logs = {
        "plain": await EventLog.open(folder / "plain.db"),
        "encrypted": await EventLog.open(folder / "encrypted.db", key=secrets.token_bytes(32)),
    }
    times: dict[str, list[float]] = {name: [] for name in logs}
    for seq in range(1, count + 1):
        for name, log in logs.items():
            began = time.perf_counter()  # noqa: TID251 - a stopwatch
            await log.append([_event(seq)])
            times[name].append(1000 * (time.perf_counter() - began))  # noqa: TID251
    for name, log in logs.items():
        began = time.perf_counter()  # noqa: TID251
        assert len(await log.events("s1")) == count
        print(f"{name:<10} all {count} events read back in {1000 * (time.perf_counter() - began):.0f} ms")  # noqa: TID251
        await log.close()
    return times


def _event(seq: int) -> Recorded:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    said = UtteranceTranscribed(utterance=f"u{seq}", start=1.0, end=2.0, text=WORDS, ready_at=3.0)
    return Recorded(seq=seq, at=at, elapsed=float(seq), session_id="s1", event=said)


if __name__ == "__main__":
    raise SystemExit(main())
