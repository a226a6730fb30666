"""The folder of what may live as long as this machine is on, and no longer: it is in memory."""

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from companion.domain.errors import StoreFailed

__all__ = ["runtime_folder", "write_private"]


def runtime_folder(home: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder for the séances in ``home``, readable by its owner alone; None where there is none.

    In ``$COMPANION_RUNTIME``, else in ``$XDG_RUNTIME_DIR``, else in ``/dev/shm``, which a restart of the
    machine empties. Raises StoreFailed when somebody else has put a folder of that name there.
    """
    own = hashlib.sha256(os.fsencode(home.absolute())).hexdigest()[:16]
    for base in _bases(environ):
        if base.is_dir() and os.access(base, os.W_OK):
            return _private(_private(base / f"companion-{os.getuid()}") / own)
    return None


def _bases(environ: Mapping[str, str]) -> tuple[Path, ...]:
    if chosen := environ.get("COMPANION_RUNTIME"):
        Path(chosen).mkdir(mode=0o700, parents=True, exist_ok=True)
        return (Path(chosen),)
    session = environ.get("XDG_RUNTIME_DIR")
    shared = (Path("/dev/shm"),) if sys.platform == "linux" else ()  # noqa: S108 - checked to be ours alone
    return (*((Path(session),) if session else ()), *shared)


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise StoreFailed(
            "runtime_folder", "Le dossier de travail de Companion n'est pas à vous seul : supprimez-le."
        )
    return folder


def write_private(path: Path, content: bytes) -> None:
    """Write a whole file or none, readable by its owner alone. Raises OSError."""
    new = path.with_name(f"{path.name}.neuf")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
