"""What of the notes may betray the case: learnings that bring it back, and third persons' names.

The consultants' files hold no case content. Nothing here understands a sentence: a learning that shares a
name, a number or a telling word with what was said about the case is held until the client lets it go. Better
ten clicks of the client than one word too many.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from companion.domain.method_words import METHOD_WORDS
from companion.domain.minutes import Minutes
from companion.domain.notes import NoteLine, Notes, Section
from companion.domain.people import Role, Roster
from companion.domain.small_words import CALENDAR, ENGLISH, FRENCH, NEGATIONS, NUMBERS

__all__ = ["held_lines", "in_roles", "outsiders", "shareable", "touching"]

CASE = (
    Section.CONTEXT,
    Section.STAKE,
    Section.FACTS,
    Section.CONTRACT,
    Section.CONTRIBUTIONS,
    Section.KEPT,
    Section.SET_ASIDE,
    Section.PLAN,
)
"""The sections that are about the case; the client's own learnings are the client's too."""

_SHARED = (Section.LEARNINGS, Section.EVALUATION, Section.VIGILANCE)
_OPENING, _CLOSING = "accueil", "apprentissages"
_STEM = 5
"""Letters that two forms of a word share at the beginning (« budget », « budgétaire »)."""

_TOKEN = re.compile(r"[^\W_]+")
_STARTS = re.compile(r"(?:^|[.!?…:«\"“(]\s*|^[-–—]\s*)$")
_SMALL = FRENCH | ENGLISH | NEGATIONS


def touching(minutes: Minutes, notes: Notes) -> tuple[str, ...]:
    """The ids of shareable lines that bring back anything of the case as it was told, noted or not.

    The transcript is asked while it is there: what was said of the case is far more than the notes keep.
    """
    told = [one.text for one in minutes.utterances if one.step not in (_OPENING, _CLOSING)]
    case = _telling([*told, *_noted(notes)])
    return tuple(line.id for line in shareable(notes) if _betrays(line, case, notes))


def shareable(notes: Notes) -> tuple[NoteLine, ...]:
    """What may go to somebody else than the client: others' learnings, and what is about the group's work."""
    client = {person.id for person in notes.roles if person.role is Role.CLIENT}
    lines = (line for line in notes.lines if line.section in _SHARED)
    return tuple(line for line in lines if line.section is not Section.LEARNINGS or line.person not in client)


def held_lines(notes: Notes, touched: Iterable[str], released: Iterable[str]) -> tuple[NoteLine, ...]:
    """The shareable lines that the client has not let go. ``touched``: what ``touching`` found before.

    They are looked at again against the notes: a line may have been written by hand since.
    """
    known, free = set(touched), set(released)
    case = _telling(_noted(notes))
    return tuple(
        line
        for line in shareable(notes)
        if line.id not in free and (line.id.split("/")[0] in known or _betrays(line, case, notes))
    )


def outsiders(notes: Notes) -> tuple[str, ...]:
    """Names in the notes that are nobody's at the table, most often said first."""
    inside = {_bare(word) for person in notes.roles for word in _TOKEN.findall(person.name)}
    counts: dict[str, int] = {}
    for text in _texts(notes.lines):
        for name in _names(text):
            if _bare(name) not in inside and name.casefold() not in CALENDAR:
                counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def in_roles(text: str, names: Sequence[tuple[str, str]]) -> str:
    """The text with each of these names replaced by what is said instead, longest names first."""
    for name, role in sorted(names, key=lambda pair: -len(pair[0])):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _, role=role: role, text)  # type: ignore[misc]
    return text


def _betrays(line: NoteLine, case: frozenset[str], notes: Notes) -> bool:
    text = " ".join(_texts((line,)))
    others = {
        _bare(word) for one in notes.roles if one.id != line.person for word in _TOKEN.findall(one.name)
    }
    words = [word.casefold() for word in _TOKEN.findall(text)]
    if any(word in NUMBERS or any(c.isdigit() for c in word) or _bare(word) in others for word in words):
        return True
    own = Roster(notes.roles).get(line.person)
    mine = {_bare(word) for word in _TOKEN.findall(own.name)} if own else set()
    if any(_bare(name) not in mine for name in _names(text)):
        return True
    return not case.isdisjoint(_telling([text]))


def _noted(notes: Notes) -> list[str]:
    client = {person.id for person in notes.roles if person.role is Role.CLIENT}
    lines = [
        line
        for line in notes.lines
        if line.section in CASE or (line.section is Section.LEARNINGS and line.person in client)
    ]
    written = notes.contract.written
    return [notes.title, *_texts(lines), *([written.text] if written else [])]


def _texts(lines: Iterable[NoteLine]) -> list[str]:
    """Every word that these lines show or rest on."""
    texts: list[str] = []
    for line in lines:
        texts += [line.text, line.said]
        texts += [text for quote in line.quotes for text in (quote.text, quote.said)]
        if line.action and line.action.due:
            texts.append(line.action.due.words)
    return [text for text in texts if text]


def _telling(texts: Iterable[str]) -> frozenset[str]:
    """The stems of the words that carry content, less those that any codéveloppement is full of."""
    words = {word.casefold() for text in texts for word in _TOKEN.findall(text)}
    stems = {_stem(word) for word in words if word not in _SMALL and len(word) > 2}
    return frozenset(stems - METHOD_STEMS)


def _names(text: str) -> list[str]:
    """Words with a capital where French puts one on names alone; several in a row are one name."""
    found: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        if not match[0][0].isupper() or len(match[0]) < 2 or _STARTS.search(text[: match.start()]):
            continue
        if found and text[found[-1][1] : match.start()] in (" ", "-"):
            found[-1] = (found[-1][0], match.end())
        else:
            found.append((match.start(), match.end()))
    return [text[begin:end] for begin, end in found]


def _stem(word: str) -> str:
    bare = _bare(word)
    return bare[:_STEM] if len(bare) > _STEM else bare.rstrip("sx")


def _bare(word: str) -> str:
    """Without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


METHOD_STEMS = frozenset(_stem(word) for word in METHOD_WORDS)
