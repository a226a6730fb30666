"""What a human does to a draft, and what the group shares of the notes: data, as the messages carry it."""

from dataclasses import dataclass
from enum import StrEnum

from companion.domain.notes import Kind, Section

__all__ = ["Edit", "EditAction", "Part", "Sharing"]


class EditAction(StrEnum):
    """What an edit does."""

    TEXT = "text"
    """The line reads ``text`` from now on."""
    PART = "part"
    """One ``part`` of the line, or of the contract, is ``text`` from now on; empty: « non précisé »."""
    ACCEPT = "accept"
    REJECT = "reject"
    RESTORE = "restore"
    """A rejected line is back."""
    MOVE = "move"
    """To ``section``, before the line ``other`` or at its end."""
    ADD = "add"
    """A new line of the facilitator's, ``text``, in ``section``, before ``other`` or at its end."""
    SPLIT = "split"
    """The line reads ``text``, and a new one after it ``rest``."""
    MERGE = "merge"
    """The line ``other`` joins this one."""


class Part(StrEnum):
    """What may be mended besides the text."""

    ANSWER = "answer"
    KIND = "kind"
    PERSON = "person"
    OWNER = "owner"
    DUE = "due"
    DAY = "day"
    WITH_WHOM = "with_whom"
    FIRST_STEP = "first_step"
    SIGN = "sign"
    OBSTACLE = "obstacle"
    SUPPORT = "support"
    TYPES = "types"
    """Of the contract: the types of consultation, parted by spaces."""
    AGREED = "agreed"
    """Of the contract: ``yes``, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit. Which fields count depends on ``action``; the others stay at their defaults.

    ``line`` and ``other`` are ids of lines. ``source`` is what the draft said when its text was mended:
    a later correction of the transcript shows by it.
    """

    action: EditAction
    line: str = ""
    text: str = ""
    rest: str = ""
    section: Section | None = None
    other: str = ""
    part: Part | None = None
    kind: Kind | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What the client, and each person for their own words, let out. Nothing, until somebody said so.

    ``authors``: the group agreed that contributions show who made them. ``learnings``: people who let their
    learnings stand in the client's notes. ``released``: lines that the client lets go to the consultants
    although they may touch the case. ``names``: a third person's name, and the role to say instead.
    ``attendance``: the organisation's file names the people present. ``satisfaction``: how many answered
    « very », « rather », « little », « not at all ».
    """

    authors: bool = False
    learnings: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    attendance: bool = False
    satisfaction: tuple[int, ...] = ()
