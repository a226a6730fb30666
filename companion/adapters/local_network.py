"""The addresses of this machine on a local network: asked of the system, never of a name server."""

import fcntl
import ipaddress
import socket
import struct
import sys

from companion.domain.errors import CompanionError

__all__ = ["chosen_address"]

AUTO = "auto"
_SIOCGIFADDR = 0x8915  # linux/sockios.h
_NOT_LOCAL = "Cette adresse n'est pas celle d'un réseau local : {address}. Donnez celle de cet ordinateur."


def chosen_address(wanted: str) -> str:
    """The address ``wanted``, or with AUTO the only one that this machine has. Raises CompanionError.

    A public address is refused: a second screen is in the room.
    """
    if wanted != AUTO:
        try:
            address = ipaddress.ip_address(wanted)
        except ValueError:
            raise CompanionError("not_local", _NOT_LOCAL.format(address=wanted)) from None
        if not _local(address):
            raise CompanionError("not_local", _NOT_LOCAL.format(address=wanted))
        return str(address)
    found = _addresses()
    if len(found) == 1:
        return found[0]
    if not found:
        raise CompanionError(
            "no_lan",
            "Cet ordinateur n'a pas d'adresse sur un réseau local : reliez-le, ou donnez --lan ADRESSE.",
        )
    raise CompanionError(
        "which_lan", f"Plusieurs adresses : choisissez avec --lan ADRESSE ({', '.join(found)})."
    )


def _addresses() -> list[str]:
    if sys.platform != "linux":
        return []
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as asking:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking, _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
            except OSError:
                continue  # without an address
            found.append(socket.inet_ntoa(answer[20:24]))
    return sorted(address for address in set(found) if _local(ipaddress.ip_address(address)))


def _local(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    special = address.is_loopback or address.is_unspecified or address.is_multicast
    return address.is_private and not special
