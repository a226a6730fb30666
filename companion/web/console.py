"""What a page sent, carried out or refused: always an answer, never a traceback."""

import logging
from collections.abc import Mapping

from companion.domain.errors import CompanionError
from companion.domain.messages import Accepted, Command, OffTheRecord, Refused
from companion.ports import CommandDesk
from companion.web.catalogue import why
from companion.web.wire import Unreadable, answer_frame, read_command

__all__ = ["Console", "table_console"]

_log = logging.getLogger(__name__)


class Console:
    """Hands the facilitator's commands to the desk. ``texts`` is the page's catalogue."""

    def __init__(self, desk: CommandDesk, texts: Mapping[str, str]) -> None:
        self._desk = desk
        self._texts = texts

    async def answer(self, data: object) -> str:
        """The reply to one frame."""
        if not isinstance(data, str):
            return self._refuse(None, "malformed")
        try:
            command_id, command = read_command(data)
        except Unreadable as error:
            return self._refuse(error.id, error.code)
        try:
            answer = await self._desk.submit(command, command_id=command_id)
            if isinstance(answer, Refused):
                return answer_frame(command_id, Refused(answer.code, why(answer, self._texts)))
            return answer_frame(command_id, answer)
        except CompanionError as error:
            return answer_frame(command_id, Refused(error.code, why(error, self._texts)))
        except Exception as error:
            # A fault of ours must not take the page away. Its text may hold words of the séance.
            _log.error("%s failed: %s", type(command).__name__, type(error).__name__)
            return self._refuse(command_id, "internal")

    def _refuse(self, command_id: str | None, code: str) -> str:
        return answer_frame(command_id, Refused(code, self._texts[f"refused_{code}"]))


def table_console(desk: CommandDesk | None, texts: Mapping[str, str]) -> Console:
    """The table's side: anybody may go « hors micro », and nothing else. No desk: nothing is in the room."""
    return Console(_TableDesk(desk, texts["refused_table"]), texts)


class _TableDesk:
    def __init__(self, desk: CommandDesk | None, message: str) -> None:
        self._desk = desk
        self._message = message

    async def submit(self, command: Command, *, command_id: str | None = None) -> Accepted | Refused:
        """Ids are kept apart from the facilitator's; the number of the event stays inside, since it would
        betray how many there are that the table does not see."""
        if self._desk is None or not isinstance(command, OffTheRecord):
            return Refused("table", self._message)
        answer = await self._desk.submit(command, command_id=command_id and f"table:{command_id}")
        return Accepted(0) if isinstance(answer, Accepted) else answer
