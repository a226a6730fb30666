"""The papers that leave the room: the client's notes, page one, each consultant's page, the organisation's.

Pure composition: what the notes say, in the order they say it, and nothing else. No id, no time of the clock
and no score is in any of them. Consultants get their own learnings and the group's points; the organisation
gets counts.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from companion.domain.case_content import held_lines, in_roles
from companion.domain.document import Block, Document, Fields, Heading, Items, Quote, Text
from companion.domain.note_edits import Sharing
from companion.domain.notes import Due, Kind, NoteLine, Notes, PlannedAction, Section
from companion.domain.notes import Quote as Said
from companion.domain.people import Person, Role, Roster

__all__ = ["Wording", "client_notes", "consultant_page", "named", "organisation_page", "page_one"]

_PARTS = ("with_whom", "first_step", "sign", "obstacle", "support")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a language says it: ``texts`` by key, ``day`` a date in words, ``tag`` the language's own."""

    tag: str
    texts: Mapping[str, str]
    day: Callable[[date], str]

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def document(self, title: str, *blocks: Block, subtitle: str = "", notice: str = "") -> Document:
        """A document in this language."""
        return Document(
            title=title,
            language=self.tag,
            colon=self["paper_colon"],
            page=self["paper_page"],
            subtitle=subtitle,
            notice=notice,
            blocks=blocks,
        )


def page_one(notes: Notes, say: Wording) -> Document:
    """The contract and the plan: what the client leaves the room with. It is a draft, and says so."""
    return say.document(
        notes.title,
        *_contract(notes, say),
        *_plan(notes, say),
        subtitle=_when(notes, say),
        notice=say["paper_draft_notice"],
    )


def client_notes(notes: Notes, sharing: Sharing, say: Wording, *, approved: bool) -> Document:
    """The client's notes, whole."""
    blocks = [
        *_people(notes, say),
        *_list(notes, Section.CONTEXT, say),
        *_list(notes, Section.STAKE, say),
        *_facts(notes, say),
        *_contract(notes, say),
        *_contributions(notes, sharing, say),
        *_list(notes, Section.KEPT, say),
        *_list(notes, Section.SET_ASIDE, say, always=False),
        *_plan(notes, say),
        *_learnings(notes, sharing, say),
        *_list(notes, Section.EVALUATION, say, always=False),
        *_list(notes, Section.VIGILANCE, say, always=False),
        *_to_check(notes, say),
    ]
    head = [say["paper_approved_notice" if approved else "paper_draft_notice"]]
    head += [say[f"caveat_{caveat.value}"] for caveat in notes.caveats]
    document = say.document(notes.title, *blocks, subtitle=_when(notes, say), notice=" ".join(head))
    return named(document, sharing.names)


def consultant_page(
    notes: Notes, person: Person, touching: Iterable[str], sharing: Sharing, say: Wording
) -> Document:
    """One consultant's own learnings and the group's points. What may touch the case is not there unless the
    client let it go; not even the séance's title is."""
    held = {line.id for line in held_lines(notes, touching, sharing.released)}

    def free(section: Section) -> list[NoteLine]:
        return [line for line in notes.of(section) if line.id not in held]

    own = [line for line in free(Section.LEARNINGS) if line.person == person.id]
    group = free(Section.VIGILANCE)
    document = say.document(
        say["paper_consultant_title"],
        Heading(say["paper_my_learnings"]),
        _items(own, say),
        Heading(say["note_section_vigilance"]),
        _items(group, say),
        subtitle=f"{person.name} · {_when(notes, say)}",
        notice=say["paper_consultant_notice"],
    )
    return named(document, sharing.names)


def organisation_page(
    day: date | None, people: Sequence[Person], minutes: float, round_: int, sharing: Sharing, say: Wording
) -> Document:
    """Dates, hours, attendance and counts of satisfaction; ``minutes`` is how long the séance lasted."""
    hours, rest = divmod(round(minutes), 60)
    rows = [
        (say["paper_date"], say.day(day) if day else say["paper_unsaid"]),
        (say["paper_hours"], say["paper_hours_value"].format(hours=hours, minutes=f"{rest:02d}")),
        (say["paper_round"], str(round_)),
        (say["paper_present"], str(len(people))),
    ]
    if sharing.attendance:
        rows.append((say["paper_names"], ", ".join(sorted(person.name for person in people))))
    counts = tuple(
        (say[f"satisfaction_{place}"], str(count)) for place, count in enumerate(sharing.satisfaction, 1)
    )
    satisfaction: Block = Fields(counts) if counts else Text(say["paper_not_asked"], quiet=True)
    return say.document(
        say["paper_organisation_title"],
        Fields(tuple(rows)),
        Heading(say["paper_satisfaction"]),
        satisfaction,
        notice=say["paper_organisation_notice"],
    )


def named(document: Document, names: Sequence[tuple[str, str]]) -> Document:
    """The same document with these names said as roles, wherever they stand."""

    def swap(text: str) -> str:
        return in_roles(text, names)

    def block(one: Block) -> Block:
        match one:
            case Heading(text=text) | Text(text=text) | Quote(text=text):
                return replace(one, text=swap(text))
            case Items(items=rows):
                return Items(tuple((swap(label), swap(text)) for label, text in rows))
            case Fields(rows=rows):
                return Fields(tuple((swap(label), swap(text)) for label, text in rows))
        return one

    if not names:
        return document
    return replace(
        document,
        title=swap(document.title),
        subtitle=swap(document.subtitle),
        blocks=tuple(block(one) for one in document.blocks),
    )


def _when(notes: Notes, say: Wording) -> str:
    return say.day(notes.date) if notes.date else say["paper_undated"]


def _people(notes: Notes, say: Wording) -> list[Block]:
    rows = []
    for role in (Role.CLIENT, Role.CONSULTANT, Role.FACILITATOR):
        names = ", ".join(person.name for person in notes.roles if person.role is role)
        rows.append((say[f"paper_role_{role.value}"], names or say["paper_unsaid"]))
    return [Fields(tuple(rows))]


def _items(lines: Sequence[NoteLine], say: Wording) -> Block:
    if not lines:
        return Text(say["paper_nothing"], quiet=True)
    return Items(tuple(("", line.text) for line in lines))


def _list(notes: Notes, section: Section, say: Wording, *, always: bool = True) -> list[Block]:
    lines = notes.of(section)
    if not lines and not always:
        return []
    return [Heading(say[f"note_section_{section.value}"]), _items(lines, say)]


def _facts(notes: Notes, say: Wording) -> list[Block]:
    rows = tuple(
        ("", f"{line.text} → {line.answer.text}" if line.answer else line.text)
        for line in notes.of(Section.FACTS)
    )
    body: Block = Items(rows) if rows else Text(say["paper_nothing"], quiet=True)
    return [Heading(say["note_section_faits"]), body]


def _contract(notes: Notes, say: Wording) -> list[Block]:
    """The client's own sentence; what was written in the room stands in when it was not heard."""
    contract, lines = notes.contract, notes.of(Section.CONTRACT)
    written = contract.written.text if contract.written else ""
    quotes = [line.text for line in lines] or ([written] if written else [])
    types = contract.types or ((contract.written.type,) if contract.written else ())
    kinds = ", ".join(say.texts.get(f"contract_type_{one}", one) for one in types if one)
    rows = (
        (say["paper_contract_type"], kinds or say["paper_unsaid"]),
        (say["paper_contract_agreement"], say["yes"] if contract.agreed else say["paper_nothing"]),
    )
    said: list[Block] = [Quote(text) for text in quotes] or [Text(say["paper_nothing"], quiet=True)]
    return [Heading(say["note_section_contrat"]), *said, Fields(rows)]


def _contributions(notes: Notes, sharing: Sharing, say: Wording) -> list[Block]:
    """By kind, in the order said; who said it only if the group agreed."""
    blocks: list[Block] = [Heading(say["note_section_contributions"])]
    roster = Roster(notes.roles)
    for kind in Kind:
        rows = []
        for line in notes.of(Section.CONTRIBUTIONS):
            author = roster.get(line.person) if sharing.authors else None
            if (line.kind or Kind.IDEA) is kind:
                rows.append((author.name if author else "", line.text))
        if rows:
            blocks += [Heading(say[f"note_kind_{kind.value}"], 2), Items(tuple(rows))]
    return blocks if len(blocks) > 1 else [*blocks, Text(say["paper_nothing"], quiet=True)]


def _plan(notes: Notes, say: Wording) -> list[Block]:
    lines = notes.of(Section.PLAN)
    blocks: list[Block] = [Heading(say["note_section_plan"])]
    for number, line in enumerate(lines, 1):
        blocks += [Heading(f"{number}. {_title(line)}", 2), Fields(_action(line, notes, say))]
    return blocks if lines else [*blocks, Text(say["paper_nothing"], quiet=True)]


def _title(line: NoteLine) -> str:
    """Without the sentences that a row below repeats: the first step is often said in the same breath."""
    said = [part.text for name in _PARTS if (part := getattr(line.action, name, None)) is not None]
    sentences = _SENTENCE_END.split(line.text)
    return " ".join(each for each in sentences if not any(each in part for part in said)) or line.text


def _action(line: NoteLine, notes: Notes, say: Wording) -> tuple[tuple[str, str], ...]:
    """What was not said is « non précisé », in one row, except what nobody has to say."""
    action = line.action or PlannedAction()
    owner = Roster(notes.roles).get(action.owner)
    rows = [
        (say["note_part_owner"], owner.name if owner else say["paper_unsaid"]),
        (say["note_part_due"], _due(action.due, say)),
    ]
    unsaid = []
    for name in _PARTS:
        said: Said | None = getattr(action, name)
        if said is not None:
            rows.append((say[f"note_part_{name}"], said.text))
        elif name not in ("obstacle", "support"):
            unsaid.append(say[f"note_part_{name}"].lower())
    return (*rows, *([(say["paper_left_unsaid"], ", ".join(unsaid))] if unsaid else ()))


def _due(due: Due | None, say: Wording) -> str:
    """The words, and the day that they give; what is supposed says so."""
    if due is None or not (due.words or due.day):
        return say["paper_unsaid"]
    if due.day is None:
        return due.words
    day = say.day(due.day)
    shown = say["paper_assumed"].format(day=day) if due.assumed else day
    return f"{due.words} ({shown})" if due.words else shown


def _learnings(notes: Notes, sharing: Sharing, say: Wording) -> list[Block]:
    """The client's own; others' with their author's agreement."""
    blocks: list[Block] = [Heading(say["note_section_apprentissages"])]
    lines = notes.of(Section.LEARNINGS)
    for person in notes.roles:
        own = [line for line in lines if line.person == person.id]
        if person.role is Role.CLIENT:
            blocks.append(_items(own, say))
        elif own and person.id in sharing.learnings:
            blocks += [Heading(person.name, 2), _items(own, say)]
    by_hand = [line for line in lines if line.by_hand and line.person is None]
    return [*blocks, *([_items(by_hand, say)] if by_hand else [])]


def _to_check(notes: Notes, say: Wording) -> list[Block]:
    lines = notes.to_check
    if not lines:
        return []
    about = Text(say["paper_to_check_about"], quiet=True)
    return [Heading(say["note_to_check"]), about, _items(lines, say)]
