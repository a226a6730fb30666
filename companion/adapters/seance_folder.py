"""A séance on disk: ``seance.toml`` beside ``audio.flac`` (or any other sound file named ``audio``)."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from companion.adapters.methods import load_method
from companion.adapters.sound_file import read_recording
from companion.domain.errors import BadSeance
from companion.domain.messages import PrepareSession
from companion.domain.people import Person, Role
from companion.domain.plan import EnrolmentSpan, SeancePlan, StepMark
from companion.domain.preparation import prepare
from companion.domain.refusal import Refusal
from companion.ports import Samples

__all__ = ["read_plan", "read_seance"]

T = TypeVar("T")

_KNOWN = ("title", "language", "method", "date", "people", "enrolments", "steps")


def read_seance(folder: Path) -> tuple[SeancePlan, Samples]:
    """The plan and the whole sound of the séance in that folder. Raises BadSeance, BadMethod."""
    if not folder.is_dir():
        raise BadSeance("folder_missing", f"Le dossier « {folder} » n'existe pas : vérifiez son nom.")
    plan = read_plan(folder / "seance.toml")
    if not plan.steps:
        raise _bad("no_steps", "aucune étape : ajoutez au moins un [[steps]] avec « id » et « start »")
    return plan, read_recording(_audio(folder))


def read_plan(path: Path) -> SeancePlan:
    """The people, method and times in a file like ``seance.toml``. Raises BadSeance, BadMethod.

    Enrolments and steps are optional, and not yet held against a recording.
    """
    data = _toml(path)
    if unknown := set(data) - set(_KNOWN):
        raise _bad("unknown_key", f"« {min(unknown)} » est inconnu ; clés possibles : {', '.join(_KNOWN)}")
    method = load_method(_field(data, "method", _text))
    command = PrepareSession(
        title=_field(data, "title", _text),
        language=_field(data, "language", _text),
        method=method.id,
        date=_field(data, "date", _day),
        people=tuple(_person(entry) for entry in _entries(data, "people")),
    )
    try:
        prepare(command, method)
    except Refusal as refusal:
        raise BadSeance(refusal.code, f"seance.toml : {refusal.message}") from None
    return SeancePlan(
        prepare=command,
        method=method,
        enrolments=tuple(sorted(map(_enrolment, _entries(data, "enrolments")), key=lambda span: span.start)),
        steps=tuple(_step(entry) for entry in _entries(data, "steps")),
    )


def _audio(folder: Path) -> Path:
    found = sorted(folder.glob("audio.*"), key=lambda path: (path.suffix != ".flac", path.name))
    if not found:
        raise BadSeance(
            "audio_missing",
            f"Le dossier « {folder} » n'a pas d'enregistrement : ajoutez-y audio.flac (.wav, .opus, .mp3).",
        )
    return found[0]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        message = f"Le fichier « {path} » n'existe pas : il dit qui prend part à la séance."
        raise BadSeance("plan_missing", message) from None
    except tomllib.TOMLDecodeError as error:
        # It says where (« at line 3, column 7 ») and what was expected, never more than a character.
        where = str(error).partition("(at ")[2].rstrip(")")
        where = where.replace("line", "ligne").replace("column", "colonne").replace("end of document", "fin")
        raise _bad("not_toml", f"ce n'est pas du TOML valide ({where or 'fin'})") from None
    except UnicodeDecodeError:
        raise _bad("not_toml", "le fichier n'est pas un texte en UTF-8") from None
    except OSError:
        raise _bad("plan_unreadable", "le fichier ne peut pas être lu, vérifiez ses droits") from None


def _person(entry: dict[str, Any]) -> Person:
    role = _field(entry, "role", _text)
    if role not in list(Role):
        known = ", ".join(Role)
        raise _bad("unknown_role", f"rôle inconnu « {role} » ; rôles possibles : {known}")
    return Person(id=_field(entry, "id", _text), name=_field(entry, "name", _text), role=Role(role))


def _enrolment(entry: dict[str, Any]) -> EnrolmentSpan:
    return EnrolmentSpan(
        person=_field(entry, "person", _text),
        start=_field(entry, "start", _seconds),
        end=_field(entry, "end", _seconds),
    )


def _step(entry: dict[str, Any]) -> StepMark:
    return StepMark(id=_field(entry, "id", _text), start=_field(entry, "start", _seconds))


def _entries(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _bad("bad_type", f"« {key} » s'écrit en blocs [[{key}]]")
    return entries


def _field(data: dict[str, Any], key: str, read: Callable[[str, Any], T]) -> T:
    if key not in data:
        raise _bad("missing_key", f"« {key} » manque")
    return read(key, data[key])


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _bad("bad_type", f"« {key} » doit être un texte entre guillemets")
    return value.strip()


def _seconds(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise _bad("bad_type", f"« {key} » doit être un nombre de secondes")
    if value < 0:
        raise _bad("negative_time", f"« {key} » est négatif : les temps partent du début du fichier")
    return float(value)


def _day(key: str, value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _bad("bad_type", f"« {key} » doit être un jour, sans guillemets, comme 2026-11-20")
    return value


def _bad(code: str, what: str) -> BadSeance:
    return BadSeance(code, f"seance.toml : {what}. Corrigez le fichier, puis relancez.")
