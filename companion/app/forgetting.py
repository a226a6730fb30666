"""« Oublier cette séance »: nothing of it stays, and what proves it says nothing of it."""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from companion.adapters.word_search import files_in, search
from companion.domain.certificate import Certificate
from companion.domain.messages import Recorded
from companion.domain.programme import kept_in
from companion.ports import ProgrammeBook, Store, VoiceBook

__all__ = ["Places", "forget"]

MOST_WORDS = 50
"""The longest ones: each costs a look at every byte."""
_WORD = re.compile(r"\w{6,}")
"""Shorter ones are in other files for other reasons."""


@dataclass(frozen=True, slots=True)
class Places:
    """``folders`` where something of a séance could lie, less those named in ``leave``."""

    folders: tuple[Path, ...]
    leave: tuple[str, ...] = ("models",)


async def forget(
    session_id: str,
    store: Store,
    book: VoiceBook | None,
    places: Places,
    now: datetime,
    programmes: ProgrammeBook | None = None,
) -> Certificate:
    """Erase it, then look for its words. Raises StoreFailed; it is then erased at the next start.

    Voices that it kept for its programme go first: the log of the séance is what tells whose they are.
    """
    log = await store.events(session_id)
    words = await _its_own(session_id, log, store)
    voices = sum(programmes.forget(who) for who in kept_in(log)) if programmes is not None else 0
    await store.erase(session_id)
    if book is not None:
        book.destroy(session_id)
    files, found = await asyncio.to_thread(_search, words, places)
    return Certificate(
        session_id=session_id,
        erased_at=now,
        events=len(log),
        words=len(words),
        files=files,
        voices=voices,
        found_in=tuple(file.name for file in found),
    )


async def _its_own(session_id: str, log: Sequence[Recorded], store: Store) -> set[str]:
    """Words that this séance holds and no other one does."""
    words = _words(log)
    for other in await store.sessions():
        if other != session_id and words:
            words -= _words(await store.events(other))
    return set(sorted(words, key=len, reverse=True)[:MOST_WORDS])


def _words(log: Iterable[Recorded]) -> set[str]:
    kinds = {type(recorded.event).__name__.lower() for recorded in log}
    said = {word.lower() for one in log for text in _texts(one.event) for word in _WORD.findall(text)}
    return {word for word in said if word not in kinds}


def _texts(value: Any) -> Iterator[str]:
    """What a person said or typed: texts, titles and names. Ids, rules and methods are ours."""
    if is_dataclass(value):
        for field in fields(value):
            inside = getattr(value, field.name)
            if not isinstance(inside, str) or field.name in ("text", "title", "name"):
                yield from _texts(inside)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            if not isinstance(one, str):
                yield from _texts(one)


def _search(words: set[str], places: Places) -> tuple[int, list[Path]]:
    files = list(files_in(places.folders, places.leave))
    return len(files), search(files, words) if words else []
