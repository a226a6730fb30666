"""Séances made up for the tests, in plain text with their truth marked in place.

A line is ``person: words``; ``== step`` opens a step. In the words, ``[mark]`` opens what is expected and
``[-]`` ends it: ``[contrat]``, ``[suggestion]`` (or another kind), ``[garde 0 3]`` and ``[ecarte 2]`` with
the contributions that they come from, ``[action who | due words | day]``, ``[appris]``, ``[evaluation]``,
``[vigilance]``. The truth has the form of a recorded séance's ``truth.json``.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from companion.domain.messages import SessionPrepared
from companion.domain.minutes import Minutes, Utterance
from companion.domain.people import Person, Role

SEANCES = Path(__file__).parent / "seances"
HELD_OUT = ("rencontre", "verger")
"""Written before the drafter; as they were said, never looked at to tune it (misheard, they were)."""
TOLD = ("contributions", "retained", "set_aside", "actions", "learnings", "evaluation", "vigilance")
KINDS = ("suggestion", "temoignage", "ressenti", "idee", "question")


@dataclass(frozen=True, slots=True)
class Marked:
    """One séance: what the house would have heard of it, and what its notes should hold."""

    minutes: Minutes
    truth: dict[str, Any]


def read_marked(name: str) -> Marked:
    """The séance of that name."""
    lines = (SEANCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    head = dict(line.split(": ", 1) for line in lines if re.match(r"(?:title|date|people): ", line))
    day = date.fromisoformat(head["date"])
    people = [person.rsplit(" ", 1) for person in head["people"].split(", ")]
    truth: dict[str, Any] = {
        "contract": None,
        **{key: [] for key in TOLD},
    }
    heard, step = [], ""
    for line in lines:
        if line.startswith("== "):
            step = line[3:].strip()
        elif step and ": " in line:
            who, words = line.split(": ", 1)
            for mark, span in _spans(words):
                _expect(truth, who, mark, span)
            text = " ".join(re.sub(r"\[[^\]]*\]", "", words).split())
            at = 8.0 * len(heard)
            heard.append(
                Utterance(
                    id=f"u{len(heard)}",
                    person=who,
                    step=step,
                    start=at,
                    end=at + 7,
                    text=text,
                    confidence=1.0,
                )
            )
    prepared = SessionPrepared(
        title=head["title"],
        language="fr",
        method="codev",
        date=day,
        minutes=(),
        people=tuple(Person(id=who, name=who.capitalize(), role=Role(role)) for who, role in people),
    )
    return Marked(Minutes(prepared=prepared, utterances=tuple(heard)), truth)


def _spans(words: str) -> list[tuple[str, str]]:
    parts = re.split(r"\[([^\]]*)\]", words)
    return [
        (mark, " ".join(span.split()))
        for mark, span in zip(parts[1::2], parts[2::2], strict=True)
        if mark != "-"
    ]


def _expect(truth: dict[str, Any], who: str, mark: str, span: str) -> None:
    name, _, rest = mark.partition(" ")
    match name:
        case "contrat":
            truth["contract"] = {"person": who, "text": span, "said": span}
        case "garde" | "ecarte":
            refs = [int(ref) for ref in rest.split()]
            truth["retained" if name == "garde" else "set_aside"].append({"text": span, "refs": refs})
        case "action":
            owner, due, day = ([part.strip() or None for part in rest.split("|")] + [None, None])[:3]
            truth["actions"].append({"text": span, "said": span, "who": owner, "due": due, "due_date": day})
        case "appris":
            truth["learnings"].append({"person": who, "text": span})
        case "evaluation" | "vigilance":
            truth[name].append({"person": who, "text": span})
        case _:
            assert name in KINDS, mark
            truth["contributions"].append({"person": who, "kind": name, "text": span})
