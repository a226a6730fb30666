"""No core file: what was in memory (sound, voices, words) is not to be found on the disk after a crash."""

import ctypes
import resource
import sys

__all__ = ["forbid_core_files"]

_PR_SET_DUMPABLE = 4


def forbid_core_files() -> None:
    """For this process, from now on."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A core that is piped to a program heeds no limit; a process that may not be dumped leaves none.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
