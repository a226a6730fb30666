"""``companion replay`` at the command line: what it refuses, it refuses before it hears anything."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.adapters.exported_file import write_whole
from companion.cli import main
from companion.domain.errors import StoreFailed
from tests.app.folder import PLAN, make_folder


@pytest.fixture(autouse=True)
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder without Whisper."""
    monkeypatch.setenv("COMPANION_HOME", str(tmp_path / "home"))


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one sentence of a replay that ends with 2."""
    assert main(["replay", *arguments]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    return said.err


def test_bad_plan_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the files asked for nor anything beside them."""
    folder = make_folder(tmp_path / "seance", PLAN.replace('title = "Essai"', "title ="))
    out = tmp_path / "out"
    out.mkdir()
    said = refused(capsys, str(folder), "--events", str(out / "e.jsonl"), "--notes", str(out / "n.md"))
    assert "ligne 1" in said
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"RIFF but not really", b"\x00" * 5000])
def test_unusable_audio_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    """Empty, or something else than sound."""
    folder = make_folder(tmp_path / "seance")
    (folder / "audio.wav").write_bytes(content)
    assert "audio.wav" in refused(capsys, str(folder))


def test_missing_model_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what to type."""
    said = refused(capsys, str(make_folder(tmp_path / "s")), "--events", str(tmp_path / "e.jsonl"))
    assert "companion models fetch" in said
    assert not (tmp_path / "e.jsonl").exists()


def test_files_that_cannot_be_written_are_refused_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing folder, a folder in place of a file, twice the same file: even before the séance is read."""
    here = str(tmp_path / "same")
    assert "n'existe pas" in refused(capsys, "nowhere", "--events", str(tmp_path / "no" / "e.jsonl"))
    assert "n'est pas un fichier" in refused(capsys, "nowhere", "--notes", str(tmp_path))
    assert "n'est pas un fichier" in refused(capsys, "nowhere", "--events", "/dev/null")
    assert "deux noms" in refused(capsys, "nowhere", "--events", here, "--notes", here)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 16 kB; only root may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this user cannot mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_full_disk_is_one_sentence_and_no_file(small_disk: Path) -> None:
    """What did not fit leaves no room taken."""
    with pytest.raises(StoreFailed) as refused:
        write_whole(small_disk / "events.jsonl", "x" * 100_000)
    assert refused.value.code == "disk_full"
    assert list(small_disk.iterdir()) == []


def test_failed_export_leaves_the_older_file_whole(tmp_path: Path) -> None:
    """Nothing half-written under the final name, nothing beside it. A lone surrogate cannot be encoded."""
    path = tmp_path / "notes.md"
    write_whole(path, "une version entière\n")
    with pytest.raises(StoreFailed):
        write_whole(tmp_path / ("n" * 300), "trop long")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "à moitié \ud800")
    assert path.read_text(encoding="utf-8") == "une version entière\n"
    assert list(tmp_path.iterdir()) == [path]
