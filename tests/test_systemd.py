"""The units that come with Companion, as far as this machine can look at them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "companion" / "systemd").glob("companion.*"))


def test_units_are_understood_by_systemd(tmp_path: Path) -> None:
    """Every setting is known; only the example path of the programme may be missing."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *map(str, UNITS)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if str(ROOT) in line or "companion." in line]
    assert [line for line in said if not re.search("is not executable|does not exist", line)] == []


def test_exposure_of_the_service_is_low() -> None:
    """By systemd's own scale, out of 10; it counts what a user's service cannot have as missing."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    unit = str(ROOT / "companion" / "systemd" / "companion.service")
    command = ["systemd-analyze", "security", "--offline=true", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    level = re.search(r"exposure level for companion.service: ([\d.]+)", done.stdout)
    if level is None:
        pytest.skip(f"systemd-analyze cannot tell: {done.stderr[-200:]}")
    assert float(level[1]) <= 3.0


def test_a_port_that_was_handed_over_is_served(tmp_path: Path) -> None:
    """As systemd does: the descriptor 3, and two variables; the port setting is not looked at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        start = (
            "import os, sys; os.dup2(int(sys.argv[1]), 3); os.set_inheritable(3, True);"
            "os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1');"
            "os.execv(sys.executable, [sys.executable, '-m', 'companion', 'serve', '--no-open'])"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", start, str(listener.fileno())],
            cwd=ROOT,
            env={
                **os.environ,
                "COMPANION_HOME": str(tmp_path),
                "PYTHONPATH": str(ROOT),
                "COMPANION_PORT": "1",
            },
            pass_fds=[listener.fileno()],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    with process:
        assert process.stdout is not None
        assert any(f"127.0.0.1:{port}/table" in line for line in iter(process.stdout.readline, ""))
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/table").status == 200
        process.terminate()
        assert process.wait() == 0
