"""What the room sees and hears of Companion: reminders, captions, sounds, who looks at which screen."""

from companion.domain.messages import (
    CaptionsChanged,
    Event,
    ReminderShown,
    ScreenShared,
    SetCaptions,
    SetSilence,
    SetSounds,
    ShareScreen,
    ShowReminder,
    SilenceChanged,
    SoundsChanged,
)
from companion.domain.moment import Moment
from companion.domain.refusal import Refusal

__all__ = ["REMINDERS", "captions", "remind", "share", "silence", "sounds"]

REMINDERS = ("rule", "one_at_a_time", "back_to_contract", "breathe")
"""Keys of the catalogue; ``rule`` is the open step's own."""


def remind(at: Moment, command: ShowReminder) -> tuple[Event, ...]:
    """A reminder that names nobody, by hand."""
    at.open_step()
    if command.reminder not in REMINDERS:
        raise Refusal("unknown_reminder", "Ce rappel n'existe pas : choisissez-en un de la liste.")
    return (ReminderShown(reminder=command.reminder),)


def captions(at: Moment, command: SetCaptions) -> tuple[Event, ...]:
    """Captions on the table's page, or none."""
    at.prepared()
    prepared = at.session.prepared
    return () if prepared and prepared.captions == command.on else (CaptionsChanged(on=command.on),)


def sounds(at: Moment, command: SetSounds) -> tuple[Event, ...]:
    """How time is told."""
    at.prepared()
    prepared = at.session.prepared
    return () if prepared and prepared.sounds is command.sounds else (SoundsChanged(sounds=command.sounds),)


def silence(at: Moment, command: SetSilence) -> tuple[Event, ...]:
    """No sound until lifted."""
    at.prepared()
    return () if at.session.silence == command.on else (SilenceChanged(on=command.on),)


def share(at: Moment, command: ShareScreen) -> tuple[Event, ...]:
    """Who sees the facilitator's screen."""
    at.prepared()
    prepared = at.session.prepared
    return () if prepared and prepared.shared_screen == command.on else (ScreenShared(on=command.on),)
