"""Where models are looked for: in a checkout, installed, or where the person says."""

from pathlib import Path

from companion.adapters.places import data_folder, shipped_models


def _checkout(root: Path) -> Path:
    (root / "models").mkdir()
    (root / "models" / "catalogue.toml").touch()
    (root / "companion").mkdir()
    return root / "companion"


def test_checkout_keeps_its_data_in_var(tmp_path: Path) -> None:
    """Nothing is written outside of a checkout."""
    package = _checkout(tmp_path)
    assert shipped_models(package) == tmp_path / "models"
    assert data_folder({}, package) == tmp_path / "var"


def test_installed_companion_uses_the_persons_data_folder(tmp_path: Path) -> None:
    """The shipped models are inside the package, the data where the system wants it."""
    package = tmp_path / "site-packages" / "companion"
    (package / "_models").mkdir(parents=True)
    assert shipped_models(package) == package / "_models"
    assert data_folder({"XDG_DATA_HOME": "/data"}, package).name == "companion"


def test_companion_home_wins(tmp_path: Path) -> None:
    """The person's choice comes before everything."""
    chosen = tmp_path / "chosen"
    assert data_folder({"COMPANION_HOME": str(chosen)}, _checkout(tmp_path)) == chosen
