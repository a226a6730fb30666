"""Preparing a séance: is this list of people and minutes one that a séance can be held with?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import isfinite

from companion.domain.language import spoken, well_formed
from companion.domain.messages import PrepareSession, SessionPrepared
from companion.domain.method import Method
from companion.domain.names import MOST_PEOPLE, clean, name_problem
from companion.domain.people import Person, Role
from companion.domain.programme import cleaned
from companion.domain.programme import problems as programme_problems
from companion.domain.refusal import Refusal

__all__ = ["prepare", "problems"]

LONGEST_STEP = 180.0
"""Minutes. No method known here gives so much to one step."""

LONGEST_TITLE = 120
"""Characters: a title is read at a glance."""

LONGEST_ID = 100
"""Characters. No id made here is as long."""


def prepare(command: PrepareSession, method: Method) -> SessionPrepared:
    """The prepared séance. Raises Refusal, the first of its ``problems``.

    A group smaller or larger than the method's is no refusal, nor is a client yet to be chosen: the
    page shows a notice (``companion.domain.notices``).
    """
    for problem in problems(command, method):
        raise problem
    return SessionPrepared(
        title=clean(command.title),
        language=command.language,
        method=method.id,
        date=command.date,
        people=tuple(replace(person, name=clean(person.name)) for person in command.people),
        minutes=tuple(_minutes(command, method).items()),
        sounds=command.sounds,
        captions=command.captions,
        shared_screen=command.shared_screen,
        topic=command.topic,
        round=command.round,
        follows=command.follows,
        programme=cleaned(command.programme),
    )


def problems(command: PrepareSession, method: Method) -> Iterator[Refusal]:
    """Everything that keeps this séance from being held, each with the field that it is about."""
    if command.method != method.id:
        said = "Cette séance suit la méthode « {method} », pas une autre."
        yield Refusal("other_method", said, "method", method=method.name["fr"])
        return
    yield from _about(command, method)
    yield from programme_problems(command.programme, command.date)
    yield from _about_people(command.people)
    yield from _about_minutes(command, method)


def _about(command: PrepareSession, method: Method) -> Iterator[Refusal]:
    title = clean(command.title)
    if not title:
        yield Refusal("no_title", "Donnez un titre à la séance.", "title")
    if len(title) > LONGEST_TITLE:
        said = "Ce titre est trop long : {most} caractères au plus."
        yield Refusal("long_title", said, "title", most=LONGEST_TITLE)
    if not well_formed(command.language) or spoken(command.language) not in method.name:
        said = "La langue de la séance est à choisir parmi : {known}."
        yield Refusal("bad_language", said, "language", known=", ".join(method.name))
    if command.round < 1 or (command.follows is not None and not 0 < len(command.follows) <= LONGEST_ID):
        yield Refusal("bad_round", "Ce tour ne suit aucune séance connue : préparez une nouvelle séance.")


def _about_people(people: tuple[Person, ...]) -> Iterator[Refusal]:
    if not people:
        yield Refusal("nobody", "Indiquez qui prend part à la séance.", "people")
    if len(people) > MOST_PEOPLE:
        yield Refusal("too_many", "Une séance réunit {most} personnes au plus.", "people", most=MOST_PEOPLE)
        return
    names: list[str] = []
    ids: set[str] = set()
    for number, person in enumerate(people):
        name = clean(person.name)
        if problem := name_problem(name, names, f"people.{number}.name"):
            yield problem
        if not person.id.strip() or len(person.id) > LONGEST_ID:
            yield Refusal("bad_id", "Chaque participant a besoin d'un identifiant.", f"people.{number}.id")
        if person.id in ids:
            said = "Deux participants ont le même identifiant : changez-en un."
            yield Refusal("same_id", said, f"people.{number}.id")
        names.append(name)
        ids.add(person.id)
    yield from _about_roles(people)


def _about_roles(people: tuple[Person, ...]) -> Iterator[Refusal]:
    said = {
        Role.CLIENT: ("two_clients", "Il n'y a qu'un client par séance : choisissez lequel."),
        Role.FACILITATOR: ("two_facilitators", "Il n'y a qu'un animateur par séance : choisissez lequel."),
    }
    for role, (code, message) in said.items():
        for number in [n for n, person in enumerate(people) if person.role is role][1:]:
            yield Refusal(code, message, f"people.{number}.role")


def _about_minutes(command: PrepareSession, method: Method) -> Iterator[Refusal]:
    if command.preset is not None and command.preset not in method.presets:
        known = ", ".join(str(total) for total in sorted(method.presets))
        said = "Durée inconnue : {asked} minutes. Durées prévues : {known}."
        yield Refusal("bad_preset", said, "preset", asked=command.preset, known=known)
        return
    names = {step.id: step.name["fr"] for step in method.steps}
    for step, _ in _repeated(step for step, _ in command.minutes):
        said = "La durée de l'étape « {step} » est donnée deux fois."
        yield Refusal("same_step", said, f"minutes.{step}", step=names.get(step, step))
    for step, value in command.minutes:
        if step not in names:
            said = "Étape inconnue : « {step} ». Étapes : {known}."
            yield Refusal("unknown_step", said, "minutes", step=step, known=", ".join(names))
        elif not (isfinite(value) and 0 < value <= LONGEST_STEP):
            said = "La durée de l'étape « {step} » va de plus de 0 à {most} minutes."
            most = f"{LONGEST_STEP:g}"
            yield Refusal("bad_step_minutes", said, f"minutes.{step}", step=names[step], most=most)


def _repeated(values: Iterable[str]) -> Iterator[tuple[str, int]]:
    return ((value, times) for value, times in Counter(values).items() if times > 1)


def _minutes(command: PrepareSession, method: Method) -> dict[str, float]:
    preset = method.default_preset if command.preset is None else command.preset
    planned = zip((step.id for step in method.steps), method.presets[preset], strict=True)
    return {**dict(planned), **dict(command.minutes)}
