"""The beginning of the demonstration séance through the whole house, with the real models.

``demo.golden.txt`` is the story as it was last agreed: a change of behaviour is a readable diff. To write
it anew after a change that is meant: ``COMPANION_GOLDEN=write python -m pytest tests/stories``, then read
the diff.
"""

import asyncio
import json
import os
import re
from pathlib import Path

import pytest
from measures.words import word_errors

from companion.adapters.model_store import ModelStore
from companion.adapters.places import demonstration, fetched_models, shipped_models
from companion.adapters.seance_folder import read_seance
from companion.app.ears import Engines, floor_watch, load_ears
from companion.app.playing import Recording
from companion.app.replay import Speed, replay
from companion.config import Settings
from companion.domain.messages import (
    Event,
    Recorded,
    SpeakerIdentified,
    SpokeOutOfTurn,
    StepStarted,
    UtteranceTranscribed,
    VoiceEnrolled,
)
from companion.domain.plan import scheduled
from companion.ports import SAMPLE_RATE
from tests.fakes.sounds import write_sound

pytestmark = pytest.mark.models

GOLDEN = Path(__file__).with_name("demo.golden.txt")
SECONDS = 135.4
"""The opening round with its enrolments, then an exposé: a backchannel, an intrusion, the facilitator."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first seconds of the demonstration as a séance of its own."""
    here = tmp_path_factory.mktemp("seance")
    plan = (demonstration() / "seance.toml").read_text(encoding="utf-8")
    blocks = [block for block in plan.split("\n\n") if _start(block) < SECONDS]
    (here / "seance.toml").write_text("\n\n".join(blocks), encoding="utf-8")
    sound = read_seance(demonstration())[1]
    write_sound(here / "audio.flac", sound[: round(SECONDS * SAMPLE_RATE)])
    return here


@pytest.fixture(scope="module")
def log(folder: Path) -> list[Recorded]:
    models = ModelStore(fetched_models(), shipped_models())
    if "whisper-base" not in models.installed():
        pytest.skip("whisper-base is not on this machine: companion models fetch whisper-base")
    settings = Settings(home=folder, whisper="whisper-base")
    plan, samples = read_seance(folder)
    recording = Recording(samples, tuple(scheduled(plan, len(samples) / SAMPLE_RATE)))
    with Engines() as engines:
        fit = load_ears(settings, models, engines, language="fr", live=False)
        return asyncio.run(replay(plan, recording, fit, floor_watch(), Speed(real_time=False)))


def test_the_story_is_the_one_agreed(log: list[Recorded]) -> None:
    """Steps, voices learnt, who spoke last in every stretch, and who was flagged.

    Seconds may differ by one: half a second rounds either way on another processor.
    """
    told = story(log)
    if os.environ.get("COMPANION_GOLDEN") == "write":
        GOLDEN.write_text(told, encoding="utf-8")
    agreed = GOLDEN.read_text(encoding="utf-8")
    assert [what for _, what in _lines(agreed)] == [what for _, what in _lines(told)]
    assert [at for at, _ in _lines(agreed)] == pytest.approx([at for at, _ in _lines(told)], abs=1), told


def test_the_words_are_mostly_right(log: list[Recorded]) -> None:
    """A Whisper of the smallest kind hears two words in three, over the whole stretch."""
    truth = json.loads((demonstration() / "truth.json").read_text(encoding="utf-8"))["utterances"]
    said = " ".join(u["text"] for u in truth if u["kind"] != "backchannel" and u["end"] < SECONDS)
    texts = sorted((e.start, e.text) for e in _events(log) if isinstance(e, UtteranceTranscribed))
    errors = word_errors(said, " ".join(text for _, text in texts))
    assert errors is not None and errors.rate is not None
    assert errors.rate < 0.35


def story(log: list[Recorded]) -> str:
    """One line per event that matters, to the second; neighbouring stretches of one person are joined."""
    final = {e.utterance: e for e in _events(log) if isinstance(e, SpeakerIdentified) and e.final}
    lines = [(e.start, f"{e.person or 'voix inconnue'} parle") for e in final.values()]
    for recorded in log:
        event = recorded.event
        if isinstance(event, StepStarted):
            lines.append((recorded.elapsed, f"étape {event.step}"))
        elif isinstance(event, VoiceEnrolled):
            lines.append((event.end, f"voix de {event.person} apprise"))
        elif isinstance(event, SpokeOutOfTurn):
            lines.append((event.start, f"alerte {event.rule} : {event.person}, étape {event.step}"))
    told: list[str] = []
    for at, line in sorted(lines):
        if not told or not told[-1].endswith(f" s  {line}"):
            told.append(f"{at:5.0f} s  {line}")
    return "\n".join(told) + "\n"


def _lines(told: str) -> list[tuple[float, str]]:
    parted = (line.split(" s  ", 1) for line in told.splitlines())
    return [(float(at), what) for at, what in parted]


def _start(block: str) -> float:
    """When an entry of the plan begins or, for an enrolment, ends; 0 for what has no time."""
    return max(
        (float(second) for second in re.findall(r"^(?:start|end) = ([\d.]+)", block, re.MULTILINE)),
        default=0.0,
    )


def _events(log: list[Recorded]) -> list[Event]:
    return [recorded.event for recorded in log]
