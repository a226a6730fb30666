"""Which words the facilitator is told of: only sure ones, and those of use at a step's end once it is over.

The rules say what a sentence does, ``Discretion`` whether it is the time to tell. What is recorded is
folded, so that a séance taken up after a crash is as quiet as before. Only the last turn's words are held.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from companion.domain.discretion import Discretion
from companion.domain.messages import (
    ClientSwapped,
    ConsentWithdrawn,
    ContractProposed,
    Event,
    Recorded,
    SessionEnded,
    SpeakerIdentified,
    StepStarted,
    UtteranceRedacted,
    UtteranceTranscribed,
    WordingCounted,
    WordingCue,
)
from companion.domain.method import Due, Method, WordingRule
from companion.domain.people import Role
from companion.domain.session import Session
from companion.domain.wording.likeness import Likeness, likeness_of
from companion.domain.wording.rules import RULES, Rule
from companion.domain.wording.spoken import Sentence, Turn, turn_of

__all__ = ["WordingWatch"]

SURE_WORDS = 0.6
"""Mean probability of an utterance's words below which nobody is accused. A quarter of what Whisper base
hears in a simulated room lies below, and nearly all of it that makes no sense."""
SURE_VOICE = 0.5
"""Cosine similarity that a voice's label needs (the rule that labels has the same)."""
LAST_WORDS = 5.0
"""Seconds after a step's end by which its last words have been read, as a rule."""
ONE_GO = 1.2
"""Seconds of silence within one turn: pauses between turns are longer."""


@dataclass(slots=True)
class _Spoken:
    """The last turn, over as many utterances as it took. ``answers`` is the role that had just asked."""

    person: str
    end: float
    answers: Role | None
    text: str = ""
    pieces: int = 0


@dataclass(slots=True)
class _Heard:
    """One utterance that is complete, and the whole turn that it ends."""

    said: UtteranceTranscribed
    person: str
    role: Role
    step: str | None
    alone: Turn
    turn: Turn
    continued: bool
    answering: bool


@dataclass(slots=True)
class _Waiting:
    """Cues that wait for their step to end, by rule."""

    cues: dict[str, WordingCue] = field(default_factory=dict)
    settled: set[tuple[str, str | None]] = field(default_factory=set)

    def keep(self, cue: WordingCue) -> None:
        """The first of a rule, or the last of one that later words may settle."""
        if (cue.rule, cue.step) in self.settled:
            return
        if RULES[cue.rule].settled or cue.rule not in self.cues:
            self.cues[cue.rule] = cue

    def settle(self, rule: str, step: str | None) -> None:
        """What that rule listens for was made good in that step."""
        self.cues.pop(rule, None)
        self.settled.add((rule, step))

    def take(self, step: str | None, now: float) -> Sequence[Event]:
        """Those of any other step than that one, told now."""
        due = [rule for rule, cue in self.cues.items() if cue.step != step]
        return [replace(self.cues.pop(rule), raised_at=now) for rule in due]


class WordingWatch:
    """Pure: time is an argument. ``fold`` takes what is recorded, ``heard`` judges complete words.

    ``discretion`` is shared with the other cues, and folded by whoever shares it.
    """

    def __init__(self, method: Method, discretion: Discretion) -> None:
        self._rules = tuple((rule, RULES[rule.id]) for rule in method.wording)
        self._discretion = discretion
        self._examples = likeness_of(method.examples)
        self._steps: list[tuple[float, str]] = []
        self._labels: dict[str, tuple[str | None, float]] = {}
        self._last: UtteranceTranscribed | None = None
        self._turn: _Spoken | None = None
        self._asker: Role | None = None
        self._waiting = _Waiting()

    def fold(self, recorded: Recorded) -> None:
        """Take note of what was recorded."""
        event = recorded.event
        match event:
            case StepStarted(step=step):
                self._steps.append((recorded.elapsed, step))
                self._forget_words()
            case SpeakerIdentified(final=True):
                self._labels[event.utterance] = (event.person, event.confidence)
            case UtteranceTranscribed():
                self._last = event
            case ContractProposed(type=type_) if type_:
                self._waiting.cues.pop("C3-TYPE", None)
            case UtteranceRedacted(utterance=utterance):
                self._forget(lambda cue: cue.utterance == utterance)
            case ConsentWithdrawn(person=person):
                self._forget(lambda cue: cue.person == person)
            case ClientSwapped(since=since):
                self._forget(lambda cue: cue.start >= since)

    def heard(self, utterance: str, session: Session, now: float) -> Sequence[Event]:
        """The cue that these words deserve, and what is counted, once words and voice are recorded."""
        said, self._last = self._last, None
        person, likeness = self._labels.pop(utterance, (None, 0.0))
        role = session.roster.role_of(person)
        if said is None or said.utterance != utterance or person is None or role is None:
            return ()
        heard = self._follow(said, person, role)
        self._settle(heard)
        ended = self._waiting.take(heard.step, now) if self._open_since(said.start) else ()
        if session.halt is not None or said.confidence < SURE_WORDS or likeness < SURE_VOICE:
            return ended
        return (*ended, *self._sort(self._found(heard, now), now))

    def tick(self, now: float) -> Sequence[Event]:
        """What waited for a step to end, once the last words of that step have had time to be read."""
        if not self._waiting.cues or not self._open_since(now - LAST_WORDS):
            return ()
        return self._waiting.take(self._steps[-1][1], now)

    def closing(self, events: Sequence[Event], now: float) -> Sequence[Event]:
        """The same events; before the end of a séance, with all that still waits."""
        if not any(isinstance(event, SessionEnded) for event in events):
            return events
        return (*self._waiting.take(None, now), *events)

    def _open_since(self, moment: float) -> bool:
        """Whether the step that is open was open then."""
        return bool(self._steps) and self._steps[-1][0] <= moment

    def _settle(self, heard: _Heard) -> None:
        """Words that make a cue pointless; doubtful ones are good enough to be silent for."""
        for rule, listens in self._rules:
            if listens.settled and rule.listens(heard.step, heard.role) and listens.settled(heard.turn):
                self._waiting.settle(rule.id, heard.step)

    def _found(self, heard: _Heard, now: float) -> Sequence[tuple[WordingRule, WordingCue]]:
        """What every rule that listens to that role in that step hears, in the method's order."""
        found = []
        for rule, listens in self._rules:
            if heard.step is None or not rule.listens(heard.step, heard.role):
                continue
            if sentence := _sentence(rule.id, listens, heard, self._examples):
                found.append((rule, _cue(rule, heard, heard.step, sentence, now)))
        return found

    def _sort(self, found: Sequence[tuple[WordingRule, WordingCue]], now: float) -> Sequence[Event]:
        """At most one cue now; what a rule may not tell is counted."""
        events: list[Event] = []
        told = False
        for rule, cue in found:
            if rule.due is Due.STEP_END:
                if not self._discretion.dismissed(rule.id):
                    self._waiting.keep(cue)
            elif rule.due is Due.NOW and not told and self._discretion.may_tell(rule.id, cue.person, now):
                told = True
                events.append(cue)
            elif rule.due is Due.COUNT or not told:
                events.append(_counted(cue))
        return events

    def _follow(self, said: UtteranceTranscribed, person: str, role: Role) -> _Heard:
        """These words in the turn that they begin or go on with."""
        turn, alone = self._turn, turn_of(said.text)
        if turn is None or turn.person != person or said.start > turn.end + ONE_GO:
            turn = self._turn = _Spoken(person, said.end, self._asker)
        turn.text, turn.end, turn.pieces = f"{turn.text} {said.text}".strip(), said.end, turn.pieces + 1
        self._asker = role if any(sentence.asks for sentence in alone.sentences) else None
        return _Heard(
            said,
            person,
            role,
            next((step for began, step in reversed(self._steps) if began <= said.start), None),
            alone,
            turn_of(turn.text),
            continued=turn.pieces > 1,
            answering=turn.answers is Role.CLIENT and role is not Role.CLIENT,
        )

    def _forget(self, gone: Callable[[WordingCue], bool]) -> None:
        """These cues have no place any more, nor have the words held."""
        self._forget_words()
        self._waiting.cues = {rule: cue for rule, cue in self._waiting.cues.items() if not gone(cue)}

    def _forget_words(self) -> None:
        self._last = self._turn = self._asker = None


def _sentence(name: str, rule: Rule, heard: _Heard, examples: Likeness) -> Sentence | None:
    """The sentence of this very utterance that the rule is about."""
    if rule.answerable and heard.answering:
        return None
    alone = rule.hears(name, heard.alone, examples)
    if alone is not None or not (rule.whole and heard.continued):
        return alone
    whole = Sentence(heard.said.text, 0, len(heard.said.text))
    return whole if rule.listens(heard.turn) else None


def _cue(rule: WordingRule, heard: _Heard, step: str, sentence: Sentence, now: float) -> WordingCue:
    return WordingCue(
        rule=rule.id,
        person=heard.person,
        step=step,
        utterance=heard.said.utterance,
        start=heard.said.start,
        end=heard.said.end,
        raised_at=now,
        first=sentence.start,
        last=sentence.end,
        at_step_end=rule.due is Due.STEP_END,
    )


def _counted(cue: WordingCue) -> WordingCounted:
    return WordingCounted(rule=cue.rule, step=cue.step, utterance=cue.utterance, start=cue.start)
