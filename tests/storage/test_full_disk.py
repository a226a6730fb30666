"""A disk without room: one clear sentence, nothing lost, and the log goes on once there is room."""

import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.domain.errors import StoreFailed
from companion.domain.messages import Recorded
from companion.storage.event_log import EventLog
from tests.storage.entries import entry, said

BIG = said("mot " * 5000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 400 kB; only root may mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this user cannot mount a small disk; the next test limits the file instead")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


async def fill(log: EventLog, kept: list[Recorded]) -> StoreFailed:
    """Append until the disk refuses."""
    while True:
        batch = [entry(len(kept) + 1, BIG), entry(len(kept) + 2, BIG)]
        try:
            await log.append(batch)
        except StoreFailed as error:
            return error
        kept += batch


async def test_a_full_disk_loses_nothing_and_works_again_once_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 100_000)
    log = await EventLog.open(small_disk / "c.db")
    kept: list[Recorded] = []
    error = await fill(log, kept)
    assert error.code == "disk_full"
    assert error.message.startswith("Le disque est plein")
    assert kept, "something was written before"
    assert await log.events("s1") == kept
    ballast.unlink()
    more = entry(len(kept) + 1, said("encore"))
    await log.append([more])
    assert await log.events("s1") == [*kept, more]
    await log.close()
    again = await EventLog.open(small_disk / "c.db")
    assert await again.events("s1") == [*kept, more]
    await again.close()


async def test_a_file_that_may_not_grow_loses_nothing_either(tmp_path: Path) -> None:
    log = await EventLog.open(tmp_path / "c.db")
    kept: list[Recorded] = []
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        error = await fill(log, kept)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert error.code in {"disk", "disk_full"}
    assert await log.events("s1") == kept
    more = entry(len(kept) + 1)
    await log.append([more])
    assert await log.events("s1") == [*kept, more]
    await log.close()
