"""Who speaks in a time that belongs to somebody else: one flag per intervention, during the speech.

Two kinds of rule (``FloorRule.kind``). *Intrusion*: a consultant speaks in the client's exposé or
synthèse; the voice alone tells, before any word is known. *Debate*: in the consultation the client may
ask for a precision or give thanks, but does not justify or argue; the words tell, and when they do not,
four seconds on the floor do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from companion.domain.debate import Speech, speech_of, trivial
from companion.domain.messages import SpokeOutOfTurn
from companion.domain.method import FloorRule, Step
from companion.domain.people import Roster
from companion.domain.speech import VoiceObserved, WordsHeard

__all__ = ["FloorWatch"]

SURE_LOOKS = 2
"""Sure looks in one turn before anybody is flagged."""
AGAIN = 2.5
"""Seconds of silence after which the same person's speech is a new intervention."""
SLACK = 0.1
"""Seconds by which the edges of a turn are known."""
ARGUES_AFTER = 1.5
"""Seconds of speech from which words that justify are an intervention (the method's reference)."""
WORDS_COVER = 2.0
"""Seconds of speech that must have been read before four seconds on the floor count as debate."""


@dataclass(slots=True)
class _Turn:
    """What is known of one person's present turn."""

    person: str
    start: float
    end: float
    sure: int = 0
    told: bool = False
    speech: Speech | None = None
    read: float = 0.0


class FloorWatch:
    """Watches the floor of one step at a time. Pure: time is an argument."""

    def __init__(self) -> None:
        self._step: Step | None = None
        self._roster = Roster()
        self._turns: dict[str, _Turn] = {}
        self._last: str | None = None

    def step(self, step: Step | None, roster: Roster) -> None:
        """A step is open, or nobody is watched. A turn begun before does not count."""
        self._step, self._roster = step, roster
        self._turns.clear()
        self._last = None

    def voice(self, heard: VoiceObserved, now: float) -> SpokeOutOfTurn | None:
        """The flag that this look at a voice raises, if any."""
        if heard.person is None:
            return None
        turn = self._turn(heard.person, heard.start, heard.end)
        turn.sure += heard.sure and self._all_watched(heard.doubts)
        if turn.sure >= SURE_LOOKS:  # one mistaken look does not part a turn in two
            self._last = heard.person
        return self._judge(turn, heard.utterance, now)

    def words(self, heard: WordsHeard, now: float) -> SpokeOutOfTurn | None:
        """The flag that these words raise, if any."""
        rule = self._rule(heard.person)
        if rule is None or heard.person is None:
            return None
        turn = self._turn(heard.person, heard.start, heard.end)
        if heard.end - turn.start < turn.read:
            return None  # words of its beginning that come late: more of it was read already
        turn.speech = speech_of(heard.text)
        turn.read = heard.end - turn.start
        if rule.kind == "intrusion" and trivial(heard.text, rule.tolerated):
            turn.sure = 0
        return self._judge(turn, heard.utterance, now)

    def ended(self, utterance: str) -> None:
        """Nothing is kept per utterance: a turn may run over several."""

    def _turn(self, person: str, start: float, end: float) -> _Turn:
        """This person's turn, a new one if somebody else spoke since or after a silence."""
        turn = self._turns.get(person)
        interrupted = self._last not in (None, person)
        if turn is None or start > turn.end + AGAIN or (interrupted and start > turn.end):
            turn = self._turns[person] = _Turn(person, start, end)
        turn.end = max(turn.end, end)
        return turn

    def _judge(self, turn: _Turn, utterance: str, now: float) -> SpokeOutOfTurn | None:
        rule = self._rule(turn.person)
        if rule is None or self._step is None or turn.told or not self._out_of_turn(turn, rule):
            return None
        turn.told = True
        return SpokeOutOfTurn(
            person=turn.person,
            step=self._step.id,
            start=turn.start,
            end=turn.end,
            raised_at=now,
            rule=rule.kind,
            utterance=utterance,
        )

    def _out_of_turn(self, turn: _Turn, rule: FloorRule) -> bool:
        held = turn.end - turn.start
        if rule.kind == "intrusion":
            return turn.sure >= SURE_LOOKS and held >= rule.after - SLACK
        if turn.speech is Speech.ARGUES:
            return held >= ARGUES_AFTER
        return (
            turn.speech is Speech.STATES
            and held >= rule.after
            and turn.read >= WORDS_COVER
            and turn.sure >= SURE_LOOKS
        )

    def _all_watched(self, doubts: Sequence[str]) -> bool:
        """Between two consultants who sound alike, it is a consultant all the same."""
        return all(self._rule(other) is not None for other in doubts)

    def _rule(self, person: str | None) -> FloorRule | None:
        """The rule that watches this person in this step, if one does."""
        rule = self._step.floor if self._step else None
        role = self._roster.role_of(person)
        return rule if rule and role in rule.watched else None
