"""The words of the pages: gettext catalogues (``locales/LANGUAGE/*.po``), read as they are by Babel.

Keys are short names, not French sentences, so that mending a sentence does not lose its translations. A
variant (``fr-CA``: Quebec's terms; ``fr-x-tu``: people say « tu ») holds only what it says otherwise.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from companion.domain.errors import CompanionError
from companion.domain.language import parts
from companion.domain.messages import Refused
from companion.domain.method import Method, Texts
from companion.domain.refusal import Refusal

__all__ = ["LANGUAGES", "TAGS", "Catalogues", "parts", "plain_method", "said", "why"]

LANGUAGES = ("fr", "en")
"""French first: it is also what stands in where a method has no English text."""

TAGS = ("fr", "fr-x-tu", "fr-CA", "fr-CA-x-tu", "en")
"""The languages that a séance may be held in."""

_FOLDER = Path(__file__).parent.parent / "locales"


class Catalogues:
    """Language tag -> the words of a page. A tag that says two things at once (``fr-CA-x-tu``: Quebec's terms
    and « tu ») takes the words of both."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._said = {path.name: _read(path) for path in sorted(folder.iterdir()) if path.is_dir()}
        self._made: dict[str, Mapping[str, str]] = {}

    def __contains__(self, tag: str) -> bool:
        return tag in TAGS

    def __getitem__(self, tag: str) -> Mapping[str, str]:
        if tag not in TAGS:
            raise KeyError(tag)
        if tag not in self._made:
            words: dict[str, str] = {}
            for part in parts(tag):
                words |= self._said.get(part, {})
            self._made[tag] = words
        return self._made[tag]


def _read(folder: Path) -> dict[str, str]:
    words: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            words |= {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}
    return words


def plain_method(method: Method, language: str) -> dict[str, Any]:
    """What a page needs of a method, in one language. Nothing in it is about a person.

    ``wording`` is what a facilitator reads of each rule of wording.
    """

    def say(texts: Texts) -> str:
        return said(texts, language)

    return {
        "id": method.id,
        "name": say(method.name),
        "exposition": method.steps[method.exposition].id,
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
        "wording": {rule.id: say(rule.tell) for rule in method.wording},
    }


def said(texts: Texts, language: str) -> str:
    """The text in the language nearest to that tag; in French, if there is none."""
    text = next((texts[part] for part in reversed(parts(language)) if part in texts), texts["fr"])
    return _spaced(text, language)


def _spaced(text: str, tag: str) -> str:
    """French sets a space inside « » and before ? ! ; and :, at which no line may break; a method's file,
    written by hand, holds plain ones."""
    if parts(tag)[0] != "fr":
        return text
    return re.sub(r"(?<=«) | (?=[»?!;:])", "\N{NO-BREAK SPACE}", text)


def why(wrong: Refused | Refusal | CompanionError, texts: Mapping[str, str]) -> str:
    """Why something is refused, or does not work, in the words of a page.

    What fails on this machine keeps its own sentence on a French page: it may name a device or a file.
    """
    keys = [f"refusal_{wrong.code}"]
    if texts["texts_language"] != LANGUAGES[0]:
        keys.append(f"failure_{wrong.code}")
    values = {} if isinstance(wrong, CompanionError) else wrong.values
    found = next((texts[key] for key in keys if key in texts), None)
    return wrong.message if found is None else _filled(found, values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda word: values.get(word[1], word[0]), text)
