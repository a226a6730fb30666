"""Method files: the TOML files of ``companion/methods``, one per method."""

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

from companion.domain.errors import BadMethod
from companion.domain.method import Method
from companion.domain.method_reader import method_from_plain
from companion.domain.wording.likeness import Example

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
    method = method_from_plain(data)
    return replace(method, examples=tuple(e for rule in method.wording for e in _examples(rule.id)))


@cache
def _examples(rule: str) -> tuple[Example, ...]:
    """The phrases of a rule of wording: rule, step, role, ``flag`` or ``ok``, phrase, separated by tabs."""
    lines = (_FOLDER / "phrases" / f"{rule.lower()}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return tuple(Example(rule, expected == "flag", text) for _, _, _, expected, text in rows)
