"""Where models are looked for: in a checkout, installed, or where the person says."""

from pathlib import Path

from companion.adapters.places import fetched_models, shipped_models


def _checkout(root: Path) -> Path:
    (root / "models").mkdir()
    (root / "models" / "catalogue.toml").touch()
    (root / "companion").mkdir()
    return root / "companion"


def test_checkout_keeps_its_models_in_var(tmp_path: Path) -> None:
    """Trying Companion out fills no other folder."""
    package = _checkout(tmp_path)
    assert shipped_models(package) == tmp_path / "models"
    assert fetched_models({}, package) == tmp_path / "var" / "models"


def test_installed_companion_uses_the_persons_fetched_models(tmp_path: Path) -> None:
    """The shipped models are inside the package, the data where the system wants it."""
    package = tmp_path / "site-packages" / "companion"
    (package / "_models").mkdir(parents=True)
    assert shipped_models(package) == package / "_models"
    assert fetched_models({"XDG_DATA_HOME": "/data"}, package) == Path("/data/companion/models")


def test_companion_home_wins(tmp_path: Path) -> None:
    """The person's choice comes before everything."""
    chosen = tmp_path / "chosen"
    assert fetched_models({"COMPANION_HOME": str(chosen)}, _checkout(tmp_path)) == chosen / "models"
