"""What a facilitator may ask of a séance, and what comes of it.

``decide`` is pure: it never changes the session, it answers with the events to record, or refuses.
The companion proposes and a human moves on: no step changes without a command.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

from companion.domain.messages import (
    AgreeContract,
    Command,
    ContractAgreed,
    ContractProposed,
    CorrectSpeaker,
    CorrectText,
    CueDismissed,
    DismissCue,
    EndSession,
    EnrolmentStarted,
    EnrolVoice,
    Event,
    ExtendStep,
    FinishEnrolment,
    NextStep,
    OffTheRecord,
    Pause,
    PrepareSession,
    PreviousStep,
    ProposeContract,
    Resume,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    SpeakerCorrected,
    StartSession,
    StepEnded,
    StepExtended,
    StepStarted,
    UtteranceCorrected,
)
from companion.domain.method import Method
from companion.domain.preparation import prepare
from companion.domain.refusal import Refusal
from companion.domain.session import OpenStep, Session

__all__ = ["decide"]

LONGEST_EXTENSION = 60.0
"""Minutes. More than that at once is a slip of the finger."""

SHORTEST_RETURN = 60.0
"""Seconds given at least to a step that is opened again after its time was used up."""


def decide(session: Session, method: Method, command: Command, now: float) -> tuple[Event, ...]:
    """The events that the command makes at ``now``; none when there is nothing to record.

    Raises Refusal, with one French sentence, for what makes no sense at this moment.
    """
    at = _Moment(session, method, now)
    return _DECISIONS[type(command)](at, command)


@dataclass(frozen=True, slots=True)
class _Moment:
    """The séance at the moment of the command, and the refusals that several commands share."""

    session: Session
    method: Method
    now: float

    def prepared(self) -> None:
        if self.session.prepared is None:
            raise Refusal(
                "not_prepared", "La séance n'est pas encore préparée : indiquez d'abord qui y prend part."
            )
        if self.session.ended_at is not None:
            raise Refusal("ended", "La séance est terminée.")

    def open_step(self) -> OpenStep:
        self.prepared()
        if self.session.step is None:
            raise Refusal("not_started", "La séance n'a pas encore commencé : démarrez-la d'abord.")
        return self.session.step

    def running_step(self) -> OpenStep:
        step = self.open_step()
        if self.session.halt is not None:
            raise Refusal("paused", "La séance est en pause : reprenez-la d'abord.")
        return step

    def person(self, person: str) -> None:
        if person not in self.session.roster:
            raise Refusal("unknown_person", "Cette personne ne fait pas partie de la séance.")

    def opening(self, index: int) -> StepStarted:
        """A step takes its planned time, or what was left of it when it was last open."""
        step = self.method.steps[index].id
        minutes = dict(self.session.prepared.minutes)[step] if self.session.prepared else 0.0
        left = next((visit.left for visit in reversed(self.session.visits) if visit.step == step), None)
        seconds = minutes * 60 if left is None else max(left, SHORTEST_RETURN)
        return StepStarted(step=step, ends_at=self.now + seconds)

    def closing(self, step: OpenStep) -> StepEnded:
        """The step's real duration: its time less what is left of it, so that pauses do not count."""
        left = step.ends_at - self.session.step_time(self.now)
        return StepEnded(step=step.id, lasted=max(0.0, step.planned - left))


def _prepare(at: _Moment, command: PrepareSession) -> tuple[Event, ...]:
    if at.session.started:
        raise Refusal("started", "La séance a déjà commencé : on ne peut plus en changer la préparation.")
    return (prepare(command, at.method),)


def _start(at: _Moment, _: StartSession) -> tuple[Event, ...]:
    at.prepared()
    if at.session.started:
        raise Refusal("started", "La séance a déjà commencé.")
    return (SessionStarted(), at.opening(0))


def _next(at: _Moment, _: NextStep) -> tuple[Event, ...]:
    step = at.running_step()
    index = at.method.index(step.id) + 1
    if index == len(at.method.steps):
        raise Refusal("last_step", "C'est la dernière étape : pour conclure, terminez la séance.")
    return (at.closing(step), at.opening(index))


def _previous(at: _Moment, _: PreviousStep) -> tuple[Event, ...]:
    step = at.running_step()
    index = at.method.index(step.id)
    if index == 0:
        raise Refusal("first_step", "C'est la première étape : il n'y en a pas avant elle.")
    return (at.closing(step), at.opening(index - 1))


def _extend(at: _Moment, command: ExtendStep) -> tuple[Event, ...]:
    step = at.open_step()
    if not (isfinite(command.minutes) and 0 < command.minutes <= LONGEST_EXTENSION):
        raise Refusal("bad_minutes", "Une étape se prolonge de 60 minutes au plus, et de plus de zéro.")
    # In overrun the group gives itself minutes from now on, not from an end that is already behind.
    base = max(step.ends_at, at.session.step_time(at.now))
    return (StepExtended(step=step.id, minutes=command.minutes, ends_at=base + command.minutes * 60),)


def _pause(at: _Moment, _: Pause) -> tuple[Event, ...]:
    at.open_step()
    if at.session.halt is not None:
        raise Refusal("paused", "La séance est déjà en pause.")
    return (SessionPaused(),)


def _off_the_record(at: _Moment, _: OffTheRecord) -> tuple[Event, ...]:
    at.open_step()
    if at.session.off_the_record:
        raise Refusal("off_the_record", "La séance est déjà hors micro.")
    return (SessionPaused(off_the_record=True),)


def _resume(at: _Moment, _: Resume) -> tuple[Event, ...]:
    step = at.open_step()
    if at.session.halt is None:
        raise Refusal("not_paused", "La séance n'est pas en pause.")
    return (SessionResumed(ends_at=step.ends_at + at.now - at.session.halt.since),)


def _enrol(at: _Moment, command: EnrolVoice) -> tuple[Event, ...]:
    at.prepared()
    at.person(command.person)
    if at.session.off_the_record:
        raise Refusal(
            "off_the_record", "La séance est hors micro : reprenez-la avant d'enregistrer une voix."
        )
    if at.session.enrolling is not None:
        raise Refusal("enrolling", "Une voix est déjà en cours d'enregistrement : terminez-la d'abord.")
    return (EnrolmentStarted(person=command.person, start=at.now),)


def _finish_enrolment(at: _Moment, command: FinishEnrolment) -> tuple[Event, ...]:
    at.prepared()
    at.person(command.person)
    if at.session.enrolling != command.person:
        raise Refusal("not_enrolling", "La voix de cette personne n'est pas en cours d'enregistrement.")
    return ()  # hearing makes the voiceprint and says VoiceEnrolled or EnrolmentFailed


def _propose(at: _Moment, command: ProposeContract) -> tuple[Event, ...]:
    at.open_step()
    text, kind = command.text.strip(), command.type.strip()
    if not text:
        raise Refusal("empty_contract", "Le contrat est vide : écrivez la demande du client dans ses mots.")
    if not kind:
        raise Refusal("no_type", "Précisez le type de consultation que demande le client.")
    return (ContractProposed(text=text, type=kind),)


def _agree(at: _Moment, _: AgreeContract) -> tuple[Event, ...]:
    at.open_step()
    if at.session.contract is None:
        raise Refusal("no_contract", "Aucun contrat n'est proposé : écrivez d'abord la demande du client.")
    if at.session.contract.agreed:
        raise Refusal("agreed", "Ce contrat est déjà accepté.")
    return (ContractAgreed(),)


def _correct_speaker(at: _Moment, command: CorrectSpeaker) -> tuple[Event, ...]:
    at.person(command.person)
    return (SpeakerCorrected(utterance=command.utterance, person=command.person),)


def _correct_text(_: _Moment, command: CorrectText) -> tuple[Event, ...]:
    text = command.text.strip()
    if not text:
        raise Refusal("empty_text", "Le texte corrigé est vide.")
    return (UtteranceCorrected(utterance=command.utterance, text=text),)


def _dismiss(at: _Moment, command: DismissCue) -> tuple[Event, ...]:
    if command.cue not in at.session.cues:
        raise Refusal("unknown_cue", "Cette alerte n'existe pas ou a déjà été écartée.")
    return (CueDismissed(cue=command.cue),)


def _end(at: _Moment, _: EndSession) -> tuple[Event, ...]:
    return (at.closing(at.open_step()), SessionEnded())


_DECISIONS: dict[type[Command], Callable[[_Moment, Any], tuple[Event, ...]]] = {
    PrepareSession: _prepare,
    StartSession: _start,
    NextStep: _next,
    PreviousStep: _previous,
    ExtendStep: _extend,
    Pause: _pause,
    OffTheRecord: _off_the_record,
    Resume: _resume,
    EnrolVoice: _enrol,
    FinishEnrolment: _finish_enrolment,
    ProposeContract: _propose,
    AgreeContract: _agree,
    CorrectSpeaker: _correct_speaker,
    CorrectText: _correct_text,
    DismissCue: _dismiss,
    EndSession: _end,
}
