"""Words without a name: they stay in memory until somebody is known to have said them.

The text of an utterance may go into the log only when a person of the séance said it, who agreed to be
written down. Text and identity come in either order; a « voix inconnue » may be named later, by the
facilitator or by a better look at the voice. What is still nameless when its step ends is forgotten.
"""

from dataclasses import dataclass

from companion.domain.messages import (
    ClientSwapped,
    Event,
    SpeakerCorrected,
    SpeakerIdentified,
    StepEnded,
    UtteranceRedacted,
    UtteranceTranscribed,
)
from companion.domain.session import Session
from companion.domain.speech import UnassignedWords
from companion.domain.traces import Traces

__all__ = ["MOST_HELD", "Sorted", "Unassigned"]

MOST_HELD = 200
"""Texts held at once: half an hour of an unknown voice. Beyond, the oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """What becomes of a heard event: ``record`` in the log, ``tell`` as a signal.

    ``complete`` is the utterance whose final label and text are both known now.
    """

    record: tuple[Event, ...]
    tell: tuple[UnassignedWords, ...] = ()
    complete: str | None = None


class Unassigned:
    """Holds the texts of utterances that have no name; ``traces`` know which have one."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces
        self._held: dict[str, UtteranceTranscribed] = {}
        self._step_began = 0.0

    def sort(self, event: Event, session: Session) -> Sorted:
        """What may be recorded of an event that was heard."""
        match event:
            case UtteranceTranscribed():
                return self._text(event, session)
            case SpeakerIdentified(final=True):
                return self._label(event, session)
            case _:
                return Sorted((event,))

    def complete(self, event: Event, session: Session) -> tuple[Event, ...]:
        """A facilitator's event, with the text that was waiting for it."""
        if isinstance(event, SpeakerCorrected) and session.written(event.person):
            held = self._held.get(event.utterance)
            return (event, held) if held else (event,)
        return (event,)

    def fold(self, event: Event, elapsed: float) -> None:
        """Take note of what was recorded: a text is written, or has no place here any more."""
        match event:
            case SpeakerCorrected() | UtteranceTranscribed() | UtteranceRedacted():
                self._held.pop(event.utterance, None)
            case ClientSwapped(since=since):
                self._held = {u: held for u, held in self._held.items() if held.start < since}
            case StepEnded():
                self._step_began = elapsed
                self._forget_nameless()

    def _text(self, event: UtteranceTranscribed, session: Session) -> Sorted:
        if not self._traces.labelled(event.utterance):
            self._hold(event)
            return Sorted(())
        if person := self._traces.person(event.utterance):
            return Sorted((event,) if session.written(person) else (), complete=event.utterance)
        if event.start < self._step_began:
            return Sorted((), complete=event.utterance)
        self._hold(event)
        return Sorted((), (_signal(event),), event.utterance)

    def _label(self, event: SpeakerIdentified, session: Session) -> Sorted:
        held = self._held.get(event.utterance)
        if held is None:
            complete = event.utterance if self._traces.written(event.utterance) else None
            return Sorted((event,), complete=complete)
        if person := self._traces.person_after(event):
            if session.written(person):
                return Sorted((event, held), complete=event.utterance)
        elif held.start >= self._step_began:
            return Sorted((event,), (_signal(held),), event.utterance)
        del self._held[event.utterance]
        return Sorted((event,), complete=event.utterance)

    def _hold(self, event: UtteranceTranscribed) -> None:
        self._held[event.utterance] = event
        if len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]

    def _forget_nameless(self) -> None:
        """Texts still waiting for a first label are kept: it may yet be somebody of the séance."""
        for utterance in [u for u in self._held if self._traces.labelled(u)]:
            del self._held[utterance]


def _signal(event: UtteranceTranscribed) -> UnassignedWords:
    return UnassignedWords(utterance=event.utterance, start=event.start, end=event.end, text=event.text)
