"""A process in an empty network, by the kernel; tried in processes of their own."""

import sys
from pathlib import Path

import pytest

from companion.adapters.isolation import isolated
from tests.adapters.test_virtual_audio import run

# C code, which no audit hook sees: the C library itself connects and sends. Prints two error numbers or 0.
REACH = """
import ctypes, errno, os, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
def reach(kind, host, port):
    handle = libc.socket(socket.AF_INET, kind, 0)
    address = struct.pack("=HH4s8x", socket.AF_INET, socket.htons(port), socket.inet_aton(host))
    wrong = libc.connect(handle, address, len(address))
    return errno.errorcode.get(ctypes.get_errno(), "") if wrong else "reached"
"""

ISOLATE = """
import os, threading
from companion.adapters.isolation import isolate, isolated
{before}
"""


def ran(before: str, after: str) -> list[str]:
    done = run(sys.executable, "-c", ISOLATE.format(before=before) + REACH + after)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def need_isolation(before: str = "") -> None:
    said = ran(before, "print(isolate().sentence)\nprint(isolated())")
    if said[1] != "True":
        pytest.skip(f"this machine isolates nothing: {said[0]}")


# as a user without rights, when the tests are run by root: the rootless way is the one that users have
USER = """
import ctypes, encodings.idna  # what Python would load later, and that user might not read
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: /proc/self is the user's again
"""


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
@pytest.mark.parametrize("before", ["", USER], ids=["as it is", "as a user"])
def test_c_code_reaches_nothing_and_an_open_port_still_answers(before: str) -> None:
    """The host's loopback included; the same code outside does reach it, so that the test can fail."""
    need_isolation(before)
    after = """
listener = socket.socket(); listener.bind(("127.0.0.1", 0)); listener.listen()
port = listener.getsockname()[1]
outside, inside = os.pipe()
ready, told = os.pipe()
if os.fork() == 0:  # stays outside, and knocks when told
    os.read(ready, 1)
    with socket.create_connection(("127.0.0.1", port)) as caller: caller.sendall(b"knock")
    os._exit(0)
print(reach(socket.SOCK_STREAM, "127.0.0.1", port))
listener.accept()[0].close()
print(isolate().holds, isolated(), os.getuid() == os.stat("/proc/self").st_uid)
os.write(told, b"!")
print(listener.accept()[0].recv(5).decode())
print(reach(socket.SOCK_STREAM, "127.0.0.1", port), reach(socket.SOCK_DGRAM, "198.51.100.7", 9))
print(os.system("exec 3<>/dev/tcp/127.0.0.1/%d 2>/dev/null" % port) != 0)
"""
    assert ran(before, after) == ["reached", "True True True", "knock", "ENETUNREACH ENETUNREACH", "True"]


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_there_is_no_way_back_for_a_user() -> None:
    """Not even into the namespace of the process that started it."""
    need_isolation(USER)
    after = """
host = os.open("/proc/self/ns/net", os.O_RDONLY)
isolate()
print(libc.setns(host, 0x40000000), errno.errorcode[ctypes.get_errno()])
"""
    assert ran(USER, after) == ["-1 EPERM"]


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_once_threads_work_it_is_too_late_and_says_so() -> None:
    """The kernel would move one thread and leave the others."""
    before = "threading.Thread(target=threading.Event().wait, daemon=True).start()"
    assert "déjà commencé" in ran(before, "print(isolate().sentence)")[0]


def test_this_process_is_not_isolated() -> None:
    """The tests themselves are a control: they have a loopback."""
    assert not isolated()
    assert Path("/proc/self/net/dev").exists() or sys.platform != "linux"
