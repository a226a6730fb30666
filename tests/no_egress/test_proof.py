"""A short version of the proof: a séance by the virtual microphone, with everything that is real."""

import subprocess
from pathlib import Path

import pytest

from tests.adapters.test_virtual_audio import ROOT, need_portaudio

MISSING = 69


@pytest.mark.models
@pytest.mark.microphone
@pytest.mark.timeout(700)
def test_a_séance_sends_nothing_and_writes_no_sound(tmp_path: Path) -> None:
    """0 frames, 0 calls, no file but the store; every control is caught."""
    need_portaudio()
    page = tmp_path / "page.md"
    command = [str(ROOT / "scripts" / "prove-no-egress"), "--short", "--report", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode == MISSING:
        pytest.skip(f"this machine cannot prove it: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# Rien ne sort d'ici : PROUVÉ" in page.read_text(encoding="utf-8")
