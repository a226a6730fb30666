"""Mending what was misheard, and taking out what should not have been kept."""

from companion.domain.messages import (
    CorrectSpeaker,
    CorrectText,
    CorrectVoice,
    CueDismissed,
    CueKept,
    DismissCue,
    Event,
    KeepCue,
    SpeakerCorrected,
    Strike,
    UtteranceCorrected,
    UtteranceRedacted,
)
from companion.domain.moment import Moment
from companion.domain.refusal import Refusal

__all__ = ["dismiss", "keep", "speaker", "strike", "text", "voice"]

LONGEST_TEXT = 5000
"""Characters: longer than anybody says in one go."""


def speaker(at: Moment, command: CorrectSpeaker) -> tuple[Event, ...]:
    """Somebody else spoke in that utterance."""
    person = at.person(command.person)
    _heard(at, command.utterance)
    return (SpeakerCorrected(utterance=command.utterance, person=person.id),)


def voice(at: Moment, command: CorrectVoice) -> tuple[Event, ...]:
    """Somebody else spoke wherever that voice was heard so far."""
    person = at.person(command.person)
    _heard(at, command.utterance)
    if at.traces.person(command.utterance) == person.id:
        return ()
    return tuple(
        SpeakerCorrected(utterance=utterance, person=person.id)
        for utterance in at.traces.same_voice(command.utterance)
    )


def text(at: Moment, command: CorrectText) -> tuple[Event, ...]:
    """Other words, for those that are written."""
    words = command.text.strip()
    if not words:
        raise Refusal("empty_text", "Le texte corrigé est vide.", "text")
    if len(words) > LONGEST_TEXT:
        said = "Le texte corrigé est trop long : {most} caractères au plus."
        raise Refusal("long_text", said, "text", most=LONGEST_TEXT)
    if not at.traces.written(command.utterance):
        raise Refusal("unknown_utterance", "Ce texte n'est pas gardé : indiquez d'abord qui a parlé.")
    return (UtteranceCorrected(utterance=command.utterance, text=words),)


def strike(at: Moment, command: Strike) -> tuple[Event, ...]:
    """Its words are gone for good. Striking twice is striking once."""
    if command.utterance in at.session.struck:
        return ()
    _heard(at, command.utterance)
    return (UtteranceRedacted(utterance=command.utterance),)


def dismiss(at: Moment, command: DismissCue) -> tuple[Event, ...]:
    """One cue less on the page."""
    if command.cue not in at.session.cues:
        raise Refusal("unknown_cue", "Ce repère n'existe pas ou a déjà été écarté.")
    return (CueDismissed(cue=command.cue),)


def keep(at: Moment, command: KeepCue) -> tuple[Event, ...]:
    """One cue is read and stays. Keeping twice is keeping once."""
    if command.cue not in at.session.cues:
        raise Refusal("unknown_cue", "Ce repère n'existe pas ou a déjà été écarté.")
    return () if command.cue in at.session.kept else (CueKept(cue=command.cue),)


def _heard(at: Moment, utterance: str) -> None:
    if utterance not in at.traces:
        raise Refusal("unknown_utterance", "Cette intervention n'a pas été gardée.")
