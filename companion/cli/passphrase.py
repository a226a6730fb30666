"""Asks for the passphrase of the séances, in the terminal or from a file that a service is given."""

import getpass
import os
import sys
from pathlib import Path

from companion.domain.errors import StoreFailed

__all__ = ["ask_passphrase"]


def ask_passphrase(again: bool) -> str:
    """What is typed, unseen; a new one twice. ``COMPANION_PASSPHRASE_FILE`` is read instead, if set.

    Raises StoreFailed when the two differ, or when nobody can type.
    """
    if file := os.environ.get("COMPANION_PASSPHRASE_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").rstrip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreFailed(
                "passphrase_file", "Le fichier de COMPANION_PASSPHRASE_FILE ne peut pas être lu."
            ) from error
    if not sys.stdin.isatty():
        raise StoreFailed(
            "passphrase_wanted",
            "Les séances demandent leur phrase de passe : lancez Companion dans un terminal.",
        )
    passphrase = getpass.getpass("Phrase de passe des séances : ")
    if again and getpass.getpass("Encore une fois, pour être sûr : ") != passphrase:
        raise StoreFailed("passphrase_differs", "Les deux phrases de passe diffèrent : recommencez.")
    return passphrase
