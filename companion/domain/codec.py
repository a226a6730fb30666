"""Messages to and from plain data (what JSON can hold), losslessly. Used by the log, the page and replay."""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from companion.domain.messages import COMMANDS, EVENTS, Command, Event

__all__ = ["command_from_plain", "event_from_plain", "from_plain", "to_plain"]

T = TypeVar("T")


_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_plain(value: Any) -> Any:
    """Dataclasses become dicts (without their kind), tuples lists, dates ISO strings."""
    if type(value) in _PLAIN:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name in _readers(type(value))}
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
    readers = _readers(cls)
    if unknown := data.keys() - readers.keys():
        raise TypeError(f"{cls.__name__} has no field {min(unknown)}")
    return cls(**{name: readers[name](value) for name, value in data.items()})


Reader = Callable[[Any], Any]
"""Makes a field of plain data, or raises TypeError, ValueError."""


@cache
def _readers(cls: type) -> Mapping[str, Reader]:
    """Field -> reader. Found once per class: a log of two hours has ten thousand messages."""
    hints = get_type_hints(cls)
    return {f.name: _reader(hints[f.name]) for f in fields(cls) if f.init}


def _reader(hint: Any) -> Reader:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        one = _reader(next(arg for arg in get_args(hint) if arg is not type(None)))
        return lambda value: None if value is None else one(value)
    if origin is tuple:
        return _tuple_reader(get_args(hint))
    if is_dataclass(hint):
        return partial(_build, hint)  # type: ignore[arg-type]
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return partial(_scalar, hint)


def _tuple_reader(args: tuple[Any, ...]) -> Reader:
    if len(args) == 2 and args[1] is Ellipsis:
        one = _reader(args[0])
        return lambda value: tuple(one(item) for item in _listed(value))
    each = [_reader(arg) for arg in args]
    return lambda value: tuple(one(item) for one, item in zip(each, _listed(value), strict=True))


def _listed(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("a list was expected")
    return value


def _scalar(hint: type, value: Any) -> Any:
    if type(value) is hint:
        return value
    if hint is float and type(value) is int:
        return float(value)
    if isinstance(value, hint) and not isinstance(value, bool):
        return value
    raise TypeError(f"{hint.__name__} was expected")
