"""The doctor's ear, on a virtual sound card: a silent microphone is told from one that hears."""

import sys
from pathlib import Path

import numpy as np
import pytest

from tests.adapters.test_virtual_audio import need_portaudio, on_the_card
from tests.fakes.sounds import write_sound

LISTEN = "from companion.adapters.audio_check import microphone_level; print(microphone_level())"


@pytest.mark.microphone
def test_silent_microphone_has_no_level() -> None:
    """A microphone that is open and gives exact zeros."""
    need_portaudio()
    done = on_the_card(sys.executable, "-c", LISTEN)
    assert (done.stdout.strip(), done.returncode) == ("0.0", 0), done.stderr


@pytest.mark.microphone
def test_microphone_that_hears_has_a_level(tmp_path: Path) -> None:
    """A tone of amplitude 0.5 is played to it all the while."""
    need_portaudio()
    tone = 0.5 * np.sin(0.2 * np.arange(60 * 16_000)).astype(np.float32)
    write_sound(tmp_path / "tone.wav", tone, codec="pcm_s16le", rate=16_000)
    play = f'paplay --device="$COMPANION_TEST_MIC_SINK" --latency-msec=200 "{tmp_path}/tone.wav" & player=$!'
    wait = "until pactl list short sink-inputs | grep -q .; do sleep 0.1; done; sleep 1"
    done = on_the_card("bash", "-c", f'{play}; {wait}; "$0" -c "$1"; kill $player', sys.executable, LISTEN)
    assert 0.4 < float(done.stdout) < 0.6, done.stderr
