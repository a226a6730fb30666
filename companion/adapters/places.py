"""Where the models are on this machine."""

import os
from collections.abc import Mapping
from pathlib import Path

__all__ = ["demonstration", "fetched_models", "shipped_models"]

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_models(package: Path = _PACKAGE) -> Path:
    """The catalogue and the small models: ``companion/_models`` when installed, else the checkout's."""
    installed = package / "_models"
    return installed if installed.is_dir() else package.parent / "models"


def demonstration() -> Path:
    """The demonstration séance."""
    return _PACKAGE / "demo"


def fetched_models(environment: Mapping[str, str] = os.environ, package: Path = _PACKAGE) -> Path:
    """Where the big models are kept.

    In ``$COMPANION_HOME/models`` if it is set; else in ``var/models`` of the checkout that this runs from;
    else in ``$XDG_DATA_HOME/companion/models``, which is ``~/.local/share/companion/models`` by default.
    """
    if home := environment.get("COMPANION_HOME"):
        return Path(home).expanduser().absolute() / "models"
    if (package.parent / "models" / "catalogue.toml").is_file():
        return package.parent / "var" / "models"
    data = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "companion" / "models"
