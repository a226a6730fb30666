"""Learning voices and forgetting them."""

from companion.domain.consents import voice_gone
from companion.domain.messages import (
    CancelEnrolment,
    EnrolmentFailed,
    EnrolmentStarted,
    EnrolVoice,
    Event,
    FinishEnrolment,
    ForgetVoice,
    VoiceForgotten,
)
from companion.domain.moment import Moment
from companion.domain.people import Consent
from companion.domain.refusal import Refusal

__all__ = ["cancel", "enrol", "finish", "forget", "unheard"]


def enrol(at: Moment, command: EnrolVoice) -> tuple[Event, ...]:
    """Listen to one person, who agreed to it; a voice learnt before is forgotten first."""
    at.prepared()
    person = at.person(command.person)
    if at.session.off_the_record:
        raise Refusal(
            "off_the_record", "La séance est hors micro : reprenez-la avant d'enregistrer une voix."
        )
    if not at.session.consented(person.id, Consent.VOICEPRINT):
        raise Refusal(
            "no_voiceprint",
            "{name} n'a pas accepté d'être reconnu·e à la voix : ses paroles seront attribuées à la main.",
            name=person.name,
        )
    if not at.session.listening:
        raise Refusal(
            "not_listening",
            "La salle n'est pas écoutée : il faut d'abord que chaque personne présente l'ait accepté.",
        )
    if at.session.enrolling is not None:
        raise Refusal("enrolling", "Une voix est déjà en cours d'enregistrement : terminez-la d'abord.")
    started = EnrolmentStarted(person=person.id, start=at.now)
    return (VoiceForgotten(person=person.id), started) if person.id in at.session.enrolled else (started,)


def finish(at: Moment, command: FinishEnrolment) -> tuple[Event, ...]:
    """Nothing to record: hearing makes the voiceprint and says VoiceEnrolled or EnrolmentFailed."""
    _enrolling(at, command.person)
    return ()


def unheard() -> Refusal:
    """Why a voice cannot be finished while no ear is at work: it goes on being learnt once one is."""
    return Refusal(
        "not_hearing",
        "Companion n'écoute pas encore : attendez qu'il écoute, faites parler cette personne, puis terminez.",
    )


def cancel(at: Moment, command: CancelEnrolment) -> tuple[Event, ...]:
    """That voice is not learnt."""
    _enrolling(at, command.person)
    return (EnrolmentFailed(person=command.person, reason="cancelled"),)


def forget(at: Moment, command: ForgetVoice) -> tuple[Event, ...]:
    """That voice is not known any more, even after the end."""
    at.exists()
    return voice_gone(at.session, at.person(command.person).id)


def _enrolling(at: Moment, person: str) -> None:
    at.prepared()
    at.person(person)
    if at.session.enrolling != person:
        raise Refusal("not_enrolling", "La voix de cette personne n'est pas en cours d'enregistrement.")
