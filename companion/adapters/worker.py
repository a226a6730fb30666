"""A worker: engines of native code in a process of their own, started again when it dies.

A crash of CTranslate2 or of onnxruntime, or the kernel's want of memory, takes the worker and one piece of
work; the call under way is made once more on the next worker, and given up if that one dies of it too.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing import Pipe
from typing import Any

from companion.adapters.backoff import Backoff
from companion.adapters.worker_process import Answer, Call, Faulty, Make, Refused
from companion.domain.errors import CompanionError, EngineLost, PartMissing

__all__ = ["Worker"]

PATIENCE = 120.0
"""Seconds after which a call, or the loading, hangs: the longest utterance (30 s) on the slowest machine that
is of any use takes half of it."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
"""Seconds between two starts of a worker that keeps dying."""
MOST_DEATHS = 4
"""In a row, without one answer: from then on a call no longer waits for the next start."""

_CHILD = "import sys; from companion.adapters.worker_process import main; main(int(sys.argv[1]))"


class Worker:
    """One process, one call at a time. ``name`` says in French what its engines do.

    ``watch`` tells of each death (a PartMissing with its sentence) and of each return (None), from a thread.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._child: _Child | None = None
        self._failure: PartMissing | None = None
        self._deaths = 0
        self._pauses = Backoff(FIRST_PAUSE, LONGEST_PAUSE)
        self._changed = threading.Condition()
        self._ending = threading.Event()
        self._ending.set()
        self._supervisor: threading.Thread | None = None
        self._watchers: list[Callable[[PartMissing | None], None]] = []

    def start(self, make: Make) -> None:
        """Start with these engines, in place of those before: loaded on return. Raises PartMissing."""
        self.close()
        self._failure, self._deaths = None, 0
        self._ending.clear()
        if not self._launched(make):
            raise self._dead(self._exit_code())
        self._supervisor = threading.Thread(
            target=self._supervise, args=(make,), name=f"worker {self.name}", daemon=True
        )
        self._supervisor.start()

    def call(self, engine: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """What the engine's method returns. It blocks.

        Raises EngineLost, PartMissing when it is closed or keeps dying, CompanionError for a fault inside.
        """
        wanted = Call(engine, method, args, kwargs)
        for _ in range(2):
            answer = self._ready().ask(wanted)
            if answer is not None:
                self._deaths = 0
                self._pauses.reset()
                return _value(answer)
        raise EngineLost(
            "engine_lost", f"Un moteur s'est arrêté deux fois sur le même passage ({self.name})."
        )

    def check(self) -> None:
        """Raises PartMissing while it keeps dying."""
        if self._failure is not None and self._deaths >= MOST_DEATHS:
            raise self._failure

    def watch(self, told: Callable[[PartMissing | None], None]) -> Callable[[], None]:
        """Call ``told`` at each death and each return; returns the way to stop."""
        self._watchers.append(told)
        return lambda: self._watchers.remove(told)

    def close(self) -> None:
        """End the process, at once. A call under way is given up with PartMissing."""
        with self._changed:
            self._ending.set()
            self._changed.notify_all()
            child, self._child = self._child, None
        if child is not None:
            child.end()
        if self._supervisor is not None:
            self._supervisor.join()
            self._supervisor = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(self) -> "_Child":
        """The child that is loaded and alive, as soon as there is one."""
        with self._changed:
            while True:
                if self._ending.is_set():
                    raise PartMissing("engine_closed", f"Un moteur est fermé ({self.name}).")
                if self._child is not None and self._child.loaded:
                    return self._child
                self.check()
                self._changed.wait()

    def _supervise(self, make: Make) -> None:
        """Wait for a death, start another one, until closed."""
        while (code := self._exit_code()) is not None and not self._ending.is_set():
            self._died(self._dead(code))
            while not self._ending.wait(self._pauses.pause()):
                try:
                    if self._launched(make):
                        self._tell(None)
                        break
                    self._died(self._dead(self._exit_code()))
                except PartMissing as error:
                    self._died(error)

    def _launched(self, make: Make) -> bool:
        """Whether a new child has loaded the engines; False when it died of that. Raises PartMissing."""
        child = _Child()
        with self._changed:
            if self._ending.is_set():
                child.end()
                return False
            self._child = child
        answer = child.ask(make)
        if answer is None:
            return False
        try:
            _value(answer)
        except BaseException:
            child.end()
            raise
        with self._changed:
            child.loaded, self._failure = True, None
            self._changed.notify_all()
        return True

    def _exit_code(self) -> int | None:
        """How the child died, once it has; None when there is none."""
        child = self._child
        return child.wait() if child is not None else None

    def _died(self, failure: PartMissing) -> None:
        with self._changed:
            self._deaths += 1
            self._failure = failure
            self._changed.notify_all()
        if not self._ending.is_set():
            self._tell(failure)

    def _dead(self, code: int | None) -> PartMissing:
        how = f"{self.name}, {signal.Signals(-code).name}" if code is not None and code < 0 else self.name
        if self._deaths + 1 < MOST_DEATHS:
            message = f"Un moteur s'est arrêté et redémarre ({how}). Le reste de la séance continue."
            return PartMissing("engine_died", message)
        return PartMissing(
            "engine_keeps_dying",
            f"Un moteur s'arrête sans cesse ({how}) : fermez les logiciels inutiles, puis lancez "
            "« companion doctor ». Le minutage et les étapes continuent.",
        )

    def _tell(self, failure: PartMissing | None) -> None:
        for told in tuple(self._watchers):
            told(failure)


class _Child:
    """One process and the line to it; ``loaded`` while it can be asked."""

    def __init__(self) -> None:
        self.loaded = False
        self._asking = threading.Lock()
        self._line, theirs = Pipe()
        # What this process can import, that one can: of a checkout, of an installed wheel, of the tests.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _CHILD, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def ask(self, what: object) -> Answer | Refused | Faulty | None:
        """Its answer; None when it died, or hung and was killed."""
        with self._asking:
            try:
                self._line.send(what)
                if self._line.poll(PATIENCE):
                    answer: Answer | Refused | Faulty = self._line.recv()
                    return answer
            except (EOFError, OSError):
                pass
            self.loaded = False
            self._process.kill()
            return None

    def wait(self) -> int:
        """Its exit code, once it has died."""
        code = self._process.wait()
        self.loaded = False
        return code

    def end(self) -> None:
        """Kill it: it holds nothing that must be kept. Whoever asks it something is told that it died."""
        self._process.kill()
        self.wait()
        with self._asking:
            self._line.close()


def _value(answer: Answer | Refused | Faulty) -> Any:
    match answer:
        case Answer(value):
            return value
        case Refused(code, message):
            raise PartMissing(code, message)
        case Faulty(kind):
            raise CompanionError("engine_fault", f"Un moteur a échoué sur ce passage ({kind}).")
