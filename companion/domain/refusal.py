"""The answer to a command that makes no sense now."""

__all__ = ["Refusal"]


class Refusal(Exception):
    """A stable ``code`` (for tests and the page's catalogue) and one French sentence for the page.

    Not a CompanionError: nothing is wrong with the house, and the desk answers it as ``Refused``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
