"""The contract of a ProgrammeBook, on the fake and on disk; then what only files can show."""

import secrets
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from companion.adapters.runtime import write_private
from companion.domain.people import Programme
from companion.domain.programme import member
from companion.ports import Embedding, ProgrammeBook
from companion.storage.programme_book import EncryptedProgrammeBook
from tests.fakes.programme_book import DictProgrammeBook

SPRING = Programme(name="Promotion du printemps", ends=date(2027, 6, 30))
AUTUMN = Programme(name="Promotion d'automne", ends=date(2027, 12, 31))
LEA, TOM = member(SPRING, "Léa"), member(SPRING, "Tom")
KEY, OTHER = b"k" * 32, b"o" * 32


def voice(seed: int) -> Embedding:
    drawn = np.random.default_rng(seed).normal(size=192).astype(np.float32)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def on_disk(folder: Path, key: bytes = KEY, former: bytes | None = None) -> EncryptedProgrammeBook:
    return EncryptedProgrammeBook(folder / "programmes", key, write_private, former)


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.fixture(params=["fake", "disk"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> ProgrammeBook:
    return DictProgrammeBook() if request.param == "fake" else on_disk(tmp_path)


def test_a_voice_is_found_by_programme_and_name_the_last_one_counts(book: ProgrammeBook) -> None:
    book.keep(SPRING, "Léa", voice(1))
    book.keep(SPRING, "Tom", voice(2))
    book.keep(AUTUMN, "Léa", voice(3))
    book.keep(SPRING, "LÉA", voice(4))
    found, other = book.find(LEA), book.find(member(AUTUMN, "léa"))
    assert found is not None and np.array_equal(found, voice(4)) and found.dtype == np.float32
    assert other is not None and np.array_equal(other, voice(3))
    assert book.find(member(AUTUMN, "Tom")) is None
    assert sorted((one.programme.ends, one.name) for one in book.kept()) == [
        (SPRING.ends, "LÉA"),
        (SPRING.ends, "Tom"),
        (AUTUMN.ends, "Léa"),
    ]


def test_one_is_destroyed_and_the_others_stay(book: ProgrammeBook) -> None:
    book.keep(SPRING, "Léa", voice(1))
    book.keep(SPRING, "Tom", voice(2))
    assert book.forget(LEA) and not book.forget(LEA)
    assert book.find(LEA) is None and [one.name for one in book.kept()] == ["Tom"]


def test_nothing_of_a_voice_lies_bare_in_the_files_nor_in_their_names(tmp_path: Path) -> None:
    on_disk(tmp_path).keep(SPRING, "Léa", voice(1))
    content = b"".join(file.read_bytes() for file in files(tmp_path))
    told = "".join(file.name for file in files(tmp_path)).lower()
    bare = [voice(1).tobytes()[first : first + 16] for first in range(0, 192 * 4, 16)]
    assert content and not [part for part in bare if part in content]
    assert "Léa".encode() not in content and b"Promotion" not in content
    assert "lea" not in told and "léa" not in told and "promotion" not in told
    assert {file.stat().st_mode & 0o077 for file in files(tmp_path)} == {0}


def test_a_voice_that_was_destroyed_cannot_be_read_with_a_copy_of_its_file(tmp_path: Path) -> None:
    """Its key was not in the copy, and is nowhere any more."""
    book = on_disk(tmp_path)
    book.keep(SPRING, "Léa", voice(1))
    [sealed] = (tmp_path / "programmes").glob("*.voice")
    copy = sealed.read_bytes()
    book.forget(LEA)
    assert files(tmp_path) == []
    sealed.write_bytes(copy)
    sealed.with_suffix(".own").write_bytes(secrets.token_bytes(32))
    again = on_disk(tmp_path)
    assert again.find(LEA) is None and again.kept() == [] and files(tmp_path) == []


def test_whoever_cannot_read_the_seances_cannot_read_the_voices(tmp_path: Path) -> None:
    on_disk(tmp_path).keep(SPRING, "Léa", voice(1))
    assert on_disk(tmp_path, OTHER).kept() == []
    assert files(tmp_path) == [], "what nobody can read any more is destroyed"


def test_voices_move_with_the_key_of_the_seances_also_when_that_was_cut_short(tmp_path: Path) -> None:
    on_disk(tmp_path).keep(SPRING, "Léa", voice(1))
    on_disk(tmp_path).keep(SPRING, "Tom", voice(2))
    on_disk(tmp_path, OTHER, former=KEY)
    again = on_disk(tmp_path, OTHER, former=KEY)  # the mark of the new key was not written
    found = again.find(TOM)
    assert found is not None and np.array_equal(found, voice(2)) and len(again.kept()) == 2
    assert on_disk(tmp_path, KEY).kept() == []


@pytest.mark.parametrize("left", ["own", "voice", "empty"])
def test_what_a_crash_left_half_written_is_destroyed(tmp_path: Path, left: str) -> None:
    book = on_disk(tmp_path)
    book.keep(SPRING, "Léa", voice(1))
    [sealed] = (tmp_path / "programmes").glob("*.voice")
    if left == "empty":
        sealed.write_bytes(b"")
    else:
        sealed.with_suffix(".voice" if left == "own" else ".own").unlink()
    assert book.kept() == [] and book.find(LEA) is None and files(tmp_path) == []
    book.keep(SPRING, "Léa", voice(2))
    assert book.find(LEA) is not None
