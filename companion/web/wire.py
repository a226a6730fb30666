"""Messages to and from JSON frames, and who may see what.

Frames to a page, each one JSON object:

- ``{"clock", "log", "after", "last"}`` first: the séance's clock in seconds, which log this is (opaque),
  the number after which the replay starts (0: the page begins again from nothing) and the one it ends at;
- ``{"seq", "at", "elapsed", "event", "data"}`` to the facilitator: a recorded event;
- ``{"n", "elapsed", "event", "data"}`` to the table: ``n`` counts the table's own events, because a gap
  in the log's numbers would betray what is hidden;
- ``{"signal", "data"}`` to the facilitator alone: passing, never recorded;
- ``{"clock"}`` now and then, so that a countdown cannot drift;
- ``{"answer", "accepted"}`` or ``{"answer", "refused", "message"}`` to a command.
"""

import json
import math
from typing import Any

from companion.domain.codec import command_from_plain, to_plain
from companion.domain.messages import Accepted, Audience, Command, Recorded, Refused

__all__ = [
    "MAX_FRAME",
    "Unreadable",
    "answer_frame",
    "clock_frame",
    "facilitator_frame",
    "hello_frame",
    "read_command",
    "signal_frame",
    "table_frame",
]

MAX_FRAME = 16 * 1024
"""Bytes of the largest frame that a page may send; a contract of several pages fits ten times."""

MAX_ID = 100
"""Characters of the longest command id."""

_TABLE_FIELDS = frozenset(
    {"step", "ends_at", "remaining", "over", "minutes", "lasted", "off_the_record", "phrase"}
)
"""What may leave for the table. A new field of an event stays inside until it is named here."""


class Unreadable(Exception):
    """A frame that is no command: ``code`` is a key of the catalogue, ``id`` the frame's id if it had one."""

    def __init__(self, code: str, command_id: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.id = command_id


def facilitator_frame(recorded: Recorded) -> str:
    """Everything about an event."""
    return _dump(
        seq=recorded.seq,
        at=recorded.at.isoformat(),
        elapsed=recorded.elapsed,
        event=type(recorded.event).__name__,
        data=to_plain(recorded.event),
    )


def table_frame(number: int, recorded: Recorded) -> str:
    """What the table may know of an event of its own. Raises ValueError for one that is not."""
    if recorded.event.audience is not Audience.TABLE:
        raise ValueError("not for the table")
    plain = to_plain(recorded.event)
    return _dump(
        n=number,
        elapsed=recorded.elapsed,
        event=type(recorded.event).__name__,
        data={name: plain[name] for name in plain if name in _TABLE_FIELDS},
    )


def signal_frame(signal: object) -> str:
    """Something passing, such as a caption in progress."""
    return _dump(signal=type(signal).__name__, data=to_plain(signal))


def hello_frame(clock: float, log: str, after: int, last: int) -> str:
    """The first frame of every stream."""
    return _dump(clock=clock, log=log, after=after, last=last)


def clock_frame(clock: float) -> str:
    """The séance's clock, seconds."""
    return _dump(clock=clock)


def answer_frame(command_id: str | None, answer: Accepted | Refused) -> str:
    """What became of a command."""
    if isinstance(answer, Accepted):
        return _dump(answer=command_id, accepted=answer.seq)
    return _dump(answer=command_id, refused=answer.code, message=answer.message)


def read_command(text: str) -> tuple[str | None, Command]:
    """The command in a frame, with its id. Raises Unreadable."""
    try:
        frame = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
        json.dumps(frame, ensure_ascii=False).encode()  # a lone surrogate could not be stored
    except (ValueError, RecursionError) as error:
        raise Unreadable("malformed") from error
    if not isinstance(frame, dict):
        raise Unreadable("malformed")
    command_id = frame.get("id")
    if command_id is not None and not (isinstance(command_id, str) and 0 < len(command_id) <= MAX_ID):
        raise Unreadable("malformed")
    try:
        return command_id, _command(frame)
    except KeyError as error:
        raise Unreadable("unknown_command", command_id) from error
    except (TypeError, ValueError, OverflowError) as error:
        raise Unreadable("bad_fields", command_id) from error


def _command(frame: dict[str, Any]) -> Command:
    kind = frame.get("command")
    if not isinstance(kind, str):
        raise KeyError("command")
    return command_from_plain(kind, frame.get("data", {}))


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is not JSON")


def _dump(**frame: Any) -> str:
    return json.dumps(frame, separators=(",", ":"))
