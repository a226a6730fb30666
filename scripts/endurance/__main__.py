"""``scripts/bench-endurance``: hours of séances, and memory, handles, threads and disk along the way."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import correlation, linear_regression

import aiohttp
from measures.processes import figures_of, tree
from survival.log import memory_of

__all__ = ["Mark", "faults", "main", "measured"]

ROOT = Path(__file__).resolve().parents[2]
SETTLED = 30.0
"""Minutes of séance after which nothing may grow any more."""
GROWTH = 0.10
"""Share by which memory may be above what it was then."""
EVEN = 0.95
"""Share of the database's growth that a straight line must explain: it grows in steps, from its journal."""


@dataclass(frozen=True, slots=True)
class Line:
    """Bytes an hour, and the share of the variance that this explains."""

    hourly: float
    share: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What all processes hold after so many minutes of séance; ``rss`` and ``disk`` in bytes.

    ``disk`` is the database without its journal, which SQLite keeps at some 4 MB.
    """

    minutes: float
    rss: int
    files: int
    threads: int
    disk: int


def main() -> int:
    """With ``--assert`` 1 when something grows."""
    parser = argparse.ArgumentParser(prog="scripts/bench-endurance", description=__doc__)
    parser.add_argument("--hearing", choices=("recorded", "real", "invented"), default="recorded")
    parser.add_argument("--minutes", type=float, default=480.0)
    parser.add_argument("--round-minutes", type=float, default=90.0)
    parser.add_argument("--mark-minutes", type=float, default=10.0)
    parser.add_argument("--assert", dest="hold", action="store_true", help="exit 1 when something grows")
    asked = parser.parse_args()
    options = [f"--hearing={asked.hearing}", f"--minutes={asked.minutes}"]
    marks_every = min(asked.mark_minutes, asked.minutes)
    options += [f"--round-minutes={asked.round_minutes}", f"--mark-minutes={marks_every}"]
    marks = asyncio.run(measured(options))
    print(report(marks))
    found = faults(marks)
    for fault in found:
        print(f"MISSED  {fault}")
    return 1 if found and asked.hold else 0


async def measured(options: Sequence[str]) -> list[Mark]:
    """Hold the séances in a process of their own, with both pages open before it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "endurance.server", str(home), *options),
            env={
                **os.environ,
                **memory_of(home),
                "PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT)]),
            },
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            return await _followed(process, home)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _followed(process: asyncio.subprocess.Process, home: Path) -> list[Mark]:
    assert process.stdout is not None
    assert process.stdin is not None
    marks: list[Mark] = []
    pages: list[asyncio.Task[None]] = []
    try:
        while line := (await process.stdout.readline()).decode().split():
            match line:
                case ["OPEN", link]:
                    pages += [asyncio.ensure_future(_page(link, name)) for name in ("facilitator", "table")]
                case ["AT", minutes]:
                    marks.append(_mark(float(minutes), process.pid, home))
                    print(_line(marks[-1]), file=sys.stderr, flush=True)
                case ["OVER"]:
                    return marks
                case _:
                    print(" ".join(line), file=sys.stderr)
                    continue
            process.stdin.write(b"\n")
        raise SystemExit("the séances were not held to their end")
    finally:
        for page in pages:
            page.cancel()
        await asyncio.gather(*pages, return_exceptions=True)


async def _page(link: str, name: str) -> None:
    """A page that reads everything, and comes back when another séance comes into the room."""
    origin = link.split("/facilitator")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        if name == "facilitator":  # the link opens once
            async with session.get(link) as door:
                assert door.status == 200
        while True:
            address = f"{origin}/stream/{name}?after=0&lang=fr"
            async with session.ws_connect(address, headers={"Origin": origin}, max_msg_size=0) as socket:
                async for _ in socket:
                    pass
            await asyncio.sleep(0.2)


def _mark(minutes: float, pid: int, home: Path) -> Mark:
    processes = list(tree(pid))
    figures = [figures_of(one) for one in processes]
    return Mark(
        minutes=minutes,
        rss=sum(each.get("VmRSS", 0) for each in figures),
        files=sum(map(_open_files, processes)),
        threads=sum(each.get("Threads", 0) for each in figures),
        disk=(home / "companion.db").stat().st_size,
    )


def _open_files(pid: int) -> int:
    """0 for a process that may not be looked into: the models' own, unless one is root."""
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def faults(marks: Sequence[Mark]) -> list[str]:
    """What is more at the end than after half an hour, and may not be; a disk that does not grow evenly."""
    first, last, found = settled(marks), marks[-1], []
    if last.rss > first.rss * (1 + GROWTH):
        found.append(f"memory: {last.rss / first.rss - 1:+.1%} since minute {first.minutes:.0f}")
    if last.files > first.files:
        found.append(f"files: {first.files} then, {last.files} at the end")
    if last.threads > first.threads:
        found.append(f"threads: {first.threads} then, {last.threads} at the end")
    if (even := line_of_disk(marks)) and even.share < EVEN:
        found.append(f"database: a straight line explains {even.share:.1%} of its growth")
    return found


def settled(marks: Sequence[Mark]) -> Mark:
    """The first mark after half an hour."""
    return next((mark for mark in marks if mark.minutes >= SETTLED), marks[0])


def line_of_disk(marks: Sequence[Mark]) -> Line | None:
    """The straight line through the database's size; None with too few marks to tell."""
    minutes, sizes = [mark.minutes for mark in marks], [mark.disk for mark in marks]
    if len(marks) < 6 or sizes[0] == sizes[-1]:
        return None
    return Line(linear_regression(minutes, sizes).slope * 60.0, correlation(minutes, sizes) ** 2)


def report(marks: Sequence[Mark]) -> str:
    """In lines that a person reads."""
    first, last = settled(marks), marks[-1]
    lines = [_line(mark) for mark in (marks[0], first, last)]
    lines.append(f"memory since minute {first.minutes:.0f}: {last.rss / first.rss - 1:+.1%}")
    if even := line_of_disk(marks):
        line = f"database: {even.hourly / 1e6:.2f} MB per hour of séance, a straight line at {even.share:.1%}"
        lines.append(line)
    return "\n".join(lines)


def _line(mark: Mark) -> str:
    return (
        f"minute {mark.minutes:5.0f}  {mark.rss / 1e6:6.1f} MB  {mark.files:3d} files  "
        f"{mark.threads:3d} threads  database {mark.disk / 1e6:6.2f} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
