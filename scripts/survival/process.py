"""The server of a campaign, as a process: started, killed, started again on the same address."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from survival.log import memory_of

__all__ = ["Server", "Unopened"]

ROOT = Path(__file__).resolve().parents[2]


class Unopened(Exception):
    """It stopped before its pages were open; the message is the code that it gave."""


class Server:
    """One start. ``state`` is what it made of the log: the number of its last event, and a digest."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.state: tuple[int, str] | None = None
        self.link = ""
        self.said: list[str] = []

    @classmethod
    async def start(cls, home: Path, *options: str) -> "Server":
        """Begin to start; it is open after ``opened``."""
        path = os.pathsep.join([str(ROOT / "scripts"), str(ROOT)])
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "survival.server", str(home), *options),
            env={**os.environ, **memory_of(home), "PYTHONPATH": path},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return cls(process)

    async def opened(self) -> "Server":
        """Its pages are open, and it said what it made of the log. Raises Unopened."""
        assert self.process.stdout is not None
        while self.state is None or not self.link:
            line = (await self.process.stdout.readline()).decode().rstrip()
            match line.split():
                case ["STATE", seq, digest]:
                    self.state = int(seq), digest
                case ["OPEN", link]:
                    self.link = link
                case ["REFUSED", code]:
                    await self.process.wait()
                    raise Unopened(code)
                case []:
                    await self.process.wait()
                    raise Unopened(" / ".join(self.said[-3:]) or "it said nothing")
                case _:
                    self.said.append(line)
        return self

    @property
    def port(self) -> str:
        """Of its pages."""
        return self.link.split(":")[2].split("/")[0]

    async def kill(self) -> None:
        """SIGKILL: no code of ours runs any more."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.communicate()
