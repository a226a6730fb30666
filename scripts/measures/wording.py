"""``python -m measures.wording FILE.tsv...``: recall and false alarms of every wording rule, and its cost.

A phrase of step ``any`` must be told in every step where its rule listens to that speaker: a fault that is
missed in one of them is missed, a near miss that is told in one of them is a false alarm.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from companion.adapters.clock import SystemClock
from companion.adapters.methods import load_method
from companion.domain.errors import CompanionError
from companion.domain.method import Method
from companion.domain.people import Role
from companion.domain.voice_commands import allowed, spoken_command
from companion.domain.wording.likeness import Example, Likeness
from companion.domain.wording.rules import RULES
from companion.domain.wording.spoken import turn_of

__all__ = ["Phrase", "Tally", "judged", "main", "read_phrases", "tally"]

COMMAND = "CMD"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a file. ``expected`` is ``flag``, ``command`` or ``ok``."""

    rule: str
    step: str
    role: Role
    expected: str
    text: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many faults were due and told, how many near misses there were and were told all the same."""

    due: int = 0
    told: int = 0
    near: int = 0
    false: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.due + other.due, self.told + other.told, self.near + other.near, self.false + other.false
        )


def read_phrases(path: Path) -> list[Phrase]:
    """The phrases of that file. Raises CompanionError ``bad_phrases``, naming the file and the line."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise CompanionError("bad_phrases", f"« {path} » est illisible ({type(error).__name__}).") from error
    rows = [line for line in enumerate(lines, 1) if line[1] and line[1][0] != "rule"]
    return [_phrase(path, number, row) for number, row in rows]


def _phrase(path: Path, number: int, row: Sequence[str]) -> Phrase:
    try:
        rule, step, role, expected, text = row
        if (rule != COMMAND and rule not in RULES) or expected not in ("flag", "ok", "command"):
            raise ValueError(rule)
        return Phrase(rule, step, Role(role), expected, text)
    except ValueError:
        raise CompanionError(
            "bad_phrases",
            f"« {path} », ligne {number} : il faut une règle connue, une étape, un rôle, "
            "flag, ok ou command, et "
            "une phrase, séparés par des tabulations.",
        ) from None


def judged(phrase: Phrase, method: Method) -> bool:
    """Whether the phrase is told of (or, for a command, obeyed)."""
    if phrase.rule == COMMAND:
        spoken = spoken_command(phrase.text)
        return spoken is not None and allowed(spoken.command, phrase.role)
    rule = next((one for one in method.wording if one.id == phrase.rule), None)
    steps = _steps(phrase, method)
    if rule is None or not any(rule.listens(step, phrase.role) for step in steps):
        return False
    return RULES[phrase.rule].hears(phrase.rule, turn_of(phrase.text), _likeness(method)) is not None


@cache
def _likeness_of(examples: tuple[Example, ...]) -> Likeness:
    return Likeness(examples)


def _likeness(method: Method) -> Likeness:
    """Made once."""
    return _likeness_of(method.examples)


def _steps(phrase: Phrase, method: Method) -> Iterable[str]:
    if phrase.step == "any":
        return [step.id for step in method.steps]
    return [method.steps[int(phrase.step)].id] if phrase.step.isdigit() else [phrase.step]


def tally(phrases: Iterable[Phrase], method: Method) -> dict[str, Tally]:
    """By rule, in the order of the phrases."""
    by_rule: dict[str, Tally] = {}
    for phrase in phrases:
        told = judged(phrase, method)
        one = Tally(near=1, false=told) if phrase.expected == "ok" else Tally(due=1, told=told)
        by_rule[phrase.rule] = by_rule.get(phrase.rule, Tally()) + one
    return by_rule


def main(argv: Sequence[str] | None = None) -> int:
    """0; 2 when a file cannot be read, in one sentence."""
    parser = argparse.ArgumentParser(prog="scripts/evaluate-wording", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.tsv")
    parser.add_argument("--all", action="store_true", help="print every phrase that is judged wrongly")
    wanted = parser.parse_args(argv)
    method = load_method("codev")
    try:
        phrases = [phrase for path in wanted.files for phrase in read_phrases(path)]
    except CompanionError as error:
        print(f"evaluate-wording : {error.message}", file=sys.stderr)
        return 2
    _print(tally(phrases, method))
    print(_cost(phrases, method))
    if wanted.all:
        for phrase in phrases:
            if judged(phrase, method) is (phrase.expected == "ok"):
                print(f"{'false' if phrase.expected == 'ok' else 'missed':7}{phrase.rule:15}{phrase.text}")
    return 0


def _print(by_rule: dict[str, Tally]) -> None:
    flags = sum((t for rule, t in by_rule.items() if rule != COMMAND), Tally())
    for rule, one in [*by_rule.items(), ("all but CMD", flags)]:
        recall = f"{one.told / one.due:.2f}" if one.due else "-"
        false = f"{one.false / one.near:.2f}" if one.near else "-"
        print(
            f"{rule:15}recall {recall:>4} ({one.told} of {one.due})   "
            f"near misses told {false:>4} ({one.false} of {one.near})"
        )


def _cost(phrases: Sequence[Phrase], method: Method) -> str:
    """The slowest rule on the slowest phrase, the best of three runs of each."""
    clock, examples = SystemClock(), _likeness(method)
    slowest, where = 0.0, ""
    whole: list[float] = []
    for phrase in phrases:
        spent = 0.0
        for name, rule in RULES.items():
            times = []
            for _ in range(3):
                before = clock.elapsed()
                rule.hears(name, turn_of(phrase.text), examples)
                times.append(clock.elapsed() - before)
            spent += min(times)
            if min(times) > slowest:
                slowest, where = min(times), name
        whole.append(spent)
    worst = max(whole, default=0.0)
    return (
        f"slowest rule on one phrase: {1000 * slowest:.2f} ms ({where}); "
        f"all {len(RULES)} rules on one phrase: {1000 * worst:.2f} ms at most"
    )


if __name__ == "__main__":
    sys.exit(main())
