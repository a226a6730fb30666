"""``python -m demo_seance STYLES CACHE SEANCE``: makes the séance of SEANCE/script.toml beside it."""

import sys
from pathlib import Path

from demo_seance.mixing import encode, mix
from demo_seance.room import measured_rt60
from demo_seance.script import Script, Turn, read_script
from demo_seance.timeline import place
from demo_seance.truth import seance_toml, truth_json
from demo_seance.voices import RATE, Samples, Studio

__all__ = ["main"]


def main(styles: Path, cache: Path, seance: Path) -> None:
    """Renders, places, mixes and writes audio.opus, seance.toml and truth.json."""
    script = read_script(seance / "script.toml")
    spoken = _render(script, Studio(styles, cache))
    lengths = {key: len(samples) / RATE for key, samples in spoken.items()}
    timeline = place(script, lambda turn: lengths[turn])
    recording = mix(script, timeline, {i: spoken[t.turn] for i, t in enumerate(timeline.turns)})
    encode(recording, seance / "audio.opus")
    (seance / "seance.toml").write_text(seance_toml(script, timeline), encoding="utf-8")
    (seance / "truth.json").write_text(truth_json(script, timeline), encoding="utf-8")
    reverberation = [f"{measured_rt60(script.room, p.seat):.2f}" for p in script.people]
    print(f"{timeline.duration:.1f} s, {len(timeline.turns)} turns, RT60 by seat {' '.join(reverberation)} s")


def _render(script: Script, studio: Studio) -> dict[Turn, Samples]:
    turns = [t for step in script.steps for t in step.turns if isinstance(t, Turn)]
    spoken = {}
    for number, turn in enumerate(turns):
        print(f"\r{number + 1}/{len(turns)} {turn.person:<12}", end="", flush=True, file=sys.stderr)
        spoken[turn] = studio.render(turn, script.person(turn.person).voice, script.seed)
    print(file=sys.stderr)
    return spoken


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
