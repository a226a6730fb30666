"""No library counts anything for its maker."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SESSION = (
    "import onnxruntime, importlib.util, pathlib\n"
    "package = pathlib.Path(importlib.util.find_spec('faster_whisper').origin).parent\n"
    "onnxruntime.InferenceSession(str(package / 'assets/silero_vad_v6.onnx'))\n"
)


def left_by(home: Path, code: str) -> list[Path]:
    """Files in the home folder of somebody who ran this."""
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    return [file for file in home.rglob("*") if file.is_file()]


def test_onnxruntime_keeps_no_record_of_its_sessions(tmp_path: Path) -> None:
    """Left to itself, on Linux, it does: without that this test would say nothing."""
    if sys.platform == "linux":
        assert left_by(tmp_path / "without", SESSION)
    assert left_by(tmp_path / "with", f"import companion\n{SESSION}") == []
