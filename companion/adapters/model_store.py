"""The models on this machine: which are there, whether they are whole, where to find them.

Nothing here touches the network except ``fetch``, which only ``companion models fetch`` calls.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from companion.adapters.model_catalogue import Edition, Model, read_catalogue
from companion.adapters.model_fetch import HUB, Progress, fetch_model
from companion.adapters.model_files import complete_edition, damaged_file, stamp, stamped
from companion.domain.errors import PartMissing

__all__ = ["HUB", "ModelState", "ModelStore"]


class ModelState(StrEnum):
    """What a quick look says of a model, without reading its bytes."""

    MISSING = "missing"
    INCOMPLETE = "incomplete"
    PRESENT = "present"
    VERIFIED = "verified"


class ModelStore:
    """Models that ship (``shipped``, with the catalogue) and models that were fetched (``folder``)."""

    def __init__(self, folder: Path, shipped: Path) -> None:
        self._folder = folder
        self._shipped = shipped
        self._catalogue = read_catalogue(shipped / "catalogue.toml")

    def __iter__(self) -> Iterator[Model]:
        return iter(self._catalogue.values())

    def model(self, model_id: str) -> Model:
        """A model of the catalogue. Raises PartMissing ``model_unknown``."""
        if model := self._catalogue.get(model_id):
            return model
        known = ", ".join(self._catalogue)
        raise PartMissing(
            "model_unknown", f"Le modèle « {model_id} » n'existe pas ; choisissez parmi : {known}."
        )

    def home(self, model_id: str) -> Path:
        """The folder where the model's files stand, or would stand."""
        return self._shipped if self.model(model_id).ships else self._folder / model_id

    def state(self, model_id: str) -> ModelState:
        """What a quick look says."""
        model, home = self.model(model_id), self.home(model_id)
        edition = complete_edition(model, home)
        if edition is None:
            some = any((home / file.name).exists() for each in model.editions for file in each.files)
            return ModelState.INCOMPLETE if some else ModelState.MISSING
        return ModelState.VERIFIED if stamped(edition, home) else ModelState.PRESENT

    def installed(self) -> tuple[str, ...]:
        """The ids of the models whose files all have the right size, in the catalogue's order."""
        found = (model.id for model in self if complete_edition(model, self.home(model.id)))
        return tuple(found)

    def present(self) -> tuple[str, ...]:
        """The ids of the models of which something is there, whole or not, and of those that ship."""
        return tuple(
            model.id for model in self if model.ships or self.state(model.id) is not ModelState.MISSING
        )

    def path(self, model_id: str) -> Path:
        """Where to load the model from: its file if it is one file, else its folder.

        The first time, and whenever a file was touched, its bytes are checked. Raises PartMissing:
        ``model_unknown``, ``model_missing`` or ``model_corrupt``, saying what to do.
        """
        edition, home = self._edition(model_id), self.home(model_id)
        if not stamped(edition, home):
            self.verify(model_id)
        return home / edition.files[0].name if len(edition.files) == 1 else home

    def verify(self, model_id: str) -> None:
        """Read every byte of the model. Raises PartMissing ``model_missing`` or ``model_corrupt``."""
        edition, home = self._edition(model_id), self.home(model_id)
        if damaged := damaged_file(edition, home):
            raise PartMissing(
                "model_corrupt", f"Le fichier « {home / damaged.name} » est abîmé : {self._cure(model_id)}"
            )
        if not edition.ships:
            stamp(edition, home)

    def fetch(
        self, model_id: str, progress: Progress, source_folder: Path | None = None, hub: str = HUB
    ) -> None:
        """Bring the model here from ``source_folder`` if given, else from the network. Verified, atomic.

        Raises PartMissing: ``model_unknown``, ``model_unreachable``, ``model_corrupt`` or ``disk_full``.
        """
        model = self.model(model_id)
        if model.ships:
            self.verify(model_id)
            return
        if self.state(model_id) is not ModelState.VERIFIED:
            stamp(fetch_model(model, self.home(model_id), progress, source_folder, hub), self.home(model_id))

    def _edition(self, model_id: str) -> Edition:
        model, home = self.model(model_id), self.home(model_id)
        if edition := complete_edition(model, home):
            return edition
        if self.state(model_id) is ModelState.INCOMPLETE:
            raise PartMissing(
                "model_corrupt", f"Le modèle « {model_id} » est incomplet : {self._cure(model_id)}"
            )
        raise PartMissing("model_missing", f"Le modèle « {model_id} » manque : {self._cure(model_id)}")

    def _cure(self, model_id: str) -> str:
        model = self.model(model_id)
        if model.ships:
            return "il est livré avec Companion, réinstallez Companion."
        names = ", ".join(file.name for file in model.editions[0].files)
        return (
            f"lancez « companion models fetch {model_id} », "
            f"ou copiez {names} dans le dossier « {self.home(model_id)} »."
        )
