"""Preparing a séance: is this list of people and minutes one that a séance can be held with?"""

from collections import Counter
from collections.abc import Iterable
from math import isfinite

from companion.domain.messages import PrepareSession, SessionPrepared
from companion.domain.method import Method
from companion.domain.people import Person, Role
from companion.domain.refusal import Refusal

__all__ = ["prepare"]

LONGEST_STEP = 180.0
"""Minutes. No method known here gives so much to one step."""


def prepare(command: PrepareSession, method: Method) -> SessionPrepared:
    """The prepared séance. Raises Refusal for people or minutes that cannot be used.

    A group smaller or larger than the method's is no refusal, nor is a client yet to be chosen: the
    page shows a notice (``companion.domain.notices``).
    """
    if command.method != method.id:
        raise Refusal("other_method", f"Cette séance suit la méthode « {method.name['fr']} », pas une autre.")
    if not command.title.strip():
        raise Refusal("no_title", "Donnez un titre à la séance.")
    if command.language not in method.name:
        raise Refusal(
            "bad_language", f"La langue de la séance est à choisir parmi : {', '.join(method.name)}."
        )
    _check_people(command.people)
    return SessionPrepared(
        title=command.title.strip(),
        language=command.language,
        method=method.id,
        date=command.date,
        people=command.people,
        minutes=_minutes(command, method),
    )


def _check_people(people: tuple[Person, ...]) -> None:
    if not people:
        raise Refusal("nobody", "Indiquez qui prend part à la séance.")
    if any(not person.id.strip() or not person.name.strip() for person in people):
        raise Refusal("no_name", "Chaque participant a besoin d'un nom et d'un identifiant.")
    if twice := _repeated(person.id for person in people):
        raise Refusal("same_id", f"Deux participants ont le même identifiant : {twice}.")
    if twice := _repeated(person.name.strip().casefold() for person in people):
        name = next(p.name.strip() for p in people if p.name.strip().casefold() == twice)
        raise Refusal("same_name", f"Deux participants s'appellent {name} : ajoutez une initiale.")
    roles = Counter(person.role for person in people)
    if roles[Role.CLIENT] > 1:
        raise Refusal("two_clients", "Il n'y a qu'un client par séance : choisissez lequel.")
    if roles[Role.FACILITATOR] > 1:
        raise Refusal("two_facilitators", "Il n'y a qu'un animateur par séance : choisissez lequel.")


def _repeated(values: Iterable[str]) -> str | None:
    return next((value for value, times in Counter(values).items() if times > 1), None)


def _minutes(command: PrepareSession, method: Method) -> tuple[tuple[str, float], ...]:
    preset = method.default_preset if command.preset is None else command.preset
    if preset not in method.presets:
        known = ", ".join(str(total) for total in sorted(method.presets))
        raise Refusal("bad_preset", f"Durée inconnue : {preset} minutes. Durées prévues : {known}.")
    ids = [step.id for step in method.steps]
    minutes = dict(zip(ids, method.presets[preset], strict=True))
    if twice := _repeated(step for step, _ in command.minutes):
        raise Refusal("bad_minutes", f"La durée de l'étape « {twice} » est donnée deux fois.")
    for step, value in command.minutes:
        if step not in minutes:
            raise Refusal("unknown_step", f"Étape inconnue : « {step} ». Étapes : {', '.join(ids)}.")
        if not (isfinite(value) and 0 < value <= LONGEST_STEP):
            raise Refusal("bad_minutes", f"La durée de l'étape « {step} » va de plus de 0 à 180 minutes.")
        minutes[step] = value
    return tuple(minutes.items())
