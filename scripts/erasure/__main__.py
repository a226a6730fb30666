"""Proves that a forgotten séance is gone. Run as ``scripts/prove-erasure``.

A séance that holds marker words in every place where words go (title, names, transcript, corrections,
contract, a voiceprint, another one kept for its programme) is written in a data folder as ``companion`` does
it. Then it is erased: once in peace, then once for each point at which a process can die on the way, killed
there by SIGKILL and followed by a start. After each, every file under the data, runtime and temporary folders
is searched for every marker, whatever its case, in UTF-8, UTF-16 and JSON's escapes: as it lies there, and
deciphered with the key, free pages and journals included; and neither file nor key of the kept voice may be
left. The same search must find every marker and the voice before: that is the control.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from companion.adapters.word_search import coded, files_in
from erasure.pages import deciphered
from erasure.seance import ENCRYPTED, KEPT, markers, write_seances
from erasure.steps import STEPS

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a run keeps everything."""

    home: Path
    memory: Path
    temporary: Path

    @classmethod
    def under(cls, base: Path) -> "Folders":
        """Made anew in ``base``."""
        made = cls(base / "home", base / "memory", base / "temporary")
        for folder in (made.home, made.memory, made.temporary):
            folder.mkdir(parents=True)
        return made

    @property
    def environment(self) -> dict[str, str]:
        """What tells a process to keep everything there."""
        return {
            **os.environ,
            "COMPANION_HOME": str(self.home),
            "COMPANION_RUNTIME": str(self.memory),
            "COMPANION_KEY": "runtime",
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT)]),
        }


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when nothing is found after, and everything before."""
    parser = argparse.ArgumentParser(prog="scripts/prove-erasure", description="Proves that erasing erases.")
    parser.add_argument("--words", type=int, default=500, help="marker words (500)")
    count = parser.parse_args(argv).words
    failed = False
    for step in (None, *STEPS):
        with tempfile.TemporaryDirectory() as base:
            before, after, files, voices = prove(Folders.under(Path(base)), count, step)
        how = "in peace" if step is None else f"killed {step}, then started"
        good = before == count and after == 0 and voices == (2, 0)
        failed |= not good
        print(
            f"{'ok ' if good else 'BAD'} {how:<58} {before:4d} found before, {after:4d} after, "
            f"{files} files, {voices[1]} of a kept voice"
        )
    print("The séance is gone." if not failed else "Something is left, or the search does not work.")
    return 1 if failed else 0


def prove(folders: Folders, count: int, step: str | None) -> tuple[int, int, int, tuple[int, int]]:
    """Markers found before and after erasing, how many files were searched after, and how many files a voice
    that was kept for the programme had before, its key included, and has after."""
    key = asyncio.run(write_seances(folders.home, folders.memory, count))
    before, kept = found(folders, key, markers(count)), _kept(folders)
    subprocess.run(
        [sys.executable, "-m", "erasure.steps", step or ""], env=folders.environment, check=step is None
    )
    if step is not None:  # any start will do: it finishes what was cut short
        listing = [sys.executable, "-m", "companion", "seances", "list"]
        subprocess.run(listing, env=folders.environment, check=True, stdout=subprocess.DEVNULL)
    if step == STEPS[0]:  # nothing was written of it yet: whoever asked was not answered, and asks again
        subprocess.run([sys.executable, "-m", "erasure.steps", ""], env=folders.environment, check=True)
    after = found(folders, key, markers(count))
    files = sum(1 for _ in files_in(_all(folders)))
    return len(before), len(after), files, (kept, _kept(folders))


def _kept(folders: Folders) -> int:
    return len(list((folders.home / KEPT).iterdir()))


def found(folders: Folders, key: bytes, words: Sequence[str]) -> set[str]:
    """The markers that are anywhere, as the bytes lie there or deciphered."""
    content = b"\0".join(_both(file, key) for file in files_in(_all(folders))).lower()
    return {word for word in words if any(form.lower() in content for form in coded(word))}


def _both(file: Path, key: bytes) -> bytes:
    encrypted = file.name.startswith(ENCRYPTED)
    return b"\0".join((os.fsencode(file), file.read_bytes(), deciphered(file, key) if encrypted else b""))


def _all(folders: Folders) -> tuple[Path, ...]:
    return (folders.home, folders.memory, folders.temporary)


if __name__ == "__main__":
    sys.exit(main())
