"""Whether the files of a model on disk are the ones in the catalogue."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from companion.adapters.model_catalogue import Edition, Model, ModelFile

__all__ = ["complete_edition", "damaged_file", "sha256_of", "stamp", "stamped"]

_STAMP = ".verified.json"
_BLOCK = 1 << 20


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def complete_edition(model: Model, folder: Path) -> Edition | None:
    """The first edition whose files all stand in the folder with the right size. Quick: reads no byte."""
    for edition in model.editions:
        if all(_size(folder / file.name) == file.size for file in edition.files):
            return edition
    return None


def damaged_file(edition: Edition, folder: Path) -> ModelFile | None:
    """The first file whose bytes are not those of the catalogue, or None. Reads everything."""
    for file in edition.files:
        if sha256_of(folder / file.name) != file.sha256:
            return file
    return None


def stamp(edition: Edition, folder: Path) -> None:
    """Remember that these very files were verified, so that the next start need not read them again."""
    # a folder that cannot be written costs one more reading at each start, nothing else
    with suppress(OSError):
        (folder / _STAMP).write_text(json.dumps(_fingerprints(edition.files, folder)), encoding="utf-8")


def stamped(edition: Edition, folder: Path) -> bool:
    """Whether these files were verified and none of them was touched since."""
    try:
        known = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(known == _fingerprints(edition.files, folder))


def _fingerprints(files: Iterable[ModelFile], folder: Path) -> dict[str, list[object]]:
    facts = ((file, (folder / file.name).stat()) for file in files)
    return {file.name: [file.sha256, stat.st_size, stat.st_mtime_ns] for file, stat in facts}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else -1
    except OSError:
        return -1
