"""Engines in a process of their own: they die and come back, and nothing else does."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from companion.adapters.worker import MOST_DEATHS, Worker
from companion.domain.errors import CompanionError, EngineLost, PartMissing
from tests.fakes.engines import breakable, dead_on_arrival, missing

ROOT = Path(__file__).parents[2]


class Told:
    """What a worker tells, to be waited for."""

    def __init__(self, worker: Worker) -> None:
        self._told: queue.SimpleQueue[PartMissing | None] = queue.SimpleQueue()
        worker.watch(self._told.put)

    def next(self) -> str:
        told = self._told.get(timeout=60)
        return told.code if told else "back"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker("essai") as worker:
        yield worker


@pytest.fixture
def deadly(tmp_path: Path) -> Path:
    return tmp_path / "deadly"


def gone(pid: int) -> bool:
    """Whether that process is no more, or only waits to be buried."""
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


def test_calls_are_carried_out_elsewhere(worker: Worker, deadly: Path) -> None:
    worker.start(partial(breakable, deadly))
    assert worker.call("it", "echo", ("a", 1)) == ("a", 1)
    assert worker.call("it", "pid") != os.getpid()


def test_a_crash_costs_one_attempt(worker: Worker, deadly: Path) -> None:
    """The call is made again on the next process; both turns are told."""
    told = Told(worker)
    worker.start(partial(breakable, deadly))
    first = worker.call("it", "pid")
    deadly.write_text("once")
    assert worker.call("it", "echo", "encore") == "encore"
    assert worker.call("it", "pid") != first
    assert [told.next(), told.next()] == ["engine_died", "back"]


def test_what_kills_twice_is_given_up_and_the_rest_goes_on(worker: Worker, deadly: Path) -> None:
    worker.start(partial(breakable, deadly))
    deadly.write_text("once\ntwice")
    with pytest.raises(EngineLost):
        worker.call("it", "echo", "poison")
    assert worker.call("it", "echo", "pain") == "pain"


def test_one_that_dies_while_nobody_asks_is_started_again(worker: Worker, deadly: Path) -> None:
    told = Told(worker)
    worker.start(partial(breakable, deadly))
    os.kill(worker.call("it", "pid"), signal.SIGKILL)
    assert [told.next(), told.next()] == ["engine_died", "back"]
    worker.check()


def test_one_that_keeps_dying_is_said_and_no_longer_waited_for(worker: Worker, tmp_path: Path) -> None:
    """Calls fail at once, with a sentence; and it comes back when it can."""
    told, deadly = Told(worker), tmp_path / "deadly"
    worker.start(partial(dead_on_arrival, deadly))
    deadly.write_text("\n".join(["again"] * MOST_DEATHS))
    os.kill(worker.call("it", "pid"), signal.SIGKILL)
    for _ in range(MOST_DEATHS - 1):
        assert told.next() == "engine_died"
    assert told.next() == "engine_keeps_dying"
    with pytest.raises(PartMissing, match="sans cesse"):
        worker.call("it", "echo", "?")
    with pytest.raises(PartMissing, match="sans cesse"):
        worker.check()
    while told.next() != "back":
        pass
    assert worker.call("it", "echo", "?") == "?"
    worker.check()


def test_a_model_that_is_missing_is_told_in_its_own_words(worker: Worker) -> None:
    with pytest.raises(PartMissing, match="allez le chercher") as caught:
        worker.start(missing)
    assert caught.value.code == "model_missing"


def test_one_that_dies_of_its_loading_cannot_be_started(worker: Worker, deadly: Path) -> None:
    deadly.write_text("once")
    with pytest.raises(PartMissing, match="SIGSEGV"):
        worker.start(partial(dead_on_arrival, deadly))


def test_the_text_of_an_error_stays_where_it_was(worker: Worker, deadly: Path) -> None:
    worker.start(partial(breakable, deadly))
    with pytest.raises(CompanionError, match="ValueError") as caught:
        worker.call("it", "fail")
    assert "mots" not in str(caught.value)


def test_closing_ends_it_in_the_middle_of_a_call(worker: Worker, deadly: Path) -> None:
    """Whoever waits for the answer is told."""
    worker.start(partial(breakable, deadly))
    pid, caught = worker.call("it", "pid"), []

    def ask() -> None:
        try:
            worker.call("it", "hang")
        except CompanionError as error:
            caught.append(error.code)

    asking = threading.Thread(target=ask)
    asking.start()
    worker.close()
    asking.join()
    assert caught == ["engine_closed"]
    assert gone(pid)
    with pytest.raises(PartMissing):
        worker.call("it", "echo", "?")


def test_it_can_be_started_with_other_engines(worker: Worker, tmp_path: Path) -> None:
    worker.start(partial(breakable, tmp_path / "a"))
    first = worker.call("it", "pid")
    worker.start(partial(breakable, tmp_path / "b"))
    assert worker.call("it", "pid") != first
    assert gone(first)


def test_it_goes_when_its_parent_is_killed_even_in_the_middle_of_a_call(deadly: Path) -> None:
    code = (
        "import functools, pathlib, sys\n"
        "from companion.adapters.worker import Worker\n"
        "from tests.fakes.engines import breakable\n"
        "worker = Worker('essai')\n"
        f"worker.start(functools.partial(breakable, pathlib.Path({str(deadly)!r})))\n"
        "print(worker.call('it', 'pid'), flush=True)\n"
        "worker.call('it', 'hang')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert not gone(pid)
        parent.kill()
    while not gone(pid):
        os.sched_yield()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own files tell")
def test_it_leaves_no_core_file_and_is_the_first_to_go_for_want_of_memory(
    worker: Worker, deadly: Path
) -> None:
    worker.start(partial(breakable, deadly))
    process = Path(f"/proc/{worker.call('it', 'pid')}")
    core = next(line for line in (process / "limits").read_text().splitlines() if "core" in line)
    assert core.split()[4:6] == ["0", "0"]
    assert int((process / "oom_score_adj").read_text()) > 0
