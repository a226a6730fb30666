"""The written dialogue as data: companion/demo/script.toml, read and checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Person", "Room", "Script", "Silence", "Step", "Turn", "Voice", "read_script"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """``timbre`` and ``prosody`` are style names; ``shift`` scales pitch and formants; ``speed`` the rate."""

    timbre: str
    prosody: str = "ff_siwis"
    shift: float = 1.0
    speed: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``seat`` in metres in the room, ``gain`` in dB around the common level."""

    id: str
    name: str
    role: str
    voice: Voice
    seat: tuple[float, float, float]
    gain: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """``size`` and ``microphone`` in metres, ``rt60`` in seconds, ``snr`` in dB."""

    size: tuple[float, float, float]
    microphone: tuple[float, float, float]
    rt60: float
    snr: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One person's words. ``say`` respells them, ``ipa`` replaces them, for the synthesiser only.

    ``after``: seconds behind the end of the turn before (None: drawn); ``over``: behind its start.
    """

    person: str
    text: str
    say: str | None = None
    ipa: str | None = None
    after: float | None = None
    over: float | None = None
    enrol: bool = False
    flag: bool = False
    spare: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """``silence`` seconds in which nobody speaks, and what may be announced there."""

    silence: float
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the method and what happens in it, in order."""

    id: str
    turns: tuple[Turn | Silence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The whole dialogue. ``notes`` is the gold for drafted notes, passed through as written."""

    title: str
    language: str
    method: str
    date: Any
    seed: int
    room: Room
    people: tuple[Person, ...]
    steps: tuple[Step, ...]
    notes: Mapping[str, Any]

    def person(self, person_id: str) -> Person:
        """The person of that id. Raises KeyError."""
        return {p.id: p for p in self.people}[person_id]


def read_script(path: Path) -> Script:
    """The script in ``path``. Raises ValueError when a turn names nobody or a note quotes no turn."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    script = Script(
        room=_room(data.pop("room")),
        people=tuple(_person(p) for p in data.pop("people")),
        steps=tuple(Step(id=s["id"], turns=tuple(map(_item, s["turns"]))) for s in data.pop("steps")),
        **data,
    )
    _check(script)
    return script


def _room(raw: dict[str, Any]) -> Room:
    return Room(**{**raw, "size": tuple(raw["size"]), "microphone": tuple(raw["microphone"])})


def _person(raw: dict[str, Any]) -> Person:
    return Person(**{**raw, "voice": Voice(**raw["voice"]), "seat": tuple(raw["seat"])})


def _item(raw: dict[str, Any]) -> Turn | Silence:
    return Silence(**raw) if "silence" in raw else Turn(**raw)


def _check(script: Script) -> None:
    known = {p.id for p in script.people}
    turns = [t for s in script.steps for t in s.turns if isinstance(t, Turn)]
    strangers = {t.person for t in turns} - known
    if strangers:
        raise ValueError(f"turns of unknown people: {sorted(strangers)}")
    quotes = [n["said"] if "said" in n else n["text"] for key in _QUOTED for n in script.notes[key]]
    for quote in [*quotes, script.notes["contract"]["said"]]:
        if not any(quote in t.text for t in turns):
            raise ValueError(f"a note quotes words that nobody says: {quote}")


_QUOTED = ("contributions", "retained", "set_aside", "actions", "learnings", "evaluation")
