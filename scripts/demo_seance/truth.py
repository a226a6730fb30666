"""Writes what is to be heard: seance.toml (the replay's input) and truth.json (what is right)."""

import json
from datetime import date
from typing import Any

from demo_seance.script import Script
from demo_seance.timeline import PlacedTurn, Timeline

__all__ = ["seance_toml", "truth_json"]


def seance_toml(script: Script, timeline: Timeline) -> str:
    """People, voice samples of the opening round and the seconds at which "next" is pressed."""
    lines = [
        f'title = "{script.title}"',
        f'language = "{script.language}"',
        f'method = "{script.method}"',
        f"date = {script.date}",
    ]
    for person in script.people:
        lines += [
            "",
            "[[people]]",
            f'id = "{person.id}"',
            f'name = "{person.name}"',
            f'role = "{person.role}"',
        ]
    for placed in timeline.turns:
        if placed.turn.enrol:
            lines += ["", "[[enrolments]]", f'person = "{placed.turn.person}"']
            lines += [f"start = {placed.start:.2f}", f"end = {placed.end:.2f}"]
    for step in timeline.steps:
        lines += ["", "[[steps]]", f'id = "{step.id}"', f"start = {step.start:.2f}"]
    return "\n".join(lines) + "\n"


def truth_json(script: Script, timeline: Timeline) -> str:
    """Utterances in order of their start, flags due, near misses, silences, gold of the notes."""
    turns = sorted(timeline.turns, key=lambda placed: placed.start)
    truth = {
        "utterances": [{**_where(t), "text": t.turn.text, "kind": t.kind} for t in turns],
        "flags": [{"rule": "floor", **_where(t)} for t in turns if t.turn.flag],
        "must_not_flag": [{**_where(t), "why": t.turn.spare} for t in turns if t.turn.spare],
        "silences": [
            {"start": round(s.start, 3), "end": round(s.end, 3), "step": s.step, "due": s.due}
            for s in timeline.silences
        ],
        "notes": script.notes,
    }
    return json.dumps(truth, ensure_ascii=False, indent=1, default=_iso) + "\n"


def _where(placed: PlacedTurn) -> dict[str, Any]:
    return {"person": placed.turn.person, "step": placed.step, "start": placed.start, "end": placed.end}


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not for JSON: {value!r}")
