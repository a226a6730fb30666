"""Words without a name: they stay in memory until somebody is known to have said them.

The text of an utterance may go into the log only when a person of the séance said it. Text and
identity come in either order; a « voix inconnue » may be named later, by the facilitator or by a
better look at the voice. What is still nameless when its step ends is forgotten.
"""

from dataclasses import dataclass

from companion.domain.messages import (
    Event,
    SpeakerCorrected,
    SpeakerIdentified,
    SpeechStarted,
    StepEnded,
    UtteranceCorrected,
    UtteranceTranscribed,
)
from companion.domain.refusal import Refusal
from companion.domain.speech import UnassignedWords

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
    """Knows which utterances have a name and holds the texts of those that have none."""

    def __init__(self) -> None:
        self._named: dict[str, bool | None] = {}  # None: no final label yet
        self._written: set[str] = set()
        self._held: dict[str, UtteranceTranscribed] = {}
        self._step_began = 0.0

    def sort(self, event: Event) -> Sorted:
        """What may be recorded of an event that was heard."""
        match event:
            case UtteranceTranscribed():
                return self._text(event)
            case SpeakerIdentified(final=True):
                return self._label(event)
            case _:
                return Sorted((event,))

    def complete(self, event: Event) -> tuple[Event, ...]:
        """A facilitator's event, with the text that was waiting for it.

        Raises Refusal when it corrects an utterance that is not there.
        """
        match event:
            case SpeakerCorrected(utterance=utterance):
                if utterance not in self._named:
                    raise Refusal("unknown_utterance", "Cette intervention n'a pas été gardée.")
                held = self._held.get(utterance)
                return (event, held) if held else (event,)
            case UtteranceCorrected(utterance=utterance) if utterance not in self._written:
                raise Refusal("unknown_utterance", "Ce texte n'est pas gardé : indiquez d'abord qui a parlé.")
            case _:
                return (event,)

    def fold(self, event: Event, elapsed: float) -> None:
        """Take note of what was recorded."""
        match event:
            case SpeechStarted() | SpeakerIdentified(final=False):
                self._named.setdefault(event.utterance, None)
            case SpeakerIdentified():
                self._named[event.utterance] = self._is_named(event)
            case SpeakerCorrected():
                self._named[event.utterance] = True
            case UtteranceTranscribed():
                self._held.pop(event.utterance, None)
                self._written.add(event.utterance)
            case StepEnded():
                self._step_began = elapsed
                self._forget_nameless()

    def _text(self, event: UtteranceTranscribed) -> Sorted:
        named = self._named.get(event.utterance)
        if named:
            return Sorted((event,), complete=event.utterance)
        if named is None:
            self._hold(event)
            return Sorted(())
        if event.start < self._step_began:
            return Sorted((), complete=event.utterance)
        self._hold(event)
        return Sorted((), (_signal(event),), event.utterance)

    def _label(self, event: SpeakerIdentified) -> Sorted:
        held = self._held.get(event.utterance)
        if held is None:
            complete = event.utterance if event.utterance in self._written else None
            return Sorted((event,), complete=complete)
        if self._is_named(event):
            return Sorted((event, held), complete=event.utterance)
        if held.start < self._step_began:
            del self._held[event.utterance]
            return Sorted((event,), complete=event.utterance)
        return Sorted((event,), (_signal(held),), event.utterance)

    def _is_named(self, event: SpeakerIdentified) -> bool:
        """A name once given is kept: hearing does not take back what the facilitator said."""
        return event.person is not None or bool(self._named.get(event.utterance))

    def _hold(self, event: UtteranceTranscribed) -> None:
        self._held[event.utterance] = event
        if len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]

    def _forget_nameless(self) -> None:
        """Texts still waiting for a first label are kept: it may yet be somebody of the séance."""
        for utterance in [u for u in self._held if self._named.get(u) is False]:
            del self._held[utterance]


def _signal(event: UtteranceTranscribed) -> UnassignedWords:
    return UnassignedWords(utterance=event.utterance, start=event.start, end=event.end, text=event.text)
