"""The séances of this machine, unlocked: the log under its key, and the books of voices."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from companion.adapters.clock import SystemClock
from companion.adapters.locked import keys_of, opened, settle
from companion.adapters.runtime import runtime_folder, write_private
from companion.app.forgetting import Places
from companion.app.kept_voices import sweep
from companion.app.programme_voices import destroy_what_no_longer_stands
from companion.config import Settings
from companion.domain.errors import StoreFailed
from companion.domain.keys import KeyPlace
from companion.storage.event_log import EventLog
from companion.storage.programme_book import EncryptedProgrammeBook
from companion.storage.voice_book import EncryptedVoiceBook

__all__ = ["Archive", "open_archive"]

_LOST = (
    "La clé des séances précédentes était dans la mémoire de la machine, qui a été éteinte : plus "
    "personne ne peut les lire. L'ancien fichier est gardé à côté ({name}) : vous pouvez le supprimer. "
    "Pour que cela n'arrive plus, choisissez une phrase de passe : COMPANION_KEY=passphrase."
)


@dataclass(frozen=True, slots=True)
class Archive:
    """``notices`` are sentences for the terminal and the pages. ``book``: None without a runtime folder."""

    log: EventLog
    book: EncryptedVoiceBook | None
    programmes: EncryptedProgrammeBook
    place: KeyPlace
    places: Places
    notices: tuple[str, ...]


async def open_archive(settings: Settings, ask: Callable[[bool], str]) -> Archive:
    """Find or make the key, open what it opens. Raises StoreFailed with a sentence.

    ``ask(again)`` gives the passphrase; it blocks.
    """
    home = settings.home
    wanted = None if settings.key == "auto" else KeyPlace(settings.key)
    key = await asyncio.to_thread(lambda: opened(home, keys_of(home, ask), wanted))
    notices: tuple[str, ...] = ()
    if key.lost:
        notices = (_LOST.format(name=_set_aside(settings.database)),)
    log = await EventLog.open(settings.database, key=key.key, former=key.former)
    try:
        programmes = EncryptedProgrammeBook(home / "programmes", key.key, write_private, key.former)
        settle(home, key)
        runtime = runtime_folder(home)
        book = None if runtime is None else EncryptedVoiceBook(home / "voices", runtime, write_private)
        if book is not None:
            sweep(book, await log.sessions())  # a séance may have been forgotten, and the power gone
        await destroy_what_no_longer_stands(log, programmes, SystemClock().now().astimezone().date())
    except BaseException:
        await log.close()
        raise
    if log.rescued is not None:
        notices = (*notices, log.rescued.sentence)
    folders = (home, runtime) if runtime else (home,)
    return Archive(log, book, programmes, key.place, Places(folders), notices)


def _set_aside(database: Path) -> str:
    """Nobody can read it any more, so it is left alone. Raises StoreFailed."""
    number = 1
    while (aside := database.with_name(f"{database.name}.illisible-{number}")).exists():
        number += 1
    try:
        for end in ("-wal", "-shm"):
            database.with_name(database.name + end).unlink(missing_ok=True)
        if database.exists():
            database.rename(aside)
    except OSError as error:
        raise StoreFailed(
            "not_writable", "Companion ne peut pas écrire dans le dossier des séances : corrigez ses droits."
        ) from error
    return aside.name
