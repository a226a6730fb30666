"""What the transcriber hears with an utterance: a little sound around it, and the turn before it. No audio.

With Whisper base in a room, utterances decoded alone have about 12 points of word errors more than the whole
file decoded at once; with this context, about 3.
"""

from collections import deque
from collections.abc import Iterable

from companion.domain.speech import Earlier, Word

__all__ = ["LEAD", "REACH", "TAIL", "TOLD", "WINDOW", "Context"]

LEAD = 0.3
"""Seconds of sound before an utterance: the detector reacts after the first consonant."""
TAIL = 0.4
"""Seconds of sound after it: a last syllable dies away under the detector's threshold. Within the pause that
closes an utterance, so that it costs no delay."""
REACH = 14.0
"""Seconds before an utterance from which earlier ones are heard again: more brings little and costs much."""
TOLD = 5.0
"""Seconds of the utterance before whose words are told: every word told costs as much as a word decoded."""
WINDOW = 21.0
"""Seconds that an utterance and what comes before it may last together. Whisper hears 30, but a long
utterance is the one whose words are waited for, and it needs less help: in a room, 25 brings no word more."""


_ENDS = ".?!…"
"""A text is told as if its sentence ended. Whisper goes on in the manner of what it is told: without this,
one sentence written without a full stop takes the punctuation from all that follow, and words with it."""


class Context:
    """The latest utterances that were understood, as the transcriber's context for the next."""

    def __init__(self) -> None:
        self._heard: deque[tuple[float, float, tuple[Word, ...]]] = deque(maxlen=12)

    def remember(self, start: float, end: float, words: Iterable[Word]) -> None:
        """An utterance and its words, all in the séance's time. Leave out one that is not ``sure``."""
        if told := tuple(word for word in words if word.start >= end - TOLD):
            self._heard.append((start, end, told))

    def forget(self) -> None:
        """The sound stopped, or what was said must not be kept."""
        self._heard.clear()

    def before(self, start: float, end: float) -> tuple[float, Earlier | None]:
        """For an utterance from ``start`` to ``end``: where its samples begin, and what they hold first."""
        reach = max(start - REACH, end + TAIL + LEAD - WINDOW)
        near = [each for each in self._heard if each[0] >= reach and each[1] <= start]
        if not near:
            return max(0.0, start - LEAD), None
        first = max(0.0, near[0][0] - LEAD)
        begun, ended, words = near[-1]
        text = " ".join(word.text for word in words)
        return first, Earlier(
            text=text if text[-1:] in _ENDS else f"{text}.",
            start=min(max(begun, words[0].start), ended) - first,
            end=ended - first,
            resume=start - first,
        )
