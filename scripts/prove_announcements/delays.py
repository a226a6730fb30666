"""How late an announcement is: on the screen after its mark, in the room after the pause that allowed it."""

from companion.domain.messages import (
    AnnouncementDue,
    AnnouncementStarted,
    Event,
    Recorded,
    Sounds,
    StepEndingSoon,
    StepExtended,
    StepOverrun,
    StepStarted,
)
from companion.speaking.manners import PAUSE
from prove_announcements.run import Run

__all__ = ["after_the_mark", "after_the_pause"]

BY_HAND = ("opening", "extended", "paused", "resumed")
HOLE = 0.1
"""Seconds without a frame after which no pause is known any more."""


def after_the_mark(run: Run) -> list[float]:
    """Seconds from the instant of each time mark to its place on the screen. No step was paused."""
    found, ends = [], 0.0
    for recorded in run.log:
        match recorded.event:
            case StepStarted(ends_at=at) | StepExtended(ends_at=at):
                ends = at
        mark = _mark(recorded.event, ends)
        if mark is not None and (due := _due(run, recorded)) is not None:
            found.append(due - mark)
    return found


def _mark(event: Event, ends: float) -> float | None:
    match event:
        case StepEndingSoon(remaining=left):
            return ends - left
        case StepOverrun(over=over):
            return ends + over
    return None


def _due(run: Run, mark: Recorded) -> float | None:
    later = (r for r in run.log if r.seq > mark.seq and isinstance(r.event, AnnouncementDue))
    first = next(later, None)
    return first.elapsed if first else None


def after_the_pause(run: Run) -> list[float]:
    """Seconds from the frame that made each pause long enough to the first sample that came out."""
    dues = {r.event.announcement: r for r in run.log if isinstance(r.event, AnnouncementDue)}
    starts: dict[float, list[Recorded]] = {}
    for recorded in run.log:
        event = recorded.event
        if isinstance(event, AnnouncementStarted) and event.sound is Sounds.VOICE:
            starts.setdefault(event.start, []).append(dues[event.announcement])
    return [start - _allowed(run, start, said) for start, said in starts.items()]


def _allowed(run: Run, start: float, said: list[Recorded]) -> float:
    since = _quiet_since(run, start)
    pressed = [r.elapsed + PAUSE for r in said if r.event.phrase in BY_HAND]
    return max(since + PAUSE, *(r.elapsed for r in said), *pressed)


def _quiet_since(run: Run, start: float) -> float:
    """The end of the last voice before, or of the last hole in what was heard."""
    since, until = 0.0, 0.0
    for heard in run.voiced:
        if heard.end > start:
            break
        if heard.voiced or heard.start - until > HOLE:
            since = heard.end if heard.voiced else heard.start
        until = heard.end
    return since
