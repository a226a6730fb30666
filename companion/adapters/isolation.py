"""An empty network for this process and its children, C code included, by the Linux kernel.

The process moves into a network namespace of its own that has no interface up, not even loopback. What was
opened before stays open: the page's socket goes on answering on the host's loopback, and files that are
sockets (PulseAudio, PipeWire, D-Bus) are still reached, since they are found by their path. Whatever must
stay outside is started before, and talked to through a pipe or a socket pair: the browser is
(``companion.adapters.browser``), and so is a process that rewords through a language model on loopback.

Nobody needs to be root: a user namespace goes with it, in which the user keeps their own number. There the
way back is closed too, since nothing in it may enter the namespace it came from; root may.
"""

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Isolation", "isolate", "isolated"]

_NEWUSER, _NEWNET = 0x10000000, 0x40000000  # sched.h
_NO_NEW_PRIVILEGES = 38  # prctl.h

_EVERYWHERE = {"lo", "sit0", "tunl0", "ip6tnl0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0"}
"""What some kernels list in every namespace: without an address, none leads anywhere."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """Whether the kernel holds this process without a network, and one sentence that says so or why not."""

    holds: bool
    sentence: str


_HOLDS = Isolation(True, "Isolé : le système d'exploitation ne laisse à Companion aucun réseau.")
_NOT_LINUX = Isolation(
    False, "Sans isolement du système, qui n'est pas Linux : le garde de Companion veille seul."
)
_TOO_LATE = Isolation(False, "Sans isolement du système : Companion avait déjà commencé à travailler.")
_REFUSED = Isolation(
    False,
    "Sans isolement du système, qui l'a refusé : le garde de Companion veille seul. "
    "Le service systemd fourni isole aussi.",
)


def isolate() -> Isolation:
    """Leave the network for good. Before any thread starts: the kernel moves threads one by one."""
    if sys.platform != "linux":
        return _NOT_LINUX
    if isolated():
        return _HOLDS
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        return _TOO_LATE
    if not _would_hold():
        return _REFUSED
    _leave()
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return _HOLDS


def _would_hold() -> bool:
    """Tried by a child first: a system that lets one go only half of the way would leave it crippled."""
    child = os.fork()
    if child == 0:
        held = False
        try:
            _leave()
            held = isolated()
        finally:
            os._exit(0 if held else 1)
    return os.waitpid(child, 0)[1] == 0


def _leave() -> None:
    """Raises OSError."""
    user, group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEWNET) == 0:  # root
        return
    if libc.unshare(_NEWUSER | _NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    _keep_numbers(user, group)


def isolated() -> bool:
    """Whether this process sees no interface but a loopback of its own that is down (Linux)."""
    try:
        interfaces = Path("/proc/self/net/dev").read_text(encoding="utf-8").splitlines()[2:]
        addresses = Path("/proc/self/net/fib_trie").read_text(encoding="utf-8")
    except OSError:
        return False
    names = {line.partition(":")[0].strip() for line in interfaces}
    return names <= _EVERYWHERE and "LOCAL" not in addresses


def _keep_numbers(user: int, group: int) -> None:
    """The user is the same inside: files and sound are theirs as before."""
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny", encoding="utf-8")
    (own / "uid_map").write_text(f"{user} {user} 1", encoding="utf-8")
    (own / "gid_map").write_text(f"{group} {group} 1", encoding="utf-8")
