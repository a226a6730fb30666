"""``companion replay``: a recorded séance goes through the whole house, then into files."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from companion.adapters.clock import ReplayClock, SystemClock
from companion.app.house import FitEar, House, alongside
from companion.app.playing import Recording, play
from companion.conducting.engine import Floor
from companion.domain.codec import to_plain
from companion.domain.messages import Recorded
from companion.domain.method import Method
from companion.domain.minutes import minutes_of
from companion.domain.plan import SeancePlan
from companion.drafting.markdown import to_markdown
from companion.drafting.notetaker import draft
from companion.ports import AudioSource
from companion.storage.event_log import EventLog

__all__ = ["Speed", "as_lines", "as_notes", "replay"]


@dataclass(frozen=True, slots=True)
class Speed:
    """Real time, or as fast as the machine hears."""

    real_time: bool

    def clock(self, plan: SeancePlan) -> SystemClock | ReplayClock:
        """At second 0. As fast as possible, it is midnight of the séance's day at second 0."""
        if self.real_time:
            return SystemClock()
        return ReplayClock(datetime.combine(plan.prepare.date, time(), UTC))


async def replay(
    plan: SeancePlan,
    recording: Recording,
    fit: FitEar,
    floor: Floor,
    speed: Speed,
    wrap: Callable[[AudioSource], AudioSource] = lambda source: source,
) -> list[Recorded]:
    """Everything that the house records of it; the store is in memory. Raises CompanionError."""
    store = await EventLog.open(":memory:")
    try:
        house = House("replay", plan.method, store, speed.clock(plan), floor)
        await house.prepare_recorded(plan.prepare)
        async with alongside(house.pulse()):
            await play(house, recording, fit, wrap=wrap)
        return await house.log()
    finally:
        await store.close()


def as_lines(log: Sequence[Recorded]) -> str:
    """One JSON object per recorded event and line; times in seconds, to the millisecond."""
    return "".join(json.dumps(_plain(recorded), ensure_ascii=False) + "\n" for recorded in log)


def as_notes(log: Sequence[Recorded], method: Method, *, weak_transcription: bool) -> str:
    """The whole draft in Markdown, as the facilitator reviews it."""
    notes = draft(minutes_of(log), method, weak_transcription=weak_transcription)
    return to_markdown(notes, authors=True, every_learning=True)


def _plain(recorded: Recorded) -> dict[str, Any]:
    head = {"seq": recorded.seq, "at": recorded.elapsed, "kind": type(recorded.event).__name__}
    return _rounded({**head, **to_plain(recorded.event)})  # type: ignore[no-any-return]


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, 3)
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case list():
            return [_rounded(item) for item in value]
        case _:
            return value
