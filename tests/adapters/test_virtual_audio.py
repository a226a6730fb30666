"""What needs a sound card, or the lack of one; the card is a virtual one, in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from companion.adapters import portaudio
from companion.domain.errors import PartMissing

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "with-virtual-audio"
TESTS = ROOT / "tests" / "adapters"
NOT_HERE = 69

WITHOUT_DEVICE = """
from companion.adapters.audio_devices import SystemAudioDevices
from companion.adapters.clock import SystemClock
from companion.adapters.sound_in import Microphone
from companion.domain.errors import PartMissing
import asyncio
async def first():
    async for item in Microphone(SystemClock()).frames():
        return item
assert SystemAudioDevices().inputs() == []
try:
    asyncio.run(first())
except PartMissing as error:
    print(error.code)
"""


def on_the_card(*command: str, patience: float = 120) -> subprocess.CompletedProcess[str]:
    """Run on the virtual card for ``patience`` seconds at most, or skip with the reason."""
    missing = [name for name in ("pulseaudio", "pactl", "paplay") if shutil.which(name) is None]
    if missing:
        pytest.skip(
            f"no virtual sound card here: {', '.join(missing)} not installed (Debian: pulseaudio-utils)"
        )
    done = run(str(SCRIPT), *command, patience=patience)
    if done.returncode == NOT_HERE:
        pytest.skip(f"no virtual sound card here: {done.stderr.strip()[-200:]}")
    return done


def run(*command: str, patience: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=patience, check=False
    )


def need_portaudio() -> None:
    try:
        portaudio.load()
    except PartMissing as missing:
        pytest.skip(f"no PortAudio here: {missing}")


@pytest.mark.microphone
@pytest.mark.parametrize("device", ["microphone", "loudspeaker"])
def test_on_a_virtual_card(device: str) -> None:
    need_portaudio()
    tests = TESTS / f"{device}_on_a_virtual_card.py"
    done = on_the_card(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.microphone
def test_the_virtual_card_leaves_nothing_behind() -> None:
    done = on_the_card("sh", "-c", "dirname ${PULSE_SERVER#unix:}; exit 7")
    assert done.returncode == 7
    assert not Path(done.stdout.strip()).exists()


def test_without_a_device_there_is_one_sentence(tmp_path: Path) -> None:
    """An ALSA that knows no card, which is what a machine without one looks like."""
    need_portaudio()
    if sys.platform != "linux":
        pytest.skip("only ALSA can be told that there is no card")
    bare = tmp_path / "asound.conf"
    bare.write_text("pcm.none { type hw card 99 }\n")  # entirely empty, it makes PortAudio abort
    done = run(sys.executable, "-c", WITHOUT_DEVICE, ALSA_CONFIG_PATH=str(bare))
    assert (done.stdout.strip(), done.returncode) == ("microphone_missing", 0), done.stderr


def test_without_portaudio_the_sentence_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio.load.cache_clear()
    monkeypatch.setitem(sys.modules, "sounddevice", None)  # as Python marks a module that cannot be imported
    with pytest.raises(PartMissing, match="sudo apt install libportaudio2") as caught:
        portaudio.load()
    assert caught.value.code == "portaudio_missing"
