"""The secret of the facilitator's link: kept from one start to the next, so that open pages come back."""

import os
import secrets
from pathlib import Path

from companion.domain.errors import StoreFailed

__all__ = ["link_secret"]

_SHORTEST = 20


def link_secret(home: Path) -> str:
    """The secret in that folder, which only its owner may read; made at the first start.

    It lies beside the séances themselves: whoever can read it could read them. Raises StoreFailed.
    """
    path = home / "link-secret"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.chmod(0o600)
            known = path.read_text(encoding="ascii", errors="replace").strip()
            if len(known) >= _SHORTEST and known.isascii():
                return known
        made = secrets.token_urlsafe(16)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(made)
    except OSError as error:
        raise StoreFailed(
            "no_secret", "Le dossier des séances ne peut pas être écrit : vérifiez ses droits."
        ) from error
    return made
