"""Where the key of the séances is kept: a keyring, a passphrase, or this machine's memory."""

import hashlib
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from companion.adapters.runtime import write_private
from companion.domain.errors import StoreFailed
from companion.domain.keys import KeyPlace

__all__ = ["KEY_BYTES", "KeyringKeys", "PassphraseKeys", "RuntimeKeys"]

KEY_BYTES = 32
"""AES-256, as SQLCipher uses it."""
SHORTEST = 12
"""Characters of a passphrase (ANSSI's least for a secret that can be tried without limit of attempts)."""

_SERVICE = "Companion"
_SCRYPT = {"n": 1 << 16, "r": 8, "p": 1, "maxmem": 1 << 27}
"""64 MB and some 0.2 s for each attempt (RFC 7914; OWASP's first choice is twice that)."""


class KeyringKeys:
    """The system's keyring: Secret Service (GNOME, KDE) through D-Bus, or macOS's.

    Nothing else is asked: plug-ins of the library, or a file of its own, would be strangers here.
    """

    place = KeyPlace.KEYRING

    def __init__(self, home: Path, ring: Any = None) -> None:
        self._name = str(home.absolute())
        self._ring = ring or _system_keyring()

    @property
    def usable(self) -> bool:
        """Whether this machine has one."""
        return self._ring is not None

    def read(self) -> bytes | None:
        """The key kept there; None when there is none. Raises StoreFailed when it does not answer."""
        if self._ring is None:
            raise StoreFailed(*_CLOSED)
        try:
            kept = self._ring.get_password(_SERVICE, self._name)
        except Exception as error:  # each system's own errors, and D-Bus's
            raise StoreFailed(*_CLOSED) from error
        return None if kept is None else bytes.fromhex(kept)

    def make(self) -> bytes:
        """A new key, kept there from now on. Raises StoreFailed."""
        if self._ring is None:
            raise StoreFailed(*_CLOSED)
        key = secrets.token_bytes(KEY_BYTES)
        try:
            self._ring.set_password(_SERVICE, self._name, key.hex())
        except Exception as error:
            raise StoreFailed(*_CLOSED) from error
        return key


class PassphraseKeys:
    """No key anywhere: it is made from what a person types, and a salt that lies beside the séances.

    ``ask(again)`` gives the passphrase; ``again`` when it is a new one, to be typed twice.
    """

    place = KeyPlace.PASSPHRASE

    def __init__(self, home: Path, ask: Callable[[bool], str]) -> None:
        self._salt = home / "key-salt"
        self._ask = ask

    @property
    def usable(self) -> bool:
        """Always: somebody can be asked."""
        return True

    def read(self) -> bytes | None:
        """The key of the passphrase that is typed; None when none was ever chosen."""
        return self._stretched(self._ask(False), self._salt.read_bytes()) if self._salt.exists() else None

    def make(self) -> bytes:
        """The key of a new passphrase. Raises StoreFailed when it is too short."""
        passphrase = self._ask(True)
        if len(passphrase) < SHORTEST:
            raise StoreFailed(
                "short_passphrase", f"Cette phrase de passe est trop courte : {SHORTEST} signes au moins."
            )
        salt = secrets.token_bytes(16)
        self._salt.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._salt, salt)
        return self._stretched(passphrase, salt)

    def _stretched(self, passphrase: str, salt: bytes) -> bytes:
        return hashlib.scrypt(passphrase.encode(), salt=salt, dklen=KEY_BYTES, **_SCRYPT)


class RuntimeKeys:
    """A file in the folder of memory: gone when the machine is switched off."""

    place = KeyPlace.RUNTIME

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / "key" if folder else None

    @property
    def usable(self) -> bool:
        """Whether this machine has such a folder."""
        return self._file is not None

    def read(self) -> bytes | None:
        """The key, None once it is gone."""
        if self._file is None or not self._file.exists():
            return None
        key = self._file.read_bytes()
        return key if len(key) == KEY_BYTES else None

    def make(self) -> bytes:
        """A new key. Raises StoreFailed."""
        if self._file is None:
            raise StoreFailed(
                "no_key",
                "Cette machine n'a pas de trousseau : choisissez une phrase de passe "
                "(COMPANION_KEY=passphrase).",
            )
        key = secrets.token_bytes(KEY_BYTES)
        write_private(self._file, key)
        return key


_CLOSED = (
    "keyring_closed",
    "Le trousseau, qui garde la clé des séances, ne répond pas : déverrouillez-le, puis relancez.",
)


def _system_keyring() -> Any:
    """The keyring of this system; None when it has none."""
    try:
        if sys.platform == "darwin":
            from keyring.backends import macOS  # its own types say too little

            ring: Any = macOS.Keyring
        else:
            from keyring.backends import SecretService

            ring = SecretService.Keyring
        return ring() if ring.viable else None  # type: ignore[no-untyped-call]
    except Exception:  # without D-Bus, the library says so in many ways
        return None
