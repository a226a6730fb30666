"""A damaged file: said in one sentence, set aside, and what can be read of it is there at once."""

import random
import shutil
from pathlib import Path

import pytest

from companion.domain.messages import Recorded
from companion.storage.event_log import EventLog
from tests.storage.entries import entry, said

PAGE = 4096
COUNT = 600
KEYS = {"plain": None, "under a key": bytes(range(32))}


@pytest.fixture(params=KEYS, autouse=True)
def key(request: pytest.FixtureRequest) -> bytes | None:
    """A page whose seal is broken is read all the same, for what it still says."""
    return KEYS[request.param]


async def written(path: Path, key: bytes | None) -> list[Recorded]:
    """A log of some fifty pages, closed."""
    kept = [entry(seq, said(f"phrase {seq} " * 12)) for seq in range(1, COUNT + 1)]
    log = await EventLog.open(path, key=key)
    for start in range(0, COUNT, 20):
        await log.append(kept[start : start + 20], command_id=f"c{start}")
    await log.close()
    return kept


def damage(path: Path, page: int, content: bytes) -> None:
    """Overwrite a page; negative numbers count from the end."""
    data = bytearray(path.read_bytes())
    start = page * PAGE if page >= 0 else len(data) + page * PAGE
    data[start : start + PAGE] = content  # with nothing in it the file is shorter
    path.write_bytes(data)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


CONTENTS = {
    "missing": b"",
    "zeros": bytes(PAGE),
    "noise": random.Random(1).randbytes(PAGE),  # noqa: S311 - no secret
    "torn": b"",
}


@pytest.mark.parametrize("content", CONTENTS)
async def test_a_damaged_last_page_costs_that_page_alone(
    tmp_path: Path, key: bytes | None, content: str
) -> None:
    path = tmp_path / "c.db"
    kept = await written(path, key)
    torn = path.read_bytes()[-PAGE:-2048] + bytes(2048)
    damage(path, -1, torn if content == "torn" else CONTENTS[content])
    log = await EventLog.open(path, key=key)
    events = await log.events("s1")
    assert log.rescued is not None
    assert log.rescued.kept == len(events) >= COUNT - 60
    assert [one for one in kept if one in events] == events
    assert "abîmé" in log.rescued.sentence and log.rescued.aside in log.rescued.sentence
    assert (tmp_path / log.rescued.aside).exists()
    more = entry(COUNT + 1)
    await log.append([more])
    await log.close()
    again = await EventLog.open(path, key=key)
    assert again.rescued is None
    assert await again.events("s1") == [*events, more]
    if key is None:  # under a key the last page is that of the commands
        assert await again.carried_out("s1", "c0") == 20
    await again.close()


@pytest.mark.parametrize("seed", range(4))
async def test_any_damaged_pages_leave_what_the_others_hold(
    tmp_path: Path, key: bytes | None, seed: int
) -> None:
    """Whatever is kept is as it was written, and the log goes on."""
    path, chance = tmp_path / "c.db", random.Random(seed)  # noqa: S311 - no secret
    kept = await written(path, key)
    for page in chance.sample(range(1, path.stat().st_size // PAGE), 3):
        damage(path, page, chance.randbytes(PAGE))
    log = await EventLog.open(path, key=key)
    events = await log.events("s1")
    assert log.rescued is not None
    assert [one for one in kept if one in events] == events
    await log.append([entry(COUNT + 1)])
    await log.close()


async def test_a_sound_file_is_left_alone(tmp_path: Path, key: bytes | None) -> None:
    kept = await written(tmp_path / "c.db", key)
    log = await EventLog.open(tmp_path / "c.db", key=key)
    assert log.rescued is None
    assert await log.events("s1") == kept
    await log.close()
    assert names(tmp_path) == {"c.db"}


async def test_what_was_set_aside_goes_when_something_is_erased(tmp_path: Path, key: bytes | None) -> None:
    """It may hold that too."""
    path = tmp_path / "c.db"
    for erase in (lambda log: log.redact("s1", [1]), lambda log: log.erase("s1")):
        path.unlink(missing_ok=True)
        await written(path, key)
        damage(path, -1, bytes(PAGE))
        log = await EventLog.open(path, key=key)
        assert "c.db.abime-1" in names(tmp_path)
        await erase(log)
        assert "c.db.abime-1" not in names(tmp_path)
        await log.close()


async def test_what_was_struck_does_not_come_back(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "c.db"
    await written(path, key)
    log = await EventLog.open(path, key=key)
    await log.redact("s1", [7])
    await log.close()
    damage(path, -1, bytes(PAGE))
    log = await EventLog.open(path, key=key)
    assert log.rescued is not None
    assert 7 not in {one.seq for one in await log.events("s1")}
    assert b"phrase 7 phrase 7" not in path.read_bytes()
    await log.close()


@pytest.mark.parametrize("moment", ["before the old file left", "after the old file left"])
async def test_a_rescue_that_was_cut_short_is_done_again(
    tmp_path: Path, key: bytes | None, moment: str
) -> None:
    path, new, aside = (tmp_path / name for name in ("c.db", "c.db.neuf", "c.db.abime-1"))
    await written(path, key)
    if moment == "before the old file left":
        damage(path, -1, bytes(PAGE))
        new.write_bytes(b"half of a new file")
    else:
        shutil.copy(path, new)
        damage(path, -1, bytes(PAGE))
        path.rename(aside)
    log = await EventLog.open(path, key=key)
    assert len(await log.events("s1")) >= COUNT - 60
    assert aside.exists() and not new.exists()
    await log.close()
