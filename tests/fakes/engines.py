"""Engines made in a worker's process, with faults that a test can call for."""

import ctypes
import os
import time
from collections.abc import Mapping
from pathlib import Path

from companion.domain.errors import PartMissing


class Breakable:
    """Dies as native code does, as often as the file ``deadly`` has lines."""

    def __init__(self, deadly: Path) -> None:
        self._deadly = deadly

    def echo(self, what: object) -> object:
        """The same, unless it dies of it."""
        take_a_life(self._deadly)
        return what

    def pid(self) -> int:
        return os.getpid()

    def fail(self) -> None:
        raise ValueError("des mots de la séance")

    def hang(self) -> None:
        time.sleep(3600)


def take_a_life(deadly: Path) -> None:
    lives = deadly.read_text().splitlines() if deadly.exists() else []
    if lives:
        deadly.write_text("\n".join(lives[1:]))
        ctypes.string_at(0)  # as a bad pointer in native code


def breakable(deadly: Path) -> Mapping[str, object]:
    return {"it": Breakable(deadly)}


def dead_on_arrival(deadly: Path) -> Mapping[str, object]:
    """Dies while it is loaded."""
    take_a_life(deadly)
    return breakable(deadly.with_name("never"))


def missing() -> Mapping[str, object]:
    raise PartMissing("model_missing", "Le modèle manque : allez le chercher.")
