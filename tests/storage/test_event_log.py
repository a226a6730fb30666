"""The contract of a Store, on the fake, in memory and on disk; then what only a file can show."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from sqlcipher3 import dbapi2 as sqlite3

from companion.domain.errors import StoreFailed
from companion.domain.messages import (
    SessionPrepared,
    UtteranceTranscribed,
)
from companion.domain.people import Person, Role
from companion.ports import Store
from companion.storage.event_log import EventLog
from tests.fakes.store import ListStore
from tests.storage.entries import entry, said

CONFIDENCE = "le nom du fournisseur est Xylophage-Quetzal"


PREPARED = SessionPrepared(
    title="Été « à l'essai »",
    language="fr",
    method="codev",
    date=date(2026, 11, 20),
    people=(Person(id="lea", name="Léa", role=Role.CLIENT),),
    minutes=(("accueil", 7.5),),
)


@pytest_asyncio.fixture(params=["fake", "memory", "disk"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "fake":
        store: Store = ListStore()
    else:
        store = await EventLog.open(":memory:" if request.param == "memory" else tmp_path / "a" / "c.db")
    yield store
    await store.close()


async def test_what_is_appended_is_read_back_whole_and_in_order(store: Store) -> None:
    log = [entry(1, PREPARED), entry(2), entry(3, said("Bonjour à tous 😀 et à \ud83d !"))]
    await store.append(log[:1])
    await store.append(log[1:])
    assert await store.events("s1") == log
    assert await store.events("s1", after=2) == log[2:]
    assert await store.events("s1", after=3) == []
    assert await store.events("nobody") == []


async def test_events_of_some_kinds_are_found_in_every_seance_less_what_was_redacted(store: Store) -> None:
    first, second = entry(1, PREPARED), entry(1, PREPARED, session_id="s0")
    words, others = entry(2, said("Un.")), entry(2, said("Deux."), session_id="s0")
    await store.append([first, words])
    await store.append([second, others])
    assert await store.of_kinds((SessionPrepared,)) == {"s1": [first], "s0": [second]}
    assert list(await store.of_kinds((SessionPrepared,))) == ["s1", "s0"], "the oldest first"
    assert await store.holding(UtteranceTranscribed, ("s0", "s1", "s2")) == {"s0", "s1"}
    await store.redact("s1", [1, 2])
    assert await store.of_kinds((SessionPrepared, UtteranceTranscribed)) == {"s0": [second, others]}
    assert await store.holding(UtteranceTranscribed, ("s0", "s1")) == {"s0"}


async def test_what_was_written_in_is_unsettled_until_nothing_came_since(store: Store) -> None:
    await store.append([entry(1, PREPARED), entry(2)])
    await store.append([entry(1, PREPARED, session_id="s0")])
    assert await store.unsettled() == {"s1": 2, "s0": 1}
    await store.append([entry(3)])
    await store.settle("s1", 2)
    await store.settle("s0", 1)
    assert await store.unsettled() == {"s1": 3}, "what came since was not looked through"
    await store.redact("s1", [3])
    await store.settle("s1", 3)
    assert await store.unsettled() == {}
    await store.append([entry(4)])
    await store.erase("s1")
    assert await store.unsettled() == {}


async def test_a_log_read_before_is_read_as_it_stands(store: Store) -> None:
    """Whatever was appended, redacted or erased since, and whichever log was read in between."""
    log = [entry(1, PREPARED), entry(2, said("Un.")), entry(3, said("Deux."))]
    await store.append(log[:2])
    await store.append([entry(1, PREPARED, session_id="s0")])
    assert await store.events("s1") == log[:2]
    await store.append(log[2:])
    assert await store.events("s1", after=1) == log[1:]
    assert len(await store.events("s0")) == 1
    await store.redact("s0", [1])
    assert await store.events("s0") == []
    await store.redact("s1", [2])
    assert await store.events("s1") == [log[0], log[2]]
    await store.erase("s1")
    assert await store.events("s1") == []


async def test_what_another_program_erased_is_not_read_from_memory(tmp_path: Path) -> None:
    ours = await EventLog.open(tmp_path / "c.db")
    await ours.append([entry(1, PREPARED), entry(2, said("Un."))])
    assert len(await ours.events("s1")) == 2
    other = await EventLog.open(tmp_path / "c.db")
    await other.redact("s1", [2])
    assert await ours.events("s1") == [entry(1, PREPARED)]
    await other.close()
    await ours.close()


async def test_seances_are_listed_oldest_first(store: Store) -> None:
    assert await store.sessions() == []
    for session_id in ("zoe", "abel", "max"):
        await store.append([entry(1, session_id=session_id)])
    await store.append([entry(2, session_id="zoe")])
    assert await store.sessions() == ["zoe", "abel", "max"]


async def test_an_append_is_all_or_nothing(store: Store) -> None:
    await store.append([entry(1)])
    with pytest.raises(StoreFailed) as caught:
        await store.append([*(entry(seq) for seq in range(2, 500)), entry(1)])
    assert caught.value.code == "conflict"
    assert await store.events("s1") == [entry(1)]
    await store.append([entry(2)])
    assert await store.events("s1") == [entry(1), entry(2)]


async def test_appending_nothing_is_nothing(store: Store) -> None:
    await store.append([])
    assert await store.sessions() == []


async def test_a_redacted_event_leaves_a_hole_whose_number_stays_taken(store: Store) -> None:
    await store.append([entry(1), entry(2, said(CONFIDENCE)), entry(3)])
    await store.redact("s1", [2])
    assert [one.seq for one in await store.events("s1")] == [1, 3]
    with pytest.raises(StoreFailed):
        await store.append([entry(2)])


async def test_a_command_is_kept_with_the_events_that_it_made(store: Store) -> None:
    await store.append([entry(1), entry(2)], command_id="c1")
    await store.append([entry(1, session_id="s2")], command_id="c1")
    await store.append([], command_id="c2")
    assert await store.carried_out("s1", "c1") == 2
    assert await store.carried_out("s2", "c1") == 1
    assert await store.carried_out("s1", "c2") is None, "it made no event"
    assert await store.carried_out("nobody", "c1") is None


async def test_a_command_that_was_carried_out_cannot_be_written_again(store: Store) -> None:
    await store.append([entry(1)], command_id="c1")
    with pytest.raises(StoreFailed) as caught:
        await store.append([entry(2)], command_id="c1")
    assert caught.value.code == "conflict"
    assert await store.events("s1") == [entry(1)], "all or none"
    assert await store.carried_out("s1", "c1") == 1


async def test_events_that_are_refused_leave_no_command(store: Store) -> None:
    await store.append([entry(1)])
    with pytest.raises(StoreFailed):
        await store.append([entry(1)], command_id="c1")
    assert await store.carried_out("s1", "c1") is None


async def test_an_erased_seance_is_gone_and_the_others_stay(store: Store) -> None:
    await store.append([entry(1, said(CONFIDENCE))], command_id="c1")
    await store.append([entry(1, session_id="s2")])
    await store.erase("s1")
    assert await store.carried_out("s1", "c1") is None
    assert await store.events("s1") == []
    assert await store.sessions() == ["s2"]


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.close()
    with pytest.raises(StoreFailed) as caught:
        await store.append([entry(1)])
    assert caught.value.code == "closed"
    await store.close()


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("how", ["erase", "redact"])
async def test_nothing_of_what_is_forgotten_remains_in_the_file_or_its_journal(
    tmp_path: Path, how: str
) -> None:
    log = await EventLog.open(tmp_path / "c.db")
    others = [entry(seq, said("mot " * 200), "s2") for seq in range(1, 60)]
    await log.append(others[:30])
    for seq in range(1, 40):
        await log.append([entry(seq, said(f"{CONFIDENCE} {seq} " * (1 + seq * 10)))])  # overflow pages too
    await log.append(others[30:])
    assert b"Quetzal" in on_disk(tmp_path), "the search finds it while it is there"
    if how == "erase":
        await log.erase("s1")
    else:
        await log.redact("s1", range(1, 40))
    assert b"Quetzal" not in on_disk(tmp_path)
    assert await log.events("s2") == others
    await log.close()
    assert b"Quetzal" not in on_disk(tmp_path)


async def test_erasing_is_not_called_done_while_another_program_reads(tmp_path: Path) -> None:
    log = await EventLog.open(tmp_path / "c.db", patience=0.05)
    await log.append([entry(1, said(CONFIDENCE))])
    reader = sqlite3.connect(tmp_path / "c.db")
    reader.execute("begin")
    reader.execute("select * from events").fetchall()
    with pytest.raises(StoreFailed) as caught:
        await log.erase("s1")
    assert caught.value.code == "not_erased"
    reader.close()
    await log.erase("s1")
    assert b"Quetzal" not in on_disk(tmp_path)
    await log.close()


async def test_a_log_is_the_same_after_it_was_closed(tmp_path: Path) -> None:
    log = await EventLog.open(tmp_path / "c.db")
    await log.append([entry(1, PREPARED)])
    await log.close()
    again = await EventLog.open(tmp_path / "c.db")
    assert await again.events("s1") == [entry(1, PREPARED)]
    await again.close()


async def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    log = await EventLog.open(tmp_path / "data" / "c.db")
    await log.append([entry(1)])
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}
    assert set(modes.values()) == {0o600}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    await log.close()


async def refused(path: Path) -> str:
    with pytest.raises(StoreFailed) as caught:
        await EventLog.open(path)
    assert caught.value.message.endswith(".")
    assert str(path) not in caught.value.message
    return caught.value.code


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    path.write_bytes(b"Ceci n'est pas une base. " * 300)
    before = path.read_bytes()
    assert await refused(path) == "not_a_database"
    assert path.read_bytes() == before


async def test_a_database_of_which_nothing_can_be_read_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    log = await EventLog.open(path)
    await log.append([entry(seq, said("mot " * 500)) for seq in range(1, 50)])
    await log.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    log = await EventLog.open(path)
    assert log.rescued is not None and log.rescued.kept == 0
    assert await log.sessions() == []
    await log.close()


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert await refused(tmp_path / "file" / "c.db") == "not_writable"
    assert await refused(tmp_path) == "not_writable"


async def test_a_database_that_another_program_locks_is_refused(tmp_path: Path) -> None:
    log = await EventLog.open(tmp_path / "c.db", patience=0.05)
    other = sqlite3.connect(tmp_path / "c.db")
    other.execute("begin immediate")
    with pytest.raises(StoreFailed) as caught:
        await log.append([entry(1)])
    assert caught.value.code == "locked"
    other.close()
    await log.append([entry(1)])
    await log.close()


async def test_a_log_of_another_version_says_so_without_a_word_of_it(tmp_path: Path) -> None:
    log = await EventLog.open(tmp_path / "c.db")
    await log.append([entry(1, said(CONFIDENCE))])
    with sqlite3.connect(tmp_path / "c.db") as connection:
        connection.execute("update events set kind = 'SomethingNew'")
    connection.close()
    with pytest.raises(StoreFailed) as caught:
        await log.events("s1")
    assert caught.value.code == "unknown_event"
    assert "Quetzal" not in repr(caught.value)
    assert caught.value.__cause__ is None
    await log.close()
