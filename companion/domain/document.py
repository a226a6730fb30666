"""A document to hand over, before it is a PDF, a DOCX, Markdown or a page: words and structure, no look.

Whoever composes one (``companion.domain.handover``, ``companion.domain.forms``) says what is in it; whoever
writes one (``DocumentWriter``) says how it looks. It carries no id of an utterance and no time of the clock.
"""

from dataclasses import dataclass

__all__ = ["Blanks", "Block", "Document", "Fields", "Heading", "Items", "Quote", "Text"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside the document: ``level`` 1 under the document's own title, or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``quiet``: an explanation rather than content."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, set apart."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list. Each item may have a ``label`` said before it (empty: none)."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Short facts: (name, value), one a row."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Blanks:
    """Room to write by hand under a ``label``: ``lines`` of it."""

    label: str
    lines: int
    hint: str = ""


Block = Heading | Text | Quote | Items | Fields | Blanks


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``language`` is a tag such as ``fr``; ``notice`` is what must be read first, if anything.

    ``colon`` stands between a label and its text, ``page`` is said at the foot of each page.
    """

    title: str
    language: str
    colon: str = "\u00a0: "
    page: str = "{page} / {pages}"
    subtitle: str = ""
    notice: str = ""
    blocks: tuple[Block, ...] = ()
