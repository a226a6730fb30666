"""The state of a séance: what the events so far add up to.

``apply`` is the only way a ``Session`` changes, so that recovery after a crash is this fold alone.
Folds accept holes: an event whose beginning was redacted changes nothing. What may happen next is
decided in ``companion.domain.decisions`` and, for time, in ``companion.domain.timekeeping``.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from companion.domain.messages import (
    CaptionsChanged,
    ChoicesMade,
    ClientChosen,
    ClientSwapped,
    ConsentGiven,
    ConsentWithdrawn,
    ContractAgreed,
    ContractHidden,
    ContractProposed,
    ContractShown,
    CueDismissed,
    CueKept,
    EnrolmentFailed,
    EnrolmentStarted,
    Event,
    NoteEdited,
    NoteEditUndone,
    NotesAgreed,
    NotesApproved,
    NotesDrafted,
    NotesForgotten,
    PageOneConfirmed,
    PersonArrived,
    Recorded,
    ScreenShared,
    SessionClosed,
    SessionEnded,
    SessionPaused,
    SessionPrepared,
    SessionResumed,
    SharingChosen,
    SilenceChanged,
    SoundsChanged,
    SpeakerCorrected,
    SpokeOutOfTurn,
    StepEnded,
    StepEndingSoon,
    StepExtended,
    StepOverrun,
    StepStarted,
    TurnTakingCue,
    UtteranceCorrected,
    UtteranceRedacted,
    VoiceEnrolled,
    VoiceForgotten,
    VoiceFound,
    WordingCue,
)
from companion.domain.people import Consent, Person, Role, Topic
from companion.domain.review import reviewed
from companion.domain.state import Contract, Cue, Halt, OpenStep, Session, Visit

__all__ = ["Contract", "Halt", "OpenStep", "Session", "Visit", "apply"]


def apply(session: Session, recorded: Recorded) -> Session:
    """The séance after that event."""
    fold = _FOLDS.get(type(recorded.event))
    if fold is not None:
        session = _minding(fold(session, recorded.event, recorded), recorded.elapsed)
    return _reviewed(session, recorded) if isinstance(recorded.event, _OF_NOTES) else session


def _reviewed(session: Session, recorded: Recorded) -> Session:
    """What humans change in what was said puts drafts out of date."""
    review = reviewed(session.review, recorded.event, session.written)
    if isinstance(recorded.event, _MENDING):
        return replace(session, review=review, mended=recorded.seq)
    return replace(session, review=review)


def _minding(session: Session, now: float) -> Session:
    """Spans without everybody's consent are deaf, from the first preparation on."""
    if session.prepared is None or session.ended_at is not None:
        return session
    since = session.unheard_since
    if session.listening:
        return session if since is None else replace(session, unheard_since=None, deaf=_deafer(session, now))
    return replace(session, unheard_since=now) if since is None else session


def _deafer(session: Session, now: float) -> tuple[tuple[float, float], ...]:
    span = (session.unheard_since, now)
    return session.deaf if span[0] is None else (*session.deaf, (span[0], now))


def _prepared(session: Session, event: SessionPrepared, _: Recorded) -> Session:
    """What somebody agreed to stays theirs, and nobody else's who was given the same id."""
    same = {person.id for person in event.people if _same(session.roster.get(person.id), person)}
    return replace(
        session,
        prepared=event,
        consents=frozenset(one for one in session.consents if one[0] in same),
        chosen=session.chosen & same,
        enrolled=session.enrolled & same,
        found=session.found & same,
        enrolling=session.enrolling if session.enrolling in same else None,
    )


def _same(before: Person | None, now: Person) -> bool:
    return before is not None and before.name == now.name


def _amended(session: Session, **changes: Any) -> Session:
    return replace(session, prepared=replace(session.prepared, **changes)) if session.prepared else session


def _consented(session: Session, event: ConsentGiven, _: Recorded) -> Session:
    return replace(session, consents=session.consents | {(event.person, event.consent)})


def _refused(session: Session, event: ConsentWithdrawn, _: Recorded) -> Session:
    left = replace(session, consents=session.consents - {(event.person, event.consent)})
    both = event.consent in (Consent.VOICEPRINT, Consent.KEEPING)
    return replace(left, found=left.found - {event.person}) if both else left


def _chosen(session: Session, event: ChoicesMade, _: Recorded) -> Session:
    return replace(session, chosen=session.chosen | {event.person})


def _arrived(session: Session, event: PersonArrived, _: Recorded) -> Session:
    return _amended(session, people=(*session.roster, event.person))


def _client_chosen(session: Session, event: ClientChosen, _: Recorded) -> Session:
    """A demand is its client's own: it goes with the client."""
    before = session.roster.client()
    contract = session.contract if before is None or before.id == event.person else None
    return replace(_with_client(session, event.person, event.topic), contract=contract)


def _with_client(session: Session, client: str, topic: Topic) -> Session:
    people = tuple(_in_role(person, client) for person in session.roster)
    return _amended(session, people=people, topic=topic)


def _in_role(person: Person, client: str) -> Person:
    if person.id == client:
        return replace(person, role=Role.CLIENT)
    return replace(person, role=Role.CONSULTANT) if person.role is Role.CLIENT else person


def _swapped(session: Session, event: ClientSwapped, recorded: Recorded) -> Session:
    """Nothing remains of what was said since the first exposé, and its steps have their whole time again."""
    return replace(
        _with_client(session, event.person, event.topic),
        contract=None,
        visits=tuple(visit for visit in session.visits if visit.started_at < event.since),
        cues={seq: cue for seq, cue in session.cues.items() if cue.start < event.since},
        deaf=(*session.deaf, (event.since, recorded.elapsed)),
    )


def _captions(session: Session, event: CaptionsChanged, _: Recorded) -> Session:
    return _amended(session, captions=event.on)


def _sounds(session: Session, event: SoundsChanged, _: Recorded) -> Session:
    return _amended(session, sounds=event.sounds)


def _silenced(session: Session, event: SilenceChanged, _: Recorded) -> Session:
    return replace(session, silence=event.on)


def _shared(session: Session, event: ScreenShared, _: Recorded) -> Session:
    return _amended(session, shared_screen=event.on)


def _step_started(session: Session, event: StepStarted, recorded: Recorded) -> Session:
    planned = event.ends_at - recorded.elapsed
    step = OpenStep(
        id=event.step, started_at=recorded.elapsed, planned=planned, ends_at=event.ends_at, told=planned
    )
    return replace(session, step=step)


def _told(session: Session, event: StepEndingSoon | StepOverrun, _: Recorded) -> Session:
    if session.step is None:
        return session
    level = event.remaining if isinstance(event, StepEndingSoon) else -event.over
    return replace(session, step=replace(session.step, told=level))


def _extended(session: Session, event: StepExtended, recorded: Recorded) -> Session:
    step = session.step
    if step is None:
        return session
    # Marks that are ahead again will be told again: what is now left becomes the last thing told.
    left = event.ends_at - session.step_time(recorded.elapsed)
    planned = step.planned + event.ends_at - step.ends_at
    return replace(
        session, step=replace(step, planned=planned, ends_at=event.ends_at, told=max(step.told, left))
    )


def _step_ended(session: Session, event: StepEnded, recorded: Recorded) -> Session:
    step = session.step
    planned = step.planned if step else event.lasted
    began = step.started_at if step else recorded.elapsed - event.lasted
    visit = Visit(step=event.step, started_at=began, lasted=event.lasted, left=planned - event.lasted)
    return replace(session, step=None, visits=(*session.visits, visit))


def _paused(session: Session, event: SessionPaused, recorded: Recorded) -> Session:
    since = session.halt.since if session.halt else recorded.elapsed
    return replace(
        session, halt=Halt(since=since, off_since=recorded.elapsed if event.off_the_record else None)
    )


def _resumed(session: Session, event: SessionResumed, recorded: Recorded) -> Session:
    step = replace(session.step, ends_at=event.ends_at) if session.step else None
    return replace(_heard_again(session, recorded), step=step, halt=None)


def _heard_again(session: Session, recorded: Recorded) -> Session:
    """« Hors micro » ends here, if it was on: its span stays deaf for words that come late."""
    if session.halt is None or session.halt.off_since is None:
        return session
    return replace(session, deaf=(*session.deaf, (session.halt.off_since, recorded.elapsed)))


def _proposed(session: Session, event: ContractProposed, _: Recorded) -> Session:
    return replace(session, contract=Contract(text=event.text, type=event.type))


def _agreed(session: Session, _event: ContractAgreed, _: Recorded) -> Session:
    return replace(session, contract=replace(session.contract, agreed=True)) if session.contract else session


def _contract_shown(session: Session, _event: ContractShown, _: Recorded) -> Session:
    return replace(session, contract=replace(session.contract, shown=True)) if session.contract else session


def _contract_hidden(session: Session, _event: ContractHidden, _: Recorded) -> Session:
    return replace(session, contract=replace(session.contract, shown=False)) if session.contract else session


def _enrolling(session: Session, event: EnrolmentStarted, _: Recorded) -> Session:
    return replace(session, enrolling=event.person)


def _enrolled(session: Session, event: VoiceEnrolled, _: Recorded) -> Session:
    known, found = session.enrolled | {event.person}, session.found - {event.person}
    return replace(_not_enrolling(session, event.person), enrolled=known, found=found)


def _enrolment_failed(session: Session, event: EnrolmentFailed, _: Recorded) -> Session:
    return _not_enrolling(session, event.person)


def _forgotten(session: Session, event: VoiceForgotten, _: Recorded) -> Session:
    gone = {event.person}
    return replace(session, enrolled=session.enrolled - gone, found=session.found - gone)


def _voice_found(session: Session, event: VoiceFound, _: Recorded) -> Session:
    return replace(session, found=session.found | {event.person})


def _not_enrolling(session: Session, person: str) -> Session:
    return replace(session, enrolling=None) if session.enrolling == person else session


def _cue_raised(session: Session, event: Cue, recorded: Recorded) -> Session:
    return replace(session, cues={**session.cues, recorded.seq: event})


def _cue_dismissed(session: Session, event: CueDismissed, _: Recorded) -> Session:
    return replace(session, cues={seq: cue for seq, cue in session.cues.items() if seq != event.cue})


def _cue_kept(session: Session, event: CueKept, _: Recorded) -> Session:
    return replace(session, kept=session.kept | {event.cue})


def _struck(session: Session, event: UtteranceRedacted, _: Recorded) -> Session:
    left = {seq: cue for seq, cue in session.cues.items() if cue.utterance != event.utterance}
    return replace(session, cues=left, struck=session.struck | {event.utterance})


def _ended(session: Session, _event: SessionEnded, recorded: Recorded) -> Session:
    silent = _heard_again(session, recorded)
    return replace(silent, step=None, halt=None, enrolling=None, ended_at=recorded.elapsed)


def _closed(session: Session, _event: SessionClosed, _: Recorded) -> Session:
    """Nothing that was said is left."""
    return replace(session, cues={}, contract=None)


_MENDING = (
    ClientSwapped,
    ClientChosen,
    ConsentWithdrawn,
    SpeakerCorrected,
    UtteranceCorrected,
    UtteranceRedacted,
)
_OF_NOTES = (
    *_MENDING,
    NotesDrafted,
    NoteEdited,
    NoteEditUndone,
    PageOneConfirmed,
    NotesAgreed,
    NotesApproved,
    NotesForgotten,
    SharingChosen,
)


_FOLDS: dict[type[Event], Callable[[Session, Any, Recorded], Session]] = {
    SessionPrepared: _prepared,
    ConsentGiven: _consented,
    ConsentWithdrawn: _refused,
    ChoicesMade: _chosen,
    PersonArrived: _arrived,
    ClientChosen: _client_chosen,
    ClientSwapped: _swapped,
    CaptionsChanged: _captions,
    SoundsChanged: _sounds,
    SilenceChanged: _silenced,
    ScreenShared: _shared,
    StepStarted: _step_started,
    StepEndingSoon: _told,
    StepOverrun: _told,
    StepExtended: _extended,
    StepEnded: _step_ended,
    SessionPaused: _paused,
    SessionResumed: _resumed,
    ContractProposed: _proposed,
    ContractAgreed: _agreed,
    ContractShown: _contract_shown,
    ContractHidden: _contract_hidden,
    EnrolmentStarted: _enrolling,
    VoiceEnrolled: _enrolled,
    EnrolmentFailed: _enrolment_failed,
    VoiceForgotten: _forgotten,
    VoiceFound: _voice_found,
    SpokeOutOfTurn: _cue_raised,
    WordingCue: _cue_raised,
    TurnTakingCue: _cue_raised,
    CueDismissed: _cue_dismissed,
    CueKept: _cue_kept,
    UtteranceRedacted: _struck,
    SessionEnded: _ended,
    SessionClosed: _closed,
}
