"""scripts/prove-announcements: the séance with announcements, then without, and what differs."""

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from measures.words import normalised

from companion.adapters.places import demonstration
from companion.domain.codec import to_plain
from companion.domain.messages import (
    AnnouncementDue,
    AnnouncementFinished,
    AnnouncementStarted,
    Sounds,
    SpeechStarted,
    SpokeOutOfTurn,
    UtteranceTranscribed,
)
from companion.ports import Samples
from prove_announcements import card
from prove_announcements.delays import after_the_mark, after_the_pause
from prove_announcements.measuring import offset, overlap, untouched
from prove_announcements.run import LASTS, Run, heard
from prove_announcements.scene import Scene, again_and_again, short, whole
from prove_announcements.two_more import report_endurance, report_short


def main() -> int:
    """Exit status 1 when something that must be shown was not, with --assert."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--until", type=float)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--echo", type=float, default=-10.0)
    parser.add_argument("--assert", dest="strict", action="store_true")
    parser.add_argument("--events-dir", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = options.events_dir or Path(folder)
        card.echo(options.echo)
        if options.short:
            failed = report_short(hear(kept, "short", short(), Sounds.VOICE))
        elif options.minutes:
            failed = report_endurance(hear(kept, "minutes", again_and_again(options.minutes), Sounds.VOICE))
        else:
            scene = whole(options.until)
            told = hear(kept, "told", scene, Sounds.VOICE)
            failed = compared(told, hear(kept, "quiet", scene, Sounds.SCREEN), scene, options.until)
    print("not shown:", failed or "nothing")
    return 1 if options.strict and failed else 0


def hear(kept: Path, name: str, scene: Scene, sounds: Sounds) -> Run:
    """Hear it; its log stays in that folder."""
    run = asyncio.run(heard(kept / "home", scene, sounds))
    keep(run, kept / f"{name}.jsonl")
    return run


def compared(told: Run, quiet: Run, scene: Scene, until: float | None) -> list[str]:
    """The demonstration with and without announcements, held to its truth."""
    truth = json.loads((demonstration() / "truth.json").read_text("utf-8"))
    said = [u for u in truth["utterances"] if until is None or u["end"] < until]
    return report(told, quiet, scene.samples, said)


def report(told: Run, quiet: Run, samples: Samples, said: list[dict[str, Any]]) -> list[str]:
    """Print what happened; returns what should not have."""
    shift = offset(told, samples)
    outcomes: dict[str, int] = {}
    due = {r.event.announcement: r for r in told.log if isinstance(r.event, AnnouncementDue)}
    ends = {r.event.announcement: r.event for r in told.log if isinstance(r.event, AnnouncementFinished)}
    starts = {r.event.announcement: r.event for r in told.log if isinstance(r.event, AnnouncementStarted)}
    worst = 0.0
    for number, recorded in due.items():
        end, start = ends.get(number), starts.get(number)
        outcome = end.outcome if end else "none"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        over = overlap(start.start - shift, end.end - shift, said) if start and end else 0.0
        worst = max(worst, over)
        where = f"{recorded.elapsed - shift:7.2f}"
        when = f"{start.start - shift:7.2f} to {end.end - shift:7.2f}" if start and end else ""
        print(f"{where}  {outcome:<12} {when:<20} overlap {over:.2f}  {recorded.event.text}")
    print("outcomes:", outcomes, f"; longest overlap with the recording's speech: {worst:.2f} s")
    stops = barge_ins(told, starts, ends)
    print("voice over an announcement, onset heard to last sample:", [f"{each:.2f}" for each in stops])
    shown, first = after_the_mark(told), after_the_pause(told)
    print("mark to screen, ms:", [round(1000 * each) for each in shown])
    print("pause to first sample, ms:", [round(1000 * each) for each in first])
    own = own_words(told, due, ends)
    print("words heard that an announcement said and nobody else:", own)
    over = [
        (one.start - shift, one.end - shift + LASTS) for one in ends.values() if one.outcome == "interrupted"
    ]
    stretches = untouched(said, over)
    wer = [
        word_errors(run, said, at, stretches) for run, at in ((told, shift), (quiet, offset(quiet, samples)))
    ]
    print(f"devices' delay {shift - told.began:.3f} s; words of {len(stretches)} stretches of talk compared")
    flags = [sum(isinstance(r.event, SpokeOutOfTurn) for r in run.log) for run in (told, quiet)]
    print(f"WER with announcements {wer[0]:.3f}, without {wer[1]:.3f}; flags {flags[0]} and {flags[1]}")
    checks = {
        "an announcement has no outcome": "none" in outcomes,
        "fewer than five spoken": outcomes.get("spoken", 0) < 5,
        "fewer than two interrupted": outcomes.get("interrupted", 0) < 2,
        "fewer than two on screen alone": outcomes.get("shown", 0) < 2,
        "an announcement over speech": worst > 0.3,
        "the screen later than 100 ms after a mark": max(shown, default=0.0) > 0.1,
        "a first sample later than 150 ms after its pause": max(first, default=0.0) > 0.15,
        "words of an announcement in the transcript": bool(own),
        "words lost": wer[0] > wer[1] + 0.01,
        "flags differ": flags[0] != flags[1],
    }
    return [what for what, wrong in checks.items() if wrong]


def barge_ins(run: Run, starts: dict[int, Any], ends: dict[int, Any]) -> list[float]:
    """For each interrupted one: from the onset of the voice, as heard, to its last sample."""
    onsets = [r.event.start for r in run.log if isinstance(r.event, SpeechStarted)]
    found = []
    for number, end in ends.items():
        if end.outcome == "interrupted":
            during = [each for each in onsets if starts[number].start <= each <= end.end + 0.5]
            found += [end.end - min(during)] if during else []
    return found


def own_words(run: Run, due: dict[int, Any], ends: dict[int, Any]) -> list[str]:
    """Transcribed text whose words are mostly those of an announcement that sounded at that time."""
    found = []
    for recorded in run.log:
        event = recorded.event
        if not isinstance(event, UtteranceTranscribed):
            continue
        for number, end in ends.items():
            if end.end > end.start and event.start < end.end + 1.0 and end.start < event.end:
                phrase = set(normalised(due[number].event.text).split())
                words = normalised(event.text).split()
                if sum(word in phrase for word in words) > max(2, 0.6 * len(words)):
                    found.append(event.text)
    return found


def word_errors(
    run: Run, said: list[dict[str, Any]], shift: float, stretches: list[tuple[float, float]]
) -> float:
    """WER on what was said in these stretches of the recording."""
    import jiwer

    def kept(start: float, end: float) -> bool:
        return any(a <= (start + end) / 2 <= b for a, b in stretches)

    reference = " ".join(
        u["text"] for u in said if u["kind"] in ("speech", "overlap") and kept(u["start"], u["end"])
    )
    heard = [r.event for r in run.log if isinstance(r.event, UtteranceTranscribed)]
    text = " ".join(
        e.text for e in sorted(heard, key=lambda e: e.start) if kept(e.start - shift, e.end - shift)
    )
    return float(jiwer.wer(normalised(reference), normalised(text)))


def keep(run: Run, path: Path) -> None:
    """The log, one event a line."""
    lines = [
        json.dumps({"elapsed": r.elapsed, "kind": type(r.event).__name__, **to_plain(r.event)}, default=str)
        for r in run.log
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
