"""What a page sent, carried out or refused: always an answer, never a traceback."""

import logging
from collections.abc import Mapping

from companion.domain.errors import CompanionError
from companion.domain.messages import Refused
from companion.ports import CommandDesk
from companion.web.wire import Unreadable, answer_frame, read_command

__all__ = ["Console", "listen_only"]

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
            return answer_frame(command_id, await self._desk.submit(command, command_id=command_id))
        except CompanionError as error:
            return answer_frame(command_id, Refused(error.code, error.message))
        except Exception as error:
            # A fault of ours must not take the page away. Its text may hold words of the séance.
            _log.error("%s failed: %s", type(command).__name__, type(error).__name__)
            return self._refuse(command_id, "internal")

    def _refuse(self, command_id: str | None, code: str) -> str:
        return answer_frame(command_id, Refused(code, self._texts[f"refused_{code}"]))


def listen_only(texts: Mapping[str, str]) -> Console:
    """The table's side: it commands nothing."""
    return Console(_NobodysDesk(texts["refused_listen_only"]), texts)


class _NobodysDesk:
    def __init__(self, message: str) -> None:
        self._message = message

    async def submit(self, command: object, *, command_id: str | None = None) -> Refused:
        return Refused("listen_only", self._message)
