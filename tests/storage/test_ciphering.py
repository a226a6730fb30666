"""The file under its key: unreadable without it, moved whole or not at all, rescued as before."""

from pathlib import Path

import pytest
from erasure.pages import deciphered
from sqlite_utils import Database, Migrations

from companion.domain.errors import StoreFailed
from companion.storage import event_log
from companion.storage.ciphering import is_plain, put_under
from companion.storage.connection import open_database
from companion.storage.event_log import EventLog
from tests.storage.entries import entry, said

KEY, OTHER = b"\x01" * 32, b"\x02" * 32
LEAF = 0x0D
"""The first byte of a page that holds rows (sqlite.org/fileformat2.html#b_tree_pages)."""
WORDS = "le nom du fournisseur est Xylophage-Quetzal"
LOG = [entry(seq, said(f"{WORDS} {seq} " * 40)) for seq in range(1, 60)]


async def written(path: Path, key: bytes | None) -> None:
    log = await EventLog.open(path, key=key)
    await log.append(LOG)
    await log.close()


async def read(path: Path, key: bytes | None, former: bytes | None = None) -> object:
    log = await EventLog.open(path, key=key, former=former)
    try:
        return await log.events("s1")
    finally:
        await log.close()


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_nothing_can_be_read_in_the_files_without_the_key(tmp_path: Path) -> None:
    log = await EventLog.open(tmp_path / "c.db", key=KEY)
    await log.append(LOG)
    assert b"Quetzal" not in on_disk(tmp_path), "nor in the journal, while it is open"
    await log.close()
    assert b"Quetzal" not in on_disk(tmp_path) and b"SQLite format" not in on_disk(tmp_path)
    assert await read(tmp_path / "c.db", KEY) == LOG


@pytest.mark.parametrize("key", [OTHER, None])
async def test_a_wrong_key_is_a_sentence_and_touches_nothing(tmp_path: Path, key: bytes | None) -> None:
    await written(tmp_path / "c.db", KEY)
    before = (tmp_path / "c.db").read_bytes()
    with pytest.raises(StoreFailed) as caught:
        await EventLog.open(tmp_path / "c.db", key=key)
    assert caught.value.code == "not_a_database" and caught.value.message.endswith(".")
    assert (tmp_path / "c.db").read_bytes() == before


async def test_a_plain_file_is_encrypted_whole_and_the_plain_one_is_gone(tmp_path: Path) -> None:
    await written(tmp_path / "c.db", None)
    assert b"Quetzal" in on_disk(tmp_path)
    assert await read(tmp_path / "c.db", KEY) == LOG
    assert b"Quetzal" not in on_disk(tmp_path)
    assert names(tmp_path) == ["c.db"]
    assert (tmp_path / "c.db").stat().st_mode & 0o777 == 0o600


async def test_a_file_moves_under_another_key_once(tmp_path: Path) -> None:
    await written(tmp_path / "c.db", KEY)
    assert await read(tmp_path / "c.db", OTHER, former=KEY) == LOG
    assert await read(tmp_path / "c.db", OTHER, former=KEY) == LOG, "cut short after it had moved"
    assert await read(tmp_path / "c.db", OTHER) == LOG


@pytest.mark.parametrize("left", ["made", "former", "both"])
async def test_a_move_that_was_cut_short_is_finished(tmp_path: Path, left: str) -> None:
    """Before the new file is whole, between the two renames, before the old one is removed."""
    path = tmp_path / "c.db"
    await written(path, None)
    plain = path.read_bytes()
    if left == "made":
        (tmp_path / "c.db.chiffre").write_bytes(b"half of it")
    else:
        put_under(path, KEY)
        if left == "former":
            path.rename(tmp_path / "c.db.chiffre")
        (tmp_path / "c.db.ancien").write_bytes(plain)
    assert await read(path, KEY) == LOG
    assert names(tmp_path) == ["c.db"] and not is_plain(path)


async def test_a_page_that_is_lost_takes_its_own_rows_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    await written(path, KEY)
    whole = bytearray(path.read_bytes())
    body = 4096 - 80  # what is left of a page without its vector and its seal
    pages = deciphered(path, KEY)
    leaf = next(at for at in range(20, 40) if pages[at * body - 16] == LEAF)
    middle = 4096 * leaf
    whole[middle + 100 : middle + 200] = b"\xff" * 100
    path.write_bytes(whole)
    log = await EventLog.open(path, key=KEY)
    assert log.rescued is not None and len(LOG) > log.rescued.kept >= len(LOG) - 4
    kept = await log.events("s1")
    assert all(one in LOG for one in kept), "what was saved is as it was"
    await log.close()
    assert b"Quetzal" not in on_disk(tmp_path)


async def test_the_file_is_copied_before_its_tables_change_and_the_copy_goes_with_an_erasure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.db"
    await written(path, KEY)
    more = Migrations("companion-later")

    @more()
    def later(db: Database) -> None:
        db.execute("create table later (id integer)")

    copies: list[Path] = []

    class Both:
        """Today's migrations, and one of a version to come."""

        def pending(self, db: Database) -> list[object]:
            return more.pending(db)

        def apply(self, db: Database) -> None:
            copies.extend(tmp_path.glob("c.db.avant-*"))
            more.apply(db)

    monkeypatch.setattr(event_log, "migrations", Both())
    log = await EventLog.open(path, key=KEY)
    assert [copy.name for copy in copies] == ["c.db.avant-migration"]
    assert await read_copy(copies[0]) == len(LOG)
    assert b"Quetzal" not in on_disk(tmp_path)
    await log.redact("s1", [1])
    assert "c.db.avant-migration" not in names(tmp_path)
    await log.close()


async def read_copy(path: Path) -> int:
    database = open_database(path, key=KEY)
    try:
        return int(database.execute("select count(*) from events").fetchone()[0])
    finally:
        database.close()
