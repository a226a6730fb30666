"""The walk through a whole séance, in a process that has a virtual sound card."""

import shutil
import sys
from pathlib import Path

import pytest

from companion.adapters.places import fetched_models
from tests.adapters.test_virtual_audio import need_portaudio, on_the_card

WALK = Path(__file__).parent / "seance_in_the_room.py"


@pytest.mark.models
@pytest.mark.microphone
@pytest.mark.timeout(1000)
@pytest.mark.browser
def test_a_whole_seance_is_run_from_the_browser() -> None:
    need_portaudio()
    if shutil.which("chromium") is None:
        pytest.skip("Debian's chromium is not installed")
    if not (fetched_models() / "whisper-base").is_dir():
        pytest.skip("Whisper base is not here: companion models fetch")
    done = on_the_card(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(WALK)), patience=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
