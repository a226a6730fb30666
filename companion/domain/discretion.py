"""When a cue may be told: one at a time, seldom of the same rule, never twice of the same person in a row.

A facilitator who sets a cue aside has said that this rule does not help today: it is quieter from then on.
"""

from companion.domain.messages import CueDismissed, Recorded, SpokeOutOfTurn, TurnTakingCue, WordingCue

__all__ = ["Discretion"]

BETWEEN_CUES = 10.0
"""Seconds in which one cue is read before the next."""
RULE_RESTS = 90.0
"""Seconds for which a rule is silent after its cue: time for the facilitator to act on it."""
SAME_PERSON = 120.0
"""Seconds in which the same person is not told of twice."""
DISMISSED_RESTS = 600.0
"""Seconds for which a rule is silent after its cue was set aside once; after a second time, for good."""


class Discretion:
    """A fold of cues told and set aside. Seconds on the séance's clock."""

    def __init__(self) -> None:
        self._rules: dict[int, str] = {}
        self._quiet_until: dict[str, float] = {}
        self._told_at: dict[str, float] = {}
        self._last = -BETWEEN_CUES
        self._dismissed: dict[str, int] = {}

    def fold(self, recorded: Recorded) -> None:
        """Take note of a cue that was told, or set aside."""
        match recorded.event:
            case WordingCue(rule=rule, at_step_end=True):
                self._rules[recorded.seq] = rule
            case WordingCue(rule=rule, person=person, raised_at=at):
                self._rules[recorded.seq] = rule
                self._told(person, at)
                self._rest(rule, at + RULE_RESTS)
            case TurnTakingCue(rule=rule, person=person, raised_at=at):
                self._rules[recorded.seq] = rule
                self._told(person, at)
                self._rest(rule, at + RULE_RESTS)
            case SpokeOutOfTurn(person=person, raised_at=at):
                self._told(person, at)
            case CueDismissed(cue=cue) if cue in self._rules:
                self._dismiss(self._rules[cue], recorded.elapsed)

    def may_tell(self, rule: str, person: str | None, now: float) -> bool:
        """Whether a cue of that rule about that person may be told now."""
        rested = now >= self._quiet_until.get(rule, now) and now >= self._last + BETWEEN_CUES
        again = person is not None and now < self._told_at.get(person, -SAME_PERSON) + SAME_PERSON
        return rested and not again

    def dismissed(self, rule: str) -> bool:
        """Whether a cue of that rule was ever set aside."""
        return self._dismissed.get(rule, 0) > 0

    def _told(self, person: str | None, at: float) -> None:
        self._last = at
        if person is not None:
            self._told_at[person] = at

    def _rest(self, rule: str, until: float) -> None:
        self._quiet_until[rule] = max(until, self._quiet_until.get(rule, until))

    def _dismiss(self, rule: str, now: float) -> None:
        self._dismissed[rule] = self._dismissed.get(rule, 0) + 1
        self._rest(rule, now + DISMISSED_RESTS if self._dismissed[rule] == 1 else float("inf"))
