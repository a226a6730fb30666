"""A process and those that it started, as Linux shows them under /proc; elsewhere nothing is known."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["figures_of", "peaks_of", "tree"]

_PROC = Path("/proc")


def tree(pid: int) -> Iterator[int]:
    """That process and its descendants, those that are alive."""
    yield pid
    with suppress(OSError):
        for thread in (_PROC / str(pid) / "task").iterdir():
            with suppress(OSError):
                for child in (thread / "children").read_text(encoding="ascii").split():
                    yield from tree(int(child))


def figures_of(pid: int) -> dict[str, int]:
    """Numbers of /proc/PID/status by their names, memory in bytes; empty when it is gone."""
    figures = {}
    with suppress(OSError):
        for line in (_PROC / str(pid) / "status").read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            number, *unit = value.split() or [""]
            if number.isdigit():
                figures[name] = int(number) * (1024 if unit == ["kB"] else 1)
    return figures


def peaks_of(pid: int) -> dict[int, int]:
    """Bytes of memory that each process of the tree held at most so far."""
    known = {one: figures_of(one).get("VmHWM") for one in tree(pid)}
    return {one: peak for one, peak in known.items() if peak is not None}
