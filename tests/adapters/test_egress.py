"""The guard of this very process, which imported ``companion``; what would change it runs in another."""

import gc
import os
import socket
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from companion.adapters import egress
from companion.adapters.egress import EgressRefused, on_attempt
from tests.adapters.test_virtual_audio import run

FAR = "198.51.100.7"  # RFC 5737: in nobody's network

WAYS_OUT: dict[str, Callable[[], object]] = {
    "an address": lambda: socket.create_connection((FAR, 80), timeout=1),
    "an address, politely": lambda: socket.socket().connect_ex((FAR, 80)),
    "an IPv6 address": lambda: socket.socket(socket.AF_INET6).connect(("2001:db8::1", 80)),
    "an address hidden in IPv6": lambda: socket.socket(socket.AF_INET6).connect((f"::ffff:{FAR}", 80)),
    "every address": lambda: socket.socket().connect(("0.0.0.0", 80)),  # noqa: S104 - refused is what is tested
    "a name": lambda: socket.getaddrinfo("example.org", 443),
    "a name in bytes": lambda: socket.getaddrinfo(b"example.org", 443),
    "a name, the old way": lambda: socket.gethostbyname("example.org"),
    "a name, by the socket": lambda: socket.socket().connect(("example.org", 80)),
    "a name for an address": lambda: socket.gethostbyaddr(FAR),
    "UDP": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "UDP on IPv6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC),
    "a raw socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
    "listening everywhere": lambda: socket.socket().bind(("0.0.0.0", 0)),  # noqa: S104 - the same
    "listening everywhere, unsaid": lambda: socket.socket().bind(("", 0)),
    "listening everywhere on IPv6": lambda: socket.socket(socket.AF_INET6).bind(("::", 0)),
}
if sys.platform == "linux":
    WAYS_OUT["frames"] = lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    WAYS_OUT["vsock"] = lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)


@pytest.fixture
def told() -> Iterator[list[str]]:
    sentences: list[str] = []
    on_attempt(sentences.append)
    yield sentences
    on_attempt(None)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out_is_refused_and_told(way: str, told: list[str]) -> None:
    """In one sentence, that does not say where it would have gone."""
    with pytest.raises(EgressRefused) as refused:
        WAYS_OUT[way]()
    refused.value.__traceback__ = None  # its frames hold the socket, which nobody closed: let it go here
    gc.collect()
    assert told == [refused.value.message]
    assert "Le composant « tests » a voulu" in told[0] and "refusé" in told[0]
    assert FAR not in told[0] and "example" not in told[0]


def test_what_libraries_do_with_it(told: list[str]) -> None:
    """It is an OSError: they report that there is no network, as they would."""
    with pytest.raises(OSError, match="refusé"):
        urllib.request.urlopen("http://example.org/", timeout=1)
    assert len(told) == 1


def test_a_thread_is_guarded_too(told: list[str]) -> None:
    def go() -> None:
        with pytest.raises(EgressRefused):
            WAYS_OUT["an address"]()

    thread = threading.Thread(target=go)
    thread.start()
    thread.join()
    assert len(told) == 1


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_this_machine_talks_to_itself(family: socket.AddressFamily, told: list[str]) -> None:
    """Loopback in both families, a name that needs no look-up, and sockets between processes."""
    host = "127.0.0.1" if family == socket.AF_INET else "::1"
    with socket.socket(family) as listener:
        try:
            listener.bind((host, 0))
        except OSError:
            pytest.skip("no IPv6 on this machine")
        listener.listen()
        with socket.create_connection((host, listener.getsockname()[1])) as caller:
            caller.sendall(b"!")
    assert socket.getaddrinfo("localhost", 80)
    one, two = socket.socketpair()
    with one, two:
        one.sendall(b"!")
    assert told == []


FORK = """
import multiprocessing, companion
def go():
    {}
process = multiprocessing.get_context("fork").Process(target=go)
process.start()
process.join()
raise SystemExit(process.exitcode)
"""


@pytest.mark.parametrize(
    "code",
    ["import companion.domain.speech; {}", FORK, "import sys; sys.path.insert(0, '.'); import companion; {}"],
    ids=["a part", "a fork", "whatever its path"],
)
def test_every_process_is_guarded_from_its_first_import(code: str) -> None:
    """Whatever part of Companion it imports, and whoever starts it."""
    attempt = f'import socket; socket.create_connection(("{FAR}", 80), timeout=1)'
    done = run(sys.executable, "-c", code.format(attempt))
    assert done.returncode == 1 and "EgressRefused" in done.stderr


def test_libraries_are_told_before_they_are_loaded() -> None:
    """Offline and without telemetry, in the environment that children inherit, whatever it said before."""
    code = "import companion, os; print([os.environ[name] for name in companion.adapters.egress.SWITCHES])"
    done = run(sys.executable, "-c", code, HF_HUB_OFFLINE="0")
    assert done.stdout.strip() == str(list(egress.SWITCHES.values()))
    assert os.environ["HF_HUB_OFFLINE"] == "1"


FETCHING = """
import socket
from companion.adapters.egress import hold_seances, let_download
{}
print(let_download())
try:
    socket.socket().bind(("0.0.0.0", 0)); print("open")
except OSError as error:
    print(type(error).__name__)
try:
    import companion.storage.connection; print("loaded")
except ImportError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("", ["True", "open", "a process that may download holds no séance"]),
        ("hold_seances()", ["False", "EgressRefused", "loaded"]),
        ("import companion.conducting.engine", ["False", "EgressRefused", "loaded"]),
    ],
)
def test_a_process_downloads_or_holds_séances(before: str, said: list[str]) -> None:
    """Never both, in whichever order they are asked for."""
    assert run(sys.executable, "-c", FETCHING.format(before)).stdout.splitlines() == said


def test_a_process_that_holds_séances_knows_no_proxy() -> None:
    """A proxy on loopback would be a way out."""
    code = (
        "import os; from companion.adapters.egress import hold_seances; hold_seances();"
        "print([name for name in ('https_proxy', 'ALL_PROXY') if name in os.environ])"
    )
    done = run(sys.executable, "-c", code, https_proxy="http://127.0.0.1:1", ALL_PROXY="http://127.0.0.1:1")
    assert done.stdout.strip() == "[]"
