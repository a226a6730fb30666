"""Commands given aloud: verified by the voice, carried out as if pressed, and gone from the transcript.

The words of a command are taken out before they are written, and its line is struck. Only the facilitator
conducts; everybody may take back their own last sentence. Nothing changes step without a confirmation.
"""

from dataclasses import dataclass, replace

from companion.conducting.unassigned import Sorted
from companion.domain.decisions import decide
from companion.domain.messages import (
    Command,
    Event,
    ExtendStep,
    OffTheRecord,
    Pause,
    Resume,
    SpeakerIdentified,
    Strike,
    UtteranceRedacted,
    UtteranceTranscribed,
    VoiceCommandHeard,
)
from companion.domain.method import Method
from companion.domain.moment import Moment
from companion.domain.people import Role
from companion.domain.refusal import Refusal
from companion.domain.session import Session
from companion.domain.traces import Traces
from companion.domain.voice_commands import Spoken, VoiceCommand, allowed, spoken_command

__all__ = ["VERIFIED", "ByVoice", "Order"]

VERIFIED = 0.6
"""Cosine similarity to the facilitator's voiceprint that a command needs: above what a label does."""
OWN_WORDS = 0.5
"""The same for one's own words: a mistake there is one sentence less."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command that somebody who may give it has given, in that utterance."""

    spoken: Spoken
    person: str
    utterance: str


class ByVoice:
    """Finds commands among what is about to be written."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces
        self._likeness: dict[str, float] = {}

    def take(self, kept: Sorted, session: Session) -> tuple[Sorted, Order | None]:
        """What is left to be written, and the command that was in it."""
        for event in kept.record:
            if isinstance(event, SpeakerIdentified) and event.final:
                self._likeness[event.utterance] = event.confidence
            if isinstance(event, UtteranceTranscribed) and (order := self._order(event, kept, session)):
                return replace(kept, record=tuple(e for e in kept.record if e is not event)), order
        return kept, None

    def _order(self, event: UtteranceTranscribed, kept: Sorted, session: Session) -> Order | None:
        likeness = self._likeness.pop(event.utterance, 0.0)
        spoken = spoken_command(event.text)
        if spoken is None:
            return None
        named = [e.person for e in kept.record if isinstance(e, SpeakerIdentified)]
        person = named[-1] if named and named[-1] else self._traces.person(event.utterance)
        role = session.roster.role_of(person)
        if person is None or not allowed(spoken.command, role):
            return None
        conducts = role is Role.FACILITATOR and spoken.command is not VoiceCommand.STRIKE
        enough = likeness >= (VERIFIED if conducts else OWN_WORDS)
        return Order(spoken, person, event.utterance) if enough else None

    def carried_out(self, order: Order, session: Session, method: Method, now: float) -> tuple[Event, ...]:
        """The events of the command: its own line struck, what both pages say, and what it does."""
        told = VoiceCommandHeard(command=order.spoken.command, minutes=order.spoken.minutes, outcome="done")
        try:
            events = self._events(order, session, method, now)
        except Refusal:
            told, events = replace(told, outcome="refused"), ()
        if order.spoken.command is VoiceCommand.NEXT_STEP and told.outcome == "done":
            told = replace(told, outcome="asked")
        return (UtteranceRedacted(utterance=order.utterance), told, *events)

    def _events(self, order: Order, session: Session, method: Method, now: float) -> tuple[Event, ...]:
        """Raises Refusal for what makes no sense at this moment."""
        if order.spoken.command is VoiceCommand.TIME_LEFT:
            Moment(session, method, now, self._traces).open_step()
            return ()
        if order.spoken.command is VoiceCommand.NEXT_STEP:
            step = Moment(session, method, now, self._traces).open_step()
            if method.index(step.id) + 1 == len(method.steps):
                raise Refusal("last_step", "C'est la dernière étape : terminez la séance.")
            return ()
        return decide(session, method, self._command(order), now, self._traces)

    def _command(self, order: Order) -> Command:
        match order.spoken.command:
            case VoiceCommand.PAUSE:
                return Pause()
            case VoiceCommand.RESUME:
                return Resume()
            case VoiceCommand.EXTEND:
                return ExtendStep(minutes=order.spoken.minutes)
            case VoiceCommand.OFF_THE_RECORD:
                return OffTheRecord()
            case _:
                last = self._traces.last_said(order.person, order.utterance)
                if last is None:
                    raise Refusal("nothing_said", "Il n'y a pas de phrase à retirer.")
                return Strike(utterance=last)
