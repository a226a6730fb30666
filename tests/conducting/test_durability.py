"""kill -9 in the middle of a séance: what was shown is there, and the séance goes on where it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from companion.adapters.clock import ReplayClock
from companion.adapters.methods import load_method
from companion.bus import Bus
from companion.conducting.engine import Engine
from companion.domain.messages import Accepted, Pause, Recorded, StepStarted
from companion.storage.event_log import EventLog
from tests.domain.table import START
from tests.fakes.floor import ScriptedFloor

ROOT = Path(__file__).parents[2]


def shown_until_killed(path: Path, lines: int) -> list[str]:
    """What a real process showed before SIGKILL took it, at no chosen moment of its work."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.conducting.goes_on", str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    shown = [child.stdout.readline() for _ in range(lines)]
    child.kill()
    shown += child.stdout.readlines()
    child.stdout.close()
    assert child.wait() == -9
    return [line.rstrip() for line in shown if line.endswith("\n")]


def line(recorded: Recorded) -> str:
    return f"{recorded.seq} {type(recorded.event).__name__} {getattr(recorded.event, 'step', '-')}"


@pytest.mark.parametrize("lines", [3, 40, 101])
async def test_what_was_shown_survives_and_the_seance_resumes_at_its_step(tmp_path: Path, lines: int) -> None:
    shown = shown_until_killed(tmp_path / "c.db", lines)
    log = await EventLog.open(tmp_path / "c.db")
    events = await log.events("s1")
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    assert [line(one) for one in events[: len(shown)]] == shown
    engine = Engine("s1", load_method("codev"), log, Bus(), ReplayClock(START), ScriptedFloor())
    await engine.recover()
    assert engine.session.step
    assert (
        engine.session.step.id == [one.event.step for one in events if isinstance(one.event, StepStarted)][-1]
    )
    assert await engine.submit(Pause()) == Accepted(len(events) + 1)
    await log.close()
