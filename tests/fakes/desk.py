"""A desk that writes down what it is handed and answers as told."""

from companion.domain.messages import Accepted, Command, Refused


class ListDesk:
    """``handed`` are the commands, in order, each id once. ``answer`` is what the next one is told."""

    def __init__(self) -> None:
        self.handed: list[Command] = []
        self.answer: Accepted | Refused | Exception = Accepted(0)
        self._given: dict[str, Accepted | Refused] = {}

    async def submit(self, command: Command, *, command_id: str | None = None) -> Accepted | Refused:
        if command_id in self._given:
            return self._given[command_id]
        if isinstance(self.answer, Exception):
            raise self.answer
        self.handed.append(command)
        if command_id is not None:
            self._given[command_id] = self.answer
        return self.answer
