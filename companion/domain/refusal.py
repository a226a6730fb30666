"""The answer to a command that makes no sense now."""

__all__ = ["Refusal"]


class Refusal(Exception):
    """A stable ``code`` (for tests and the page's catalogue) and one French sentence.

    ``{word}`` in the ``message`` stands for a value of that name: pages fill it into the sentence that their
    catalogue has for the code, in their own language.

    ``field`` is the field of the command that it is about, such as ``people.2.name``, if it is about one.
    Not a CompanionError: nothing is wrong with the house, and the desk answers it as ``Refused``.
    """

    def __init__(self, code: str, message: str, field: str | None = None, **values: object) -> None:
        self.code = code
        self.message = message.format_map(values) if values else message
        self.field = field
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.message)
