"""A floor that writes down what it was told and raises the flags it was given."""

from companion.domain.messages import SpokeOutOfTurn
from companion.domain.method import Step
from companion.domain.people import Roster
from companion.domain.speech import VoiceObserved, WordsHeard


class ScriptedFloor:
    """``steps`` are the steps watched in turn, None when nobody is; ``flag`` is raised once, when set."""

    def __init__(self) -> None:
        self.steps: list[str | None] = []
        self.forgotten: list[str] = []
        self.flag: SpokeOutOfTurn | None = None
        self.asked_at: list[float] = []

    def step(self, step: Step | None, roster: Roster) -> None:
        self.steps.append(step.id if step else None)

    def voice(self, heard: VoiceObserved, now: float) -> SpokeOutOfTurn | None:
        return self._raise(now)

    def words(self, heard: WordsHeard, now: float) -> SpokeOutOfTurn | None:
        return self._raise(now)

    def ended(self, utterance: str) -> None:
        self.forgotten.append(utterance)

    def _raise(self, now: float) -> SpokeOutOfTurn | None:
        self.asked_at.append(now)
        flag, self.flag = self.flag, None
        return flag
