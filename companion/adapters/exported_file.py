"""A file that the user asked for: there whole, or not there at all."""

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from companion.domain.errors import StoreFailed

__all__ = ["check_writable", "write_whole"]


def check_writable(path: Path) -> None:
    """Raise StoreFailed now rather than after an hour of work; leaves nothing behind."""
    try:
        if not path.parent.is_dir():
            message = f"Le dossier « {path.parent} » n'existe pas : créez-le d'abord."
            raise StoreFailed("export_folder", message)
        if path.exists() and not path.is_file():
            message = f"« {path} » n'est pas un fichier ordinaire : donnez un autre nom."
            raise StoreFailed("export_not_a_file", message)
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise _refused(path, error) from error


def write_whole(path: Path, text: str) -> None:
    """Write beside it, then rename: nobody sees half a file. Raises StoreFailed; an older file stays."""
    data = text.encode()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> StoreFailed:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFailed(
            "disk_full", f"Le disque est plein, « {path} » n'a pas été écrit : libérez de la place."
        )
    message = f"« {path} » ne peut pas être écrit : vérifiez les droits du dossier."
    return StoreFailed("export_refused", message)
