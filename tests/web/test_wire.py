"""What leaves for whom, frame by frame."""

import contextlib
import dataclasses
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.messages import (
    EVENTS,
    Audience,
    AudioLost,
    CorrectSpeaker,
    ExtendStep,
    Recorded,
    StepExtended,
)
from companion.web.wire import Unreadable, facilitator_frame, read_command, table_frame
from tests.web.story import PREPARED

HARMLESS = {
    *("step", "ends_at", "remaining", "over", "minutes", "lasted", "off_the_record", "phrase"),
    *("hearing", "listening", "on", "sounds", "reminder", "command", "outcome"),
    *("announcement", "sound"),
}


def recorded(event: object) -> Recorded:
    return Recorded(seq=7, at=datetime(2026, 11, 20, tzinfo=UTC), elapsed=3.5, session_id="s", event=event)


def sent_to_the_table(kind: type) -> set[str]:
    values = {field.name: None for field in dataclasses.fields(kind)}
    return set(json.loads(table_frame(1, recorded(kind(**values))))["data"])


def test_no_event_of_the_table_has_a_field_for_a_name_or_a_text() -> None:
    """But for the contract that the client shows, and what is announced to everybody."""
    table = [event for event in EVENTS.values() if event.audience is Audience.TABLE]
    found = {event.__name__: sent_to_the_table(event) - HARMLESS for event in table}
    assert {name: fields for name, fields in found.items() if fields} == {
        "ContractShown": {"text"},
        "AnnouncementDue": {"text"},
    }


def test_the_table_learns_that_the_microphone_is_lost_and_nothing_about_it() -> None:
    frame = json.loads(table_frame(4, recorded(AudioLost(start=2.0, reason="unplugged"))))
    assert frame == {"n": 4, "elapsed": 3.5, "event": "AudioLost", "data": {}}


def test_the_table_is_given_no_number_of_the_log() -> None:
    frame = json.loads(table_frame(2, recorded(StepExtended(step="expose", minutes=5.0, ends_at=9.0))))
    data = {"step": "expose", "minutes": 5.0, "ends_at": 9.0}
    assert frame == {"n": 2, "elapsed": 3.5, "event": "StepExtended", "data": data}


def test_an_event_of_the_facilitator_cannot_be_made_into_a_frame_of_the_table() -> None:
    with pytest.raises(ValueError, match="not for the table"):
        table_frame(1, recorded(PREPARED))


def test_the_facilitator_is_given_everything() -> None:
    frame = json.loads(facilitator_frame(recorded(PREPARED)))
    assert (frame["seq"], frame["event"], frame["data"]["people"][0]["name"]) == (
        7,
        "SessionPrepared",
        "Claire",
    )


def test_a_command_is_read_with_its_id() -> None:
    text = '{"id":"a","command":"ExtendStep","data":{"minutes":5}}'
    assert read_command(text) == ("a", ExtendStep(minutes=5.0))


def test_a_command_without_data_needs_none() -> None:
    assert read_command('{"command":"NextStep"}')[0] is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        ("{", "malformed"),
        ("[]", "malformed"),
        ("null", "malformed"),
        ("[" * 16_000, "malformed"),
        ('{"id":7,"command":"NextStep"}', "malformed"),
        ('{"id":"","command":"NextStep"}', "malformed"),
        ('{"command":"CorrectText","data":{"utterance":"u","text":"\\ud800"}}', "malformed"),
        ('{"command":"ExtendStep","data":{"minutes":NaN}}', "malformed"),
        ('{"command":"ExtendStep","data":{"minutes":1e999}}', "malformed"),
        ("{}", "unknown_command"),
        ('{"command":"Explode"}', "unknown_command"),
        ('{"command":["NextStep"]}', "unknown_command"),
        ('{"command":"SessionEnded"}', "unknown_command"),
        ('{"command":"ExtendStep"}', "bad_fields"),
        ('{"command":"ExtendStep","data":[]}', "bad_fields"),
        ('{"command":"ExtendStep","data":{"minutes":"5"}}', "bad_fields"),
        ('{"command":"ExtendStep","data":{"minutes":true}}', "bad_fields"),
        ('{"command":"ExtendStep","data":{"minutes":1%s}}' % ("0" * 400), "bad_fields"),
        ('{"command":"ExtendStep","data":{"minutes":5,"more":1}}', "bad_fields"),
        ('{"command":"DismissCue","data":{"cue":1.5}}', "bad_fields"),
        ('{"command":"CorrectSpeaker","data":{"utterance":"u","person":null}}', "bad_fields"),
        ('{"command":"PrepareSession","data":{"people":[{"id":1}]}}', "bad_fields"),
    ],
)
def test_what_is_no_command_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_command(text)
    assert refusal.value.code == code


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
_kinds = st.sampled_from(["NextStep", "ExtendStep", "PrepareSession", "CorrectSpeaker", "DismissCue"])


@given(st.text() | _json.map(json.dumps))
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(Unreadable):
        read_command(text)


@given(_kinds, _json)
def test_data_makes_the_command_named_or_a_refusal(kind: str, data: object) -> None:
    try:
        made = type(read_command(json.dumps({"command": kind, "data": data}))[1]).__name__
    except Unreadable as refusal:
        made = refusal.code
    assert made in (kind, "malformed", "bad_fields")


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_names_in_any_script_survive(utterance: str, person: str) -> None:
    data = {"utterance": utterance, "person": person}
    assert read_command(json.dumps({"command": "CorrectSpeaker", "data": data}))[1] == CorrectSpeaker(**data)
