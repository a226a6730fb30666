"""``python -m measures FOLDER...``: hears séances and prints how well; see scripts/evaluate."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from companion.domain.errors import CompanionError
from measures.cues import cues_from_events, cues_from_truth
from measures.heard import read_events
from measures.measured import Measured, measured, together
from measures.report import report
from measures.run import Shelf, offline_text, replayed
from measures.seance import Seance, read_seance
from measures.targets import Target, targets_of_a_seance, targets_of_all

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """0; with ``--assert`` 1 when a target is missed; 2 when something could not be run, in one sentence."""
    wanted = _parser().parse_args(argv)
    try:
        with ExitStack() as stack:
            parts = _all(wanted, _shelf(wanted, stack))
    except CompanionError as error:
        print(f"evaluate : {error.message}", file=sys.stderr)
        return 2
    total = together(parts)
    if len(parts) > 1:
        print(report(total), flush=True)
    return _held(parts, total) if wanted.hold else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/evaluate", description=__doc__)
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="FOLDER", help="a séance with its truth.json"
    )
    parser.add_argument("--speed", default="max", choices=("max", "1.0"))
    parser.add_argument("--model", default="base", help="which Whisper: base, small, medium, large-v3-turbo")
    parser.add_argument("--offline", action="store_true", help="also the WER of the same Whisper, offline")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--events-dir", type=Path, metavar="DIR", help="keep what was heard there")
    place.add_argument("--from-events", type=Path, metavar="DIR", help="measure what was kept there")
    parser.add_argument("--assert", dest="hold", action="store_true", help="exit 1 when a target is missed")
    return parser


def _shelf(wanted: argparse.Namespace, stack: ExitStack) -> Shelf:
    folder: Path | None = wanted.from_events or wanted.events_dir
    if folder is None:
        return Shelf(Path(stack.enter_context(tempfile.TemporaryDirectory())))
    if wanted.events_dir:
        folder.mkdir(parents=True, exist_ok=True)
    return Shelf(folder)


def _all(wanted: argparse.Namespace, shelf: Shelf) -> list[Measured]:
    seances = [read_seance(folder) for folder in wanted.folders]
    if len({seance.name for seance in seances}) < len(seances):
        raise CompanionError("same_name", "Deux séances portent le même nom de dossier : renommez-en une.")
    parts = []
    for seance in seances:
        parts.append(_one(seance, wanted, shelf))
        print(report(parts[-1], seance.near_misses), end="\n\n", flush=True)
    return parts


def _one(seance: Seance, wanted: argparse.Namespace, shelf: Shelf) -> Measured:
    if not wanted.from_events:
        replayed(seance, shelf, speed=wanted.speed, model=wanted.model)
    has_text = any(u.text.strip() for u in seance.said)
    offline = offline_text(seance, shelf, wanted.model) if wanted.offline and has_text else None
    figures = measured(seance, read_events(shelf.events(seance)), shelf.cost(seance), offline)
    return replace(
        figures,
        cues_of_truth=tuple(cues_from_truth(seance)) if has_text else (),
        cues_heard=tuple(cues_from_events(shelf.events(seance))),
    )


def _held(parts: list[Measured], total: Measured) -> int:
    """Every target that is missed or was not measured, in a line each."""
    targets: list[Target] = [t for part in parts for t in targets_of_a_seance(part)]
    targets += targets_of_all(total)
    missed = [target for target in targets if target.missed]
    for target in targets:
        if target.missed or target.value is None:
            print(f"{'MISSED' if target.missed else 'unknown'}  {target}")
    print(f"{len(targets) - len(missed)} of {len(targets)} targets are not missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
