"""No way out: an audit hook in every process that imports ``companion``, from its first import to its end.

Python code reaches this machine's loopback and nothing else: no other address, no name to look up (DNS), no
UDP, no raw socket, no listening for other machines. Code in C is not seen by an audit hook: for it there is
``companion.adapters.isolation``. What is refused raises ``EgressRefused``, and is told once to whoever asked
with ``on_attempt``; neither says where it would have gone, for an address can carry words.
"""

import functools
import ipaddress
import os
import socket
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

from companion.domain.errors import EgressRefused

__all__ = ["EgressRefused", "guard", "hold_seances", "let_download", "let_listen", "on_attempt"]

SWITCHES = {
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "OTEL_SDK_DISABLED": "true",
    "TRANSFORMERS_OFFLINE": "1",
}
"""What libraries are told before they are loaded. ``ORT``: onnxruntime's wheel for Linux sends its maker a
count of sessions unless it is told not to."""

_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
"""A proxy on loopback would be a way out that looks like none."""

_FAMILIES = {-1, socket.AF_INET, socket.AF_INET6, socket.AF_UNIX}  # -1: the default, which is AF_INET
_KIND = 0xF  # without SOCK_NONBLOCK and SOCK_CLOEXEC
_ASKED_ON = ("companion.hearing", "companion.conducting", "companion.storage")
"""What holds a séance: never in a process that downloads."""


class _Guard:
    """The state of this process: only ``_hook`` reads it."""

    installed = False
    downloads = False
    holds_seances = False
    listening: frozenset[str] = frozenset()
    tell: Callable[[str], None] | None = None


def guard(environment: MutableMapping[str, str] = os.environ) -> None:
    """Close the way out of this process and tell libraries so; twice is once. Nothing opens it again but
    ``let_download``, before any part that holds a séance is loaded."""
    environment.update(SWITCHES)
    if not _Guard.installed:
        _Guard.installed = True
        sys.addaudithook(_hook)
        for method, event in _NAMING_METHODS.items():
            setattr(socket.socket, method, _checked_first(event, method))


def hold_seances(environment: MutableMapping[str, str] = os.environ) -> None:
    """This process hears people: it can never be let download, and knows no proxy."""
    _Guard.holds_seances = True
    _Guard.downloads = False
    for name in _PROXIES:
        environment.pop(name, None)
        environment.pop(name.upper(), None)


def let_download() -> bool:
    """``companion models fetch``, a process of its own, may use the network from now on.

    False, and nothing changes, in a process that holds séances or has loaded the parts that do.
    """
    if _Guard.holds_seances or any(part in sys.modules for part in _ASKED_ON):
        return False
    _Guard.downloads = True
    return True


def let_listen(address: str) -> None:
    """Pages may be served at this address of the local network: the user chose it. Nothing may go there."""
    _Guard.listening |= {address}


def on_attempt(tell: Callable[[str], None] | None) -> None:
    """Call ``tell`` with one sentence, in the thread that tries, whenever something is refused."""
    _Guard.tell = tell


def _hook(event: str, args: tuple[Any, ...]) -> None:
    check = _CHECKS.get(event)
    if check is not None:
        if not _Guard.downloads and not check(*args):
            _refuse(event)
    elif event == "import" and _Guard.downloads and args[0] in _ASKED_ON:
        raise ImportError("a process that may download holds no séance")


def _checked_first(event: str, name: str) -> Callable[..., Any]:
    """That method of sockets: given a name, C code would look it up before it tells the hook."""
    method = getattr(socket.socket, name)

    @functools.wraps(method)
    def checked(opened: socket.socket, address: Any) -> Any:
        _hook(event, (opened, address))
        return method(opened, address)

    return checked


def _refuse(event: str) -> None:
    what = _NAMES.get(event, "envoyer un message à une autre machine")
    message = f"{_asker()} a voulu {what} : refusé. Rien n'est sorti."
    if _Guard.tell is not None:
        _Guard.tell(message)
    raise EgressRefused("egress_refused", message)


def _asker() -> str:
    """The package that tries, by the first caller that is not of Python's own."""
    frame = sys._getframe(2)  # noqa: SLF001 - the one way to know who asks, without its words
    while frame is not None:
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        ours = frame.f_globals.get("__name__") == __name__
        if package and not ours and package not in sys.stdlib_module_names and package != "__main__":
            return f"Le composant « {package} »"
        frame = frame.f_back  # type: ignore[assignment]
    return "Une partie du programme"


def _may_be_made(_socket: object, family: int, kind: int, protocol: int) -> bool:
    if family not in _FAMILIES:
        return False
    return family == socket.AF_UNIX or kind == -1 or kind & _KIND == socket.SOCK_STREAM


def _may_be_reached(_socket: object, address: object) -> bool:
    """An address of a socket: text or bytes for a file, None once connected, else host, port and the like."""
    if address is None or isinstance(address, (str, bytes)):
        return True
    return isinstance(address, tuple) and bool(address) and _is_loopback(address[0])


def _may_be_bound(opened: object, address: object) -> bool:
    chosen = isinstance(address, tuple) and bool(address) and address[0] in _Guard.listening
    return chosen or _may_be_reached(opened, address)


def _may_be_named(host: object, *_more: object) -> bool:
    """None is this machine; « localhost » is in every hosts file; an address needs no look-up."""
    if host is None:
        return True
    name = _text(host)
    return name.lower() == "localhost" or _address(name) is not None


def _may_be_asked_back(address: object) -> bool:
    return _is_loopback(address[0] if isinstance(address, tuple) and address else address)


def _is_loopback(host: object) -> bool:
    address = _address(_text(host))
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address is not None and address.is_loopback


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _text(host: object) -> str:
    if isinstance(host, (bytes, bytearray)):
        return host.decode("ascii", "replace")
    return host if isinstance(host, str) else ""


_CHECKS: dict[str, Callable[..., bool]] = {
    "socket.__new__": _may_be_made,
    "socket.connect": _may_be_reached,
    "socket.bind": _may_be_bound,
    "socket.sendto": _may_be_reached,
    "socket.sendmsg": _may_be_reached,
    "socket.getaddrinfo": _may_be_named,
    "socket.gethostbyname": _may_be_named,
    "socket.gethostbyaddr": _may_be_asked_back,
    "socket.getnameinfo": _may_be_asked_back,
}

_NAMES = {
    "socket.__new__": "ouvrir une voie vers le réseau",
    "socket.connect": "joindre une autre machine",
    "socket.bind": "s'ouvrir à d'autres machines",
    "socket.getaddrinfo": "chercher une adresse sur le réseau",
    "socket.gethostbyname": "chercher une adresse sur le réseau",
    "socket.gethostbyaddr": "chercher un nom sur le réseau",
    "socket.getnameinfo": "chercher un nom sur le réseau",
}

_NAMING_METHODS = {"connect": "socket.connect", "connect_ex": "socket.connect", "bind": "socket.bind"}
