"""Where a sound server lets us hear from: PulseAudio, and PipeWire in its stead, move a stream to another
source without a word, even to the monitor of our own loudspeaker. Both are asked over PulseAudio's protocol;
where neither answers, nothing moves a stream.
"""

import ctypes.util
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

__all__ = ["Source", "heard_from", "watch"]

_EVERY = 0.25
"""Seconds between two looks, of about a millisecond each."""


@dataclass(frozen=True, slots=True)
class Source:
    """What our latest stream hears. ``loop``: it is the monitor of the loudspeaker, not a microphone."""

    stream: int
    name: str
    loop: bool


def heard_from() -> Source | None:
    """What we hear from now, None when no server tells. Blocks for some milliseconds.

    A stream that the server put on the loudspeaker's monitor while it has a microphone is moved there.
    """
    with _server() as server:
        if server is None:
            return None
        found = _source(server)
        if found is not None and found.loop:
            default = server.source_default_get()
            if default.name != found.name:
                server.source_output_move(found.stream, default.index)
                found = _source(server)
        return found
    return None


def watch(begun: Source, over: threading.Event, moved: Callable[[], None]) -> None:
    """Beside everything else, call ``moved`` once that stream hears something else; until ``over``."""
    threading.Thread(target=_watch, args=(begun, over, moved), name="rerouting", daemon=True).start()


def _watch(begun: Source, over: threading.Event, moved: Callable[[], None]) -> None:
    with _server() as server:
        while server is not None and not over.wait(_EVERY):
            now = _source(server, begun.stream)
            if now is None:
                return  # it has ended, which is noticed elsewhere
            if now.name != begun.name:
                moved()
                return


def _source(server: Any, stream: int | None = None) -> Source | None:
    """What that stream hears; without one, our latest."""
    ours = [
        each
        for each in server.source_output_list()
        if each.proplist.get("application.process.id") == str(os.getpid()) and stream in (None, each.index)
    ]
    if not ours:
        return None
    latest = max(ours, key=lambda each: int(each.index))
    source = server.source_info(latest.source)
    loop = source.monitor_of_sink_name == server.server_info().default_sink_name
    return Source(latest.index, source.name, loop)


@contextmanager
def _server() -> Iterator[Any]:
    """A connection to the sound server, None without one; whatever it refuses ends the block."""
    try:
        with _no_compiler():
            import pulsectl
    except (ImportError, OSError):  # no client library: no such server either
        yield None
        return
    gone = pulsectl.PulseError, pulsectl.PulseDisconnected
    with suppress(*gone), pulsectl.Pulse("companion", connect=False) as server:
        try:
            server.connect(autospawn=False)
        except gone:
            yield None
            return
        yield server


@contextmanager
def _no_compiler() -> Iterator[None]:
    """pulsectl first seeks a library by a name that none has, and for what it does not find ``ctypes`` runs
    gcc, which writes files. Told at once that there is none, pulsectl opens the one it wants.
    """
    seek = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = seek
