"""Every message of Companion on one page: events in the past tense, commands in the imperative.

Times are seconds on the séance's clock (0 = the séance was opened; in a replay, the first sample).
``audience`` says who may see an event: the whole table, or the facilitator alone. What the table may
not see is never sent to it; the filter is in ``companion.web.wire``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, TypeVar, dataclass_transform

from companion.domain.people import Person

__all__ = [
    "COMMANDS",
    "EVENTS",
    "Accepted",
    "AgreeContract",
    "AnnouncementDue",
    "Audience",
    "AudioLost",
    "AudioRecovered",
    "Command",
    "ContractAgreed",
    "ContractProposed",
    "CorrectSpeaker",
    "CorrectText",
    "CueDismissed",
    "DismissCue",
    "EndSession",
    "EnrolVoice",
    "EnrolmentFailed",
    "EnrolmentStarted",
    "Event",
    "ExtendStep",
    "FinishEnrolment",
    "LagChanged",
    "NextStep",
    "OffTheRecord",
    "PartFailed",
    "PartRecovered",
    "Pause",
    "PrepareSession",
    "PreviousStep",
    "ProposeContract",
    "Recorded",
    "Refused",
    "Resume",
    "SessionEnded",
    "SessionPaused",
    "SessionPrepared",
    "SessionResumed",
    "SessionStarted",
    "SpeakerCorrected",
    "SpeakerIdentified",
    "SpeechStarted",
    "SpokeOutOfTurn",
    "StartSession",
    "StepEnded",
    "StepEndingSoon",
    "StepExtended",
    "StepOverrun",
    "StepStarted",
    "UtteranceCorrected",
    "UtteranceTranscribed",
    "VoiceEnrolled",
]


class Audience(StrEnum):
    """Who may see an event."""

    TABLE = "table"
    FACILITATOR = "facilitator"


T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def _message(cls: type[T]) -> type[T]:
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


class Event:
    """Something that happened. Past tense, immutable, recorded before it is shown."""

    __slots__ = ()
    audience: ClassVar[Audience] = Audience.FACILITATOR


class Command:
    """Something that a facilitator asks for. Imperative; it may be refused."""

    __slots__ = ()


# --- the séance and its steps ---------------------------------------------------------------------


@_message
class SessionPrepared(Event):
    """A séance has its people, its method and its minutes per step (``minutes``: step id, minutes)."""

    title: str
    language: str
    method: str
    date: date
    people: tuple[Person, ...]
    minutes: tuple[tuple[str, float], ...]


@_message
class SessionStarted(Event):
    """The first step begins."""

    audience: ClassVar[Audience] = Audience.TABLE


@_message
class StepStarted(Event):
    """A step is open; ``ends_at`` is when its planned time is up."""

    audience: ClassVar[Audience] = Audience.TABLE
    step: str
    ends_at: float


@_message
class StepEndingSoon(Event):
    """A time mark of the method was passed: ``remaining`` seconds are left."""

    audience: ClassVar[Audience] = Audience.TABLE
    step: str
    remaining: float


@_message
class StepOverrun(Event):
    """The planned time is up (``over`` = 0) or exceeded by ``over`` seconds."""

    audience: ClassVar[Audience] = Audience.TABLE
    step: str
    over: float


@_message
class StepExtended(Event):
    """The group gave itself more time; ``ends_at`` is the new end."""

    audience: ClassVar[Audience] = Audience.TABLE
    step: str
    minutes: float
    ends_at: float


@_message
class StepEnded(Event):
    """A human closed the step; ``lasted`` is its real duration in seconds, pauses left out."""

    audience: ClassVar[Audience] = Audience.TABLE
    step: str
    lasted: float


@_message
class SessionPaused(Event):
    """The clock of the step stands still. ``off_the_record``: nothing is heard either."""

    audience: ClassVar[Audience] = Audience.TABLE
    off_the_record: bool = False


@_message
class SessionResumed(Event):
    """The clock of the step runs again; ``ends_at`` is moved by the length of the pause."""

    audience: ClassVar[Audience] = Audience.TABLE
    ends_at: float


@_message
class ContractProposed(Event):
    """The client's demand, in the client's own words, and the type of consultation asked for."""

    text: str
    type: str


@_message
class ContractAgreed(Event):
    """The client and the consultants agree on the contract proposed last."""

    audience: ClassVar[Audience] = Audience.TABLE


@_message
class SessionEnded(Event):
    """The séance is over; nothing more is heard."""

    audience: ClassVar[Audience] = Audience.TABLE


# --- hearing ----------------------------------------------------------------------------------------


@_message
class EnrolmentStarted(Event):
    """What is heard from ``start`` on is one person's voice, to be learnt."""

    person: str
    start: float


@_message
class EnrolmentFailed(Event):
    """No voiceprint could be made; ``reason`` is ``too_short``, ``too_noisy`` or ``cancelled``."""

    person: str
    reason: str


@_message
class VoiceEnrolled(Event):
    """A voice is known from now on. The voiceprint itself is never in the log.

    ``speech`` is how many seconds of speech it was made from. ``closest`` is the person whose voice
    resembles it most, if close enough to be confused, else None.
    """

    person: str
    start: float
    end: float
    speech: float
    closest: str | None = None


@_message
class SpeechStarted(Event):
    """Somebody begins to speak."""

    utterance: str
    start: float


@_message
class SpeakerIdentified(Event):
    """Who speaks in an utterance: provisional while it lasts, then final.

    ``person`` is None for a « voix inconnue ». ``confidence`` is the cosine similarity to the
    person's voiceprint, in [-1, 1]. ``ready_at`` is when the label was known.
    """

    utterance: str
    person: str | None
    start: float
    end: float
    confidence: float
    final: bool
    ready_at: float


@_message
class UtteranceTranscribed(Event):
    """The final words of an utterance. ``confidence`` is the mean probability of its words."""

    utterance: str
    start: float
    end: float
    text: str
    ready_at: float
    confidence: float = 1.0


@_message
class SpeakerCorrected(Event):
    """The facilitator said who spoke in an utterance."""

    utterance: str
    person: str


@_message
class UtteranceCorrected(Event):
    """The facilitator mended the words of an utterance."""

    utterance: str
    text: str


@_message
class AudioLost(Event):
    """The room cannot be heard since ``start``; ``reason`` is a code of the page's catalogue."""

    start: float
    reason: str


@_message
class AudioRecovered(Event):
    """The room is heard again; ``gap`` seconds were lost from ``start``."""

    start: float
    gap: float


@_message
class LagChanged(Event):
    """How far the text runs behind the room, in whole seconds; 0 when it keeps up."""

    seconds: float


# --- cues -------------------------------------------------------------------------------------------


@_message
class SpokeOutOfTurn(Event):
    """Somebody speaks in a time that belongs to somebody else. For the facilitator alone.

    ``rule`` is the floor rule's id in the method (``intrusion`` or ``debate``). ``end`` is how far the
    intervention had been heard when the flag was raised, at ``raised_at``.
    """

    person: str
    step: str
    start: float
    end: float
    raised_at: float
    rule: str
    utterance: str


@_message
class CueDismissed(Event):
    """The facilitator set aside the cue of that sequence number."""

    cue: int


# --- parts ------------------------------------------------------------------------------------------


@_message
class AnnouncementDue(Event):
    """Something is to be said to the room; ``phrase`` is a key of the method's phrases."""

    audience: ClassVar[Audience] = Audience.TABLE
    phrase: str
    step: str


@_message
class PartFailed(Event):
    """A part of the house stopped working; the rest goes on. ``message`` is for the page."""

    part: str
    code: str
    message: str


@_message
class PartRecovered(Event):
    """A part that had failed works again."""

    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The envelope of an event in the log. ``seq`` grows by one per séance, from 1.

    ``at`` is aware UTC, for people; ``elapsed`` is the séance's clock in seconds, for computing.
    """

    seq: int
    at: datetime
    elapsed: float
    session_id: str
    event: Event


# --- commands -----------------------------------------------------------------------------------------


@_message
class PrepareSession(Command):
    """Open a séance. ``minutes`` overrides the preset for the steps that it names."""

    title: str
    language: str
    method: str
    date: date
    people: tuple[Person, ...]
    preset: int | None = None
    minutes: tuple[tuple[str, float], ...] = ()


@_message
class StartSession(Command):
    """Begin the first step."""


@_message
class NextStep(Command):
    """Close the step and open the next one."""


@_message
class PreviousStep(Command):
    """Close the step and go back to the one before."""


@_message
class ExtendStep(Command):
    """Give the step more minutes."""

    minutes: float


@_message
class Pause(Command):
    """Stop the step's clock; the room is still heard."""


@_message
class OffTheRecord(Command):
    """« Hors micro »: stop the step's clock and hear nothing."""


@_message
class Resume(Command):
    """End a pause or « hors micro »."""


@_message
class EnrolVoice(Command):
    """Listen to one person from now on to learn that voice."""

    person: str


@_message
class FinishEnrolment(Command):
    """Make the voiceprint of the person being enrolled."""

    person: str


@_message
class ProposeContract(Command):
    """Write down the client's demand, in the client's words, with its type."""

    text: str
    type: str


@_message
class AgreeContract(Command):
    """Everybody agrees on the contract proposed last."""


@_message
class CorrectSpeaker(Command):
    """Say who spoke in an utterance (also gives a « voix inconnue » its name)."""

    utterance: str
    person: str


@_message
class CorrectText(Command):
    """Mend the words of an utterance."""

    utterance: str
    text: str


@_message
class DismissCue(Command):
    """Set aside a cue, by its sequence number."""

    cue: int


@_message
class EndSession(Command):
    """Close the séance."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command was carried out; ``seq`` is the last event it made (0 if it made none)."""

    seq: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The command was not carried out; ``code`` and one sentence that says why."""

    code: str
    message: str


def _all(base: type[T]) -> dict[str, type[T]]:
    return {cls.__name__: cls for cls in base.__subclasses__()}


EVENTS: dict[str, type[Event]] = _all(Event)
COMMANDS: dict[str, type[Command]] = _all(Command)
