"""``python -m demo_seance.commands STYLES CACHE SCRIPT FOLDER``: a recording full of commands, and not.

The people of the demonstration say them in its room: the facilitator's commands, the same from every other
voice, and the same words without the name or inside a story. FOLDER gets audio.opus, seance.toml and
tries.json (start, end, person, text, expected: a command, or null for words that must do nothing).
"""

import json
import sys
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from demo_seance.mixing import encode, mix
from demo_seance.script import Script, Step, Turn, read_script
from demo_seance.timeline import place
from demo_seance.truth import seance_toml
from demo_seance.voices import RATE, Studio

__all__ = ["main"]

OTHERS_TRY = 100
GAP = 1.9
"""Seconds of silence between tries: more than the pause that ends an utterance."""

COMMANDS = {
    "pause": ("Compagnon, pause.", "Compagnon, on fait une pause.", "Compagnon, mets la séance en pause."),
    "resume": ("Compagnon, on reprend.", "Compagnon, reprenons.", "Compagnon, reprends la séance."),
    "next_step": (
        "Compagnon, étape suivante.",
        "Compagnon, on passe à l'étape suivante.",
        "Compagnon, passe à l'étape suivante, s'il te plaît.",
    ),
    "extend": (
        "Compagnon, prolonge de cinq minutes.",
        "Compagnon, on prolonge de dix minutes.",
        "Compagnon, ajoute trois minutes.",
    ),
    "off_the_record": (
        "Compagnon, hors micro.",
        "Compagnon, passe hors micro.",
        "Compagnon, coupe le micro.",
    ),
    "time_left": (
        "Compagnon, combien de temps reste-t-il ?",
        "Compagnon, il reste combien de temps ?",
        "Compagnon, combien de temps ?",
    ),
    "strike": ("Compagnon, retirez ma dernière phrase.", "Compagnon, retire ma dernière phrase."),
}
STORIES = (
    "On fait une pause.",
    "On reprend la séance.",
    "On passe à l'étape suivante.",
    "On prolonge de cinq minutes.",
    "Hors micro.",
    "Il reste combien de temps ?",
    "Retirez ma dernière phrase.",
    "J'ai dit à mon compagnon qu'on faisait une pause.",
    "Il suffit de dire compagnon, pause, et tout s'arrête.",
    "Mon compagnon m'a dit de couper le micro.",
    "Avec un compagnon, on passe à l'étape suivante plus facilement.",
    "Le compagnon sait combien de temps il reste.",
    "Compagnon, c'est le nom de l'appareil qui est sur la table.",
    "Les compagnons du chantier font une pause à midi.",
    "Ma compagne veut qu'on prolonge de dix minutes.",
)


def tries(script: Script) -> list[tuple[Turn, str | None]]:
    """Every turn to be said, and the command that it must be."""
    facilitator = next(p.id for p in script.people if p.role == "facilitator")
    others = [p.id for p in script.people if p.id != facilitator]
    own = [(text, kind) for kind, texts in COMMANDS.items() for text in texts]
    conducting = [(text, kind) for text, kind in own if kind != "strike"]
    said: list[tuple[Turn, str | None]] = []
    for text, kind in own * 2:
        if kind == "strike":  # there must be a sentence to take back
            said.append(
                (Turn(person=facilitator, text="Je note ce point pour tout à l'heure.", after=GAP), None)
            )
        said.append((Turn(person=facilitator, text=text, after=GAP), kind))
    for (text, _), person in islice(zip(cycle(conducting), cycle(others), strict=False), OTHERS_TRY):
        said.append((Turn(person=person, text=text, after=GAP), None))
    said += [(Turn(person=facilitator, text=text, after=GAP), None) for text in STORIES * 2]
    for person in others:
        said.append((Turn(person=person, text="Je trouve que le calendrier est serré.", after=GAP), None))
        said.append((Turn(person=person, text=COMMANDS["strike"][0], after=GAP), "strike"))
    return said


def main(styles: Path, cache: Path, source: Path, folder: Path) -> None:
    """Renders, mixes and writes the recording."""
    demo = read_script(source)
    enrolments = tuple(t for t in demo.steps[0].turns if isinstance(t, Turn) and t.enrol)
    said = tries(demo)
    step = Step(id="accueil", turns=(*enrolments, *(turn for turn, _ in said)))
    script = replace(demo, title="Commandes", steps=(step,))
    studio = Studio(styles, cache)
    spoken = {turn: studio.render(turn, script.person(turn.person).voice, script.seed) for turn in step.turns}
    timeline = place(script, lambda turn: len(spoken[turn]) / RATE)
    folder.mkdir(parents=True, exist_ok=True)
    encode(
        mix(script, timeline, {i: spoken[t.turn] for i, t in enumerate(timeline.turns)}),
        folder / "audio.opus",
    )
    (folder / "seance.toml").write_text(seance_toml(script, timeline), encoding="utf-8")
    placed = timeline.turns[len(enrolments) :]
    rows = [
        {"start": at.start, "end": at.end, "person": turn.person, "text": turn.text, "expected": kind}
        for at, (turn, kind) in zip(placed, said, strict=True)
    ]
    (folder / "tries.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{timeline.duration:.0f} s, {len(rows)} tries")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
