"""Reminders, captions, sounds and screens: what is asked twice is done once."""

import pytest

from companion.domain.messages import (
    CaptionsChanged,
    Command,
    EndSession,
    Event,
    ReminderShown,
    ScreenShared,
    SetCaptions,
    SetSilence,
    SetSounds,
    ShareScreen,
    ShowReminder,
    SilenceChanged,
    Sounds,
    SoundsChanged,
)
from companion.domain.room import REMINDERS
from tests.domain.refusing import refusal
from tests.domain.table import Table, preparing


@pytest.mark.parametrize("reminder", REMINDERS)
def test_a_reminder_is_one_of_a_few_neutral_ones(reminder: str) -> None:
    table = Table()
    assert table.do(ShowReminder(reminder=reminder)) == (ReminderShown(reminder=reminder),)
    assert refusal(table, ShowReminder(reminder="Karim, laissez parler Claire")) == "unknown_reminder"


def test_a_reminder_needs_a_step() -> None:
    table = Table(started=False)
    table.do(preparing())
    assert refusal(table, ShowReminder(reminder="breathe")) == "not_started"


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (SetCaptions(on=True), CaptionsChanged(on=True)),
        (SetSounds(sounds=Sounds.CHIME), SoundsChanged(sounds=Sounds.CHIME)),
        (SetSilence(on=True), SilenceChanged(on=True)),
        (ShareScreen(on=True), ScreenShared(on=True)),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_the_room_sees_and_hears_is_set_once(command: Command, event: Event) -> None:
    table = Table()
    assert table.do(command) == (event,)
    assert table.do(command) == ()
    table.do(EndSession())
    assert refusal(table, command) == "ended"


def test_what_was_prepared_is_what_holds() -> None:
    table = Table(started=False)
    table.do(preparing(sounds=Sounds.SCREEN, captions=True, shared_screen=True))
    for command in (SetCaptions(on=True), SetSounds(sounds=Sounds.SCREEN), ShareScreen(on=True)):
        assert table.do(command) == ()
    table.do(SetCaptions(on=False))
    assert table.session.prepared and not table.session.prepared.captions
