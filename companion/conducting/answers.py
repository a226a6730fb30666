"""Answers given to commands, so that the same command handed in twice is carried out once."""

from companion.domain.messages import Accepted, Refused

__all__ = ["Answers"]

MOST_KEPT = 1000
"""A page repeats a command within seconds, after a lost connection; a séance holds far fewer."""


class Answers:
    """The last answers, by command id. A command without an id is never the same as another."""

    def __init__(self) -> None:
        self._given: dict[str, Accepted | Refused] = {}

    def get(self, command_id: str | None) -> Accepted | Refused | None:
        """The answer already given to that command, if any."""
        return None if command_id is None else self._given.get(command_id)

    def keep(self, command_id: str | None, answer: Accepted | Refused) -> None:
        """Remember it, forgetting the oldest when there are too many."""
        if command_id is None:
            return
        self._given[command_id] = answer
        if len(self._given) > MOST_KEPT:
            del self._given[next(iter(self._given))]
