"""Whether a database holds sound or voiceprints: every value of every table is looked at."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from companion.storage.connection import open_database

__all__ = ["Found", "sound_in"]

VOICE_BOOK = ("voice_book", "voiceprints", "voices")
"""Tables where a voiceprint may lie, under a key of its own."""

_NUMBERS = 32
"""A list of so many numbers is no message of ours: 2 ms of sound, a sixth of a voiceprint."""
_CODED = re.compile(r"[A-Za-z0-9+/_=-]{120,}")
"""As long as base64 of 22 numbers; no word is, and no id."""

Found = tuple[str, str]
"""The table, and what was found there."""


def sound_in(file: Path, key: bytes | None = None) -> list[Found]:
    """What looks like samples or an embedding, outside the voice book. Raises StoreFailed for a wrong key."""
    database = open_database(file, key=key)
    try:
        tables = database.table_names()
        found = []
        for table in tables:
            if table in VOICE_BOOK:
                continue
            for row in database.execute(f'select * from "{table}"'):  # noqa: S608 - the names are its own
                found += [(table, what) for value in row for what in _suspect(value)]
        return found
    finally:
        database.close()


def _suspect(value: Any) -> Iterator[str]:
    if isinstance(value, bytes):
        yield f"{len(value)} octets"
    elif isinstance(value, str):
        if _CODED.search(value):
            yield "un texte codé"
        try:
            yield from _numbers(json.loads(value))
        except ValueError:
            return


def _numbers(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _numbers(item)
    elif isinstance(value, list):
        if len(value) >= _NUMBERS and all(isinstance(item, (int, float)) for item in value):
            yield f"une liste de {len(value)} nombres"
        for item in value:
            yield from _numbers(item)
