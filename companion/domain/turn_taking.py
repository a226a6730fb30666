"""How the floor passes from one to another: what a facilitator sees less well while writing.

Interruption, aparté, domination, retrait and a long silence, from who spoke when. Pure folds of what hearing
already says; nothing of a voice's tone enters here. Nobody is judged: each is a glance for the facilitator.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from companion.domain.discretion import Discretion
from companion.domain.messages import (
    AudioLost,
    AudioRecovered,
    Event,
    Recorded,
    SpeakerIdentified,
    SpeechStarted,
    StepStarted,
    TurnTakingCue,
    UtteranceTranscribed,
)
from companion.domain.method import Method
from companion.domain.people import Role
from companion.domain.session import Session

__all__ = ["Said", "Talk", "TurnTaking", "aside", "dominant", "interrupted"]

OVER = 0.2
"""Seconds by which a turn begins before the client's ends, to be over it: edges are known to 0.1 s."""
HEARD_OVER = 0.4
"""Seconds in which both are heard as the turn begins: a quick answer covers a last syllable, 0.2 s or so."""
JUST = 0.05
"""Seconds between the two names, at most: the names leave out what two say at once, but not a pause, and the
segmentation model sees two voices at the beginning of many a turn that a pause parts from the one before."""
INTERRUPTS = 1.0
"""Seconds, and ``INTERRUPTING_WORDS`` words: shorter is a sign of listening (the method's reference)."""
INTERRUPTING_WORDS = 4
ASIDE_GAP = 2.0
"""Seconds of silence, at most, between the turns of two people who talk with one another."""
ASIDE_TURN = 0.8
"""Seconds of a turn that is more than a sign of listening."""
LARGE_SHARE = 0.40
"""Of the consultants' time, with ``LARGE_GROUP`` consultants or more (the method's reference)."""
LARGE_GROUP = 4
ENOUGH_TALK = 120.0
"""Seconds of the consultants' talk before shares mean anything."""
LONG_STRETCH = 180.0
"""Seconds that one consultant speaks in a row (the method's reference)."""
IN_A_ROW = 4.0
"""Seconds of pause, at most, within such a stretch."""
WITHDRAWN_AT = 2 / 3
"""Of a step's time (the method's reference)."""
LONG_SILENCE = 25.0
"""Seconds in which nobody speaks: a thinking pause is shorter."""


@dataclass(slots=True)
class Said:
    """One utterance with its final name; ``words`` are counted once they are there. Seconds."""

    utterance: str
    person: str
    role: Role
    start: float
    end: float
    words: int | None = None
    over: float = 0.0
    """Seconds at its beginning in which another voice was heard too."""


@dataclass(slots=True)
class Talk:
    """What was said in the step that is open; ``active`` is when speech was last heard in it."""

    step: str
    began: float
    planned: float
    said: list[Said] = field(default_factory=list)
    told: set[tuple[str, str | None]] = field(default_factory=set)
    active: float | None = None


def interrupted(talk: Talk) -> Said | None:
    """The last turn of a consultant, if it began over the client and is more than a sign of listening."""
    for late in reversed(talk.said[-4:]):
        if late.role is not Role.CONSULTANT or (late.words or 0) < INTERRUPTING_WORDS:
            continue
        over = any(_over(one, late) for one in talk.said[-6:] if one.role is Role.CLIENT)
        if over and late.end - late.start >= INTERRUPTS:
            return late
    return None


def _over(client: Said, late: Said) -> bool:
    """Did the later one begin before the client had ended?"""
    if not client.start < late.start:
        return False
    return late.start < client.end - OVER or (late.over >= HEARD_OVER and late.start - client.end <= JUST)


def aside(talk: Talk) -> Said | None:
    """The last turn, if two consultants have just talked with one another: one, the other, the first."""
    last = talk.said[-3:]
    if len(last) < 3 or any(one.role is not Role.CONSULTANT for one in last):
        return None
    close = all(after.start - before.end <= ASIDE_GAP for before, after in pairwise(last))
    long = all(one.end - one.start >= ASIDE_TURN for one in last)
    alternate = last[0].person == last[2].person != last[1].person
    return last[2] if close and long and alternate else None


def dominant(talk: Talk, consultants: int) -> Said | None:
    """The last turn, if whoever holds it has had more than their part, or has gone on for minutes."""
    mine = [one for one in talk.said if one.role is Role.CONSULTANT]
    if not mine or talk.said[-1] is not mine[-1]:
        return None
    last = mine[-1]
    total = sum(one.end - one.start for one in mine)
    held = sum(one.end - one.start for one in mine if one.person == last.person)
    share = consultants >= LARGE_GROUP and total >= ENOUGH_TALK and held > LARGE_SHARE * total
    return last if share or last.end - _stretch(talk.said) >= LONG_STRETCH else None


def _stretch(said: Sequence[Said]) -> float:
    """When the last speaker's present stretch began."""
    began = said[-1].start
    for before, after in reversed(list(pairwise(said))):
        if before.person != after.person or after.start - before.end > IN_A_ROW:
            break
        began = before.start
    return began


class TurnTaking:
    """Watches the open step. Time is an argument; ``discretion`` is shared with the other cues."""

    def __init__(self, method: Method, discretion: Discretion) -> None:
        self._method = method
        self._discretion = discretion
        self._talk: Talk | None = None
        self._lost = False

    def fold(self, recorded: Recorded, session: Session) -> None:
        """Take note of what was recorded; ``session`` is the state after it."""
        event, now = recorded.event, recorded.elapsed
        match event:
            case StepStarted(step=step, ends_at=ends_at):
                self._talk = Talk(step, now, ends_at - now)
            case AudioLost():
                self._lost = True
            case AudioRecovered():
                self._lost = False
            case TurnTakingCue(rule=rule, person=person) if self._talk:
                self._talk.told.add((rule, person))
            case SpeechStarted() | SpeakerIdentified() | UtteranceTranscribed() if self._talk:
                self._hear(self._talk, event, session)
        if self._talk and self._talk.active is not None and session.halt is not None:
            self._talk.active = now

    def _hear(
        self, talk: Talk, event: SpeechStarted | SpeakerIdentified | UtteranceTranscribed, session: Session
    ) -> None:
        end = event.start if isinstance(event, SpeechStarted) else event.end
        talk.active = end if talk.active is None else max(talk.active, end)
        talk.told.discard(("silence", None))
        if isinstance(event, SpeakerIdentified) and event.final and event.start >= talk.began:
            role = session.roster.role_of(event.person)
            if event.person and role:
                span = (event.start, event.end)
                talk.said.append(Said(event.utterance, event.person, role, *span, over=event.over))
                talk.said.sort(key=lambda one: one.start)
        if isinstance(event, UtteranceTranscribed):
            for one in talk.said[-6:]:
                if one.utterance == event.utterance:
                    one.words = len(event.text.split())

    def heard(self, session: Session, now: float) -> Sequence[Event]:
        """What the last complete utterance shows."""
        talk = self._talk
        if talk is None or session.halt is not None:
            return ()
        consultants = sum(person.role is Role.CONSULTANT for person in session.roster)
        shown = {
            "interruption": interrupted(talk),
            "aparte": aside(talk),
            "domination": dominant(talk, consultants),
        }
        cues = (self._cue(talk, rule, one.person, now, one) for rule, one in shown.items() if one)
        return tuple(cue for cue in cues if cue)[:1]

    def tick(self, session: Session, now: float) -> Sequence[Event]:
        """What the passing of time shows: who has not spoken, and that nobody speaks."""
        talk = self._talk
        if talk is None or self._lost or session.halt or not session.listening or session.step is None:
            return ()
        silent = talk.active is not None and now - talk.active >= LONG_SILENCE
        if silent and (cue := self._cue(talk, "silence", None, now)):
            return (cue,)
        if now - talk.began < WITHDRAWN_AT * talk.planned:
            return ()
        cues = (self._cue(talk, "retrait", person, now) for person in self._withdrawn(talk, session))
        return tuple(cue for cue in cues if cue)[:1]

    def _withdrawn(self, talk: Talk, session: Session) -> Iterator[str]:
        """Consultants whose voice is known and who have not said a word. Somebody must have been heard."""
        spoke = {one.person for one in talk.said}
        for person in session.roster:
            known = person.role is Role.CONSULTANT and person.id in session.enrolled
            if spoke and known and person.id not in spoke:
                yield person.id

    def _cue(
        self, talk: Talk, rule: str, person: str | None, now: float, said: Said | None = None
    ) -> TurnTakingCue | None:
        """One cue of a rule about one person, once in a step."""
        if (rule, person) in talk.told or talk.step not in self._method.turns.get(rule, ()):
            return None
        if not self._discretion.may_tell(rule, person, now):
            return None
        return TurnTakingCue(
            rule=rule,
            person=person,
            step=talk.step,
            start=said.start if said else now if talk.active is None else talk.active,
            end=said.end if said else now,
            raised_at=now,
            utterance=said.utterance if said else None,
        )
