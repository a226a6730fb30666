"""``python -m note_scores FOLDER...``: drafts notes and scores them; see scripts/evaluate-notes."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add
from pathlib import Path

from companion.adapters.methods import load_method
from companion.domain.errors import CompanionError
from companion.domain.minutes import Minutes
from companion.domain.notes import Notes
from companion.drafting.markdown import to_markdown
from companion.drafting.notetaker import draft
from note_scores.mishearing import FAULTS, misheard
from note_scores.scoring import Score, missed, report, scored
from note_scores.seance import Seance, heard_minutes, read_seance

__all__ = ["main"]

WEAK = ("base", "small")


def main(argv: Sequence[str] | None = None) -> int:
    """0; with ``--assert`` 1 when a target is missed; 2 when something could not be read, in one sentence."""
    wanted = _parser().parse_args(argv)
    try:
        if wanted.from_events and len(wanted.folders) > 1:
            raise CompanionError("one_folder", "--from-events va avec un seul dossier.")
        scores = [score for folder in wanted.folders for score in _scores(read_seance(folder), wanted)]
    except CompanionError as error:
        print(f"evaluate-notes : {error.message}", file=sys.stderr)
        return 2
    if wanted.misheard:
        _tell_misheard([read_seance(folder) for folder in wanted.folders], wanted.misheard)
    for heard in (False, True):
        alike = [score for score in scores if score.heard is heard]
        if len(alike) > 1:
            print(report(reduce(add, alike)), end="\n\n")
    below = [line for score in scores for line in missed(score)]
    for line in below if wanted.hold else ():
        print(f"below its target: {line}", file=sys.stderr)
    return 1 if wanted.hold and below else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/evaluate-notes", description=__doc__)
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="FOLDER", help="a séance with its truth.json"
    )
    parser.add_argument("--heard", action="store_true", help="also from what Whisper hears")
    parser.add_argument("--from-events", type=Path, metavar="FILE", help="also from these events of a replay")
    parser.add_argument("--misheard", type=int, default=0, metavar="N", help="also N times with each fault")
    parser.add_argument("--model", default="base", help="which Whisper, with --heard")
    parser.add_argument("--notes-dir", type=Path, metavar="DIR", help="write the drafts there")
    parser.add_argument("--assert", dest="hold", action="store_true", help="exit 1 when a target is missed")
    return parser


def _scores(seance: Seance, wanted: argparse.Namespace) -> Iterator[Score]:
    yield _one(seance, seance.said, wanted, heard=False)
    if wanted.from_events:
        yield _one(seance, heard_minutes(wanted.from_events), wanted, heard=True)
    elif wanted.heard:
        with tempfile.TemporaryDirectory() as place:
            yield _one(
                seance, heard_minutes(_replayed(seance, wanted.model, Path(place))), wanted, heard=True
            )


def _tell_misheard(seances: Sequence[Seance], times: int) -> None:
    """What is left when the true words are heard with a fault of Whisper's: sums over séances and draws."""
    for name, faults in (*((name, {name: fault}) for name, fault in FAULTS.items()), ("all of them", FAULTS)):
        drawn = [(s, misheard(s.said, seed, faults)) for s in seances for seed in range(times)]
        scores = [scored(name, _draft(minutes, weak=True), s.truth, heard=True) for s, minutes in drawn]
        total = reduce(add, scores)
        print(report(Score(f"misheard {times} times: {name}", total.tallies)), end="\n\n", flush=True)


def _draft(minutes: Minutes, *, weak: bool) -> Notes:
    method = load_method(minutes.prepared.method if minutes.prepared else "codev")
    return draft(minutes, method, weak_transcription=weak)


def _one(seance: Seance, minutes: Minutes, wanted: argparse.Namespace, *, heard: bool) -> Score:
    notes = _draft(minutes, weak=heard and wanted.model in WEAK)
    name = f"{seance.name}, {'heard' if heard else 'true text'}"
    score = scored(name, notes, seance.truth, heard=heard)
    print(report(score), end="\n\n", flush=True)
    if wanted.notes_dir:
        wanted.notes_dir.mkdir(parents=True, exist_ok=True)
        page = to_markdown(notes, authors=True, every_learning=True)
        kind = "heard" if heard else "true"
        (wanted.notes_dir / f"{seance.name}-{kind}.md").write_text(page, encoding="utf-8")
    return score


def _replayed(seance: Seance, model: str, place: Path) -> Path:
    events = place / "events.jsonl"
    command = [sys.executable, "-m", "companion", "replay", str(seance.folder), "--events", str(events)]
    command += ["--notes", str(place / "notes.md"), "--speed", "max"]
    chosen = {**os.environ, "COMPANION_WHISPER": f"whisper-{model}"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=chosen)
    if done.returncode:
        raise CompanionError("replay_failed", done.stderr.strip() or "La séance n'a pas pu être rejouée.")
    return events


if __name__ == "__main__":
    sys.exit(main())
