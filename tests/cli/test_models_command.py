"""``companion models``, as it is typed."""

from pathlib import Path

import pytest

from companion.adapters.places import shipped_models
from companion.cli import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPANION_HOME", str(tmp_path))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    return tmp_path


def test_list_shows_every_model_and_its_state(capsys: pytest.CaptureFixture[str]) -> None:
    """One line per model."""
    assert main(["models", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["campplus-zh-en", "livré"],
        ["segmentation-3.0", "livré"],
        ["kokoro-ff-siwis", "livré"],
        ["kokoro-82m", "absent"],
        ["whisper-base", "absent"],
        ["whisper-small", "absent"],
        ["whisper-medium", "absent"],
        ["whisper-large-v3-turbo", "absent"],
    ]


def test_verify_reads_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    """What is absent is not an error; what ships is intact."""
    assert main(["models", "verify"]) == 0
    ships = ("campplus-zh-en", "segmentation-3.0", "kokoro-ff-siwis")
    assert capsys.readouterr().out == "".join(f"{model} : intact.\n" for model in ships)


def test_verify_of_a_damaged_model_fails(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not whole: exit code 2, and what to do."""
    (home / "models" / "whisper-base").mkdir(parents=True)
    (home / "models" / "whisper-base" / "model.bin").write_bytes(b"not much")
    assert main(["models", "verify"]) == 2
    assert "lancez « companion models fetch whisper-base »" in capsys.readouterr().err


def test_fetch_without_network_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, no traceback."""
    assert main(["models", "fetch", "whisper-small"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("companion : Aucune source n'a répondu pour « whisper-small »")
    assert error.count("\n") == 1


def test_fetch_of_a_shipped_model_verifies_it(capsys: pytest.CaptureFixture[str]) -> None:
    """It is here already."""
    assert main(["models", "fetch", "campplus-zh-en"]) == 0
    assert capsys.readouterr().out == "campplus-zh-en : prêt, vérifié.\n"
    assert (shipped_models() / "campplus-zh-en.onnx").exists()


def test_unknown_model_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and the names that exist."""
    assert main(["models", "fetch", "whisper-huge"]) == 2
    assert "choisissez parmi : campplus-zh-en" in capsys.readouterr().err
