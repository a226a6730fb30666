"""``companion serve`` as a process of its own, on a data folder of its own and without any model."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest

from tests.unlocked import rows

ROOT = Path(__file__).parents[2]
PLAN = str(ROOT / "companion/demo/seance.toml")


class Server:
    """A running one: its two addresses, as it printed them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line.strip())
            if "Ctrl-C" in line:
                break
        links = [word for line in self.said for word in line.split() if word.startswith("http")]
        self.table, self.facilitator = links

    @property
    def port(self) -> int:
        return int(self.table.split(":")[2].split("/")[0])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait()

    async def commands(self, *commands: dict[str, object]) -> None:
        """Hand in commands as the facilitator's page does."""
        jar = aiohttp.CookieJar(unsafe=True)  # cookies of 127.0.0.1 too
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            async with session.get(self.facilitator) as page:
                assert page.status == 200
            origin = {"Origin": self.table.removesuffix("/table")}
            stream = self.table.replace("/table", "/stream/facilitator")
            async with session.ws_connect(stream, headers=origin) as socket:
                for command in commands:
                    await socket.send_str(json.dumps({"id": str(uuid4()), **command}))
                    while "answer" not in (frame := json.loads((await socket.receive()).data)):
                        pass
                    assert frame["accepted"], frame


@contextmanager
def serving(home: Path, *options: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "companion", "serve", "--no-open", "--port", "0", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(home), cwd=ROOT, **pipes) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "COMPANION_HOME": str(home), "PYTHONPATH": str(ROOT)}


def kinds(home: Path) -> list[str]:
    return [row[0] for row in rows(home, "select kind from events order by rowid")]


def test_pages_answer_and_a_signal_ends_it_cleanly(tmp_path: Path) -> None:
    """The table's without a token, the facilitator's with it; SIGTERM and SIGINT end with 0."""
    for how in (signal.SIGTERM, signal.SIGINT):
        with serving(tmp_path) as server:
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
            assert opener.open(server.table).status == 200
            assert "Rien ne sort de cette machine" in opener.open(server.facilitator).read().decode()
            assert server.stop(how) == 0
            assert "Traceback" not in server.process.stderr.read()


def test_second_server_on_the_same_port_stops_and_touches_nothing(tmp_path: Path) -> None:
    """One sentence, exit code 2, no database; the first goes on."""
    with serving(tmp_path / "one") as first:
        command = [sys.executable, "-m", "companion", "serve", "--no-open", "--port", str(first.port)]
        other = tmp_path / "two"
        second = subprocess.run(
            command, env=environment(other), cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert second.returncode == 2
        assert "déjà pris" in second.stderr and len(second.stderr.splitlines()) == 1
        assert not (other / "companion.db").exists()
        assert urllib.request.urlopen(first.table).status == 200
        assert first.stop() == 0


async def test_killed_séance_goes_on_at_its_step(tmp_path: Path) -> None:
    """After kill -9, the same séance at the same step; nothing that was final is lost."""
    with serving(tmp_path, "--seance", PLAN) as server:
        await server.commands(
            {"command": "StartSession", "data": {}},
            {"command": "NextStep", "data": {}},
        )
        server.stop(signal.SIGKILL)
    before = kinds(tmp_path)
    with serving(tmp_path) as again:
        assert any("Exposé" in line for line in again.said)
        await again.commands({"command": "NextStep", "data": {}})
        assert again.stop() == 0
    assert kinds(tmp_path)[: len(before)] == before
    assert kinds(tmp_path).count("SessionPrepared") == 1
    assert kinds(tmp_path).count("StepStarted") == 3


def test_a_séance_is_not_forgotten_in_a_terminal_while_companion_is_open(tmp_path: Path) -> None:
    """One sentence, and nothing is touched: whoever conducts it would write into what is gone."""
    with serving(tmp_path, "--seance", PLAN) as server:
        ((session_id,), *_) = rows(tmp_path, "select distinct session_id from events")
        refused = erased(tmp_path, session_id)
        assert refused.returncode == 2
        assert "Companion est ouvert" in refused.stderr and len(refused.stderr.splitlines()) == 1
        assert server.stop() == 0
    assert "SessionPrepared" in kinds(tmp_path)
    assert erased(tmp_path, session_id).returncode == 0
    assert kinds(tmp_path) == []


def erased(home: Path, session_id: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "companion", "seances", "erase", session_id]
    return subprocess.run(
        command, env=environment(home), cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_missing_model_is_told_on_the_page_and_time_goes_on(tmp_path: Path) -> None:
    """A failed part, with its sentence in the terminal too."""
    with serving(tmp_path, "--seance", PLAN) as server:
        assert "models fetch" in server.process.stderr.readline()
        assert urllib.request.urlopen(server.table).status == 200
        assert server.stop() == 0
    assert "PartFailed" in kinds(tmp_path)


def test_people_come_from_a_file(tmp_path: Path) -> None:
    """Its title is printed; a bad file stops before the port is opened."""
    with serving(tmp_path, "--seance", PLAN) as server:
        assert "Annoncer une décision" in server.said[0]
        assert server.stop() == 0
    bad = tmp_path / "bad.toml"
    bad.write_text("title = ")
    command = [sys.executable, "-m", "companion", "serve", "--no-open", "--seance", str(bad)]
    done = subprocess.run(
        command, env=environment(tmp_path / "x"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_impossible_port_is_one_sentence(tmp_path: Path, port: str) -> None:
    """The setting is named."""
    command = [sys.executable, "-m", "companion", "serve", "--no-open", "--port", port]
    done = subprocess.run(
        command, env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "port" in done.stderr) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_serve_is_isolated_where_the_system_can(tmp_path: Path) -> None:
    """By default, and said; the pages answer all the same. --no-isolated does without, and says that."""
    with serving(tmp_path) as server:
        interfaces = Path(f"/proc/{server.process.pid}/net/dev").read_text().splitlines()[2:]
        alone = [line.split(":")[0].strip() for line in interfaces]
        assert urllib.request.urlopen(server.table).status == 200
        if not any(line.startswith("Isolé") for line in server.said):
            pytest.skip(f"this machine isolates nothing: {server.said}")
        assert "eth0" not in alone and "lo" in alone
        assert " 127.0.0.1" not in Path(f"/proc/{server.process.pid}/net/fib_trie").read_text()
        assert server.stop() == 0
    with serving(tmp_path, "--no-isolated") as server:
        assert any("à votre demande" in line for line in server.said)
        assert " 127.0.0.1" in Path(f"/proc/{server.process.pid}/net/fib_trie").read_text()
