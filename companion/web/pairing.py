"""Pairing a second screen: a code that the facilitator shows, good once, for a short while, for few tries.

A device that was paired has a random token, kept in this process alone: closing Companion ends every pairing.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from companion.domain.messages import Audience

__all__ = ["DIGITS", "LASTS", "TRIES", "Code", "NotPaired", "Pairing"]

DIGITS = 6
LASTS = 180.0
"""Seconds in which a code may be used: long enough to walk round the table."""
TRIES = 5
"""Wrong ones, after which the code is void: whoever guesses finds it once in 200,000 codes."""


class NotPaired(Exception):
    """``reason`` is ``wrong``, ``expired`` (also when there is none), or ``too_many``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Code:
    """The one code that is open, and what the device that gives it may see; ``until`` in seconds."""

    digits: str
    audience: Audience
    until: float
    tries: int = TRIES


class Pairing:
    """``elapsed`` is a monotonic clock in seconds."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._code: Code | None = None
        self._devices: dict[str, Audience] = {}

    @property
    def code(self) -> Code | None:
        """The code that may be used now."""
        code = self._code
        good = code is not None and code.tries > 0 and self._elapsed() < code.until
        return code if good else None

    @property
    def devices(self) -> tuple[Audience, ...]:
        """What each device that is paired may see."""
        return tuple(self._devices.values())

    def open(self, audience: Audience) -> Code:
        """A new code in place of the last one. Only the facilitator's own page asks for it."""
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        self._code = Code(digits, audience, self._elapsed() + LASTS)
        return self._code

    def pair(self, typed: str) -> str:
        """The token of a device that knows the code, which is void from then on. Raises NotPaired."""
        code = self._code
        if code is None or self._elapsed() >= code.until:
            raise NotPaired("expired")
        if code.tries <= 0:
            raise NotPaired("too_many")
        if not hmac.compare_digest(typed.encode("utf-8", "replace"), code.digits.encode()):
            code.tries -= 1
            raise NotPaired("wrong" if code.tries else "too_many")
        self._code = None
        token = secrets.token_urlsafe(32)
        self._devices[token] = code.audience
        return token

    def audience(self, token: str) -> Audience | None:
        """What the device with that token may see; None for one that was not paired."""
        found = None
        for known, audience in self._devices.items():  # all of them, each in the same time
            if hmac.compare_digest(token.encode("utf-8", "replace"), known.encode()):
                found = audience
        return found

    def forget(self) -> None:
        """No device is paired any more, and no code is open."""
        self._devices.clear()
        self._code = None
