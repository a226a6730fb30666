"""A disk that is full at any moment of a séance, and has room again later."""

import contextlib
import os
import random
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from survival.campaign import Campaign, Tally
from survival.process import Server

__all__ = ["fill_disks"]

SIZE = "6m"
PATIENCE = 20.0
"""Seconds in which a full disk must have been told to the page, and one with room again too."""
TOLD = ("disk_full", "disk")
"""Codes of the store's failure: no room left, or (a file that may not grow) a write that is refused."""


class Disk(Protocol):
    """One that can be filled and emptied while a server writes on it."""

    home: Path

    def fill(self, server: Server) -> None:
        """Leave no byte."""

    def empty(self, server: Server) -> None:
        """There is room again."""


async def fill_disks(count: int, chance: random.Random, tally: Tally, *options: str) -> str:
    """So many times; returns how the disk was filled."""
    how = "a small file system" if _can_mount() else "files that may not grow"
    while tally.cuts < count:
        with _disk() as disk:
            campaign = Campaign(disk.home, chance, tally, *options)
            async with campaign.running():
                for number in range(min(10, count - tally.cuts)):
                    await campaign.conduct(chance.uniform(0.0, 0.8))
                    await _full(campaign, disk, killed=number % 2 == 1)
                tally.faults += campaign.page.faults
    return how


async def _full(campaign: Campaign, disk: Disk, *, killed: bool) -> None:
    """Full until the page says so; then room again, with or without a kill before."""
    assert campaign.server is not None
    page = campaign.page
    signals, refused = len(page.signals), len(page.refused)

    def told() -> bool:
        return any(map(_says_full, page.signals[signals:])) or bool({*page.refused[refused:]} & {*TOLD})

    disk.fill(campaign.server)
    if not await _becomes(told, campaign):
        campaign.tally.faults.append("a full disk was not told to the page")
    if killed:
        await campaign.kill()
        disk.empty(campaign.server)
    else:
        last = max(page.shown)
        disk.empty(campaign.server)
        if not await _becomes(lambda: max(page.shown) > last, campaign):
            campaign.tally.faults.append("the log did not go on after there was room again")
        await campaign.kill()
    await campaign.come_back()


async def _becomes(true: Callable[[], bool], campaign: Campaign) -> bool:
    """Whether it is so before long, while the facilitator goes on."""
    for _ in range(round(PATIENCE / 0.2)):
        if true():
            return True
        await campaign.conduct(0.2)
    return False


def _says_full(frame: dict[str, object]) -> bool:
    data = frame["data"]
    return frame["signal"] == "PartFailed" and isinstance(data, dict) and data["code"] in TOLD


def _can_mount() -> bool:
    return os.geteuid() == 0


@contextmanager
def _disk() -> Iterator[Disk]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if _can_mount() and not _mount(place):
            try:
                yield _SmallDisk(place)
            finally:
                subprocess.run(["umount", "--lazy", str(place)], check=True)
        else:
            yield _LimitedFiles(place / "home")


def _mount(place: Path) -> int:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    return subprocess.run(command, check=False, capture_output=True).returncode


class _SmallDisk:
    """A file system in memory, filled by a file beside the log."""

    def __init__(self, place: Path) -> None:
        self.home = place / "home"
        self._ballast = place / "ballast"

    def fill(self, server: Server) -> None:
        with self._ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))

    def empty(self, server: Server) -> None:
        self._ballast.unlink()


class _LimitedFiles:
    """For those who may not mount: no file of the server may grow beyond what the log has now."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def fill(self, server: Server) -> None:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))

    def empty(self, server: Server) -> None:
        with contextlib.suppress(ProcessLookupError):
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
