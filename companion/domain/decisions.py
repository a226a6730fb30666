"""What a facilitator may ask of a séance, and what comes of it: the one door to every decision.

``decide`` is pure: it never changes the session, it answers with the events to record, or refuses.
The companion proposes and a human moves on: no step changes without a command.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import reduce
from typing import Any

from companion.domain import clients, consents, corrections, enrolments, reviewing, room, steps
from companion.domain.messages import (
    AddPerson,
    AgreeContract,
    AgreeNotes,
    ApproveNotes,
    CancelEnrolment,
    ChooseClient,
    ChooseSharing,
    Command,
    ConfirmHandover,
    ConfirmPageOne,
    ConsentGiven,
    ConsentWithdrawn,
    CorrectSpeaker,
    CorrectText,
    CorrectVoice,
    DismissCue,
    DraftNotes,
    EditNote,
    EndSession,
    EnrolmentFailed,
    EnrolVoice,
    Event,
    ExtendStep,
    FinishEnrolment,
    ForgetVoice,
    GiveConsent,
    KeepCue,
    ListeningChanged,
    MakeChoices,
    NextStep,
    OffTheRecord,
    Pause,
    PersonArrived,
    PrepareSession,
    PreviousStep,
    ProposeContract,
    Recorded,
    Resume,
    SessionPrepared,
    SetCaptions,
    SetSilence,
    SetSounds,
    ShareScreen,
    ShowContract,
    ShowReminder,
    StartSession,
    Strike,
    SwapClient,
    UndoNoteEdit,
    WithdrawConsent,
)
from companion.domain.method import Method
from companion.domain.moment import Moment
from companion.domain.preparation import prepare
from companion.domain.refusal import Refusal
from companion.domain.session import Session, apply
from companion.domain.traces import Traces

__all__ = ["decide"]


def decide(
    session: Session, method: Method, command: Command, now: float, traces: Traces | None = None
) -> tuple[Event, ...]:
    """The events that the command makes at ``now``; none when there is nothing to record.

    ``traces`` are the utterances heard so far. Raises Refusal, with one French sentence, for what makes no
    sense at this moment.
    """
    at = Moment(session, method, now, traces or Traces())
    events = _DECISIONS[type(command)](at, command)
    return (*events, *_listening(session, events, now), *reviewing.still_standing(session, events))


def _prepare(at: Moment, command: PrepareSession) -> tuple[Event, ...]:
    """What was agreed and learnt stays with whoever is still there."""
    if at.session.started:
        raise Refusal("started", "La séance a déjà commencé : on ne peut plus en changer la préparation.")
    prepared = prepare(command, at.method)
    stay = {(person.id, person.name) for person in prepared.people}
    gone = (person.id for person in at.session.roster if (person.id, person.name) not in stay)
    return (
        *(event for person in gone for event in consents.voice_gone(at.session, person)),
        *consents.no_longer_kept(at.session, prepared.programme),
        prepared,
    )


def _listening(session: Session, events: tuple[Event, ...], now: float) -> tuple[Event, ...]:
    """What follows when the room begins or ceases to be heard: it takes everybody's agreement."""
    if not any(isinstance(event, _WHO_AGREES) for event in events):
        return ()
    after = reduce(apply, (_imagined(event, now) for event in events), session)
    if after.listening == session.listening:
        return ()
    changed = ListeningChanged(listening=after.listening)
    if after.enrolling and not after.listening:
        return (EnrolmentFailed(person=after.enrolling, reason="cancelled"), changed)
    return (changed,)


def _imagined(event: Event, now: float) -> Recorded:
    """An envelope that goes nowhere: no fold reads its number, its date or its séance here."""
    return Recorded(seq=0, at=datetime.min.replace(tzinfo=UTC), elapsed=now, session_id="", event=event)


_WHO_AGREES = (ConsentGiven, ConsentWithdrawn, PersonArrived, SessionPrepared)

_DECISIONS: dict[type[Command], Callable[[Moment, Any], tuple[Event, ...]]] = {
    PrepareSession: _prepare,
    GiveConsent: consents.give,
    WithdrawConsent: consents.withdraw,
    MakeChoices: consents.choose,
    AddPerson: consents.add,
    EnrolVoice: enrolments.enrol,
    FinishEnrolment: enrolments.finish,
    CancelEnrolment: enrolments.cancel,
    ForgetVoice: enrolments.forget,
    StartSession: steps.start,
    NextStep: steps.next_step,
    PreviousStep: steps.previous_step,
    ExtendStep: steps.extend,
    Pause: steps.pause,
    OffTheRecord: steps.off_the_record,
    Resume: steps.resume,
    EndSession: steps.end,
    ConfirmHandover: steps.hand_over,
    ChooseClient: clients.choose,
    SwapClient: clients.swap,
    ProposeContract: clients.propose,
    AgreeContract: clients.agree,
    ShowContract: clients.show,
    ShowReminder: room.remind,
    SetCaptions: room.captions,
    SetSounds: room.sounds,
    SetSilence: room.silence,
    ShareScreen: room.share,
    CorrectSpeaker: corrections.speaker,
    CorrectVoice: corrections.voice,
    CorrectText: corrections.text,
    Strike: corrections.strike,
    DismissCue: corrections.dismiss,
    DraftNotes: reviewing.draft,
    EditNote: reviewing.edit,
    UndoNoteEdit: reviewing.undo,
    ConfirmPageOne: reviewing.confirm,
    AgreeNotes: reviewing.agree,
    ApproveNotes: reviewing.approve,
    ChooseSharing: reviewing.share,
    KeepCue: corrections.keep,
}
