"""The short proof that the voice speaks over nobody and never hears itself, on a virtual sound card."""

import sys

import pytest

from companion.adapters.places import fetched_models
from tests.adapters.test_virtual_audio import ROOT, need_portaudio, on_the_card


@pytest.mark.models
@pytest.mark.microphone
@pytest.mark.timeout(400)
def test_an_announcement_waits_for_a_voice_and_stops_for_one() -> None:
    """With the real voice, echo, canceller and ears; ``scripts/prove-announcements`` is the whole proof."""
    need_portaudio()
    for model in ("whisper-base", "kokoro-82m"):
        if not (fetched_models() / model).is_dir():
            pytest.skip(f"{model} is not here: companion models fetch {model}")
    proof = (sys.executable, "-m", "prove_announcements", "--short", "--assert")
    done = on_the_card("env", f"PYTHONPATH={ROOT}:{ROOT / 'scripts'}", *proof, patience=360)
    assert done.returncode == 0, done.stdout + done.stderr
