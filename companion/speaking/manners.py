"""When a sound may be made: from time, what is heard of the room, and what was chosen. No audio, no clock.

Screen first, a soft chime second, speech last. A sound waits for a pause; what finds none stays on the
screen; what is no longer true is not said any more.
"""

from dataclasses import dataclass

from companion.domain.messages import Sounds
from companion.speaking.phrases import Kind, Phrase

__all__ = ["PATIENCE", "PAUSE", "Chosen", "Due", "Manners", "Play", "level"]

PAUSE = 1.2
"""Seconds without a voice after which a sound may begin: longer than a breath, shorter than an unease."""
PATIENCE = 20.0
"""Seconds that an announcement waits for a pause before it stays on the screen alone."""

_LAST_MOMENT = 1.0
"""Seconds for what comes when the microphone closes: no pause will be heard any more."""

_BY_HAND = (Kind.OPENING, Kind.EXTENDED, Kind.PAUSED, Kind.RESUMED)
"""What follows from a key that somebody pressed: whoever did will speak: the pause counts from there."""

_RANK = {Sounds.SCREEN: 0, Sounds.CHIME: 1, Sounds.VOICE: 2}
_TIME = (Kind.HALF, Kind.LEFT, Kind.END, Kind.OVER)
_OUTDATES = {
    Kind.OPENING: (*_TIME, Kind.OPENING, Kind.EXTENDED, Kind.PAUSED, Kind.RESUMED, Kind.BREAK),
    Kind.EXTENDED: (*_TIME, Kind.EXTENDED),
    Kind.PAUSED: (*_TIME, Kind.PAUSED, Kind.RESUMED),
    Kind.RESUMED: (Kind.PAUSED,),
    Kind.CLOSING: tuple(Kind),
    Kind.LEFT: (Kind.HALF, Kind.LEFT),
    Kind.END: (Kind.HALF, Kind.LEFT),
    Kind.OVER: _TIME,
}
"""What is no longer worth a sound once another is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the facilitator chose. ``own_time``: marks may be said in the client's own time too."""

    sounds: Sounds = Sounds.VOICE
    silence: bool = False
    off_the_record: bool = False
    own_time: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """An announcement that waits since ``at``. ``client``: it falls in the client's own time."""

    number: int
    phrase: Phrase
    at: float
    client: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """Sound these now, as one: ``texts`` are said in a row, or one chime stands for all of them when there
    are none."""

    dues: tuple[Due, ...]
    texts: tuple[str, ...]

    @property
    def sound(self) -> Sounds:
        """Whether it is said."""
        return Sounds.VOICE if self.texts else Sounds.CHIME


def level(due: Due, chosen: Chosen) -> Sounds:
    """How it may be told at most. By default openings, the last minute and the end of time are said."""
    if chosen.silence or chosen.off_the_record:
        return Sounds.SCREEN
    phrase = due.phrase
    said = phrase.kind in (Kind.OPENING, Kind.END, Kind.CLOSING) or phrase.last
    if due.client and phrase.kind is not Kind.OPENING and not chosen.own_time:
        said = False
    wished = Sounds.VOICE if said else Sounds.CHIME
    return min(wished, chosen.sounds, key=_RANK.__getitem__)


class Manners:
    """What waits to be told, and whether it may be told now."""

    def __init__(self) -> None:
        self.waiting: tuple[Due, ...] = ()
        self._quiet_since: float | None = None
        self._until = 0.0

    def due(self, new: Due) -> tuple[Due, ...]:
        """It waits from now on; what it makes outdated waits no more and is returned."""
        old = _OUTDATES.get(new.phrase.kind, ())
        gone = tuple(due for due in self.waiting if due.phrase.kind in old)
        self.waiting = (*(due for due in self.waiting if due not in gone), new)
        return gone

    def heard(self, start: float, end: float, *, voiced: bool) -> None:
        """What the room does from ``start`` to ``end``; a hole since the last time is no pause."""
        if voiced:
            self._quiet_since = None
        elif self._quiet_since is None or start - self._until > 0.1:
            self._quiet_since = start
        self._until = end

    def deaf(self) -> None:
        """The room is not heard, or the companion itself is: no pause is known."""
        self._quiet_since = None

    def pause(self, now: float) -> float:
        """Seconds for which nobody has spoken, as far as it was heard; 0 when it was not heard lately."""
        if self._quiet_since is None or now - self._until > 0.3:
            return 0.0
        return self._until - self._quiet_since

    def given_up(self, now: float, chosen: Chosen) -> tuple[Due, ...]:
        """What stays on the screen alone; it waits no more. An end of time waits on, for a chime."""
        gone = tuple(
            due
            for due in self.waiting
            if level(due, chosen) is Sounds.SCREEN
            or (now - due.at > _patience(due) and due.phrase.kind is not Kind.END)
        )
        self.waiting = tuple(due for due in self.waiting if due not in gone)
        return gone

    def next(self, now: float, chosen: Chosen) -> Play | None:
        """What may sound at this moment; it waits no more."""
        pressed = max((due.at for due in self.waiting if due.phrase.kind in _BY_HAND), default=-PAUSE)
        if not self.waiting or min(self.pause(now), now - pressed) < PAUSE - 1e-9:
            return None
        dues, self.waiting = self.waiting, ()
        said = [due.phrase.text for due in dues if self._patient(due, now, chosen) is Sounds.VOICE]
        return Play(dues, tuple(said))

    @staticmethod
    def _patient(due: Due, now: float, chosen: Chosen) -> Sounds:
        wished = level(due, chosen)
        return Sounds.CHIME if now - due.at > PATIENCE and wished is Sounds.VOICE else wished


def _patience(due: Due) -> float:
    return _LAST_MOMENT if due.phrase.kind in (Kind.CLOSING, Kind.BREAK) else PATIENCE
