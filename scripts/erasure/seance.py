"""Two séances in a data folder: one that will be forgotten, full of marker words, and one that stays."""

import os
import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from companion.adapters.clock import SystemClock
from companion.adapters.locked import keys_of, nobody, opened, settle
from companion.adapters.runtime import runtime_folder, write_private
from companion.domain.messages import (
    ContractProposed,
    Event,
    Recorded,
    SessionEnded,
    SessionPrepared,
    SessionStarted,
    UtteranceCorrected,
    UtteranceTranscribed,
    VoiceKept,
)
from companion.domain.people import Person, Programme, Role
from companion.storage.event_log import EventLog
from companion.storage.programme_book import EncryptedProgrammeBook
from companion.storage.voice_book import EncryptedVoiceBook

__all__ = ["ENCRYPTED", "FORGOTTEN", "KEPT", "STAYS", "markers", "write_seances"]

FORGOTTEN, STAYS = "20260101-090000-forget", "20260101-100000-stays0"
KEPT = "programmes"
"""The folder of voices that outlive their séance."""
ENCRYPTED = "companion.db"
"""How the names of the files begin that are under the key of the séances."""


def markers(count: int) -> list[str]:
    """Words that are in no dictionary, some with accents; the same at every call."""
    accents = ("", "é", "ÿ", "Ç", "œ")
    return [f"{accents[number % 5]}Zqx{number:04d}wvk" for number in range(count)]


async def write_seances(home: Path, memory: Path, count: int) -> bytes:
    """Write both as the product does; the key that they are under."""
    environ = {**os.environ, "COMPANION_RUNTIME": str(memory)}
    key = opened(home, [one for one in keys_of(home, nobody, environ) if one.place == "runtime"])
    log = await EventLog.open(home / "companion.db", key=key.key)
    settle(home, key)
    await log.append(_numbered(STAYS, [_prepared("Ce qui reste", "Léa"), SessionStarted()]))
    words = markers(count)
    for start in range(0, count, 50):
        await log.append(_numbered(FORGOTTEN, _events(words, start), start))
    programme = _programme(words[0])
    kept = VoiceKept(person="p1", until=programme.ends)
    await log.append(_numbered(FORGOTTEN, [kept, SessionEnded()], count))
    await log.close()
    runtime = runtime_folder(home, environ)
    assert runtime is not None
    book = EncryptedVoiceBook(home / "voices", runtime, write_private)
    book.keep(FORGOTTEN, words[0], np.frombuffer(secrets.token_bytes(768), dtype="<f4"))
    voices = EncryptedProgrammeBook(home / KEPT, key.key, write_private)
    voices.keep(programme, words[1], np.frombuffer(secrets.token_bytes(768), dtype="<f4"))
    plain = home / "companion.db.abime-1"
    plain.write_bytes(" ".join(words).encode("utf-16-le"))
    return key.key


def _events(words: list[str], start: int) -> list[Event]:
    mine = words[start : start + 50]
    if start == 0:
        return [_prepared(mine[0], mine[1], _programme(mine[0])), SessionStarted(), *_said(mine[2:], start)]
    return [ContractProposed(text=mine[0].upper(), type="suggestions"), *_said(mine[1:], start)]


def _said(words: list[str], start: int) -> list[Event]:
    said: list[Event] = []
    for number, word in enumerate(words):
        utterance, at = f"u{start + number}", float(start + number)
        if number % 7 == 0:
            said.append(UtteranceCorrected(utterance=utterance, text=f"on a mis « {word.lower()} »"))
        else:
            text = f"Je crois que {word} " * (1 + number % 60)
            said.append(
                UtteranceTranscribed(utterance=utterance, start=at, end=at + 1, text=text, ready_at=at)
            )
    return said


def _programme(name: str) -> Programme:
    """Under way whenever this runs."""
    return Programme(name=name, ends=SystemClock().now().date() + timedelta(days=30))


def _prepared(title: str, name: str, programme: Programme | None = None) -> SessionPrepared:
    person = Person(id="p1", name=name, role=Role.CLIENT)
    minutes = (("accueil", 5.0),)
    day = date(2026, 1, 1)
    return SessionPrepared(
        title=title,
        language="fr",
        method="codev",
        date=day,
        people=(person,),
        minutes=minutes,
        programme=programme,
    )


def _numbered(session_id: str, events: list[Event], after: int = 0) -> list[Recorded]:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    return [
        Recorded(seq=after + number, at=at, elapsed=float(number), session_id=session_id, event=event)
        for number, event in enumerate(events, 1)
    ]
