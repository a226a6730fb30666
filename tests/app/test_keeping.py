"""What a hall keeps: voices over a crash, the rest no longer than it may, nothing once forgotten."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from companion.adapters.clock import SystemClock
from companion.app.forgetting import Places
from companion.app.hall import Hall
from companion.app.house import House
from companion.domain.consents import everybody
from companion.domain.errors import BadSeance
from companion.domain.messages import (
    EndSession,
    EnrolVoice,
    ForgetVoice,
    Refused,
    SessionClosed,
    SpeakerIdentified,
    SpeechStarted,
    StartSession,
    UtteranceTranscribed,
    VoiceEnrolled,
    WithdrawConsent,
)
from companion.domain.people import Consent
from companion.ports import VoiceBook
from companion.storage.event_log import EventLog
from tests.app.test_hall import COMMAND
from tests.fakes.floor import ScriptedFloor
from tests.fakes.voice_book import DictVoiceBook

WORD = "Wilfridxylophage"


class Later(SystemClock):
    """A clock whose time of day runs ahead."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + Later.ahead


@pytest.fixture(autouse=True)
def today() -> None:
    Later.ahead = timedelta()


@asynccontextmanager
async def hall(folder: Path, book: VoiceBook) -> AsyncIterator[Hall]:
    async def guest() -> tuple[House, Any]:
        raise BadSeance("no_demonstration", "La démonstration n'est pas installée.")

    store = await EventLog.open(folder / "companion.db")
    one = Hall(store, ScriptedFloor, lambda _: (), guest, clock=Later, book=book, places=Places((folder,)))
    await one.come_back()
    try:
        yield one
    finally:
        await store.close()


async def held(one: Hall) -> House:
    """A séance in which the first person's voice is known, and said something."""
    session_id = await one.create(replace(COMMAND, title=f"Titre {WORD}"))
    assert isinstance(session_id, str)
    house = await one.find(session_id)
    assert house is not None
    for consent in everybody(house.session.roster):
        await house.engine.submit(consent)
    person = COMMAND.people[0].id
    await house.engine.submit(EnrolVoice(person=person))
    house.voices.enrol(person, [np.ones(192, dtype=np.float32)])
    await house.engine.hear(VoiceEnrolled(person=person, start=0.0, end=9.0, speech=9.0))
    await house.engine.submit(StartSession())
    labelled = SpeakerIdentified(
        utterance="u1", person=person, start=1.0, end=2.0, confidence=0.8, final=True, ready_at=2.0
    )
    said = UtteranceTranscribed(utterance="u1", start=1.0, end=2.0, text=f"Bonjour {WORD}", ready_at=3.0)
    for event in (SpeechStarted(utterance="u1", start=1.0), labelled, said):
        await house.engine.hear(event)
    return house


async def test_voices_outlive_a_crash_and_die_with_the_seance(tmp_path: Path) -> None:
    book, person = DictVoiceBook(), COMMAND.people[0].id
    async with hall(tmp_path, book) as one:
        first = await held(one)
    async with hall(tmp_path, book) as one:
        again = await one.find(first.session_id)
        assert again is not None and again.voices.people == (person,)
        known, before = again.voices.voiceprint(person), first.voices.voiceprint(person)
        assert known is not None and before is not None and np.array_equal(known, before)
        await again.engine.submit(EndSession())
        assert book.kept == {}


@pytest.mark.parametrize("stuck", [False, True])
async def test_a_voice_that_is_withdrawn_is_gone_from_the_book(tmp_path: Path, stuck: bool) -> None:
    """If it cannot be destroyed alone, all are."""
    book, person = DictVoiceBook(), COMMAND.people[0].id
    async with hall(tmp_path, book) as one:
        house = await held(one)
        book.stuck = stuck
        await house.engine.submit(WithdrawConsent(person=person, consent=Consent.VOICEPRINT))
        assert house.voices.people == () and not any(book.kept.values())


async def test_a_voice_forgotten_while_it_could_not_be_told_is_destroyed_at_the_next_start(
    tmp_path: Path,
) -> None:
    book, person = DictVoiceBook(), COMMAND.people[0].id
    async with hall(tmp_path, book) as one:
        house = await held(one)
        await house.engine.submit(ForgetVoice(person=person))
        book.kept[house.session_id] = {person: np.ones(192, dtype=np.float32)}  # as a crash would leave it
    book.kept["nobody-s"] = {"lea": np.ones(192, dtype=np.float32)}
    async with hall(tmp_path, book) as one:
        again = await one.find(house.session_id)
        assert again is not None and again.voices.people == () and not any(book.kept.values())


@pytest.mark.parametrize("dead", [False, True])
async def test_the_transcript_goes_a_day_after_the_end(tmp_path: Path, dead: bool) -> None:
    """While Companion runs, or at its next start."""
    book = DictVoiceBook()
    async with hall(tmp_path, book) as one:
        house = await held(one)
        await house.engine.submit(EndSession())
        await one.retain()
        assert f"Bonjour {WORD}" in str(await house.log())
        Later.ahead = timedelta(hours=25)
        if not dead:
            await one.retain()
            assert "Bonjour" not in str(await house.log())
    async with hall(tmp_path, book) as one:
        again = await one.find(house.session_id)
        assert again is not None
        log = await again.log()
        assert "Bonjour" not in str(log) and not [e for e in log if isinstance(e.event, SpeakerIdentified)]
        assert [e.event for e in log if isinstance(e.event, SessionClosed)] == [
            SessionClosed(utterances=1, cues=0)
        ]


async def test_a_seance_that_was_left_ends_after_a_day_and_goes_a_day_later(tmp_path: Path) -> None:
    book = DictVoiceBook()
    async with hall(tmp_path, book) as one:
        house = await held(one)
    Later.ahead = timedelta(hours=25)
    async with hall(tmp_path, book) as one:
        assert one.room is None
        again = await one.find(house.session_id)
        assert again is not None and again.session.ended_at is not None
        Later.ahead = timedelta(hours=51)
        await one.retain()
        assert "Bonjour" not in str(await again.log())


async def test_a_forgotten_seance_leaves_a_certificate_and_nothing_else(tmp_path: Path) -> None:
    book = DictVoiceBook()
    async with hall(tmp_path, book) as one:
        house = await held(one)
        assert await one.forget(house.session_id) == Refused(
            "running", "Terminez d'abord cette séance : elle est en cours."
        )
        await house.engine.submit(EndSession())
        (tmp_path / "copie.txt").write_text(f"exporté : {WORD.upper()}", encoding="utf-16")
        proof = await one.forget(house.session_id)
        assert not isinstance(proof, Refused)
        assert proof.found_in == ("copie.txt",), "what somebody copied elsewhere is told"
        assert proof.words >= 1 and proof.events > 5
        assert WORD.lower() not in "\n".join(proof.lines).lower()
        assert await one.find(house.session_id) is None and await one.summaries() == []
        assert isinstance(await one.forget(house.session_id), Refused)
    assert WORD.encode() not in (tmp_path / "companion.db").read_bytes()
