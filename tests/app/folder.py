"""A séance of three seconds on disk."""

import wave
from pathlib import Path

import numpy as np

PLAN = """\
title = "Essai"
language = "fr"
method = "codev"
date = 2026-11-20

[[people]]
id = "paul"
name = "Paul"
role = "facilitator"

[[people]]
id = "claire"
name = "Claire"
role = "client"

[[enrolments]]
person = "paul"
start = 0.5
end = 1.0

[[enrolments]]
person = "claire"
start = 1.0
end = 1.51

[[steps]]
id = "accueil"
start = 0.2

[[steps]]
id = "expose"
start = 2.0
"""


def make_folder(folder: Path, plan: str = PLAN, seconds: float = 3.0) -> Path:
    """``audio.wav`` and ``seance.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "seance.toml").write_text(plan, encoding="utf-8")
    noise = np.random.default_rng(1).normal(0, 3000, round(16_000 * seconds)).astype("<i2")
    with wave.open(str(folder / "audio.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(noise.tobytes())
    return folder
