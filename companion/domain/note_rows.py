"""A draft and the edits made to it, together: the notes as they read now.

Edits are kept by the ids of lines and applied anew to each draft, so that a corrected transcript loses none.
What somebody typed into a line that the new draft does not have stays, as a line to check.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from companion.domain.note_edits import Edit, EditAction, Part
from companion.domain.notes import (
    Doubt,
    DoubtReason,
    Due,
    Kind,
    NotedContract,
    NoteLine,
    Notes,
    PlannedAction,
    Quote,
    Section,
)

__all__ = ["Row", "Rows", "applied", "finished"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line and what was done to it. ``changed``: the transcript reads otherwise since it was mended."""

    line: NoteLine
    rejected: bool = False
    edited: bool = False
    changed: bool = False


class Rows:
    """The lines of a draft in their order, edited one edit after the other."""

    def __init__(self, notes: Notes) -> None:
        self.contract = notes.contract
        self._rows = {line.id: Row(line) for line in notes.lines}
        self._ways: dict[EditAction, Callable[[Edit, int], None]] = {
            EditAction.TEXT: self._text,
            EditAction.PART: self._part,
            EditAction.ACCEPT: self._accept,
            EditAction.REJECT: self._reject,
            EditAction.RESTORE: self._restore,
            EditAction.MOVE: self._move,
            EditAction.SPLIT: self._split,
            EditAction.MERGE: self._merge,
        }

    def __contains__(self, line: object) -> bool:
        return line in self._rows

    def __getitem__(self, line: str) -> Row:
        return self._rows[line]

    def all(self) -> tuple[Row, ...]:
        """Every line, rejected ones too, in the order of the sections."""
        order = list(Section)
        return tuple(sorted(self._rows.values(), key=lambda row: order.index(row.line.section)))

    def apply(self, edit: Edit, number: int) -> None:
        """One more edit. One whose line is not there changes nothing, but typed words are kept."""
        if edit.action is EditAction.ADD:
            self._add(_by_hand(edit, f"main:{number}"), edit.other)
        elif edit.part in (Part.TYPES, Part.AGREED):
            self.contract = _contract(self.contract, edit)
        elif edit.line in self._rows:
            self._ways[edit.action](edit, number)
        elif edit.action is EditAction.TEXT:
            doubt = Doubt(reason=DoubtReason.PLACE)
            self._add(replace(_by_hand(edit, edit.line), doubts=(doubt,)), "")

    def _text(self, edit: Edit, _: int) -> None:
        row = self._rows[edit.line]
        changed = not row.edited and not row.line.by_hand and edit.source not in ("", row.line.text)
        self._rows[edit.line] = replace(
            self._rows[edit.line], line=replace(row.line, text=edit.text), edited=True, changed=changed
        )

    def _part(self, edit: Edit, _: int) -> None:
        self._rows[edit.line] = replace(
            self._rows[edit.line], line=_with_part(self._rows[edit.line].line, edit), edited=True
        )

    def _accept(self, edit: Edit, _: int) -> None:
        line = replace(self._rows[edit.line].line, doubts=())
        self._rows[edit.line] = replace(self._rows[edit.line], line=line, rejected=False, changed=False)

    def _reject(self, edit: Edit, _: int) -> None:
        self._rows[edit.line] = replace(self._rows[edit.line], rejected=True)

    def _restore(self, edit: Edit, _: int) -> None:
        self._rows[edit.line] = replace(self._rows[edit.line], rejected=False)

    def _move(self, edit: Edit, _: int) -> None:
        row = self._rows.pop(edit.line)
        line = _in_section(row.line, edit.section or row.line.section)
        self._insert(replace(row, line=line), edit.other)

    def _split(self, edit: Edit, number: int) -> None:
        row = self._rows[edit.line]
        rest = replace(row.line, id=f"{edit.line}/{number}", text=edit.rest)
        after = self._after(edit.line)
        self._rows[edit.line] = replace(
            self._rows[edit.line], line=replace(row.line, text=edit.text), edited=True
        )
        self._insert(Row(rest, edited=True), after)

    def _merge(self, edit: Edit, _: int) -> None:
        if edit.other not in self._rows or edit.other == edit.line:
            return
        row, joined = self._rows[edit.line], self._rows.pop(edit.other).line
        line = replace(
            row.line,
            text=f"{row.line.text} {joined.text}".strip(),
            said=f"{row.line.said} {joined.said}".strip(),
            evidence=tuple(dict.fromkeys((*row.line.evidence, *joined.evidence))),
            doubts=tuple(dict.fromkeys((*row.line.doubts, *joined.doubts))),
        )
        self._rows[edit.line] = replace(self._rows[edit.line], line=line, edited=True)

    def _add(self, line: NoteLine, before: str) -> None:
        self._insert(Row(line), before)

    def _after(self, line: str) -> str:
        keys = list(self._rows)
        place = keys.index(line) + 1
        return keys[place] if place < len(keys) else ""

    def _insert(self, row: Row, before: str) -> None:
        """Before that line, if it is there, else at the end; ``all`` sorts by section."""
        items = list(self._rows.items())
        place = next((n for n, (key, _) in enumerate(items) if key == before), len(items))
        items.insert(place, (row.line.id, row))
        self._rows = dict(items)


def applied(draft: Notes, edits: Iterable[tuple[int, Edit]]) -> Rows:
    """The draft with these numbered edits, in order."""
    rows = Rows(draft)
    for number, edit in edits:
        rows.apply(edit, number)
    return rows


def finished(draft: Notes, rows: Rows, *, keep_doubts: bool = False) -> Notes:
    """The document without what was rejected; ``keep_doubts``: what is « à vérifier » still says so."""
    lines = [row.line for row in rows.all() if not row.rejected]
    kept = lines if keep_doubts else [replace(line, doubts=()) for line in lines]
    return replace(draft, contract=rows.contract, lines=tuple(kept))


def _by_hand(edit: Edit, line: str) -> NoteLine:
    section = edit.section or Section.CONTEXT
    bare = NoteLine(id=line, section=section, text=edit.text, kind=edit.kind, by_hand=True)
    return _in_section(bare, section)


def _in_section(line: NoteLine, section: Section) -> NoteLine:
    """An action has its parts, a contribution its kind, and nothing else has either."""
    action = (line.action or PlannedAction()) if section is Section.PLAN else None
    kind = (line.kind or Kind.IDEA) if section is Section.CONTRIBUTIONS else None
    return replace(line, section=section, action=action, kind=kind)


def _with_part(line: NoteLine, edit: Edit) -> NoteLine:
    text = edit.text
    match edit.part:
        case Part.KIND:
            return replace(line, kind=Kind(text) if text in list(Kind) else line.kind)
        case Part.PERSON:
            return replace(line, person=text or None)
        case Part.ANSWER:
            return replace(line, answer=_quote(line, text, line.answer))
    action = line.action or PlannedAction()
    match edit.part:
        case Part.OWNER:
            return replace(line, action=replace(action, owner=text or None))
        case Part.DUE:
            due = replace(action.due or Due(words=text), words=text, assumed=False) if text else None
            return replace(line, action=replace(action, due=due))
        case Part.DAY:
            day = date.fromisoformat(text) if text else None
            due = replace(action.due or Due(words=""), day=day, assumed=False)
            return replace(line, action=replace(action, due=due if due.day or due.words else None))
    name = edit.part.value if edit.part else Part.SIGN.value
    quote = _quote(line, text, getattr(action, name))
    return replace(line, action=replace(action, **{name: quote}))  # type: ignore[arg-type]


def _quote(line: NoteLine, text: str, before: Quote | None) -> Quote | None:
    if not text:
        return None
    if before is not None:
        return replace(before, text=text)
    return Quote(text=text, said="", person=line.person or "", evidence=())


def _contract(contract: NotedContract, edit: Edit) -> NotedContract:
    if edit.part is Part.TYPES:
        return replace(contract, types=tuple(edit.text.split()), type_said=None)
    written = contract.written
    if written is not None:
        written = replace(written, agreed=bool(edit.text))
    agreement: Sequence[Quote] = contract.agreement if edit.text else ()
    if edit.text and not agreement and written is None:
        agreement = (Quote(text="", said="", person="", evidence=()),)
    return replace(contract, written=written, agreement=tuple(agreement))
