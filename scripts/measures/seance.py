"""A recorded séance: who takes part, what was really said, and which flags were due."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from companion.domain.errors import CompanionError

__all__ = ["DueFlag", "NearMiss", "Said", "Seance", "read_seance"]


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance of the truth; times in seconds. ``kind`` is speech, overlap or backchannel."""

    start: float
    end: float
    person: str
    step: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class DueFlag:
    """One intervention that must be flagged, in seconds."""

    person: str
    step: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class NearMiss:
    """One stretch of speech that looks like a fault and is none; ``why`` says of which sort."""

    person: str
    start: float
    end: float
    why: str


@dataclass(frozen=True, slots=True)
class Seance:
    """A séance and its truth. ``seconds`` is the length of its sound, ``roles`` are by person."""

    name: str
    folder: Path
    audio: Path
    seconds: float
    roles: dict[str, str]
    said: tuple[Said, ...]
    due: tuple[DueFlag, ...]
    near_misses: tuple[NearMiss, ...]

    @property
    def clean(self) -> bool:
        """Recorded dry, by its folder's name; what is not is held to a room's targets."""
        return self.name.endswith("-clean")


def read_seance(folder: Path) -> Seance:
    """The séance of that folder. Raises CompanionError ``no_truth`` when a file is missing or not valid."""
    try:
        audio = sorted(folder.glob("audio.*"))[0]
        setting = tomllib.loads((folder / "seance.toml").read_text(encoding="utf-8"))
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        return _seance(folder, audio, setting, truth)
    except (IndexError, KeyError, TypeError, OSError, ValueError) as error:
        raise CompanionError(
            "no_truth",
            f"« {folder} » n'est pas une séance mesurable : il y faut audio.*, seance.toml et truth.json "
            f"({type(error).__name__}).",
        ) from error


def _seance(folder: Path, audio: Path, setting: dict[str, Any], truth: dict[str, Any]) -> Seance:
    said = [
        Said(u["start"], u["end"], u["person"], u["step"], u["text"], u["kind"]) for u in truth["utterances"]
    ]
    return Seance(
        name=folder.resolve().name,
        folder=folder,
        audio=audio,
        seconds=_seconds(audio),
        roles={person["id"]: person["role"] for person in setting["people"]},
        said=tuple(sorted(said, key=lambda u: u.start)),
        due=tuple(DueFlag(f["person"], f["step"], f["start"], f["end"]) for f in truth["flags"]),
        near_misses=tuple(
            NearMiss(m["person"], m["start"], m["end"], m["why"]) for m in truth["must_not_flag"]
        ),
    )


def _seconds(audio: Path) -> float:
    with av.open(str(audio)) as container:
        if not container.duration:
            raise ValueError("no duration")
        return float(container.duration / av.time_base)
