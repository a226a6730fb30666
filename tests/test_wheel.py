"""Companion built, installed in an environment of its own, and run from another folder."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _run(*command: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=cwd, env={**clean, "HOME": str(cwd)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel, and borrows this one's packages."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist", cwd=ROOT)
    [wheel] = (folder / "dist").iterdir()
    _run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    pip = ("-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel)
    _run(sys.executable, *pip, cwd=folder)
    [site] = (folder / "venv" / "lib").glob("python3.*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin" / "companion"


def test_installed_command_helps(installed: Path, tmp_path: Path) -> None:
    """From another folder, without the checkout."""
    assert "codéveloppement" in _run(installed, "--help", cwd=tmp_path)


def test_installed_models_are_whole(installed: Path, tmp_path: Path) -> None:
    """The catalogue and the small models are inside the wheel; big ones go to the person's data folder."""
    assert "whisper-base            absent" in _run(installed, "models", "list", cwd=tmp_path)
    assert "campplus-zh-en : intact." in _run(installed, "models", "verify", cwd=tmp_path)


def test_installed_companion_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    """What runs is what was built."""
    where = _run(
        installed.parent / "python", "-c", "import companion; print(companion.__file__)", cwd=tmp_path
    )
    assert Path(where.strip()).is_relative_to(installed.parent.parent)
