"""What is heard: words and who seems to say them. Times are seconds on the séance's clock."""

from dataclasses import dataclass

__all__ = [
    "MAX_COMPRESSION",
    "MIN_LOG_PROBABILITY",
    "Earlier",
    "EnrolmentProgress",
    "InputLevel",
    "RoomSound",
    "RoomVoice",
    "Transcript",
    "UnassignedWords",
    "VoiceObserved",
    "VoiceOver",
    "Word",
    "WordsHeard",
]


MAX_COMPRESSION = 2.4
"""Above, the text loops (Whisper's published threshold)."""
MIN_LOG_PROBABILITY = -1.0
"""Below, the decoding failed (Whisper's published threshold)."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the transcriber heard it (leading space kept out, punctuation kept in)."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a transcriber made of one piece of speech.

    ``words`` are timed from the first sample given. ``no_speech`` and ``log_probability`` are the
    model's own measures (with ``Earlier``, ``no_speech`` is about all the sound and says little of the
    utterance); ``compression`` is the length of the text over that of its deflated form. ``evidence`` is the
    mean log probability of the words as found in the sound, without what the model was told before: told a
    sentence, Whisper base is sure of a likely answer to it on mere noise (-0.3, evidence -0.4 to -4.6), and
    of a right one that it barely finds in the sound (-0.2, evidence -1.2).
    """

    words: tuple[Word, ...] = ()
    no_speech: float = 0.0
    log_probability: float = 0.0
    compression: float = 1.0
    evidence: float = 0.0

    @property
    def text(self) -> str:
        """The words joined by spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def sure(self) -> bool:
        """Whether it can serve as the context of what follows: a wrong one misleads."""
        fluent = self.compression <= MAX_COMPRESSION and self.log_probability >= MIN_LOG_PROBABILITY
        return bool(self.words) and fluent


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the samples of an utterance hold before it, so that the transcriber has something to go by.

    ``text`` is what the utterance before said, from ``start`` to ``end``; the new one begins at ``resume``.
    Seconds from the first sample. Sound before ``start`` is heard, its words are not needed.
    """

    text: str
    start: float
    end: float
    resume: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceObserved:
    """One look at who is speaking, several times a second. Never recorded: a signal.

    ``person`` is the roster's best match when it passes the decision rule for a *label*, else None.
    ``sure`` is the stricter decision that a floor rule needs: it is this person, or else one of
    ``doubts``, whose voices are too near to tell. ``start`` is when this person's
    present turn began, ``end`` is how far it has been heard, and ``over`` the seconds of its beginning in
    which another voice is heard too.
    """

    utterance: str
    person: str | None
    start: float
    end: float
    confidence: float
    sure: bool
    doubts: tuple[str, ...] = ()
    over: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsHeard:
    """The words of an unfinished turn, for captions and floor rules. Never recorded: a signal."""

    utterance: str
    person: str | None
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentProgress:
    """How far one person's voice has been learnt, twice a second. Never recorded: a signal.

    ``speech`` and ``needed`` are seconds of speech, not of time. ``noisy``: the room is too loud beside the
    voice for a good voiceprint.
    """

    person: str
    speech: float
    needed: float
    noisy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputLevel:
    """How loud the room is, a few times a second. Never recorded: a signal.

    ``rms`` and ``peak`` are in [0, 1], over the time since the last one, up to ``at``. ``dead``: nothing
    but exact zeros for 3 s, which no open microphone gives: it is muted or its cable is out.
    """

    at: float
    rms: float
    peak: float
    dead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSound:
    """What the microphone makes of the room, a few times a second, for the sound check. Never recorded.

    Levels in dBFS: ``level`` now, ``noise`` the room's floor, ``speech`` the voices heard lately (None: none
    yet). ``clipped`` is the share of samples at full scale lately. ``verdict`` is a key of the catalogue:
    ``waiting``, ``good``, ``dead``, ``clipping``, ``too_far`` or ``noisy``.
    """

    at: float
    level: float
    noise: float
    speech: float | None
    clipped: float
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignedWords:
    """The final words of a « voix inconnue », until the facilitator names it. Never recorded: a signal.

    They live in memory alone and are forgotten when the step ends.
    """

    utterance: str
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomVoice:
    """Whether somebody speaks in the 32 ms from ``start`` to ``end``. Never recorded: a signal.

    None comes while the companion itself is heard, nor while nothing is.
    """

    start: float
    end: float
    voiced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOver:
    """Somebody began to speak at ``start`` while the companion sounds. Never recorded: a signal."""

    start: float
