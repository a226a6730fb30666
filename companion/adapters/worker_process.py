"""The child of a ``Worker``: makes the engines that it is told, then answers calls until its parent is gone.

Whatever native code does here, the séance, its pages and its clock are in another process. Nothing is
written anywhere: no output, no core file, and the text of an error stays inside, since it may hold words.
"""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from companion.adapters.core_files import forbid_core_files
from companion.domain.errors import CompanionError

__all__ = ["Answer", "Call", "Faulty", "Make", "Refused", "main"]

Make = Callable[[], Mapping[str, object]]
"""Loads engines, by name; it crosses over as the name of a function and its arguments."""

_FIRST_TO_GO = "700"
"""Score added for Linux's out-of-memory killer (-1000 to 1000): an engine can be started again."""


@dataclass(frozen=True, slots=True)
class Call:
    """One method of one engine, with its arguments."""

    engine: str
    method: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What it returned; of the engines' loading, None."""

    value: Any = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A CompanionError, in its own words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Faulty:
    """An error that nobody foresaw: the name of its class."""

    kind: str


def main(line: int) -> None:
    """Serve the parent on that file descriptor: first what makes the engines, then calls.

    Ends with the parent, in the middle of a native call too.
    """
    _be_expendable()
    parent = Connection(line)
    received: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(parent, received), daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            received.put(parent.recv())
    os._exit(0)


def _work(parent: Connection, received: "queue.SimpleQueue[Any]") -> None:
    engines: Mapping[str, Any] = {}

    def load(make: Make) -> None:
        nonlocal engines
        engines = make()

    with suppress(OSError):  # the parent is gone
        parent.send(_told(load, received.get()))
        while True:
            call: Call = received.get()
            parent.send(_told(_carry_out, engines, call))
            del call  # samples are not kept until the next call


def _carry_out(engines: Mapping[str, Any], call: Call) -> Any:
    return getattr(engines[call.engine], call.method)(*call.args, **call.kwargs)


def _told(work: Callable[..., Any], *args: Any) -> Answer | Refused | Faulty:
    try:
        return Answer(work(*args))
    except CompanionError as error:
        return Refused(error.code, error.message)
    except Exception as error:  # told by name alone
        return Faulty(type(error).__name__)


def _be_expendable() -> None:
    """The parent says when to stop, not the terminal; memory is taken here first, and never dumped."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    if sys.platform == "linux":
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    forbid_core_files()  # last: it gives this process's own files under /proc to root
