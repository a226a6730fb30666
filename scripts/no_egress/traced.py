"""What strace saw: which calls lead off this machine, and which files were written."""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["STRACE", "outward", "written"]

_FILES = (
    "openat,open,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "mkdir,mkdirat,mknod,mknodat"
)
STRACE = [
    *("strace", "-f", "-qq", "-y", "--seccomp-bpf", "-s", "200"),
    *("-e", f"trace=socket,connect,bind,sendto,sendmsg,sendmmsg,{_FILES}"),
]
"""Before ``-o FILE`` and the command."""

_ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
_RAW = re.compile(r"\bsocket\((AF_PACKET|AF_VSOCK|AF_INET6?, SOCK_RAW)")
_OPENED = re.compile(
    r'\b(?:open|openat|openat2)\((?:[^"]*?, )?"([^"]*)", ?[^)]*?'
    r"(?:O_WRONLY|O_RDWR|O_TMPFILE|O_CREAT)"
)
_NAMED = re.compile(
    r"\b(?:creat|rename|renameat|renameat2|link|linkat|symlink|symlinkat|mkdir|mkdirat|mknodat?)\("
)
_QUOTED = re.compile(r'"([^"]*)"')
_FAILED = re.compile(r"= -1 E\w+")
_CUT = " <unfinished ...>"
_RESUMED = re.compile(r"(\d+ +)<\.\.\. \w+ resumed>")
_NO_FILES = ("/dev/null", "/dev/tty", "/dev/snd/", "/dev/urandom", "/proc/")
"""Devices and the kernel's own switches: nothing stays there."""
_SOUND_SERVER = re.compile(r"^/dev/shm/pulse-shm-\d+$|^/memfd:pulseaudio")
"""Memory that PulseAudio shares with its clients: sound passes there as in any memory."""


def outward(lines: Iterable[str]) -> list[str]:
    """Calls that name an address outside this machine, or a socket that needs none, failed or not."""
    calls = _whole(lines)
    return [line for line in calls if _RAW.search(line) or any(map(_is_outside, _addresses(line)))]


def written(lines: Iterable[str], home: Path) -> dict[str, int]:
    """Files that were opened for writing, made or renamed, and how often; without devices.

    Names under ``home`` are given relative to it.
    """
    found: dict[str, int] = {}
    for line in _whole(lines):
        if _FAILED.search(line):
            continue
        for name in _names(line):
            if name.startswith(_NO_FILES) or _SOUND_SERVER.match(name):
                continue
            path = Path(name)
            short = str(path.relative_to(home)) if path.is_relative_to(home) else name
            found[short] = found.get(short, 0) + 1
    return found


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Calls with their results: strace tells a call in two lines when another thread comes in between."""
    begun: dict[str, str] = {}
    for line in map(str.strip, lines):
        if line.endswith(_CUT):
            begun[line.split(" ", 1)[0]] = line.removesuffix(_CUT)
        elif resumed := _RESUMED.match(line):
            yield begun.pop(resumed[1].strip(), resumed[1]) + line[resumed.end() :]
        else:
            yield line
    yield from begun.values()


def _names(line: str) -> Iterator[str]:
    if opened := _OPENED.search(line):
        yield opened[1]
    elif _NAMED.search(line):
        yield from _QUOTED.findall(line)


def _addresses(line: str) -> Iterator[str]:
    for four, six in _ADDRESS.findall(line):
        yield four or six


def _is_outside(text: str) -> bool:
    address = ipaddress.ip_address(text)
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_loopback
