"""Every message of Companion on one page: events in the past tense, commands in the imperative.

Times are seconds on the séance's clock (0 = the séance was opened; in a replay, the first sample).
``audience`` says who may see an event: the whole table, or the facilitator alone. What the table may
not see is never sent to it; the filter is in ``companion.web.wire``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, TypeVar, dataclass_transform

from companion.domain.note_edits import Edit, Sharing
from companion.domain.notes import Notes
from companion.domain.people import Consent, Person, Programme, Topic

__all__ = [
    "COMMANDS",
    "EVENTS",
    "Accepted",
    "AddPerson",
    "AgreeContract",
    "AgreeNotes",
    "AnnouncementDue",
    "AnnouncementFinished",
    "AnnouncementStarted",
    "ApproveNotes",
    "Audience",
    "AudioLost",
    "AudioRecovered",
    "CancelEnrolment",
    "CaptionsChanged",
    "ChoicesMade",
    "ChooseClient",
    "ChooseSharing",
    "ClientChosen",
    "ClientSwapped",
    "ClockAnchored",
    "Command",
    "ConfirmHandover",
    "ConfirmPageOne",
    "ConsentGiven",
    "ConsentWithdrawn",
    "ContractAgreed",
    "ContractHidden",
    "ContractProposed",
    "ContractShown",
    "CorrectSpeaker",
    "CorrectText",
    "CorrectVoice",
    "CueDismissed",
    "CueKept",
    "DismissCue",
    "DraftNotes",
    "EditNote",
    "EndSession",
    "EnrolVoice",
    "EnrolmentFailed",
    "EnrolmentStarted",
    "Event",
    "ExtendStep",
    "FinishEnrolment",
    "ForgetVoice",
    "GiveConsent",
    "Hearing",
    "HearingChanged",
    "KeepCue",
    "LagChanged",
    "ListeningChanged",
    "MachineSlept",
    "MakeChoices",
    "NextStep",
    "NoteEditUndone",
    "NoteEdited",
    "NotesAgreed",
    "NotesApproved",
    "NotesDrafted",
    "NotesForgotten",
    "NotesHandedOver",
    "OffTheRecord",
    "PageOneConfirmed",
    "PartFailed",
    "PartRecovered",
    "Pause",
    "PersonArrived",
    "PrepareSession",
    "PreviousStep",
    "ProposeContract",
    "Recorded",
    "Refused",
    "ReminderShown",
    "Resume",
    "ScreenShared",
    "SessionClosed",
    "SessionEnded",
    "SessionPaused",
    "SessionPrepared",
    "SessionResumed",
    "SessionStarted",
    "SetCaptions",
    "SetSilence",
    "SetSounds",
    "ShareScreen",
    "SharingChosen",
    "ShowContract",
    "ShowReminder",
    "SilenceChanged",
    "Sounds",
    "SoundsChanged",
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
    "Strike",
    "SwapClient",
    "TurnTakingCue",
    "UndoNoteEdit",
    "UtteranceCorrected",
    "UtteranceRedacted",
    "UtteranceTranscribed",
    "VoiceCommandHeard",
    "VoiceEnrolled",
    "VoiceForgotten",
    "VoiceFound",
    "VoiceKept",
    "WithdrawConsent",
    "WordingCounted",
    "WordingCue",
    "WordsLost",
]


class Audience(StrEnum):
    """Who may see an event."""

    TABLE = "table"
    FACILITATOR = "facilitator"


class Sounds(StrEnum):
    """How Companion tells the room of time: every sound also shows on the pages."""

    VOICE = "voice"
    CHIME = "chime"
    SCREEN = "screen"


class Hearing(StrEnum):
    """What the ear of this machine does for the séance in the room, all consents apart."""

    LOADING = "loading"
    """Its models are being loaded, or the microphone opened: nothing is heard yet."""
    READY = "ready"
    CLOSED = "closed"
    """In the break before a later round: the microphone is off."""
    FAILED = "failed"


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
    """A séance has its people, its method and its minutes per step (``minutes``: step id, minutes).

    ``shared_screen``: everyone sees the facilitator's screen, so that no cue is shown on it. ``round`` is 1
    for the first client of the day; a later round is a séance of its own, after the one ``follows`` names.
    ``programme``: the one that it belongs to, if voices may be kept for others.
    """

    title: str
    language: str
    method: str
    date: date
    people: tuple[Person, ...]
    minutes: tuple[tuple[str, float], ...]
    sounds: Sounds = Sounds.VOICE
    captions: bool = False
    shared_screen: bool = False
    topic: Topic = Topic.OPEN
    round: int = 1
    follows: str | None = None
    programme: Programme | None = None


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
class ConsentGiven(Event):
    """One person said yes to one of the four choices. Every choice is « no » until then."""

    person: str
    consent: Consent


@_message
class ConsentWithdrawn(Event):
    """One person said no, before or during the séance; its effect is immediate."""

    person: str
    consent: Consent


@_message
class ChoicesMade(Event):
    """One person has answered all four choices, be it by four « no »: nobody waits for them any more."""

    person: str


@_message
class ListeningChanged(Event):
    """Whether the room is heard: only while everyone present agrees. Never says who does not."""

    audience: ClassVar[Audience] = Audience.TABLE
    listening: bool


@_message
class PersonArrived(Event):
    """Somebody joins late. Nobody is heard until that person has chosen."""

    person: Person


@_message
class ClientChosen(Event):
    """Who is the client of this round, and what they bring; whoever was it is a consultant again."""

    person: str
    topic: Topic


@_message
class ClientSwapped(Event):
    """Another client before the contract: what was said since ``since`` (the first exposé) is erased."""

    person: str
    topic: Topic
    since: float


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
class ContractShown(Event):
    """The client lets everybody read the agreed contract on the table's page."""

    audience: ClassVar[Audience] = Audience.TABLE
    text: str


@_message
class ContractHidden(Event):
    """The table's page no longer shows the contract."""

    audience: ClassVar[Audience] = Audience.TABLE


@_message
class ReminderShown(Event):
    """A neutral reminder of the frame, put before everybody by hand; ``reminder`` is a catalogue key.

    Never by a rule: one that follows a voice by two seconds names its owner.
    """

    audience: ClassVar[Audience] = Audience.TABLE
    reminder: str


@_message
class CaptionsChanged(Event):
    """Whether the table's page shows what is said, without names."""

    audience: ClassVar[Audience] = Audience.TABLE
    on: bool


@_message
class SoundsChanged(Event):
    """How time is told from now on."""

    audience: ClassVar[Audience] = Audience.TABLE
    sounds: Sounds


@_message
class SilenceChanged(Event):
    """« Silence »: no sound at all while it is on, whatever was chosen."""

    audience: ClassVar[Audience] = Audience.TABLE
    on: bool


@_message
class ScreenShared(Event):
    """Whether everyone sees the facilitator's screen: no cue is shown on it then."""

    on: bool


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
    """No voiceprint could be made; ``reason`` is ``too_short``, ``too_noisy``, ``cancelled``, or
    ``other_voice``: it is not the one that was kept of that person."""

    person: str
    reason: str


@_message
class VoiceEnrolled(Event):
    """A voice is known from now on. The voiceprint itself is never in the log.

    ``speech`` is how many seconds of speech it was made from. ``closest`` is the person whose voice
    resembles it most, if close enough to be confused, else None. ``confirmed``: it is the voice that was
    kept since an earlier séance, and ``speech`` was enough to know it again.
    """

    person: str
    start: float
    end: float
    speech: float
    closest: str | None = None
    confirmed: bool = False


@_message
class VoiceForgotten(Event):
    """A voiceprint was destroyed: withdrawn, or about to be learnt again."""

    person: str


@_message
class VoiceFound(Event):
    """A voice of the programme, kept since an earlier séance, is at hand: a sentence or two confirm it."""

    person: str


@_message
class VoiceKept(Event):
    """By a separate consent, that voiceprint is in the programme's book; it is destroyed after ``until``."""

    person: str
    until: date


@_message
class SpeechStarted(Event):
    """Somebody begins to speak."""

    utterance: str
    start: float


@_message
class SpeakerIdentified(Event):
    """Who speaks in an utterance: provisional while it lasts, then final.

    ``person`` is None for a « voix inconnue ». ``confidence`` is the cosine similarity to the
    person's voiceprint, in [-1, 1]. ``ready_at`` is when the label was known. ``over``: seconds at its
    beginning in which somebody else was heard speaking too.
    """

    utterance: str
    person: str | None
    start: float
    end: float
    confidence: float
    final: bool
    ready_at: float
    over: float = 0.0


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
class UtteranceRedacted(Event):
    """An utterance was struck: its words are gone from the store, the pages and the drafts."""

    utterance: str


@_message
class HearingChanged(Event):
    """Whether the ear is at work. With ``ListeningChanged`` it makes « écoute »: a page that says so while
    models load or the ear has failed would be wrong."""

    audience: ClassVar[Audience] = Audience.TABLE
    hearing: Hearing


@_message
class AudioLost(Event):
    """The room cannot be heard since ``start``; ``reason`` is a code of the page's catalogue.

    The table learns the bare fact: a page that says « écoute » must be right.
    """

    audience: ClassVar[Audience] = Audience.TABLE
    start: float
    reason: str


@_message
class AudioRecovered(Event):
    """The room is heard again; ``gap`` seconds were lost from ``start``."""

    audience: ClassVar[Audience] = Audience.TABLE
    start: float
    gap: float


@_message
class MachineSlept(Event):
    """The machine was asleep for ``gap`` seconds from ``start`` on: nobody was heard, and time went on."""

    start: float
    gap: float


@_message
class WordsLost(Event):
    """What was said in this utterance could not be written: the transcriber died of it."""

    utterance: str
    start: float
    end: float


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
class WordingCue(Event):
    """Somebody's words do what the method would rather not have in this step. For the facilitator alone.

    ``rule`` is a wording rule of the method, ``start`` and ``end`` are the utterance's. The evidence is the
    sentence at the characters ``first`` to ``last`` of the utterance's text: no word is repeated here, so
    that striking the utterance takes its words away. ``at_step_end``: it waited for the step to end, since
    it is of use only then.
    """

    rule: str
    person: str
    step: str
    utterance: str
    start: float
    end: float
    raised_at: float
    first: int
    last: int
    at_step_end: bool = False


@_message
class WordingCounted(Event):
    """Words that a rule only counts, or that came while it rested. Nobody is named."""

    rule: str
    step: str
    utterance: str
    start: float


@_message
class TurnTakingCue(Event):
    """How the floor passes deserves a glance. For the facilitator alone.

    ``rule`` is ``interruption``, ``aparte``, ``domination``, ``retrait`` or ``silence``; ``person`` is None
    for a silence, ``utterance`` for what is no utterance.
    """

    rule: str
    person: str | None
    step: str
    start: float
    end: float
    raised_at: float
    utterance: str | None


@_message
class VoiceCommandHeard(Event):
    """A command was given aloud; both pages say so, neither says by whom.

    ``command`` is a ``VoiceCommand``; ``minutes`` is for an extension. ``outcome``: ``done``, ``asked`` (the
    facilitator's page waits for a yes) or ``refused`` (not possible at this moment).
    """

    audience: ClassVar[Audience] = Audience.TABLE
    command: str
    minutes: float
    outcome: str


@_message
class CueDismissed(Event):
    """The facilitator set aside the cue of that sequence number."""

    cue: int


# --- notes: events ------------------------------------------------------------------------------------


@_message
class NotesDrafted(Event):
    """A draft was made of what was said up to event number ``read``. It takes the place of the one before.

    ``touching``: the lines that others might be given, but which bring back something of the case.
    """

    notes: Notes
    read: int
    touching: tuple[str, ...] = ()


@_message
class NoteEdited(Event):
    """A human changed the draft. ``utterances`` are those whose words the edit may repeat.

    ``number`` counts the edits of the séance from 1, undone ones too.
    """

    edit: Edit
    number: int
    utterances: tuple[str, ...] = ()


@_message
class NoteEditUndone(Event):
    """The last edit that was not undone yet is as if it had not been."""


@_message
class PageOneConfirmed(Event):
    """The client reread the contract and the plan in the room."""


@_message
class NotesAgreed(Event):
    """The client agrees to the notes as they read now, or takes that back."""

    on: bool


@_message
class NotesApproved(Event):
    """The notes are final: this document stands alone, whatever becomes of the transcript and the drafts."""

    notes: Notes
    touching: tuple[str, ...] = ()


@_message
class SharingChosen(Event):
    """Who is given what of the notes."""

    sharing: Sharing


# --- cues read ------------------------------------------------------------------------------------------


@_message
class CueKept(Event):
    """The facilitator has read the cue of that sequence number, and keeps it among the others."""

    cue: int


# --- what is kept, and how long ------------------------------------------------------------------------


@_message
class SessionClosed(Event):
    """Transcript, cues and speaking times are erased. Counts that name nobody stay."""

    utterances: int
    cues: int


@_message
class NotesHandedOver(Event):
    """The facilitator confirmed that the approved notes are where they belong: they may go from here."""


@_message
class NotesForgotten(Event):
    """The notes, drafted or approved, are erased."""


# --- parts ------------------------------------------------------------------------------------------


@_message
class AnnouncementDue(Event):
    """Something is to be told to the room: shown at once, and sounded when nobody speaks.

    ``phrase`` is its kind (``opening``, ``half``, ``left``, ``end``, ``over``, ``extended``, ``paused``,
    ``resumed``, ``closing``, ``break``, ``woken``), ``text`` the whole sentence, in which no name is
    ever said. ``step`` is empty when no step is open.
    """

    audience: ClassVar[Audience] = Audience.TABLE
    announcement: int
    phrase: str
    step: str
    text: str


@_message
class AnnouncementStarted(Event):
    """Its first sample leaves the loudspeaker at ``start``. ``sound``: said, or a chime in its place."""

    audience: ClassVar[Audience] = Audience.TABLE
    announcement: int
    start: float
    sound: Sounds


@_message
class AnnouncementFinished(Event):
    """What became of it: ``spoken``, ``chimed``, ``interrupted`` by a voice, ``shown`` on the pages alone,
    ``silenced`` by hand, or ``outdated``. The room was not transcribed from ``start`` to ``end``, the same
    when nothing sounded.
    """

    audience: ClassVar[Audience] = Audience.TABLE
    announcement: int
    outcome: str
    start: float
    end: float


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


@_message
class ClockAnchored(Event):
    """The séance's clock was zero at second ``origin`` of that ``boot`` of the machine.

    A restart on the same boot goes on exactly, even if the time of day was changed meanwhile.
    """

    boot: str
    origin: float


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
    sounds: Sounds = Sounds.VOICE
    captions: bool = False
    shared_screen: bool = False
    topic: Topic = Topic.OPEN
    round: int = 1
    follows: str | None = None
    programme: Programme | None = None


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
class CancelEnrolment(Command):
    """Stop listening to the person being enrolled; nothing is learnt."""

    person: str


@_message
class ForgetVoice(Command):
    """Destroy one person's voiceprint."""

    person: str


@_message
class GiveConsent(Command):
    """One person says yes to one of the four choices."""

    person: str
    consent: Consent


@_message
class WithdrawConsent(Command):
    """One person says no to one of the four choices, at any moment."""

    person: str
    consent: Consent


@_message
class MakeChoices(Command):
    """One person answers all four choices at once: yes to ``consents``, no to the others."""

    person: str
    consents: tuple[Consent, ...]


@_message
class AddPerson(Command):
    """Somebody joins late, as a consultant."""

    name: str


@_message
class ChooseClient(Command):
    """Say who is the client of this round, before the exposé or during it."""

    person: str
    topic: Topic = Topic.OPEN


@_message
class SwapClient(Command):
    """Another client before the contract is agreed: the first exposé is erased and begins anew."""

    person: str
    topic: Topic = Topic.OPEN


@_message
class ShowContract(Command):
    """Put the agreed contract on the table's page, with the client's leave, or take it away."""

    on: bool


@_message
class ShowReminder(Command):
    """Put a neutral reminder on the table's page."""

    reminder: str


@_message
class SetCaptions(Command):
    """Show what is said on the table's page, or stop."""

    on: bool


@_message
class SetSounds(Command):
    """Choose how time is told."""

    sounds: Sounds


@_message
class SetSilence(Command):
    """Cut every sound, or lift that."""

    on: bool


@_message
class ShareScreen(Command):
    """Say whether everyone sees the facilitator's screen."""

    on: bool


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
class CorrectVoice(Command):
    """Give every utterance of the voice that said this one to a person."""

    utterance: str
    person: str


@_message
class Strike(Command):
    """Take an utterance out for good: not undone."""

    utterance: str


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
class DraftNotes(Command):
    """Draft the notes again from what was said."""


@_message
class EditNote(Command):
    """Change the draft."""

    edit: Edit


@_message
class UndoNoteEdit(Command):
    """Take the last edit back."""


@_message
class ConfirmPageOne(Command):
    """The client confirms the contract and the plan: what was doubtful in them is accepted."""


@_message
class AgreeNotes(Command):
    """The client agrees to the notes, or takes that back."""

    on: bool


@_message
class ApproveNotes(Command):
    """Freeze the notes that the client agreed to."""


@_message
class ChooseSharing(Command):
    """Say who is given what of the notes; the whole of it each time."""

    sharing: Sharing


@_message
class KeepCue(Command):
    """Put a cue among the others, by its sequence number: it is read, and not set aside."""

    cue: int


@_message
class ConfirmHandover(Command):
    """Say that the approved notes were handed over: they are then erased here."""


@_message
class EndSession(Command):
    """Close the séance."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command was carried out; ``seq`` is the last event it made (0 if it made none)."""

    seq: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The command was not carried out; ``code`` and one sentence that says why.

    ``field`` is the field of the command to mend, such as ``people.2.name``, if it is about one. ``values``
    fill in the sentence that the page's catalogue has for that code.
    """

    code: str
    message: str
    field: str | None = None
    values: Mapping[str, str] = dataclass_field(default_factory=dict)


def _all(base: type[T]) -> dict[str, type[T]]:
    return {cls.__name__: cls for cls in base.__subclasses__()}


EVENTS: dict[str, type[Event]] = _all(Event)
COMMANDS: dict[str, type[Command]] = _all(Command)
