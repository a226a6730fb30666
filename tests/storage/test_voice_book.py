"""The contract of a VoiceBook, on the fake and on disk; then what only files can show."""

from pathlib import Path

import numpy as np
import pytest

from companion.adapters.runtime import write_private
from companion.ports import Embedding, VoiceBook
from companion.storage.voice_book import EncryptedVoiceBook
from tests.fakes.voice_book import DictVoiceBook


def voice(seed: int) -> Embedding:
    drawn = np.random.default_rng(seed).normal(size=192).astype(np.float32)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def on_disk(folder: Path) -> EncryptedVoiceBook:
    (folder / "memory").mkdir(exist_ok=True)
    return EncryptedVoiceBook(folder / "voices", folder / "memory", write_private)


@pytest.fixture(params=["fake", "disk"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> VoiceBook:
    return DictVoiceBook() if request.param == "fake" else on_disk(tmp_path)


def test_what_is_kept_is_read_back_as_it_was_the_last_one_counts(book: VoiceBook) -> None:
    book.keep("s1", "lea", voice(1))
    book.keep("s1", "tom", voice(2))
    book.keep("s1", "lea", voice(3))
    book.keep("s2", "lea", voice(4))
    kept = book.read("s1")
    assert list(kept) == ["tom", "lea"]
    assert np.array_equal(kept["lea"], voice(3)) and kept["lea"].dtype == np.float32
    assert book.read("nobody") == {}
    assert list(book.sessions()) == ["s1", "s2"]


def test_one_is_destroyed_or_all_of_a_seance(book: VoiceBook) -> None:
    for person in ("lea", "tom"):
        book.keep("s1", person, voice(1))
    book.keep("s2", "lea", voice(1))
    book.forget("s1", "lea")
    book.forget("s1", "nobody")
    book.forget("nobody", "lea")
    assert list(book.read("s1")) == ["tom"]
    book.destroy("s1")
    book.destroy("s1")
    assert book.read("s1") == {} and list(book.sessions()) == ["s2"]


def test_no_voiceprint_lies_in_the_files_and_another_process_reads_them(tmp_path: Path) -> None:
    on_disk(tmp_path).keep("s1", "lea", voice(1))
    content = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert voice(1).tobytes()[:64] not in content and b"lea" not in content
    assert list(on_disk(tmp_path).read("s1")) == ["lea"]


def test_without_the_key_of_the_seance_nothing_is_left_of_it(tmp_path: Path) -> None:
    """The machine was switched off: its memory is empty. The voices are learnt again."""
    on_disk(tmp_path).keep("s1", "lea", voice(1))
    (tmp_path / "memory" / "s1.voices").unlink()
    assert on_disk(tmp_path).read("s1") == {}
    on_disk(tmp_path).keep("s1", "tom", voice(2))
    assert list(on_disk(tmp_path).read("s1")) == ["tom"]


def test_destroying_removes_the_key_and_the_file(tmp_path: Path) -> None:
    book = on_disk(tmp_path)
    book.keep("s1", "lea", voice(1))
    book.destroy("s1")
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
