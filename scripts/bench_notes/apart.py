"""A task in a process of its own, so that its peak of memory is its own too."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

__all__ = ["apart"]


def apart(name: str, task: Callable[[], str]) -> tuple[float, float]:
    """Seconds of processor and megabytes at most of that task, in a process that does nothing else.

    Its start is counted; what else the machine does is not.
    """
    mine, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_measure, args=(task, theirs))
    process.start()
    theirs.close()
    seconds, megabytes, said = mine.recv()
    process.join()
    print(f"{name:<24} {seconds:6.2f} s   {megabytes:6.0f} MB at most   {said}", flush=True)
    return seconds, megabytes


def _measure(task: Callable[[], str], told: Connection) -> None:
    said = task()
    seconds = time.process_time()
    unit = 1e6 if sys.platform == "darwin" else 1e3
    told.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, said))
