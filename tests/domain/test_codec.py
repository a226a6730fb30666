"""Every event and every command survives the journey through JSON, whatever its fields hold."""

import json
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.domain.codec import command_from_plain, event_from_plain, to_plain
from companion.domain.messages import COMMANDS, EVENTS, NextStep


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type; floats are finite, text may hold anything that a page can send."""
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if hint is str:
        return st.text(st.characters())
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*(st.none() if arg is type(None) else of(arg) for arg in get_args(hint)))
    if get_origin(hint) is tuple:
        args = get_args(hint)
        if args[-1] is Ellipsis:
            return st.lists(of(args[0]), max_size=3).map(tuple)
        return st.tuples(*(of(arg) for arg in args))
    if is_dataclass(hint):
        return built(hint)
    return st.from_type(hint)


def built(cls: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    return st.builds(cls, **{field.name: of(hints[field.name]) for field in fields(cls) if field.init})


def through_json(message: object) -> Any:
    return json.loads(json.dumps(to_plain(message)))


@pytest.mark.parametrize("kind", EVENTS)
@settings(max_examples=25)
@given(data=st.data())
def test_an_event_comes_back_as_it_went(kind: str, data: st.DataObject) -> None:
    event = data.draw(built(EVENTS[kind]))
    assert event_from_plain(kind, through_json(event)) == event


@pytest.mark.parametrize("kind", COMMANDS)
@settings(max_examples=25)
@given(data=st.data())
def test_a_command_comes_back_as_it_went(kind: str, data: st.DataObject) -> None:
    command = data.draw(built(COMMANDS[kind]))
    assert command_from_plain(kind, through_json(command)) == command


def test_the_page_of_messages_is_whole() -> None:
    assert len(EVENTS) >= 28
    assert COMMANDS["NextStep"] is NextStep


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("ExtendStep", {"minutes": "cinq"}),
        ("ExtendStep", {"minutes": True}),
        ("ExtendStep", {}),
        ("ExtendStep", {"minutes": 5, "hours": 1}),
        ("ExtendStep", [5]),
        ("DismissCue", {"cue": 1.5}),
        ("EnrolVoice", {"person": None}),
        ("PrepareSession", {"people": "Claire"}),
    ],
)
def test_what_has_not_the_form_of_a_command_is_refused(kind: str, data: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        command_from_plain(kind, data)


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        command_from_plain("EraseEverything", {})
