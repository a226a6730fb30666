"""What is said, on the table's page, while captions are on: the words alone, never who said them."""

from collections.abc import Sequence
from dataclasses import dataclass

from companion.domain.messages import (
    CaptionsChanged,
    ClientSwapped,
    ConsentWithdrawn,
    Event,
    ListeningChanged,
    Recorded,
    SessionEnded,
    SessionPaused,
    SessionPrepared,
    StepEnded,
    UtteranceCorrected,
    UtteranceRedacted,
    UtteranceTranscribed,
)
from companion.domain.people import Consent

__all__ = ["Caption", "CaptionStruck", "Captions"]

LATE = 30.0
"""Seconds after which words are no caption any more: a « voix inconnue » is sometimes named much later."""

LINES = 2
"""Sentences that a page which has just opened is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Words for everybody. ``line`` counts captions, so that one can be mended or taken away."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionStruck:
    """Those words are gone."""

    line: int


class Captions:
    """Follows the log of one séance."""

    def __init__(self) -> None:
        self._on = False
        self._lines: dict[str, int] = {}
        self._shown: dict[int, str] = {}

    def shown(self) -> Sequence[Caption]:
        """The last sentences, for a page that opens now."""
        last = sorted(self._shown)[-LINES:] if self._on else ()
        return [Caption(line=line, text=self._shown[line]) for line in last]

    def follow(self, recorded: Recorded) -> Sequence[Caption | CaptionStruck]:
        """What the table is told of this event."""
        match recorded.event:
            case SessionPrepared(captions=on) | CaptionsChanged(on=on):
                self._on = on
                self._shown.clear()
            case SessionEnded():
                self._on = False
            case StepEnded() | SessionPaused(off_the_record=True) | ListeningChanged(listening=False):
                self._shown.clear()  # as on a page that has been open all along
            case UtteranceTranscribed(utterance=utterance, end=end, text=text):
                if self._on and recorded.elapsed - end <= LATE:
                    return (self._say(self._lines.setdefault(utterance, len(self._lines) + 1), text),)
            case UtteranceCorrected(utterance=utterance, text=text):
                if self._on and utterance in self._lines:
                    return (self._say(self._lines[utterance], text),)
            case event:
                return self._gone(event)
        return ()

    def _gone(self, event: Event) -> Sequence[CaptionStruck]:
        match event:
            case UtteranceRedacted(utterance=utterance) if utterance in self._lines:
                return (self._strike(self._lines[utterance]),)
            case ClientSwapped() | ConsentWithdrawn(consent=Consent.NOTES):
                # All of them: one line that goes would say whose it was.
                return [self._strike(line) for line in sorted(self._shown)]
        return ()

    def _strike(self, line: int) -> CaptionStruck:
        self._shown.pop(line, None)
        return CaptionStruck(line=line)

    def _say(self, line: int, text: str) -> Caption:
        self._shown[line] = text
        for old in sorted(self._shown)[:-LINES]:
            del self._shown[old]
        return Caption(line=line, text=text)
