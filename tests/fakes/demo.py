"""The demonstration's own sound: voices that may be heard anywhere."""

import functools
import tomllib
from importlib.resources import as_file, files

from companion.adapters.sound_file import read_recording
from companion.ports import SAMPLE_RATE, Samples

_DEMO = files("companion") / "demo"


@functools.cache
def demo_sound() -> Samples:
    """The whole recording."""
    with as_file(_DEMO / "audio.opus") as path:
        return read_recording(path)


def demo_between(start: float, end: float) -> Samples:
    """A copy of what is heard between two seconds of it."""
    return demo_sound()[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)].copy()


def demo_voices() -> dict[str, Samples]:
    """What each of its six people says in the opening round."""
    plan = tomllib.loads((_DEMO / "seance.toml").read_text(encoding="utf-8"))
    return {each["person"]: demo_between(each["start"], each["end"]) for each in plan["enrolments"]}
