"""Phrases kept from one start to the next: the contract, on the fake and on the disk."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from companion.adapters.kept_phrases import MOST, KeptPhrases
from companion.ports import AudioChunk
from companion.speaking.rendering import Kept
from tests.fakes.kept import DictKept
from tests.fakes.sounds import babble

SOUND = AudioChunk(babble(1.0), 24_000)


@pytest.mark.parametrize("make", [KeptPhrases, lambda _: DictKept()])
def test_what_was_written_is_read_in_its_own_voice_alone(
    make: Callable[[Path], Kept], tmp_path: Path
) -> None:
    kept = make(tmp_path / "phrases")
    assert kept.read("kokoro-fr", "Il reste une minute.") is None
    kept.write("kokoro-fr", "Il reste une minute.", SOUND)
    again = kept.read("kokoro-fr", "Il reste une minute.")
    assert again is not None
    assert (again.rate, again.samples.dtype) == (24_000, np.float32)
    assert again.samples == pytest.approx(SOUND.samples, abs=1e-4)
    assert kept.read("kokoro-en", "Il reste une minute.") is None
    assert kept.read("kokoro-fr", "Il reste 5 minutes.") is None


def test_a_damaged_file_is_no_phrase(tmp_path: Path) -> None:
    kept = KeptPhrases(tmp_path)
    kept.write("v", "t", SOUND)
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    for damaged in (b"", b"not a sound", whole[: len(whole) // 2]):
        path.write_bytes(damaged)
        assert kept.read("v", "t") is None
    kept.write("v", "t", SOUND)
    assert kept.read("v", "t") is not None


def test_a_disk_that_refuses_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "phrases").write_text("a file where the folder should be")
    KeptPhrases(tmp_path / "phrases").write("v", "t", SOUND)
    assert KeptPhrases(tmp_path / "phrases").read("v", "t") is None


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    for number in range(MOST + 5):
        (tmp_path / f"{number:04}.npz").touch()
    KeptPhrases(tmp_path).write("v", "t", SOUND)
    assert MOST == len(list(tmp_path.glob("*.npz")))
    assert KeptPhrases(tmp_path).read("v", "t") is not None
