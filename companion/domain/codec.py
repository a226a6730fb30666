"""Messages to and from plain data (what JSON can hold), losslessly. Used by the log, the page and replay."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from companion.domain.messages import COMMANDS, EVENTS, Command, Event

__all__ = ["command_from_plain", "event_from_plain", "from_plain", "to_plain"]

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Dataclasses become dicts (without their kind), tuples lists, dates ISO strings."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value) if f.init}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value


def event_from_plain(kind: str, data: Mapping[str, Any]) -> Event:
    """The event of that kind. Raises KeyError for an unknown kind, TypeError or ValueError for bad data."""
    event: Event = _build(EVENTS[kind], data)
    return event


def command_from_plain(kind: str, data: Mapping[str, Any]) -> Command:
    """The command of that kind, checked field by field. Raises as ``event_from_plain``."""
    command: Command = _build(COMMANDS[kind], data)
    return command


def from_plain(cls: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass ``cls`` of ``to_plain(value)``. Raises TypeError or ValueError for bad data."""
    built: T = _build(cls, data)
    return built


def _build(cls: type, data: Any) -> Any:
    if not isinstance(data, Mapping):
        raise TypeError(f"{cls.__name__} wants an object")
    hints = get_type_hints(cls)
    known = {f.name for f in fields(cls) if f.init}
    if unknown := set(data) - known:
        raise TypeError(f"{cls.__name__} has no field {min(unknown)}")
    return cls(**{name: _read(hints[name], data[name]) for name in data})


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _read(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise TypeError("a list was expected")
        args = get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(_read(args[0], item) for item in value)
        return tuple(_read(arg, item) for arg, item in zip(args, value, strict=True))
    if is_dataclass(hint):
        return _build(hint, value)  # type: ignore[arg-type]
    return _read_scalar(hint, value)


def _read_scalar(hint: Any, value: Any) -> Any:
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, hint) and not (hint is int and isinstance(value, bool)):
        return value
    raise TypeError(f"{hint.__name__} was expected")
