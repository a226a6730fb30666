"""Where Companion's own files are on this machine."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["data_folder", "shipped_models"]

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_models(package: Path = _PACKAGE) -> Path:
    """The catalogue and the small models: ``companion/_models`` when installed, else the checkout's."""
    installed = package / "_models"
    return installed if installed.is_dir() else package.parent / "models"


def data_folder(environment: Mapping[str, str] = os.environ, package: Path = _PACKAGE) -> Path:
    """Where big models and everything that a person makes are kept.

    ``$COMPANION_HOME`` if it is set; else ``var/`` of the checkout that this runs from; else the data
    folder that the system gives an application of this user.
    """
    if home := environment.get("COMPANION_HOME"):
        return Path(home).expanduser().absolute()
    if (package.parent / "models" / "catalogue.toml").is_file():
        return package.parent / "var"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "companion"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "companion"
