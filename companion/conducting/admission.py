"""What may come in of all that is heard: only what everybody, and the person concerned, agreed to."""

from companion.domain.messages import (
    EnrolmentFailed,
    Event,
    NotesDrafted,
    SpeakerIdentified,
    SpeechStarted,
    SpokeOutOfTurn,
    TurnTakingCue,
    UtteranceTranscribed,
    VoiceEnrolled,
    VoiceForgotten,
    VoiceFound,
    VoiceKept,
    WordingCounted,
    WordingCue,
    WordsLost,
)
from companion.domain.people import Consent
from companion.domain.programme import may_keep
from companion.domain.session import Session
from companion.domain.speech import VoiceObserved, WordsHeard

__all__ = ["admitted", "heard", "may_show"]

_Speech = (
    SpeechStarted
    | SpeakerIdentified
    | UtteranceTranscribed
    | WordsLost
    | VoiceObserved
    | WordsHeard
    | SpokeOutOfTurn
    | WordingCue
    | TurnTakingCue
    | WordingCounted
)


def heard(message: object, session: Session) -> bool:
    """False for speech begun while the room was not to be heard, and for an utterance that was struck."""
    if not isinstance(message, _Speech):
        return True
    return session.hears(message.start) and message.utterance not in session.struck


def admitted(event: Event, session: Session) -> Event | None:
    """The event as it may be recorded now, if it may.

    A voice that was learnt although its owner no longer agrees, or although that was called off, is
    forgotten at once: hearing goes by VoiceForgotten.
    """
    match event:
        case VoiceEnrolled(person=person):
            asked = session.enrolling == person or _before_a_later_round(session)
            agreed = session.consented(person, Consent.VOICEPRINT)
            return event if asked and agreed else VoiceForgotten(person=person)
        case EnrolmentFailed(person=person):
            return event if session.enrolling == person else None
        case VoiceFound(person=person):
            return event if may_keep(session, person) and person not in session.enrolled else None
        case VoiceKept(person=person):
            return event if may_keep(session, person) and person in session.enrolled else None
        case NotesDrafted(read=read):
            up_to_date = read >= session.mended and session.review.approved is None
            return event if up_to_date else None
        case _:
            return event if heard(event, session) else None


def _before_a_later_round(session: Session) -> bool:
    """Voices of the round before are known in this one without being learnt again."""
    follows = session.prepared is not None and session.prepared.follows is not None
    return follows and not session.started and session.enrolling is None


def may_show(message: VoiceObserved | WordsHeard, session: Session) -> bool:
    """Words in progress of somebody who agreed to no notes are for the floor rules alone."""
    if isinstance(message, VoiceObserved) or message.person is None:
        return True
    return session.written(message.person)
