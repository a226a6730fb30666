"""What the listener of a second screen is made of: its port, a certificate, its address as a picture."""

from dataclasses import replace
from pathlib import Path
from socket import socket

from companion.adapters.clock import SystemClock
from companion.adapters.qr import qr_codes
from companion.adapters.runtime import runtime_folder, write_private
from companion.adapters.self_signed import self_signed
from companion.web.lan import Lan

__all__ = ["second_screen"]


def second_screen(home: Path, listener: socket) -> Lan:
    """The door of a second screen, at the address of that port. Raises CompanionError."""
    address = listener.getsockname()[0]
    signed = self_signed(runtime_folder(home), address, SystemClock().now(), write_private)
    lan = Lan(listener=listener, context=signed.context, fingerprint=signed.fingerprint)
    [picture] = qr_codes(lan.url)
    return replace(lan, picture=picture)
