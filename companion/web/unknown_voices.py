"""The words of a « voix inconnue », in memory only, so that a reloaded page still shows them."""

from companion.bus import Bus
from companion.domain.messages import (
    Recorded,
    SessionEnded,
    SpeakerCorrected,
    StepEnded,
    UtteranceRedacted,
    UtteranceTranscribed,
)
from companion.domain.speech import UnassignedWords

__all__ = ["UnknownVoices"]

MOST = 500
"""Utterances kept at most; a step holds far fewer, but a radio may be on in the room."""


class UnknownVoices:
    """Keeps words until they have a name, and never beyond the end of their step."""

    def __init__(self, bus: Bus, session_id: str) -> None:
        self._session_id = session_id
        self._words: dict[str, UnassignedWords] = {}
        self._stops = (
            bus.subscribe(UnassignedWords, self._keep),
            bus.subscribe(Recorded, self._drop),
        )

    def words(self) -> tuple[UnassignedWords, ...]:
        """What waits for a name now, oldest first."""
        return tuple(self._words.values())

    def close(self) -> None:
        """Forget everything and stop listening."""
        self._words.clear()
        for stop in self._stops:
            stop()

    def _keep(self, words: UnassignedWords) -> None:
        self._words[words.utterance] = words
        if len(self._words) > MOST:
            del self._words[next(iter(self._words))]

    def _drop(self, recorded: Recorded) -> None:
        if recorded.session_id != self._session_id:
            return
        match recorded.event:
            case StepEnded() | SessionEnded():
                self._words.clear()
            case UtteranceTranscribed() | SpeakerCorrected() | UtteranceRedacted() as named_or_struck:
                self._words.pop(named_or_struck.utterance, None)
