"""The form « Préparer »: what was typed, what is wrong with it, and the command that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any, TypeVar

from multidict import MultiMapping

from companion.domain.messages import PrepareSession, SessionPrepared, Sounds
from companion.domain.method import Method
from companion.domain.names import clean, new_id
from companion.domain.people import Person, Programme, Role, Roster, Topic
from companion.domain.preparation import problems
from companion.domain.programme import a_year_after
from companion.web.catalogue import TAGS, why

__all__ = ["Row", "Typed", "blank", "made_from", "read", "understood"]

C = TypeVar("C", Sounds, Topic)

MOST_ROWS = 40
"""Rows read at most: far beyond any group, and no flood."""

_USUAL = (Role.FACILITATOR, *(Role.CONSULTANT,) * 5)
"""Who is usually there: the rows of an empty form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person as typed; ``id`` is empty for somebody new."""

    id: str = ""
    name: str = ""
    role: str = Role.CONSULTANT.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Every field as typed. ``minutes``: « method.step » -> text. ``preset``: method -> total chosen.
    ``programme_ends`` says nothing while ``programme`` is empty."""

    title: str = ""
    day: str = ""
    rows: tuple[Row, ...] = ()
    method: str = "codev"
    preset: Mapping[str, str] = field(default_factory=dict)
    minutes: Mapping[str, str] = field(default_factory=dict)
    sounds: str = Sounds.VOICE.value
    captions: bool = False
    shared: bool = False
    spoken: str = "fr"
    terms: str = ""
    address: str = ""
    topic: str = ""
    programme: str = ""
    programme_ends: str = ""

    @property
    def language(self) -> str:
        """The tag that the choices of language, terms and address make."""
        terms = f"-{self.terms}" if self.terms and self.spoken == "fr" else ""
        address = f"-x-{self.address}" if self.address and self.spoken == "fr" else ""
        return f"{self.spoken}{terms}{address}"


def blank(today: date, language: str) -> Typed:
    """An empty form."""
    return Typed(
        day=today.isoformat(),
        rows=tuple(Row(role=role.value) for role in _USUAL),
        spoken=language.split("-")[0],
        terms="CA" if "-CA" in language else "",
        address="tu" if language.endswith("-x-tu") else "",
        programme_ends=a_year_after(today).isoformat(),
    )


def made_from(prepared: SessionPrepared) -> Typed:
    """The form of a séance that was prepared before."""
    language, programme = prepared.language, prepared.programme
    ends = a_year_after(prepared.date) if programme is None else programme.ends
    return Typed(
        title=prepared.title,
        day=prepared.date.isoformat(),
        rows=tuple(Row(id=one.id, name=one.name, role=one.role.value) for one in prepared.people),
        method=prepared.method,
        minutes={f"{prepared.method}.{step}": f"{minutes:g}" for step, minutes in prepared.minutes},
        sounds=prepared.sounds.value,
        captions=prepared.captions,
        shared=prepared.shared_screen,
        spoken=language.split("-")[0],
        terms="CA" if "-CA" in language else "",
        address="tu" if language.endswith("-x-tu") else "",
        topic=prepared.topic.value,
        programme="" if programme is None else programme.name,
        programme_ends=ends.isoformat(),
    )


def read(post: MultiMapping[Any]) -> Typed:
    """What a browser sent. Missing fields are empty, files are no text; nothing is refused here."""
    columns = [[_text(value) for value in post.getall(name, [])] for name in ("id", "name", "role")]
    ids, names, roles = columns
    rows = [
        Row(id=ids[n] if n < len(ids) else "", name=name, role=roles[n] if n < len(roles) else "")
        for n, name in enumerate(names[:MOST_ROWS])
    ]
    texts = {key: _text(value) for key, value in post.items()}
    return Typed(
        title=texts.get("title", ""),
        day=texts.get("date", ""),
        rows=tuple(row for row in rows if row.name.strip()),
        method=texts.get("method", ""),
        preset=_under("preset.", texts),
        minutes=_under("minutes.", texts),
        sounds=texts.get("sounds", ""),
        captions=bool(texts.get("captions")),
        shared=texts.get("shared") == "table",
        spoken=texts.get("spoken", ""),
        terms=texts.get("terms", ""),
        address=texts.get("address", ""),
        topic=texts.get("topic", ""),
        programme=texts.get("programme", ""),
        programme_ends=texts.get("programme_ends", ""),
    )


def understood(
    typed: Typed, methods: Mapping[str, Method], known: Roster, words: Mapping[str, str]
) -> tuple[PrepareSession | None, dict[str, str]]:
    """The command, and by field the first thing wrong with it; the command holds only if nothing is.

    ``known`` are the people who keep their ids, ``words`` the sentences of the page.
    """
    wrong: dict[str, str] = {}
    method = methods.get(typed.method)
    if method is None:
        return None, {"method": words["prepare_bad_method"]}
    command = PrepareSession(
        title=typed.title,
        language=typed.language if typed.language in TAGS else "?",
        method=method.id,
        date=_day(typed.day, "date", wrong, words),
        people=_people(typed, known, wrong, words),
        preset=_preset(typed, method, wrong, words),
        minutes=_minutes(typed, method, wrong, words),
        sounds=_choice(Sounds, typed.sounds, Sounds.VOICE, "sounds", wrong, words),
        captions=typed.captions,
        shared_screen=typed.shared,
        topic=_choice(Topic, typed.topic, Topic.OPEN, "topic", wrong, words),
        programme=_programme(typed, wrong, words),
    )
    for problem in problems(command, method):
        wrong.setdefault(problem.field or "form", why(problem, words))
    return (None if wrong else command), wrong


def _text(value: object) -> str:
    """Lone surrogates cannot be stored, and nobody can type them."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _under(prefix: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)}


def _day(text: str, field: str, wrong: dict[str, str], words: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        wrong[field] = words["prepare_bad_date"]
        return date.min


def _programme(typed: Typed, wrong: dict[str, str], words: Mapping[str, str]) -> Programme | None:
    if not clean(typed.programme):
        return None
    ends = _day(typed.programme_ends, "programme_ends", wrong, words)
    return Programme(name=typed.programme, ends=ends)


def _people(
    typed: Typed, known: Roster, wrong: dict[str, str], words: Mapping[str, str]
) -> tuple[Person, ...]:
    people: list[Person] = []
    kept = {row.id for row in typed.rows if row.id in known}
    for number, row in enumerate(typed.rows):
        if row.role not in list(Role):
            wrong[f"people.{number}.role"] = words["prepare_bad_choice"]
        taken = (*people, *(person for person in known if person.id in kept))
        own = row.id if row.id in known else new_id(clean(row.name), taken)
        role = Role(row.role) if row.role in list(Role) else Role.CONSULTANT
        people.append(Person(id=own, name=row.name, role=role))
    return tuple(people)


def _preset(typed: Typed, method: Method, wrong: dict[str, str], words: Mapping[str, str]) -> int | None:
    text = typed.preset.get(method.id, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 5 and int(text) in method.presets):
        wrong["preset"] = words["prepare_bad_choice"]
        return None
    return int(text)


def _minutes(
    typed: Typed, method: Method, wrong: dict[str, str], words: Mapping[str, str]
) -> tuple[tuple[str, float], ...]:
    """A step left empty takes the preset's minutes."""
    found: list[tuple[str, float]] = []
    for step in method.steps:
        text = typed.minutes.get(f"{method.id}.{step.id}", "").strip()
        if not text:
            continue
        try:
            minutes = float(text.replace(",", "."))
        except ValueError:
            minutes = float("nan")
        if isfinite(minutes):
            found.append((step.id, minutes))
        else:
            wrong[f"minutes.{step.id}"] = words["prepare_bad_number"]
    return tuple(found)


def _choice(
    kind: type[C], text: str, default: C, name: str, wrong: dict[str, str], words: Mapping[str, str]
) -> C:
    if text in [one.value for one in kind]:
        return kind(text)
    wrong[name] = words["prepare_bad_choice"]
    return default
