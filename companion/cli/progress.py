"""A progress bar on a terminal; silence anywhere else."""

from types import TracebackType
from typing import TextIO

__all__ = ["ProgressBar"]

_WIDTH = 30


class ProgressBar:
    """Called with the bytes that are here and the bytes in all; redrawn when the percentage changes."""

    def __init__(self, title: str, out: TextIO) -> None:
        self._title = title
        self._out = out
        self._shown = -1

    def __enter__(self) -> "ProgressBar":
        return self

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent == self._shown or not self._out.isatty():
            return
        self._shown = percent
        filled = "█" * (_WIDTH * percent // 100)
        mega = f"{done / 1e6:.0f} / {total / 1e6:.0f} Mo"
        self._out.write(f"\r{self._title}  {filled:<{_WIDTH}} {percent:>3} %  {mega} ")
        self._out.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown >= 0:
            self._out.write("\n")
