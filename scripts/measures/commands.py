"""``python -m measures.commands FOLDER``: how many commands given aloud are obeyed, and by whose voice.

FOLDER is what ``demo_seance.commands`` makes: a recording, and ``tries.json``. A try is obeyed when a command
of the right kind is heard within ``SOON`` seconds of its end.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from companion.adapters.clock import SystemClock
from companion.adapters.seance_folder import read_seance
from companion.app.ears import Engines, load_ears
from companion.app.replay import Speed
from companion.cli.models import open_store
from companion.config import read_settings
from companion.domain.errors import CompanionError
from companion.domain.messages import Command, Recorded, Resume, UtteranceTranscribed, VoiceCommandHeard
from companion.domain.plan import scheduled
from measures.delays import quantile
from measures.playing import played

__all__ = ["Try", "main", "obeyed"]

SOON = 2.5
"""Seconds: later, the facilitator has said it again or pressed the key."""
READY = 0.4
"""Seconds before a try at which the microphone is open again."""


@dataclass(frozen=True, slots=True)
class Try:
    """Something said, in seconds; ``expected`` is the command that it is, if it is one."""

    start: float
    end: float
    person: str
    text: str
    expected: str | None


def obeyed(one: Try, commands: Sequence[tuple[float, str]], until: float) -> tuple[str, float] | None:
    """The command that this try brought, and how many seconds after its end; None if it brought none."""
    return next(((kind, at - one.end) for at, kind in commands if one.start < at < until), None)


def main(argv: Sequence[str] | None = None) -> int:
    """0; 2 in one sentence when it could not be run."""
    parser = argparse.ArgumentParser(prog="scripts/evaluate-commands", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--speed", choices=("1.0", "max"), default="max")
    parser.add_argument("--until", type=float, metavar="SECONDS", help="hear no more than that of it")
    parser.add_argument("--all", action="store_true", help="print what was heard of every try")
    wanted = parser.parse_args(argv)
    try:
        rows = json.loads((wanted.folder / "tries.json").read_text(encoding="utf-8"))
        until = wanted.until or float("inf")
        tries = [one for one in (Try(**row) for row in rows) if one.end + SOON < until]
        log = _heard(wanted.folder, tries, until, real_time=wanted.speed == "1.0")
    except CompanionError as error:
        print(f"evaluate-commands : {error.message}", file=sys.stderr)
        return 2
    _print(tries, log, every=wanted.all)
    return 0


def _heard(folder: Path, tries: Sequence[Try], until: float, *, real_time: bool) -> list[Recorded]:
    """The log. Before each try the séance goes on by hand: it may have been paused, or off the record."""
    plan, samples = read_seance(folder)
    samples = samples[: int(min(until * 16_000, len(samples)))]
    again: list[tuple[float, Command]] = [(one.start - READY, Resume()) for one in tries]
    commands = sorted([*scheduled(plan, len(samples) / 16_000), *again], key=lambda timed: timed[0])
    with Engines() as engines:
        fit = load_ears(read_settings(os.environ), open_store(), engines, language="fr", live=real_time)
        return asyncio.run(played(plan, samples, commands, fit, Speed(real_time=real_time)))


def _print(tries: Sequence[Try], log: Sequence[Recorded], *, every: bool) -> None:
    commands = [(r.elapsed, r.event.command) for r in log if isinstance(r.event, VoiceCommandHeard)]
    ends = [one.start for one in tries[1:]] + [float("inf")]
    found = [(one, obeyed(one, commands, until)) for one, until in zip(tries, ends, strict=True)]
    due = [(one, got) for one, got in found if one.expected]
    right = [got[1] for one, got in due if got and got[0] == one.expected]
    soon = [late for late in right if late <= SOON]
    idle = [(one, got) for one, got in found if one.expected is None]
    wrong = [(one, got) for one, got in idle if got]
    leader = due[0][0].person
    others = [one for one, _ in idle if one.person != leader]
    print(f"obeyed: {len(soon)} of {len(due)} within {SOON} s, {len(right)} in all")
    print(f"delay: median {quantile(right, 0.5) or 0:.2f} s, p95 {quantile(right, 0.95) or 0:.2f} s")
    print(f"fired by another voice: {sum(o.person != leader for o, _ in wrong)} of {len(others)}")
    print(
        f"fired by the same words: {sum(o.person == leader for o, _ in wrong)} of {len(idle) - len(others)}"
    )
    for one, got in found if every else [(o, g) for o, g in found if bool(g) != bool(o.expected)]:
        texts = [
            r.event.text for r in log if isinstance(r.event, UtteranceTranscribed) and _within(r.event, one)
        ]
        print(f"  {one.person}: {one.text} -> {got[0] if got else '-'} {texts}")


def _within(event: UtteranceTranscribed, one: Try) -> bool:
    return event.start < one.end and one.start < event.end


if __name__ == "__main__":
    clock = SystemClock()
    code = main()
    print(f"took {clock.elapsed():.0f} s")
    sys.exit(code)
