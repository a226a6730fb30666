"""Where the key of the séances is kept: what each place protects is said on the page."""

from enum import StrEnum

__all__ = ["KeyPlace"]


class KeyPlace(StrEnum):
    """In the order of preference."""

    KEYRING = "keyring"
    """The system's keyring: whoever opens the user's session can read the séances."""
    PASSPHRASE = "passphrase"  # noqa: S105 - a name, not a secret
    """Nowhere: it is made again from a passphrase at each start."""
    RUNTIME = "runtime"
    """This machine's memory: once it is switched off, nobody can read the séances any more."""
