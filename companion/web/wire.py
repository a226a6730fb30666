"""Messages to and from JSON frames, and who may see what.

Frames to a page, each one JSON object:

- ``{"clock", "log", "after", "last"}`` first: the séance's clock in seconds, which log this is (opaque),
  the number after which the replay starts (0: the page begins again from nothing) and the one it ends at;
- ``{"seq", "at", "elapsed", "event", "data"}`` to the facilitator: a recorded event;
- ``{"n", "elapsed", "event", "data"}`` to the table: ``n`` counts the table's own events, because a gap
  in the log's numbers would betray what is hidden;
- ``{"signal", "data"}``: passing, never recorded. The facilitator's are those of the house; the table's are
  ``Caption`` and ``CaptionStruck``, and only while captions are on;
- ``{"clock"}`` now and then, so that a countdown cannot drift;
- ``{"answer", "accepted"}`` or ``{"answer", "refused", "message"}`` to a command.

What a page missed comes as JSON arrays of such frames: thousands of small messages would cost it a second.
"""

import json
import math
from collections.abc import Iterable
from typing import Any

from companion.domain.codec import command_from_plain, to_plain
from companion.domain.messages import (
    Accepted,
    Audience,
    Command,
    Event,
    NotesApproved,
    NotesDrafted,
    Recorded,
    Refused,
)

__all__ = [
    "MAX_FRAME",
    "Unreadable",
    "answer_frame",
    "clock_frame",
    "facilitator_frame",
    "frames_together",
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
    {
        "announcement",
        "command",
        "ends_at",
        "hearing",
        "lasted",
        "listening",
        "minutes",
        "off_the_record",
        "on",
        "outcome",
        "over",
        "phrase",
        "remaining",
        "reminder",
        "sound",
        "sounds",
        "step",
    }
)
"""What may leave for the table. A new field of an event stays inside until it is named here."""

_TABLE_TEXTS = {"AnnouncementDue": frozenset({"text"}), "ContractShown": frozenset({"text"})}
"""Words that everybody may read, by event: the method's own, and the client's with the client's leave."""


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
        data=_lightened(recorded.event),
    )


def _lightened(event: Event) -> Any:
    """A draft of two hours is no frame: the page that shows notes asks for them when it hears of new ones."""
    plain = to_plain(event)
    if isinstance(event, NotesDrafted | NotesApproved):
        return {name: plain[name] for name in plain if name not in ("notes", "touching")}
    return plain


def table_frame(number: int, recorded: Recorded) -> str:
    """What the table may know of an event of its own. Raises ValueError for one that is not."""
    if recorded.event.audience is not Audience.TABLE:
        raise ValueError("not for the table")
    kind, plain = type(recorded.event).__name__, to_plain(recorded.event)
    fields = _TABLE_FIELDS | _TABLE_TEXTS.get(kind, frozenset())
    data = {name: plain[name] for name in plain if name in fields}
    return _dump(n=number, elapsed=recorded.elapsed, event=kind, data=data)


def signal_frame(signal: object) -> str:
    """Something passing, such as a caption in progress."""
    return _dump(signal=type(signal).__name__, data=to_plain(signal))


def frames_together(frames: Iterable[str]) -> str:
    """Several frames in one message, for a page that has much to catch up with."""
    return f"[{','.join(frames)}]"


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


_encode = json.JSONEncoder(separators=(",", ":")).encode


def _dump(**frame: Any) -> str:
    return _encode(frame)
