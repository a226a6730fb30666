"""The settings: read once from ``companion.toml`` and the environment, checked, then frozen.

The environment wins over the file, the file over the defaults. The file lies in the data folder:
``$COMPANION_HOME``, else ``$XDG_DATA_HOME/companion``, else ``~/.local/share/companion``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from companion.domain.errors import BadSetting

__all__ = ["SETTINGS", "Settings", "read_settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user may choose.

    ``whisper`` is a model's id in the catalogue, or ``auto``: the largest that keeps up here.
    ``key`` is where the key of the séances is kept: ``auto`` (the keyring, else this machine's memory),
    ``keyring``, ``passphrase`` or ``runtime``. ``microphone`` and ``loudspeaker`` are device names, None for
    the system's own choice. ``language_model`` is the address on this machine of a server that may reword a
    line, None for none, and ``language_model_name`` the name of the model there.
    """

    home: Path
    port: int = 8756
    whisper: str = "auto"
    beam: int = 5
    language: str = "fr"
    microphone: str | None = None
    loudspeaker: str | None = None
    key: str = "auto"
    language_model: str | None = None
    language_model_name: str = ""

    @property
    def database(self) -> Path:
        """Where the séances are kept."""
        return self.home / "companion.db"


SETTINGS = (
    "port",
    "whisper",
    "beam",
    "language",
    "microphone",
    "loudspeaker",
    "key",
    "language_model",
    "language_model_name",
)
"""Keys of ``companion.toml``; each is also ``COMPANION_`` and its name in capitals in the environment."""

_BOUNDS = {"port": (0, 65535), "beam": (1, 10)}
_CHOICES = {"language": ("fr", "en"), "key": ("auto", "keyring", "passphrase", "runtime")}


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of this user. Raises BadSetting with one sentence that names the setting."""
    home = _home(environ)
    chosen = _file(home / "companion.toml")
    for key in SETTINGS:
        if value := environ.get(f"COMPANION_{key.upper()}"):
            chosen[key] = value
    return Settings(home=home, **{key: _checked(key, value) for key, value in chosen.items()})


def _home(environ: Mapping[str, str]) -> Path:
    if own := environ.get("COMPANION_HOME"):
        return Path(own).expanduser()
    data = environ.get("XDG_DATA_HOME")
    return (
        Path(data) if data else Path(environ.get("HOME", "~")).expanduser() / ".local/share"
    ) / "companion"


def _file(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise _bad("companion.toml n'est pas du TOML valide") from None
    except OSError:
        raise _bad("companion.toml ne peut pas être lu : vérifiez ses droits") from None
    if unknown := set(data) - set(SETTINGS):
        raise _bad(f"« {min(unknown)} » est inconnu ; réglages possibles : {', '.join(SETTINGS)}")
    return data


def _checked(key: str, value: Any) -> Any:
    if key in _BOUNDS:
        return _number(key, value, *_BOUNDS[key])
    if not isinstance(value, str) or not value.strip():
        raise _bad(f"« {key} » doit être un texte")
    if key in _CHOICES and value not in _CHOICES[key]:
        raise _bad(f"« {key} » est à choisir parmi : {', '.join(_CHOICES[key])}")
    return value.strip()


def _number(key: str, value: Any, least: int, most: int) -> int:
    try:
        number = int(value) if isinstance(value, str) else value
    except ValueError:
        number = None
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise _bad(f"« {key} » doit être un nombre entier de {least} à {most}")
    return number


def _bad(what: str) -> BadSetting:
    return BadSetting("bad_setting", f"Réglage inutilisable : {what}.")
