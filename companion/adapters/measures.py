"""How fast each Whisper ran on this machine, as last measured: ``measures.toml`` in the data folder."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from companion.adapters.exported_file import write_whole

__all__ = ["read_measures", "write_measures"]

_NAME = "measures.toml"


def read_measures(home: Path) -> dict[str, float]:
    """Seconds of work per second of speech, by model. Empty when nothing usable was measured."""
    try:
        factors = tomllib.loads((home / _NAME).read_text(encoding="utf-8"))["real_time_factor"]
        return {model: float(factor) for model, factor in factors.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # the next « companion doctor » writes it anew


def write_measures(home: Path, factors: Mapping[str, float]) -> None:
    """Remember them. Raises StoreFailed when the disk refuses."""
    lines = [f'"{model}" = {factor:.3f}' for model, factor in factors.items()]
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(home / _NAME, "\n".join(["[real_time_factor]", *lines]) + "\n")
