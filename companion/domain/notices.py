"""What a facilitator should know without being stopped by it."""

from dataclasses import dataclass

from companion.domain.method import Method
from companion.domain.people import Role
from companion.domain.session import Session

__all__ = ["Notice", "notices"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A stable ``code`` and one French sentence. ``values`` fill in the page's own sentence for that code."""

    code: str
    message: str
    values: tuple[tuple[str, str], ...] = ()


def notices(session: Session, method: Method) -> tuple[Notice, ...]:
    """What deserves attention now, most pressing first."""
    if session.prepared is None or session.ended_at is not None:
        return ()
    found = (_contract(session, method), *_people(session, method), _duration(session, method))
    return tuple(notice for notice in found if notice is not None)


def _contract(session: Session, method: Method) -> Notice | None:
    """A contract is missing in the step that rests on it, and already in the step before."""
    if session.step is None or session.contract_agreed:
        return None
    index = method.index(session.step.id)
    if not any(step.needs_contract for step in method.steps[index : index + 2]):
        return None
    return Notice("no_contract", "Le contrat n'est pas encore accepté par tous.")


def _people(session: Session, method: Method) -> tuple[Notice | None, ...]:
    fewest, most = method.group
    members = [person for person in session.roster if person.role is not Role.FACILITATOR]
    size = None
    if not fewest <= len(members) <= most:
        size = Notice(
            "group_size",
            f"Cette méthode convient à un groupe de {fewest} à {most} ; vous êtes {len(members)}.",
            (("fewest", str(fewest)), ("most", str(most)), ("count", str(len(members)))),
        )
    no_client = Notice("no_client", "Le client n'est pas encore choisi.")
    led = any(person.role is Role.FACILITATOR for person in session.roster)
    no_facilitator = Notice(
        "no_facilitator", "Personne n'anime cette séance : convenez de qui fait avancer les étapes."
    )
    return (
        None if session.roster.client() else no_client,
        None if led else no_facilitator,
        size,
    )


def _duration(session: Session, method: Method) -> Notice | None:
    planned = sum(minutes for _, minutes in session.prepared.minutes) if session.prepared else 0.0
    shortest = min(method.presets)
    if planned >= shortest:
        return None
    return Notice(
        "short",
        f"Séance de moins de {shortest} minutes : les étapes risquent d'être écourtées.",
        (("minutes", str(shortest)),),
    )
