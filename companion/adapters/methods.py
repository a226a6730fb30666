"""Method files: the TOML files of ``companion/methods``, one per method."""

import tomllib
from importlib.resources import files

from companion.domain.errors import BadMethod
from companion.domain.method import Method
from companion.domain.method_reader import method_from_plain

__all__ = ["known_methods", "load_method"]

_FOLDER = files("companion") / "methods"


def known_methods() -> tuple[str, ...]:
    """The ids of the methods that come with Companion, in alphabetical order."""
    names = (entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in names))


def load_method(method_id: str) -> Method:
    """The method of that id. Raises BadMethod for an unknown id (naming the known ones) or a bad file."""
    known = known_methods()
    if method_id not in known:
        raise BadMethod(
            "unknown_method", f"Méthode inconnue : « {method_id} ». Méthodes connues : {', '.join(known)}."
        )
    try:
        data = tomllib.loads((_FOLDER / f"{method_id}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError:
        raise BadMethod(
            "bad_method", f"Le fichier de la méthode « {method_id} » n'est pas du TOML valide."
        ) from None
    return method_from_plain(data)
