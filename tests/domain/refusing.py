"""What a table refuses."""

import pytest

from companion.domain.messages import Command
from companion.domain.refusal import Refusal
from tests.domain.table import Table

__all__ = ["refusal", "refused"]


def refused(table: Table, command: Command) -> Refusal:
    """The refusal of a command, which must leave the state as it was."""
    before = table.session
    with pytest.raises(Refusal) as caught:
        table.do(command)
    assert table.session == before
    assert caught.value.message.endswith(".")
    return caught.value


def refusal(table: Table, command: Command) -> str:
    """Its code."""
    return refused(table, command).code
