"""``companion doctor``: says in plain words what works on this machine. It keeps no sound, it sends nothing.

How fast each Whisper runs is remembered, so that ``whisper = "auto"`` can choose.
"""

import argparse
import os
from importlib.resources import as_file, files
from typing import Any

from companion.domain.errors import CompanionError
from companion.ports import SAMPLE_RATE, Samples

__all__ = ["add"]

_CLIP = (10.0, 20.0)
"""Where the measured clip starts in the demonstration séance, and how long it is, in seconds."""


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("doctor", help="dit ce qui marche sur cette machine")
    parser.add_argument("--speak", action="store_true", help="dit aussi une phrase dans la salle")
    parser.set_defaults(run=_run, alone=True)


def _run(arguments: argparse.Namespace) -> int:
    # imported here: the engines take a second to load, and only this command needs them
    from companion.adapters.audio_check import microphone_level
    from companion.adapters.audio_devices import SystemAudioDevices
    from companion.adapters.clock import SystemClock
    from companion.adapters.measures import write_measures
    from companion.adapters.whisper import WhisperTranscriber
    from companion.cli.diagnosis import Diagnosis, rendered
    from companion.cli.examination import examine_devices, examine_models, measure_speeds
    from companion.cli.models import open_store
    from companion.cli.speaking import speak
    from companion.config import read_settings

    store, settings = open_store(), read_settings(os.environ)
    findings = examine_devices(SystemAudioDevices(), microphone_level) + examine_models(store)
    if arguments.speak:
        findings += (speak(settings, store),)
    speeds = measure_speeds(store, WhisperTranscriber, _clip(), SystemClock().elapsed)
    print(rendered(Diagnosis(findings, speeds)))
    factors = {speed.model: speed.factor for speed in speeds if speed.factor is not None}
    write_measures(settings.home, factors)
    return 0


def _clip() -> Samples | None:
    """A few sentences of the demonstration séance, or None when it is not there."""
    from companion.adapters.sound_file import read_recording

    start, length = (round(seconds * SAMPLE_RATE) for seconds in _CLIP)
    try:
        with as_file(files("companion") / "demo" / "audio.opus") as path:
            clip = read_recording(path)[start : start + length]
    except CompanionError:
        return None
    return clip if len(clip) else None
