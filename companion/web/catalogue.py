"""The words of the pages, one flat catalogue a language.

TOML rather than gettext: the same catalogue serves the templates and, as JSON, the scripts of the
page, without a compiled file, a build step or a further dependency; keys are short names, so that
mending a French sentence does not lose its English one.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from companion.domain.method import Method, Texts

__all__ = ["LANGUAGES", "load_catalogues", "plain_method"]

LANGUAGES = ("fr", "en")
"""French first: it is also what stands in where a method has no English text."""

_FOLDER = Path(__file__).parent.parent / "locales"


def load_catalogues() -> dict[str, Mapping[str, str]]:
    """Language code -> key -> text."""
    return {code: tomllib.loads((_FOLDER / f"{code}.toml").read_text("utf-8")) for code in LANGUAGES}


def plain_method(method: Method, language: str) -> dict[str, Any]:
    """What a page needs of a method, in one language. Nothing in it is about a person."""

    def say(texts: Texts) -> str:
        return texts.get(language, texts["fr"])

    return {
        "id": method.id,
        "name": say(method.name),
        "steps": [
            {
                "id": step.id,
                "name": say(step.name),
                "aim": say(step.aim),
                "rule": say(step.rule),
                "script": say(step.script),
                "holders": [role.value for role in step.holders],
                "needs_contract": step.needs_contract,
            }
            for step in method.steps
        ],
    }
