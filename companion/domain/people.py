"""Who sits at the table, and in which role for this round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

__all__ = ["Consent", "Person", "Programme", "Role", "Roster", "Topic"]


class Role(StrEnum):
    """The three roles of a codéveloppement round."""

    CLIENT = "client"
    CONSULTANT = "consultant"
    FACILITATOR = "facilitator"


class Consent(StrEnum):
    """The four separate choices of each person, all « no » until said otherwise (RGPD art. 9; CNIL)."""

    HEARING = "hearing"
    """To be heard. One refusal closes the microphone for everybody."""
    VOICEPRINT = "voiceprint"
    """To be recognised by voice for the length of the séance. Without it, lines are attributed by hand."""
    NOTES = "notes"
    """That one's words are written down. Without it they never reach the store."""
    KEEPING = "keeping"
    """That the voiceprint is kept until the programme's end, for its next séances."""


class Topic(StrEnum):
    """What a client brings: the « 3P » of the method, or not said yet."""

    PROJECT = "projet"
    PREOCCUPATION = "preoccupation"
    PROBLEM = "probleme"
    OPEN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One participant. ``id`` is stable within the séance; ``name`` is what the group says."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Séances of the same people, under a name that the group knows; ``ends`` is its last day.

    Voices that may be kept (``companion.domain.programme``) are destroyed after that day.
    """

    name: str
    ends: date


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of one séance, in the order of the opening round."""

    people: tuple[Person, ...] = ()
    _by_id: Mapping[str, Person] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {person.id: person for person in self.people})

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)

    def __len__(self) -> int:
        return len(self.people)

    def __contains__(self, person_id: object) -> bool:
        return person_id in self._by_id

    def get(self, person_id: str | None) -> Person | None:
        """The person of that id, or None for an unknown voice."""
        return None if person_id is None else self._by_id.get(person_id)

    def role_of(self, person_id: str | None) -> Role | None:
        """The role of that person, or None for an unknown voice."""
        person = self.get(person_id)
        return person.role if person else None

    def client(self) -> Person | None:
        """The client of this round, if already chosen."""
        return next((p for p in self.people if p.role is Role.CLIENT), None)
