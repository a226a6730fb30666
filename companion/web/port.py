"""The port of the pages, opened on this machine only, or handed over by systemd."""

import errno
import ipaddress
import os
import socket
from collections.abc import Mapping

from companion.domain.errors import CompanionError

__all__ = ["BACKLOG", "open_port", "passed_port"]

BACKLOG = 64
"""Connections that may wait to be accepted: a browser opens six at once, a room has few browsers."""

_FIRST_PASSED = 3
"""The descriptor of the first socket that systemd hands over: sd_listen_fds(3)."""


def open_port(host: str, port: int) -> socket.socket:
    """Take the port, so that browsers may knock already.

    Raises CompanionError (``port_taken``, ``port_refused``, ``not_loopback``).
    """
    if not ipaddress.ip_address(host).is_loopback:
        raise _not_loopback(host)
    return take(host, port)


def passed_port(environment: Mapping[str, str] = os.environ) -> socket.socket | None:
    """The socket that systemd opened for this process, if any. Raises CompanionError (``not_loopback``)."""
    if environment.get("LISTEN_PID") != str(os.getpid()) or environment.get("LISTEN_FDS") != "1":
        return None
    listener = socket.socket(fileno=_FIRST_PASSED)
    host = listener.getsockname()[0]
    if not ipaddress.ip_address(host).is_loopback:
        listener.close()
        raise _not_loopback(host)
    return listener


def take(host: str, port: int) -> socket.socket:
    """Listen at that address, whatever it is. Raises as ``open_port``."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise CompanionError(
                "port_taken",
                f"Le port {port} est déjà pris : un autre Companion tourne peut-être. Fermez-le, "
                "ou choisissez un autre port.",
            ) from error
        raise CompanionError(
            "port_refused",
            f"Le port {port} ne peut pas être ouvert sur cette machine : choisissez-en un autre, au-dessus "
            "de 1024.",
        ) from error
    return listener


def _not_loopback(host: str) -> CompanionError:
    return CompanionError(
        "not_loopback", f"Companion ne s'ouvre que sur cette machine : {host} n'est pas 127.0.0.1."
    )
