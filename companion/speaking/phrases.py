"""What is announced, and in which words: from the method's data, with no name in it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from companion.domain.language import parts
from companion.domain.messages import (
    Event,
    MachineSlept,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    StepEndingSoon,
    StepExtended,
    StepOverrun,
    StepStarted,
)
from companion.domain.method import Method
from companion.domain.people import Role

__all__ = ["LONGEST", "Kind", "Phrase", "Phrasebook"]

LONGEST = 105
"""Letters of an opening: 8 s of a calm French voice, at 14 letters a second."""


class Kind(StrEnum):
    """What an announcement is about."""

    OPENING = "opening"
    HALF = "half"
    LEFT = "left"
    END = "end"
    OVER = "over"
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSING = "closing"
    BREAK = "break"
    WOKEN = "woken"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence to the room. ``last``: it tells of the step's last minute."""

    kind: Kind
    step: str
    text: str
    last: bool = False


class Phrasebook:
    """The phrases of one method in one language. ``words`` are the catalogue's (keys ``say_*``)."""

    def __init__(self, method: Method, language: str, words: Mapping[str, str]) -> None:
        self._method, self._language, self._words = method, language, words

    def of(self, event: Event, step: str, planned: float, now: float) -> Phrase | None:
        """What that event, in that step of so many seconds, makes known to the room; None for nothing."""
        match event:
            case StepStarted():
                return self.opening(event.step, event.ends_at - now)
            case StepEndingSoon():
                return self._mark(event)
            case StepOverrun(over=over):
                kind = Kind.END if over == 0 else Kind.OVER
                return Phrase(kind, step, self._words[f"say_{kind}"])
            case StepExtended(minutes=minutes):
                text = self._words["say_extended"].format(time=self._time(minutes * 60))
                return Phrase(Kind.EXTENDED, step, text)
            case _:
                return self._of_the_whole(event, step)

    def _of_the_whole(self, event: Event, step: str) -> Phrase | None:
        """What becomes of the séance, whatever its step."""
        match event:
            case SessionPaused(off_the_record=off):
                return Phrase(Kind.PAUSED, step, self._words["say_off" if off else "say_paused"])
            case SessionResumed():
                return Phrase(Kind.RESUMED, step, self._words["say_resumed"])
            case MachineSlept() if step:
                return Phrase(Kind.WOKEN, step, self._words["say_woken"])
            case SessionEnded():
                return Phrase(Kind.CLOSING, "", self._words["say_closing"])
            case _:
                return None

    def opening(self, step_id: str, seconds: float) -> Phrase:
        """Name, aim and rule (whose floor it is), minutes: as much as fits, the name and the time always."""
        step = self._method.step(step_id)
        name, time = f"{self._said(step.name)}.", f"{self._time(seconds)}.".capitalize()
        aim, rule = self._said(step.aim), self._said(step.rule)
        for middle in ((aim, rule), (rule,), ()):
            text = " ".join((name, *middle, time))
            if len(text) <= LONGEST:
                break
        return Phrase(Kind.OPENING, step_id, text)

    def between_rounds(self) -> Phrase:
        """The break before a later round. The microphone is off in it: nothing but the screen tells of it."""
        return Phrase(Kind.BREAK, "", self._words["say_break"])

    def foreseen(self, minutes: Mapping[str, float]) -> list[Phrase]:
        """What will be said if all goes as planned, in order, to be rendered before it is due."""
        found: list[Phrase] = []
        for step in self._method.steps:
            found.append(self.opening(step.id, minutes.get(step.id, 0.0) * 60))
            found += [self._left(step.id, mark) for mark in step.marks if mark <= 60]
            found.append(Phrase(Kind.END, step.id, self._words["say_end"]))
        return [*found, Phrase(Kind.CLOSING, "", self._words["say_closing"])]

    def clients_own(self, step_id: str) -> bool:
        """Whether the step is the client's own time."""
        step = next((each for each in self._method.steps if each.id == step_id), None)
        return step is not None and step.holders == (Role.CLIENT,)

    def _mark(self, event: StepEndingSoon) -> Phrase:
        if event.remaining in self._method.step(event.step).marks:
            return self._left(event.step, event.remaining)
        return Phrase(Kind.HALF, event.step, self._words["say_half"])

    def _left(self, step: str, seconds: float) -> Phrase:
        text = self._words["say_left"].format(time=self._time(seconds))
        return Phrase(Kind.LEFT, step, text, last=seconds <= 60)

    def _time(self, seconds: float) -> str:
        """In words that are said right: whole minutes, or seconds for less than one."""
        if seconds < 59.5:
            return self._words["say_seconds"].format(n=max(1, round(seconds)))
        minutes = math.floor(seconds / 60 + 0.5)
        return self._words["say_minute" if minutes == 1 else "say_minutes"].format(n=minutes)

    def _said(self, texts: Mapping[str, str]) -> str:
        return next((texts[part] for part in reversed(parts(self._language)) if part in texts), texts["fr"])
