"""Both proofs, and the page that tells them: see ``scripts/prove-no-egress``."""

import argparse
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from companion.adapters.clock import SystemClock
from companion.adapters.locked import keys_of, opened
from companion.adapters.places import fetched_models
from companion.domain.keys import KeyPlace
from no_egress.conduct import MEMORY, kept_in
from no_egress.counted import CONTROL
from no_egress.report import rendered
from no_egress.store import sound_in
from no_egress.traced import STRACE, outward, written

MISSING = 69
_STORE = {
    "companion.db",
    "companion.db-wal",
    "companion.db-shm",
    "companion.db-journal",
    "link-secret",
}


_KEYS = ("key.json", "voices", MEMORY)
"""The mark of the key, and the encrypted voice book with its keys: nothing else may be there."""

_PHRASES = "phrases"
"""What Companion itself says, rendered ahead from the method's sentences: no word, no sound of the room."""

_SOUND_SYSTEM = re.compile(r"/dev/shm/jack_db-\d+/[\w.]+|/tmp/companion-audio\.\w+/cookie")  # noqa: S108 - a pattern
"""What the libraries of the sound system write on opening, before any sound: JACK's table of servers, and the
cookie of the virtual card's PulseAudio."""


def allowed(name: str) -> bool:
    """Whether this file, named from the data folder, is of the store, its key, the voice book, the
    companion's own phrases or the sound system's opening.
    """
    folder = name.partition("/")[0].removesuffix(".neuf")
    return name in _STORE or folder in (*_KEYS, _PHRASES) or _SOUND_SYSTEM.fullmatch(name) is not None


@dataclass(kw_only=True)
class Proof:
    """What was measured. Lists are empty and both controls above zero when all is well."""

    frames: int = -1
    frames_control: int = 0
    calls: list[str] = field(default_factory=list)
    calls_control: int = 0
    files: dict[str, int] = field(default_factory=dict)
    strange_files: list[str] = field(default_factory=list)
    files_control: bool = False
    sound: list[Any] = field(default_factory=list)
    séances: list[dict[str, Any]] = field(default_factory=list)
    machine: str = ""
    date: str = ""

    @property
    def holds(self) -> bool:
        """Nothing left, nothing was written but the store, and every control was caught."""
        heard = all(one["events"].get("UtteranceTranscribed", 0) for one in self.séances)
        nothing = self.frames == 0 and not (self.calls or self.strange_files or self.sound)
        return bool(nothing and heard and self.frames_control and self.calls_control and self.files_control)


def main() -> int:
    """The exit status of the script."""
    parser = argparse.ArgumentParser(prog="prove-no-egress")
    parser.add_argument("--short", action="store_true", help="une séance d'une minute au lieu de six")
    parser.add_argument("--report", type=Path, metavar="FICHIER", help="écrit aussi la page dans ce fichier")
    asked = parser.parse_args()
    if missing := _missing():
        print(f"prove-no-egress : il manque {missing}.", file=sys.stderr)
        return MISSING
    os.setpgrp()
    signal.signal(signal.SIGTERM, _stop)
    clock = SystemClock()
    proof = Proof(
        machine=f"{platform.system()} {platform.release()}", date=f"{clock.now():%d/%m/%Y %H:%M} UTC"
    )
    _count(proof, ["--short"] * asked.short)
    _trace(proof, ["--short"] * asked.short)
    page = rendered(proof)
    print(page)
    if asked.report:
        asked.report.write_text(page + "\n", encoding="utf-8")
    return 0 if proof.holds else 1


def _stop(*_: object) -> None:
    """Told to stop: whoever conducts a séance is told too, and takes the server along."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    time.sleep(3.0)
    sys.exit(143)


def _missing() -> str:
    absent = [name for name in ("strace", "ip", "unshare", "pacat") if shutil.which(name) is None]
    if absent:
        return ", ".join(absent)
    if not any(fetched_models().glob("whisper-*")):
        return "un modèle de transcription (companion models fetch)"
    if subprocess.run([*_namespace(), "true"], check=False, capture_output=True).returncode:
        return "le droit de faire un espace réseau (être root, ou les espaces d'utilisateur)"
    return ""


def _namespace() -> list[str]:
    """As root when one is; else as a root of one's own."""
    return ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]


def _home(folder: str) -> Path:
    home = Path(folder)
    (home / "models").symlink_to(fetched_models())
    return home


def _conduct(home: Path, options: list[str], *prefix: str) -> list[str]:
    return [sys.executable, "-m", "no_egress.conduct", *options, str(home), *prefix]


def _count(proof: Proof, options: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="companion-proof.") as folder:
        command = [
            *_namespace(),
            sys.executable,
            "-m",
            "no_egress.counted",
            *_conduct(_home(folder), options),
        ]
        told = json.loads(_ran(command))
    proof.frames, proof.frames_control = told["frames"], told["control"]
    proof.séances.append(json.loads(told["output"]))


def _trace(proof: Proof, options: list[str]) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="companion-proof.") as folder,
        tempfile.TemporaryDirectory() as aside,
    ):
        home, trace, control = _home(folder), Path(aside) / "trace", Path(aside) / "control"
        proof.séances.append(json.loads(_ran(_conduct(home, options, *STRACE, "-o", str(trace)))))
        with trace.open(encoding="utf-8", errors="replace") as lines:
            seen = list(lines)
        proof.calls = outward(seen)
        proof.files = written(seen, home)
        proof.strange_files = sorted(name for name in proof.files if not allowed(name))
        proof.sound = sound_in(home / "companion.db", _key(home))
        loud = f"{CONTROL}\nopen({str(home / 'audio.wav')!r}, 'wb').write(b'RIFF')"
        _ran([*STRACE, "-o", str(control), sys.executable, "-c", loud])
        caught = control.read_text(encoding="utf-8", errors="replace").splitlines()
        proof.calls_control = len(outward(caught))
        proof.files_control = "audio.wav" in written(caught, home)


def _key(home: Path) -> bytes:
    """Of the séances of this proof."""
    return opened(home, keys_of(home, environ={**os.environ, **kept_in(home)}), KeyPlace.RUNTIME).key


def _ran(command: list[str]) -> str:
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"prove-no-egress : une séance n'a pas pu être tenue ({done.returncode}).")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
