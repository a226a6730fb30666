"""The minutes of a séance: who said what, in which step, and how the time was spent.

A fold of the log, corrections applied. Notes are drafted from this and from nothing else. A « voix
inconnue » has no words in the log, so it has none here. Nor has what was struck, what was said in the
exposé of a client who gave way to another, or what somebody said who withdrew from the notes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from companion.domain.messages import (
    ClientSwapped,
    ConsentWithdrawn,
    Recorded,
    SessionPrepared,
    SpeakerCorrected,
    SpeakerIdentified,
    StepEnded,
    StepStarted,
    UtteranceCorrected,
    UtteranceRedacted,
    UtteranceTranscribed,
)
from companion.domain.people import Consent, Roster
from companion.domain.session import Contract, Session, apply

__all__ = ["Minutes", "Passage", "Utterance", "minutes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What one person said in one go. ``step`` is None before the first step.

    ``confidence`` is the mean probability of the words as heard, 1 for words that a human mended. ``voice``
    is the cosine similarity to the person's voiceprint; 1 when a human said who spoke, 0 when the first
    label was another: a « voix inconnue », or somebody else.
    """

    id: str
    person: str
    step: str | None
    start: float
    end: float
    text: str
    confidence: float
    voice: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One time that a step was open. ``lasted`` in seconds without pauses, None while it is open."""

    step: str
    started_at: float
    planned: float
    lasted: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """``utterances`` by order of start; ``talk`` is seconds of speech by person and step."""

    prepared: SessionPrepared | None = None
    contract: Contract | None = None
    passages: tuple[Passage, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    talk: Mapping[tuple[str, str | None], float] = field(default_factory=dict)

    @property
    def roster(self) -> Roster:
        """The people of the séance."""
        return Roster(self.prepared.people if self.prepared else ())


@dataclass(slots=True)
class _Heard:
    """What the log says of one utterance so far."""

    named: str | None = None
    labels: set[str | None] = field(default_factory=set)
    likeness: float = 1.0
    corrected: str | None = None
    span: tuple[float, float] | None = None
    words: UtteranceTranscribed | None = None
    mended: str | None = None

    @property
    def person(self) -> str | None:
        return self.corrected or self.named

    @property
    def voice(self) -> float:
        if self.corrected:
            return 1.0
        return self.likeness if len(self.labels) < 2 else 0.0

    @property
    def start(self) -> float:
        if self.span:
            return self.span[0]
        return self.words.start if self.words else 0.0


def minutes_of(log: Iterable[Recorded]) -> Minutes:
    """The minutes that these events of one séance, in order, add up to."""
    session = Session()
    passages: list[Passage] = []
    heard: dict[str, _Heard] = {}
    for recorded in log:
        before, session = session, apply(session, recorded)
        _note_passage(passages, recorded, before)
        _note_speech(heard, recorded)
        _forget(heard, passages, recorded)
    for utterance in session.struck:  # whatever was said of it since
        heard.pop(utterance, None)
    return Minutes(
        prepared=session.prepared,
        contract=session.contract,
        passages=tuple(passages),
        utterances=_utterances(heard, passages),
        talk=_talk(heard, passages),
    )


def _note_passage(passages: list[Passage], recorded: Recorded, before: Session) -> None:
    match recorded.event:
        case StepStarted(step=step, ends_at=ends_at):
            planned = ends_at - recorded.elapsed
            passages.append(Passage(step=step, started_at=recorded.elapsed, planned=planned))
        case StepEnded(step=step, lasted=lasted) if passages and passages[-1].step == step:
            planned = before.step.planned if before.step else passages[-1].planned
            passages[-1] = replace(passages[-1], lasted=lasted, planned=planned)


def _note_speech(heard: dict[str, _Heard], recorded: Recorded) -> None:
    match recorded.event:
        case SpeakerIdentified(final=True) as event:
            entry = heard.setdefault(event.utterance, _Heard())
            entry.named = event.person or entry.named  # a name once given is kept, as its words are
            entry.labels.add(event.person)
            entry.likeness = event.confidence
            entry.span = (event.start, event.end)
        case SpeakerCorrected(utterance=utterance, person=person):
            heard.setdefault(utterance, _Heard()).corrected = person
        case UtteranceTranscribed() as event:
            heard.setdefault(event.utterance, _Heard()).words = event
        case UtteranceCorrected(utterance=utterance, text=text):
            heard.setdefault(utterance, _Heard()).mended = text


def _forget(heard: dict[str, _Heard], passages: list[Passage], recorded: Recorded) -> None:
    match recorded.event:
        case UtteranceRedacted(utterance=utterance):
            heard.pop(utterance, None)
        case ClientSwapped(since=since):
            for utterance in [u for u, entry in heard.items() if entry.start >= since]:
                del heard[utterance]
            passages[:] = [passage for passage in passages if passage.started_at < since]
        case ConsentWithdrawn(person=person, consent=Consent.NOTES):
            for entry in heard.values():
                if entry.person == person:
                    entry.words = entry.mended = None


def _utterances(heard: Mapping[str, _Heard], passages: list[Passage]) -> tuple[Utterance, ...]:
    found = [
        Utterance(
            id=utterance,
            person=entry.person,
            step=_step_at(entry.words.start, passages),
            start=entry.words.start,
            end=entry.words.end,
            text=entry.mended or entry.words.text,
            confidence=1.0 if entry.mended else entry.words.confidence,
            voice=entry.voice,
        )
        for utterance, entry in heard.items()
        if entry.person and entry.words
    ]
    return tuple(sorted(found, key=lambda said: said.start))


def _talk(heard: Mapping[str, _Heard], passages: list[Passage]) -> dict[tuple[str, str | None], float]:
    talk: dict[tuple[str, str | None], float] = {}
    for entry in heard.values():
        span = entry.span or ((entry.words.start, entry.words.end) if entry.words else None)
        if entry.person and span:
            key = (entry.person, _step_at(span[0], passages))
            talk[key] = talk.get(key, 0.0) + span[1] - span[0]
    return talk


def _step_at(start: float, passages: list[Passage]) -> str | None:
    """Words that come late belong to the step in which they were begun."""
    return next((p.step for p in reversed(passages) if p.started_at <= start), None)
