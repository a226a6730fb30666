"""A draft beside its truth: a line matches when the same person says half the truth's words, one to one."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from companion.domain.notes import NoteLine, Notes, Section
from companion.drafting.doubts import weakly_found
from companion.drafting.sentences import clean

__all__ = ["Score", "Tally", "missed", "report", "scored"]

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """``found`` of ``due``, among ``given`` lines of the draft."""

    found: int = 0
    due: int = 0
    given: int = 0

    @property
    def recall(self) -> float | None:
        """None when nothing was due."""
        return self.found / self.due if self.due else None

    @property
    def precision(self) -> float | None:
        """None when nothing was given."""
        return self.found / self.given if self.given else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.found + other.found, self.due + other.due, self.given + other.given)


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one séance or of several; ``misses`` says each fault in a line."""

    name: str
    tallies: Mapping[str, Tally]
    misses: tuple[str, ...] = field(default=())
    heard: bool = False
    """From what was heard, not from the true text."""

    def __add__(self, other: "Score") -> "Score":
        names = [*self.tallies, *(name for name in other.tallies if name not in self.tallies)]
        added = {name: self.tallies.get(name, Tally()) + other.tallies.get(name, Tally()) for name in names}
        return Score(f"{self.name} + {other.name}", added, heard=self.heard)


Pair = tuple[Mapping[str, Any], NoteLine]


def scored(name: str, notes: Notes, truth: Mapping[str, Any], *, heard: bool = False) -> Score:
    """How well the draft holds what the truth's ``notes`` say that it should."""
    client = next((p.id for p in notes.roles if p.role.value == "client"), None)
    misses: list[str] = []
    tallies: dict[str, Tally] = {"contract": _contract(notes, truth, misses)}
    offers = _section(
        "contributions", truth["contributions"], _all(notes, Section.CONTRIBUTIONS), tallies, misses
    )
    tallies["kinds"] = _agree("kind", [(g["kind"], str(n.kind), n.text) for g, n in offers], misses)
    kept = [{"person": client, **gold} for gold in truth["retained"]]
    aside = [{"person": client, **gold} for gold in truth["set_aside"]]
    pairs = _section("kept", kept, _all(notes, Section.KEPT), tallies, misses)
    pairs += _section("set aside", aside, _all(notes, Section.SET_ASIDE), tallies, misses)
    tallies["links"] = _links(pairs, offers, truth)
    actions = [{**gold, "text": gold.get("said") or gold["text"]} for gold in truth["actions"]]
    done = _section("actions", actions, _all(notes, Section.PLAN), tallies, misses)
    tallies["owners"] = _agree(
        "owner", [(g["who"], n.action.owner, n.text) for g, n in done if n.action], misses
    )
    tallies["dates"] = _agree("date", [(g["due_date"], _day(n), n.text) for g, n in done], misses)
    _section("learnings", truth["learnings"], _all(notes, Section.LEARNINGS), tallies, misses)
    tallies["people who learnt"] = _people(notes, truth)
    judged = [*truth["evaluation"], *truth.get("vigilance", ())]
    _section("evaluation", judged, _all(notes, Section.EVALUATION, Section.VIGILANCE), tallies, misses)
    check, every = notes.to_check, len(notes.lines)
    tallies["to check, of lines"] = Tally(len(check), every, every)
    weakly = sum(weakly_found(line.section, line.doubts) for line in check)
    tallies["weakly found, of them"] = Tally(weakly, every, every)
    tallies["lines with evidence"] = _evidence(notes)
    return Score(name, tallies, tuple(misses), heard)


# (figure, recall at least, precision at least): from the true text, then from what was heard in a room.
TARGETS = (
    ("contract", 1.0, 1.0),
    ("contributions", 0.95, 0.90),
    ("kinds", 0.85, 0.0),
    ("kept", 0.95, 0.95),
    ("actions", 0.95, 0.95),
    ("owners", 1.0, 0.0),
    ("dates", 0.95, 0.0),
    ("people who learnt", 1.0, 0.0),
    ("lines with evidence", 1.0, 0.0),
)
HEARD_TARGETS = (("contributions", 0.85, 0.0), ("actions", 0.85, 0.0), ("lines with evidence", 1.0, 0.0))
MOST_TO_CHECK = 0.15
"""Of the lines, besides what is always marked in the contract and the plan when it was heard badly."""


def missed(score: Score) -> list[str]:
    """What is below its target, in a line each."""
    below = []
    for what, recall, precision in HEARD_TARGETS if score.heard else TARGETS:
        tally = score.tallies[what]
        if tally.recall is not None and tally.recall < recall:
            below.append(f"{score.name}: {what}, recall {tally.recall:.3f} (at least {recall:g})")
        if tally.precision is not None and tally.precision < precision:
            below.append(f"{score.name}: {what}, precision {tally.precision:.3f} (at least {precision:g})")
    checked = score.tallies["weakly found, of them"]
    if checked.found > max(1, MOST_TO_CHECK * checked.due):
        below.append(f"{score.name}: {checked.found} of {checked.due} lines are to be checked")
    return below


def report(score: Score) -> str:
    """The figures, then every fault."""
    rows = [f"{score.name}"]
    for what, tally in score.tallies.items():
        recall, precision = _figure(tally.recall), _figure(tally.precision)
        rows.append(
            f"  {what:22}{tally.found:4} of {tally.due:<4}recall {recall}   "
            f"{tally.given:4} drafted, precision {precision}"
        )
    return "\n".join([*rows, *(f"    {miss}" for miss in score.misses)])


def _figure(value: float | None) -> str:
    return "    -" if value is None else f"{value:5.3f}"


def words_of(text: str) -> list[str]:
    """Lower case, no punctuation, numbers as they are written."""
    return re.findall(r"\w+", text.lower())


def _all(notes: Notes, *sections: Section) -> list[NoteLine]:
    """« À vérifier » counts: nothing there is silently out."""
    return [line for line in notes.lines if line.section in sections]


def _section(
    what: str,
    golds: Sequence[Mapping[str, Any]],
    lines: Sequence[NoteLine],
    tallies: dict[str, Tally],
    misses: list[str],
) -> list[Pair]:
    pairs = _matched(golds, lines)
    tallies[what] = Tally(len(pairs), len(golds), len(lines))
    misses += [f"{what}, missed: {g['text']}" for g in golds if all(g is not gold for gold, _ in pairs)]
    misses += [f"{what}, not due: {n.text}" for n in lines if all(n is not line for _, line in pairs)]
    return pairs


def _matched(golds: Sequence[Mapping[str, Any]], lines: Sequence[NoteLine]) -> list[Pair]:
    """The best pairs first, each gold and each line once."""
    overlaps = [
        (share, -i, -j)
        for i, gold in enumerate(golds)
        for j, line in enumerate(lines)
        if gold.get("person", gold.get("who")) == line.person
        and (share := _shared(gold["text"], line.said)) >= HALF
    ]
    used_golds, used_lines, pairs = set[int](), set[int](), []
    for _, i, j in sorted(overlaps, reverse=True):
        if i not in used_golds and j not in used_lines:
            used_golds.add(i)
            used_lines.add(j)
            pairs.append((golds[-i], lines[-j]))
    return pairs


def _shared(gold: str, line: str) -> float:
    due, given = Counter(words_of(gold)), Counter(words_of(line))
    return (due & given).total() / due.total() if due else 0.0


def _contract(notes: Notes, truth: Mapping[str, Any], misses: list[str]) -> Tally:
    """Equal once normalised to the tidied text or to the words said, and contiguous words of the client's."""
    gold, lines = truth["contract"], notes.of(Section.CONTRACT)
    if gold is None:
        return Tally(0, 0, len(lines))
    wanted = {tuple(words_of(gold["text"])), tuple(words_of(gold["said"]))}
    right = [
        line
        for line in lines
        if line.person == gold["person"] and tuple(words_of(line.text)) in wanted and _contiguous(line)
    ]
    if not right:
        misses.append(f"contract, wanted « {gold['text']} », drafted {[line.text for line in lines]}")
    return Tally(len(right), 1, len(lines))


def _contiguous(line: NoteLine) -> bool:
    """Words of the client in one piece; what was said counts without its hesitations."""
    text, said = words_of(line.text), words_of(clean(line.said))
    return f" {' '.join(text)} " in f" {' '.join(said)} "


def _agree(what: str, pairs: Sequence[tuple[Any, Any, str]], misses: list[str]) -> Tally:
    wrong = [(wanted, given, text) for wanted, given, text in pairs if wanted != given]
    misses += [f"{what}: {wanted} was due, {given} drafted: {text}" for wanted, given, text in wrong]
    return Tally(len(pairs) - len(wrong), len(pairs), len(pairs))


def _day(line: NoteLine) -> str | None:
    due = line.action.due if line.action else None
    return due.day.isoformat() if due and due.day else None


def _links(pairs: Sequence[Pair], offers: Sequence[Pair], truth: Mapping[str, Any]) -> Tally:
    """The contributions that a kept line comes from, among those which were found."""
    places = {id(gold): index for index, gold in enumerate(truth["contributions"])}
    known = {line.id: places[id(gold)] for gold, line in offers}
    found = due = given = 0
    for gold, line in pairs:
        wanted = set(gold["refs"]) & set(known.values())
        drafted = {known[ref] for ref in line.refs if ref in known}
        found, due, given = found + len(wanted & drafted), due + len(wanted), given + len(line.refs)
    return Tally(found, due, given)


def _people(notes: Notes, truth: Mapping[str, Any]) -> Tally:
    wanted = {gold["person"] for gold in truth["learnings"]}
    drafted = {line.person for line in _all(notes, Section.LEARNINGS)}
    return Tally(len(wanted & drafted), len(wanted), len(drafted))


def _evidence(notes: Notes) -> Tally:
    carried = sum(bool(line.evidence) for line in notes.lines)
    return Tally(carried, len(notes.lines), len(notes.lines))
