"""Power may be lost at any moment: the disk has an event before a page is shown it. The kernel tells."""

import asyncio
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.app.test_serve import PLAN, ROOT, Server, environment

CALLS = "trace=pwrite64,write,writev,fdatasync,fsync,sendto,sendmsg,recvfrom"

_BEGUN = re.compile(r"^(?P<pid>\d+) +(?P<call>\w+)\((?P<rest>.*)$")
_RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
_SHOWN = re.compile(r'\\"seq\\":(\d+)')
JOURNAL = "companion.db-wal"


class Account:
    """What the disk has, as the calls go by."""

    def __init__(self) -> None:
        self.safe = False
        self.too_soon: list[int] = []
        self.sent: set[int] = set()
        self._syncing: set[str] = set()

    def call(self, pid: str, name: str, rest: str) -> None:
        """Since the page sent its command, the journal must be written, then synced to its end."""
        if name in ("fdatasync", "fsync"):
            self._sync(pid, rest)
        elif JOURNAL in rest or (name == "recvfrom" and "TCP" in rest):
            self.safe = False
        elif "TCP" in rest:
            new = {int(number) for number in _SHOWN.findall(rest)} - self.sent
            self.too_soon += [] if self.safe else sorted(new)
            self.sent |= new

    def _sync(self, pid: str, rest: str) -> None:
        """Begun and ended in one line, or in two if other threads went on meanwhile."""
        if JOURNAL in rest:
            self._syncing.add(pid)
        if pid in self._syncing and rest.endswith("= 0"):
            self._syncing.discard(pid)
            self.safe = True


def shown_too_soon(trace: Iterable[str]) -> tuple[list[int], int]:
    """Numbers of events that were sent to a page while the disk did not have them; and how many were sent."""
    account = Account()
    for line in trace:
        if call := _BEGUN.match(line) or _RESUMED.match(line):
            account.call(call["pid"], call["call"], call["rest"])
    return account.too_soon, len(account.sent)


GOOD = [
    '2 recvfrom(7<TCP:[1]>, "...", 262144, 0, NULL, NULL) = 75',
    '1 pwrite64(9</x/companion.db-wal>, "...", 4096, 32) = 4096',
    "1 fdatasync(9</x/companion.db-wal> <unfinished ...>",
    '2 sendto(7<TCP:[1]>, "{\\"clock\\":1}", 9, 0, NULL, 0) = 9',
    "1 <... fdatasync resumed>) = 0",
    '2 sendto(7<TCP:[1]>, "\\201{\\"seq\\":1,", 9, 0, NULL, 0) = 9',
]


@pytest.mark.parametrize(
    ("trace", "too_soon"),
    [
        (GOOD, []),
        ([line for line in GOOD if "fdatasync" not in line], [1]),
        ([line for line in GOOD if "resumed" not in line], [1]),
        ([*GOOD[:4], GOOD[5], GOOD[4]], [1]),
        ([GOOD[5]], [1]),
        ([*GOOD, GOOD[5].replace(":1,", ":2,")], []),
        ([*GOOD, GOOD[0], GOOD[5].replace(":1,", ":2,")], [2]),
        ([*GOOD[:5], GOOD[1], GOOD[5]], [1]),
    ],
)
def test_the_account_is_read_rightly(trace: list[str], too_soon: list[int]) -> None:
    """A missing, unfinished or late sync is seen."""
    assert shown_too_soon(trace)[0] == too_soon


def test_the_disk_has_an_event_before_a_page_is_shown_it(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not on this machine")
    account = tmp_path / "account"
    command = ["strace", "-D", "-f", "-yy", "-qq", "-s", "4000", "-e", CALLS, "-o", str(account)]
    command += [sys.executable, "-m", "companion", "serve", "--no-open", "--port", "0", "--seance", PLAN]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(tmp_path / "home"), cwd=ROOT, **pipes) as process:
        try:
            server = Server(process)
            assert "models fetch" in process.stderr.readline(), "the ear has had its say"
            steps = [{"command": "NextStep", "data": {}}, {"command": "PreviousStep", "data": {}}] * 5
            start = {"command": "StartSession", "data": {}}
            # Calm, for the account's sake: what follows from one command (an announcement that is over) must
            # not be shown between the next one's arrival and its write.
            asyncio.run(server.commands(start, *steps, calm=0.2))
            assert server.stop(signal.SIGTERM) == 0
        finally:
            process.kill()
    trace = account.read_text(encoding="utf-8", errors="replace").splitlines()
    too_soon, sent = shown_too_soon(after_the_replay(trace))
    assert sent >= 1 + 2 * len(steps)
    assert too_soon == []


def after_the_replay(trace: list[str]) -> list[str]:
    """From the first command on: what a page missed was on the disk long before."""
    first = next(n for n, line in enumerate(trace) if '\\"last\\":' in line and "TCP" in line)
    missed = next((n for n, line in enumerate(trace[first:], first) if _SHOWN.search(line)), first)
    return trace[missed + 1 :]
