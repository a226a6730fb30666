"""The log that was read last, as it stands: each page that opens asks for the whole of it."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import attrgetter

from companion.domain.messages import Recorded

__all__ = ["Remembered"]

_seq = attrgetter("seq")


class Remembered:
    """Events of one séance, on the writer's thread alone. What is redacted or erased is forgotten whole: it
    is read again from what is left on the disk.
    """

    def __init__(self) -> None:
        self._session_id: str | None = None
        self._version = 0
        self._events: list[Recorded] = []

    def events(
        self, session_id: str, version: int, after: int, read: Callable[[], list[Recorded]]
    ) -> list[Recorded]:
        """Those numbered above ``after``; ``read`` gives the whole log of another séance than last time.

        ``version`` is SQLite's ``data_version``: another one means that another program wrote in the file.
        """
        if (session_id, version) != (self._session_id, self._version):
            self._session_id = None  # should reading fail
            self._events = read()
            self._session_id, self._version = session_id, version
        return self._events[bisect_right(self._events, after, key=_seq) :]

    def append(self, recorded: Sequence[Recorded]) -> None:
        """They are on the disk now."""
        self._events += (one for one in recorded if one.session_id == self._session_id)

    def forget(self, session_id: str) -> None:
        """Something of that séance is not on the disk any more."""
        if session_id == self._session_id:
            self._session_id, self._events = None, []
