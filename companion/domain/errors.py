"""The one exception tree of Companion.

CompanionError
├── BadSeance       a recorded séance, its audio or its seance.toml cannot be used
├── BadMethod       a method file is unknown or inconsistent
├── BadSetting      companion.toml or a COMPANION_ variable cannot be used
├── EgressRefused   something tried to leave this machine; also a PermissionError, which libraries expect
├── PartMissing     a model, a device or a system library is not there
├── EngineLost      a model's process died of one piece of work, twice: that piece is given up
└── StoreFailed     the database refused to open, read or write

Every error carries a stable ``code`` (for tests and the page's catalogue) and a ``message``: one
sentence for the person at the table, in French, that says what is wrong and what to do. It is
rendered once, at the edge (terminal or page), and never holds a word that was said in a séance.
"""

__all__ = [
    "BadMethod",
    "BadSeance",
    "BadSetting",
    "CompanionError",
    "EgressRefused",
    "EngineLost",
    "PartMissing",
    "StoreFailed",
]


class CompanionError(Exception):
    """Something that a person can understand and mend."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class BadSeance(CompanionError):
    """A recorded séance, its audio or its description cannot be used."""


class BadMethod(CompanionError):
    """A method file is unknown or inconsistent."""


class BadSetting(CompanionError):
    """companion.toml or a COMPANION_ variable cannot be used."""


class EgressRefused(CompanionError, PermissionError):
    """Something tried to leave this machine, and was stopped."""


class PartMissing(CompanionError):
    """A model, a device or a system library is not there."""


class EngineLost(CompanionError):
    """A model's process died of one piece of work, twice: that piece is given up, the next may do."""


class StoreFailed(CompanionError):
    """The database refused to open, read or write."""
