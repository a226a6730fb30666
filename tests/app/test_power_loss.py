"""Power may be lost at any moment: the disk has an event before a page is shown it. The kernel tells."""

import asyncio
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from tests.app.test_serve import PLAN, ROOT, Server, environment

CALLS = "trace=pwrite64,write,writev,fdatasync,fsync,sendto,sendmsg,recvfrom"

_BEGUN = re.compile(r"^(?P<pid>\d+) +(?P<at>[\d.]+) (?P<call>\w+)\((?P<rest>.*)$")
_RESUMED = re.compile(r"^(?P<pid>\d+) +(?P<at>[\d.]+) <\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
_SHOWN = re.compile(r'\\"seq\\":(\d+),\\"at\\":\\"([^"\\]+)\\"')
JOURNAL = "companion.db-wal"


class Account:
    """What the disk has, as the calls go by: all that was recorded before its last whole batch was begun."""

    def __init__(self) -> None:
        self.safe = 0.0
        self.too_soon: list[int] = []
        self.sent: set[int] = set()
        self._written: float | None = None
        self._syncing: set[str] = set()

    def call(self, pid: str, at: float, name: str, rest: str) -> None:
        """The journal must be written after an event was recorded, then synced to its end."""
        if name in ("fdatasync", "fsync"):
            self._sync(pid, rest)
        elif JOURNAL in rest:
            self._written = at if self._written is None else self._written
        elif "TCP" in rest:
            for number, recorded in _SHOWN.findall(rest):
                if int(number) not in self.sent and datetime.fromisoformat(recorded).timestamp() > self.safe:
                    self.too_soon.append(int(number))
                self.sent.add(int(number))

    def _sync(self, pid: str, rest: str) -> None:
        """Begun and ended in one line, or in two if other threads went on meanwhile."""
        if JOURNAL in rest:
            self._syncing.add(pid)
        if pid in self._syncing and rest.endswith("= 0"):
            self._syncing.discard(pid)
            self.safe, self._written = self._written or self.safe, None


def shown_too_soon(trace: Iterable[str]) -> tuple[list[int], int]:
    """Numbers of events that were sent to a page while the disk did not have them; and how many were sent."""
    account = Account()
    for line in trace:
        if call := _BEGUN.match(line) or _RESUMED.match(line):
            account.call(call["pid"], float(call["at"]), call["call"], call["rest"])
    return account.too_soon, len(account.sent)


def sent(at: str, seq: int, recorded: str) -> str:
    """Event ``seq``, recorded at that second of 1970, on its way to a page."""
    shown = f'\\"seq\\":{seq},\\"at\\":\\"1970-01-01T00:00:{recorded}+00:00\\"'
    return f'2 {at} sendto(7<TCP:[1]>, "\\201{{{shown},", 9, 0, NULL, 0) = 9'


GOOD = [
    '2 1.0 recvfrom(7<TCP:[1]>, "...", 262144, 0, NULL, NULL) = 75',
    '1 1.3 pwrite64(9</x/companion.db-wal>, "...", 4096, 32) = 4096',
    "1 1.4 fdatasync(9</x/companion.db-wal> <unfinished ...>",
    '2 1.5 sendto(7<TCP:[1]>, "{\\"clock\\":1}", 9, 0, NULL, 0) = 9',
    "1 1.6 <... fdatasync resumed>) = 0",
    sent("1.7", 1, "01.2"),
]


@pytest.mark.parametrize(
    ("trace", "too_soon"),
    [
        (GOOD, []),
        ([line for line in GOOD if "fdatasync" not in line], [1]),
        ([line for line in GOOD if "resumed" not in line], [1]),
        ([*GOOD[:4], GOOD[5], GOOD[4]], [1]),
        ([GOOD[5]], [1]),
        ([*GOOD, sent("1.8", 2, "01.2")], []),  # of the same command
        ([*GOOD, GOOD[0].replace("1.0", "1.75"), sent("1.8", 2, "01.2")], []),  # late, and yet on the disk
        ([*GOOD, sent("1.9", 2, "01.8")], [2]),
        ([*GOOD[:5], GOOD[1].replace("1.3", "1.65"), sent("1.7", 1, "01.62")], [1]),
    ],
)
def test_the_account_is_read_rightly(trace: list[str], too_soon: list[int]) -> None:
    """A missing, unfinished or late sync is seen."""
    assert shown_too_soon(trace)[0] == too_soon


def test_the_disk_has_an_event_before_a_page_is_shown_it(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not on this machine")
    account = tmp_path / "account"
    command = ["strace", "-D", "-f", "-ttt", "-yy", "-qq", "-s", "4000", "-e", CALLS, "-o", str(account)]
    command += [sys.executable, "-m", "companion", "serve", "--no-open", "--port", "0", "--seance", PLAN]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(tmp_path / "home"), cwd=ROOT, **pipes) as process:
        try:
            server = Server(process)
            assert "models fetch" in process.stderr.readline(), "the ear has had its say"
            steps = [{"command": "NextStep", "data": {}}, {"command": "PreviousStep", "data": {}}] * 5
            asyncio.run(server.commands({"command": "StartSession", "data": {}}, *steps))
            assert server.stop(signal.SIGTERM) == 0
        finally:
            process.kill()
    trace = account.read_text(encoding="utf-8", errors="replace").splitlines()
    too_soon, shown = shown_too_soon(after_the_replay(trace))
    assert shown >= 1 + 2 * len(steps)
    assert too_soon == []


def after_the_replay(trace: list[str]) -> list[str]:
    """From the first command on: what a page missed was on the disk long before."""
    first = next(n for n, line in enumerate(trace) if '\\"last\\":' in line and "TCP" in line)
    missed = next((n for n, line in enumerate(trace[first:], first) if _SHOWN.search(line)), first)
    return trace[missed + 1 :]
