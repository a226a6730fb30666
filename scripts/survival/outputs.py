"""What the models of hearing made of a séance, recorded: said again to a real house, as fast as wanted."""

import asyncio
import json
import random
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from companion.adapters.places import demonstration
from companion.app.house import House
from companion.app.supervisor import kept_pulse
from companion.domain.codec import event_from_plain
from companion.domain.messages import Event, SpeakerIdentified, SpeechStarted, UtteranceTranscribed
from companion.domain.speech import VoiceObserved

__all__ = ["RecordedEar", "Spoken", "recorded_outputs"]

_KINDS = ("SpeechStarted", "SpeakerIdentified", "UtteranceTranscribed")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing that hearing said, and the second at which it said so."""

    at: float
    event: SpeechStarted | SpeakerIdentified | UtteranceTranscribed


def recorded_outputs(events: Path | None = None) -> list[Spoken]:
    """Of the export of ``companion replay --events``; without one, what a perfect ear makes of the demo."""
    if events is None:
        return list(_perfect(json.loads((demonstration() / "truth.json").read_text(encoding="utf-8"))))
    lines = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]
    return [_spoken(line) for line in lines if line["kind"] in _KINDS]


def _spoken(line: dict[str, Any]) -> Spoken:
    kind, at = line["kind"], line["at"]
    event: Any = event_from_plain(kind, {k: v for k, v in line.items() if k not in ("seq", "at", "kind")})
    return Spoken(at, event)


def _perfect(truth: dict[str, Any]) -> "Sequence[Spoken]":
    spoken = []
    for number, said in enumerate(truth["utterances"]):
        heard = {"utterance": f"u{number}", "start": said["start"], "end": said["end"]}
        name = {"person": said["person"], "confidence": 0.8, "ready_at": said["end"]}
        spoken += [
            Spoken(said["start"] + 0.3, SpeechStarted(utterance=f"u{number}", start=said["start"])),
            Spoken(said["start"] + 1.0, SpeakerIdentified(**heard, **name, final=False)),
            Spoken(said["end"] + 0.5, SpeakerIdentified(**heard, **name, final=True)),
            Spoken(said["end"] + 1.0, UtteranceTranscribed(**heard, text=said["text"], ready_at=said["end"])),
        ]
    return sorted(spoken, key=lambda one: one.at)


class RecordedEar:
    """Works of a house: its pulse, and an ear that hears ``outputs`` on and on, ``speed`` times faster."""

    def __init__(self, outputs: Sequence[Spoken], speed: float) -> None:
        self._outputs, self._speed = outputs, speed

    def works(self, house: House) -> Sequence[Coroutine[Any, Any, None]]:
        """While the séance is in the room."""
        return kept_pulse(house, print), self._hear(house)

    async def _hear(self, house: House) -> None:
        """Begins where chance will: a new process does not know how far the old one was."""
        first = random.randrange(len(self._outputs))  # noqa: S311 - no secret
        prefix, turn = house.utterance_prefix(), 0
        outputs = self._outputs[first:]
        while True:
            began, origin = house.clock.elapsed(), outputs[0].at
            for spoken in outputs:
                due = began + (spoken.at - origin) / self._speed
                await house.clock.sleep_until(due)
                moved = _moved(spoken.event, due, self._speed, f"{prefix}{turn}.")
                if isinstance(moved, SpeakerIdentified) and not moved.final:
                    await house.engine.hear(_look(moved))
                await house.engine.hear(moved)
                await asyncio.sleep(0)
            outputs, turn = self._outputs, turn + 1


def _moved(event: Any, now: float, speed: float, prefix: str) -> Event:
    """The same said now, as long as it takes at that speed."""
    changes: dict[str, Any] = {"utterance": prefix + event.utterance, "start": now}
    if not isinstance(event, SpeechStarted):
        length = max(0.01, (event.end - event.start) / speed)
        changes |= {"start": now - length, "end": now, "ready_at": now}
    moved: Event = replace(event, **changes)
    return moved


def _look(named: SpeakerIdentified) -> VoiceObserved:
    """What the floor rules go by: long enough to be an intrusion, wherever it is one."""
    return VoiceObserved(
        utterance=named.utterance,
        person=named.person,
        start=named.end - 2.0,
        end=named.end,
        confidence=0.9,
        sure=True,
    )
