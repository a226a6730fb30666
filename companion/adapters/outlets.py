"""Where a file may go from this machine by hand: a USB key that is plugged in, or a folder of the user's."""

import os
from collections.abc import Sequence
from pathlib import Path

from companion.domain.errors import PartMissing

__all__ = ["put", "usb_keys"]

_MOUNTS = ("/media", "/run/media", "/Volumes")
"""Where Linux desktops and macOS show what is plugged in; the user's own folder may stand between."""

_MOST_NAMES = 99


def usb_keys(mounts: Sequence[str] = _MOUNTS) -> tuple[Path, ...]:
    """What is plugged in and can be written to."""
    found: list[Path] = []
    for mount in map(Path, mounts):
        for path in _folders(mount):
            inside = [path] if path.is_mount() else _folders(path)
            found += [one for one in inside if one.is_mount() and os.access(one, os.W_OK)]
    return tuple(sorted(set(found)))


def _folders(path: Path) -> list[Path]:
    try:
        return [one for one in path.iterdir() if one.is_dir() and not one.is_symlink()]
    except OSError:
        return []


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a new file there, for its owner alone; none is ever overwritten. Raises PartMissing."""
    if not folder.is_absolute() or not folder.is_dir():
        raise PartMissing("no_folder", "Ce dossier n'existe pas : choisissez-en un autre.")
    stem, suffix = name.split(".", 1)
    try:
        for number in range(1, _MOST_NAMES):
            path = folder / (name if number == 1 else f"{stem}-{number}.{suffix}")
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return path
    except OSError:
        message = "Le fichier n'a pas pu être écrit dans ce dossier : est-il plein ?"
        raise PartMissing("not_kept", message) from None
    raise PartMissing("not_kept", "Ce dossier contient trop de fichiers de ce nom : choisissez-en un autre.")
