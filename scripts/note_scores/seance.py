"""A recorded séance as minutes: from its true transcript, or from the events that were heard of it."""

import json
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from companion.domain.codec import event_from_plain
from companion.domain.errors import CompanionError
from companion.domain.messages import Recorded, SessionPrepared
from companion.domain.minutes import Minutes, Utterance, minutes_of
from companion.domain.people import Person, Role

__all__ = ["Seance", "heard_minutes", "read_seance"]


@dataclass(frozen=True, slots=True)
class Seance:
    """Its folder's name, what was truly said, and what its notes should hold."""

    name: str
    folder: Path
    said: Minutes
    truth: dict[str, Any]


def read_seance(folder: Path) -> Seance:
    """The séance of that folder. Raises CompanionError ``no_truth`` when it has no text to draft from."""
    try:
        setting = tomllib.loads((folder / "seance.toml").read_text(encoding="utf-8"))
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        said = _minutes(setting, truth["utterances"])
        notes = truth["notes"]
        if not said.utterances or not isinstance(notes, dict) or "contributions" not in notes:
            raise ValueError("no text")
        return Seance(folder.resolve().name, folder, said, notes)
    except (KeyError, TypeError, OSError, ValueError) as error:
        raise CompanionError(
            "no_truth",
            f"« {folder} » n'a pas de notes de référence : il y faut seance.toml et un truth.json "
            f"avec les textes dits et leurs notes ({type(error).__name__}).",
        ) from error


def heard_minutes(events: Path) -> Minutes:
    """The minutes of the events that ``companion replay --events`` wrote. Raises CompanionError."""
    try:
        lines = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines() if line]
        return minutes_of(_recorded(line) for line in lines)
    except (KeyError, TypeError, AttributeError, OSError, ValueError) as error:
        raise CompanionError(
            "no_events",
            f"« {events} » n'est pas un journal de companion replay ({type(error).__name__}).",
        ) from error


def _recorded(line: dict[str, Any]) -> Recorded:
    kind = line["kind"]
    data = {key: value for key, value in line.items() if key not in ("seq", "at", "kind")}
    return Recorded(
        seq=line["seq"],
        at=datetime.fromtimestamp(line["at"], UTC),
        elapsed=float(line["at"]),
        session_id="measured",
        event=event_from_plain(kind, data),
    )


def _minutes(setting: dict[str, Any], said: list[dict[str, Any]]) -> Minutes:
    prepared = SessionPrepared(
        title=setting["title"],
        language=setting["language"],
        method=setting["method"],
        date=setting["date"],
        minutes=(),
        people=tuple(Person(id=p["id"], name=p["name"], role=Role(p["role"])) for p in setting["people"]),
    )
    spoken = sorted((u for u in said if u["text"].strip()), key=lambda u: float(u["start"]))
    utterances = tuple(
        Utterance(
            id=f"t{place}",
            person=u["person"],
            step=u["step"],
            start=float(u["start"]),
            end=float(u["end"]),
            text=u["text"],
            confidence=1.0,
        )
        for place, u in enumerate(spoken)
    )
    return Minutes(prepared=prepared, utterances=utterances)
