"""Who works in the folder of séances: any number of houses, or one command that must be alone.

The lock is on the folder itself, so that no file is written for it; it goes with the process, however that
ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from companion.domain.errors import StoreFailed

__all__ = ["alone_in", "at_home_in"]


@contextmanager
def at_home_in(home: Path) -> Iterator[None]:
    """For as long as séances are held in that folder. Raises StoreFailed while a command is alone in it."""
    with _locked(
        home,
        fcntl.LOCK_SH,
        "erasing",
        "Une séance est en train d'être oubliée : attendez que ce soit fait, puis relancez.",
    ):
        yield


@contextmanager
def alone_in(home: Path) -> Iterator[None]:
    """For as long as nobody else may open a séance there. Raises StoreFailed while séances are held in it."""
    with _locked(
        home,
        fcntl.LOCK_EX,
        "in_use",
        "Companion est ouvert : oubliez la séance sur sa page « Fin », ou fermez-le et recommencez.",
    ):
        yield


@contextmanager
def _locked(home: Path, how: int, code: str, message: str) -> Iterator[None]:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(home, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise StoreFailed(
            "not_writable", "Companion ne peut pas écrire dans le dossier des séances : corrigez ses droits."
        ) from error
    try:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreFailed(code, message) from None
        yield
    finally:
        os.close(handle)
