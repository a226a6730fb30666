"""The notes of a séance as data: sections of lines, each line with the words that carry it.

``codec.to_plain`` gives their JSON form, ``notes_from_plain`` reads it back without loss.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from companion.domain.codec import from_plain
from companion.domain.people import Person
from companion.domain.session import Contract

__all__ = ["SECTIONS", "Evidence", "NoteLine", "NoteSection", "Notes", "notes_from_plain"]

SECTIONS = ("expose", "clarification", "contrat", "consultation", "synthese", "apprentissages")
"""The sections of the notes, in order: the six steps of codéveloppement, by their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An utterance that carries a line; ``start`` and ``end`` in seconds on the séance's clock."""

    utterance: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """What one person said: ``text`` to read, ``said`` the raw words, all of them in ``evidence``."""

    text: str
    said: str
    person: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSection:
    """The lines of one section, in the order said. Empty: nothing was heard for it."""

    id: str
    lines: tuple[NoteLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """A draft. ``contract`` is what was written down in the room; ``warnings`` are French sentences."""

    title: str
    date: date | None
    roles: tuple[Person, ...]
    sections: tuple[NoteSection, ...]
    contract: Contract | None = None
    warnings: tuple[str, ...] = ()

    def section(self, section_id: str) -> NoteSection:
        """The section of that id. Raises KeyError."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)


def notes_from_plain(data: Mapping[str, Any]) -> Notes:
    """The notes of ``to_plain(notes)``. Raises TypeError or ValueError for bad data."""
    return from_plain(Notes, data)
