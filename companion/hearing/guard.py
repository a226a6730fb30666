"""Words that Whisper wrote and nobody said.

On silence and noise Whisper writes the credits of French subtitles, and it may echo its own hotwords.
A list of phrases alone would delete a real « merci »: a phrase is dropped only when the sound agrees.
"""

import re
from collections.abc import Sequence

from companion.domain.speech import Transcript

__all__ = ["invented"]

_CREDITS = re.compile(
    r"sous[- ]titr|amara\.org|merci d'avoir (regardé|suivi|écouté)|abonnez[- ]vous|"
    r"à la prochaine( fois)?\W*$|soustitreur|radio[- ]canada|cette vidéo|^\W*merci\W*$|^\W*\.+\W*$",
    re.IGNORECASE,
)
"""Phrases observed on silence with French Whisper models."""

MAX_COMPRESSION = 2.4
"""Above, the text loops (Whisper's published threshold)."""
DOUBTFUL_EVIDENCE = -0.7
"""Below, Whisper does not find in the sound what it wrote (its threshold of a failed decoding is -1)."""
DOUBTFUL_NO_SPEECH = 0.5
"""Above, Whisper thinks that it hears nobody; enough to doubt a known phrase, not to drop a sentence."""
SHORT = 1.0
"""Seconds of an utterance that may be a hum (« mmh ») and no word."""
UNLIKELY = 0.4
"""Mean probability of the words of a short utterance below which they are not believed."""
FASTEST = 30.0
"""Characters a second: nobody speaks faster (fast French is about 20)."""
LEAST_SPEECH = 0.3
"""Seconds of detected speech below which a known phrase is not believed."""


def invented(transcript: Transcript, seconds: float, speech: float, vocabulary: Sequence[str] = ()) -> bool:
    """Was this probably not said? An utterance of ``seconds``, with ``speech`` seconds of clear speech."""
    text = transcript.text
    if not any(c.isalnum() for c in text) or transcript.compression > MAX_COMPRESSION:
        return True
    if len(text) > FASTEST * (seconds + 0.5):
        return True
    doubtful = (
        transcript.no_speech > DOUBTFUL_NO_SPEECH
        or transcript.evidence < DOUBTFUL_EVIDENCE
        or speech < LEAST_SPEECH
    )
    if doubtful and (_CREDITS.search(text) or _echoes(text, vocabulary)):
        return True
    return seconds < SHORT and _unlikely(transcript)


def _unlikely(transcript: Transcript) -> bool:
    """A hum that Whisper made words of: on average it does not believe them itself."""
    words = transcript.words
    return sum(word.probability for word in words) / len(words) < UNLIKELY


def _echoes(text: str, vocabulary: Sequence[str]) -> bool:
    """Three words or more, and nothing but the hotwords that Whisper was given."""
    words = re.findall(r"\w+", text.lower())
    known = {word for term in vocabulary for word in re.findall(r"\w+", term.lower())}
    return len(words) >= 3 and all(word in known for word in words)
