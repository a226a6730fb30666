"""What a replay heard, read from its exported events."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from companion.domain.errors import CompanionError

__all__ = ["Heard", "Label", "RaisedFlag", "Text", "heard_from", "read_events"]


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks in an utterance, at last; ``person`` is None for an unknown voice. Seconds."""

    start: float
    end: float
    person: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an utterance, and when they were there. Seconds."""

    start: float
    end: float
    text: str
    ready_at: float


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """One SpokeOutOfTurn. Seconds."""

    person: str
    step: str
    start: float
    end: float
    raised_at: float


@dataclass(frozen=True, slots=True)
class Heard:
    """A replay's labels and texts in order of start, and its flags in the order they were raised."""

    labels: tuple[Label, ...]
    texts: tuple[Text, ...]
    flags: tuple[RaisedFlag, ...]


def read_events(path: Path) -> Heard:
    """The events of a file. Raises CompanionError ``bad_events``, naming the file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return heard_from(json.loads(line) for line in lines if line.strip())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CompanionError(
            "bad_events",
            f"Les événements « {path} » sont illisibles ou absents ({type(error).__name__}) : "
            "relancez scripts/evaluate sans --from-events.",
        ) from error


def heard_from(events: Iterable[dict[str, Any]]) -> Heard:
    """The last final label and the last text of each utterance; a facilitator's corrections do not count."""
    labels: dict[str, Label] = {}
    texts: dict[str, Text] = {}
    flags: list[RaisedFlag] = []
    for e in events:
        if e["kind"] == "SpeakerIdentified" and e["final"]:
            labels[e["utterance"]] = Label(e["start"], e["end"], e["person"])
        elif e["kind"] == "UtteranceTranscribed":
            texts[e["utterance"]] = Text(e["start"], e["end"], e["text"], e["ready_at"])
        elif e["kind"] == "SpokeOutOfTurn":
            flags.append(RaisedFlag(e["person"], e["step"], e["start"], e["end"], e["raised_at"]))
    return Heard(
        labels=tuple(sorted(labels.values(), key=lambda label: label.start)),
        texts=tuple(sorted(texts.values(), key=lambda text: text.start)),
        flags=tuple(sorted(flags, key=lambda flag: flag.raised_at)),
    )
