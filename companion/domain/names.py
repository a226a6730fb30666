"""Names as people type them: cleaned of what nobody meant to type, and short enough to be read."""

import re
import unicodedata
from collections.abc import Iterable

from companion.domain.people import Person
from companion.domain.refusal import Refusal

__all__ = ["LONGEST_NAME", "MOST_PEOPLE", "clean", "name_problem", "new_id"]

LONGEST_NAME = 60
"""Characters. Longer is a paste, and no page could show it."""

MOST_PEOPLE = 12
"""No method known here works with more people round one table."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def clean(text: str) -> str:
    """One line, single spaces, without control characters or marks that reverse the text."""
    seen = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSEEN)
    return " ".join(seen.split())


def name_problem(name: str, others: Iterable[str], field: str | None = None) -> Refusal | None:
    """What is wrong with a cleaned name beside the ``others``, if anything."""
    if not name:
        return Refusal("no_name", "Indiquez un nom ou un prénom.", field)
    if len(name) > LONGEST_NAME:
        said = "Ce nom est trop long : {most} caractères au plus."
        return Refusal("long_name", said, field, most=LONGEST_NAME)
    if name.casefold() in {other.casefold() for other in others}:
        said = "Deux personnes s'appellent {name} : ajoutez une initiale."
        return Refusal("same_name", said, field, name=name)
    return None


def new_id(name: str, people: Iterable[Person]) -> str:
    """An id made from the name that nobody has yet."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "personne"
    taken = {person.id for person in people}
    numbers = range(2, len(taken) + 3)
    return next(key for key in (stem, *(f"{stem}-{n}" for n in numbers)) if key not in taken)
