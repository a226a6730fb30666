"""The hall: every séance of a machine, one at most in the room."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from companion.adapters.clock import SystemClock
from companion.app.hall import Hall
from companion.app.house import House
from companion.app.opening import open_new
from companion.domain.consents import everybody
from companion.domain.messages import (
    Accepted,
    EndSession,
    EnrolVoice,
    GiveConsent,
    NextStep,
    PrepareSession,
    Refused,
    SpeakerIdentified,
    SpeechStarted,
    StartSession,
    UtteranceRedacted,
    UtteranceTranscribed,
    VoiceEnrolled,
)
from companion.domain.people import Consent, Person, Role
from companion.domain.summary import Stage
from companion.storage.event_log import EventLog
from tests.fakes.floor import ScriptedFloor

PEOPLE = (
    Person(id="paul", name="Paul", role=Role.FACILITATOR),
    Person(id="claire", name="Claire", role=Role.CLIENT),
    Person(id="aline", name="Aline", role=Role.CONSULTANT),
)
COMMAND = PrepareSession(
    title="Essai", language="fr", method="codev", date=date(2026, 11, 20), people=PEOPLE, preset=60
)


class Presence:
    """Works of the room that only say who is in it."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.changed = asyncio.Event()

    def works(self, house: House) -> tuple[Coroutine[Any, Any, None]]:
        return (self._stay(house),)

    async def _stay(self, house: House) -> None:
        self.inside.append(house.session_id)
        self.changed.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.inside.remove(house.session_id)


class Machine:
    """A log on disk that several halls open one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.presence = Presence()

    @asynccontextmanager
    async def hall(self) -> AsyncIterator[Hall]:
        store = await EventLog.open(self.path)

        async def guest() -> tuple[House, Any]:
            house = await open_new(await EventLog.open(":memory:"), ScriptedFloor, COMMAND, SystemClock())
            house.demonstration = True
            return house, self.presence.works

        hall = Hall(store, ScriptedFloor, self.presence.works, guest)
        await hall.come_back()
        running = asyncio.create_task(hall.run())
        try:
            yield hall
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await store.close()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "companion.db")


async def made(hall: Hall, **changes: Any) -> str:
    session_id = await hall.create(replace(COMMAND, **changes))
    assert isinstance(session_id, str), session_id
    return session_id


async def do(hall: Hall, session_id: str, *commands: Any) -> None:
    house = await hall.find(session_id)
    assert house is not None
    for command in commands:
        assert isinstance(await house.engine.submit(command), Accepted)


async def stages(hall: Hall) -> dict[str, Stage]:
    return {summary.id: summary.stage for summary in await hall.summaries()}


async def test_a_seance_is_prepared_before_anybody_enters(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        assert hall.room is None
        assert await stages(hall) == {one: Stage.TO_PREPARE}


async def test_one_at_most_is_in_the_room_and_a_running_one_stays(machine: Machine) -> None:
    async with machine.hall() as hall:
        one, two = await made(hall), await made(hall, title="Autre")
        assert isinstance(await hall.enter(one), Accepted)
        await machine.presence.changed.wait()
        machine.presence.changed.clear()
        assert isinstance(await hall.enter(two), Accepted)
        await machine.presence.changed.wait()
        assert machine.presence.inside == [two]
        await do(hall, two, StartSession())
        refused = await hall.enter(one)
        assert isinstance(refused, Refused)
        assert (refused.code, "Autre" in refused.message) == ("occupied", True)
        assert hall.room is not None and hall.room.session_id == two
        await do(hall, two, EndSession())
        assert isinstance(await hall.enter(one), Accepted)


async def test_whoever_watches_is_told_of_each_move(machine: Machine) -> None:
    async with machine.hall() as hall:
        seen: list[str] = []
        stop = hall.watch(lambda: seen.append(hall.room.session_id if hall.room else ""))
        one, two = await made(hall), await made(hall)
        await hall.enter(one)
        await hall.enter(one)
        stop()
        await hall.enter(two)
        assert seen == [one]


async def test_an_unknown_or_finished_seance_does_not_enter(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        await do(hall, one, StartSession(), EndSession())
        for session_id, code in ((one, "ended"), ("nowhere", "unknown_seance")):
            answer = await hall.enter(session_id)
            assert isinstance(answer, Refused) and answer.code == code
        assert await hall.find("nowhere") is None


async def test_what_was_interrupted_comes_back_and_what_was_only_prepared_does_not(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        await hall.enter(one)
    async with machine.hall() as hall:
        assert hall.room is None
        await do(hall, one, StartSession(), NextStep())
    async with machine.hall() as hall:
        assert hall.room is not None
        assert hall.room.session_id == one
        assert hall.room.session.step is not None and hall.room.session.step.id == "expose"
        assert await stages(hall) == {one: Stage.IN_PROGRESS}


async def test_an_interrupted_seance_comes_back_whatever_was_prepared_after_it(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        await do(hall, one, StartSession())
        await made(hall, title="La semaine prochaine")
    async with machine.hall() as hall:
        assert hall.room is not None and hall.room.session_id == one


async def test_preparing_again_needs_the_version_that_was_seen(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        seen = await hall.version(one)
        assert isinstance(await hall.prepare(one, replace(COMMAND, title="Deux"), seen), Accepted)
        stale = await hall.prepare(one, replace(COMMAND, title="Trois"), seen)
        assert isinstance(stale, Refused) and stale.code == "stale"
        assert [summary.title for summary in await hall.summaries()] == ["Deux"]
        await do(hall, one, StartSession())
        late = await hall.prepare(one, COMMAND, await hall.version(one))
        assert isinstance(late, Refused) and late.code == "stale"


async def test_another_method_may_be_chosen_until_the_start(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        await hall.enter(one)
        other = replace(COMMAND, method="troika", preset=None)
        assert isinstance(await hall.prepare(one, other, await hall.version(one)), Accepted)
        assert hall.room is not None and hall.room.method.id == "troika"
        await do(hall, one, StartSession())
    async with machine.hall() as hall:
        assert hall.room is not None and hall.room.method.id == "troika"


async def test_a_refused_preparation_makes_no_seance(machine: Machine) -> None:
    async with machine.hall() as hall:
        for bad in (replace(COMMAND, people=()), replace(COMMAND, method="nothing")):
            assert isinstance(await hall.create(bad), Refused)
        assert await hall.summaries() == []


async def test_the_next_round_is_a_seance_of_its_own_made_once(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        await hall.enter(one)
        too_early = await hall.next_round(one)
        assert isinstance(too_early, Refused) and too_early.code == "not_ended"
        await do(hall, one, GiveConsent(person="claire", consent=Consent.NOTES))
        await do(hall, one, StartSession(), EndSession())
        two = await hall.next_round(one)
        assert two == await hall.next_round(one) != one
        assert hall.room is not None and hall.room.session_id == two
        prepared = hall.room.session.prepared
        assert prepared is not None
        assert (prepared.round, prepared.follows) == (2, one)
        assert [person.role for person in prepared.people] == ["facilitator", "consultant", "consultant"]
        assert dict(prepared.minutes)["expose"] == 5
        assert hall.room.session.consents == {("claire", Consent.NOTES)}


async def test_the_next_round_knows_the_voices_that_are_still_in_memory(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        house = await hall.find(one)
        assert house is not None
        for person in ("paul", "claire", "aline"):
            for consent in (Consent.HEARING, Consent.VOICEPRINT):
                await do(hall, one, GiveConsent(person=person, consent=consent))
        for person in ("claire", "aline"):
            await do(hall, one, EnrolVoice(person=person))
            await house.engine.hear(VoiceEnrolled(person=person, start=0.0, end=9.0, speech=8.0))
        house.voices.enrol("claire", [np.eye(192, dtype=np.float32)[0]])
        await do(hall, one, StartSession(), EndSession())
        two = await hall.next_round(one)
        assert isinstance(two, str)
        assert hall.room is not None
        assert hall.room.session.enrolled == {"claire"}
        assert not hall.room.session.started


async def test_an_erased_seance_is_not_found_any_more(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        house = await hall.find(one)
        assert house is not None
        await house.store.erase(one)
        assert await hall.find(one) is None
        assert await hall.summaries() == []


async def test_the_demonstration_is_kept_nowhere_and_gives_way(machine: Machine) -> None:
    async with machine.hall() as hall:
        one = await made(hall)
        demo = await hall.demonstrate()
        assert isinstance(demo, str)
        assert {summary.id: summary.demonstration for summary in await hall.summaries()} == {
            demo: True,
            one: False,
        }
        await do(hall, demo, StartSession())
        assert isinstance(await hall.enter(one), Accepted)
        await do(hall, one, StartSession())
        occupied = await hall.demonstrate()
        assert isinstance(occupied, Refused) and occupied.code == "occupied"
    async with machine.hall() as hall:
        assert list(await stages(hall)) == [one]


async def test_what_a_crash_left_half_erased_is_erased_at_the_next_start(tmp_path: Path) -> None:
    """Of a séance that is over: nobody conducts it, and its words were to go."""
    machine = Machine(tmp_path / "companion.db")
    async with machine.hall() as hall:
        session_id = await hall.create(COMMAND)
        assert isinstance(session_id, str)
        house = await hall.find(session_id)
        assert house is not None
        for consent in everybody(house.session.roster):
            await house.engine.submit(consent)
        await house.engine.submit(StartSession())
        said = UtteranceTranscribed(utterance="u1", start=1.0, end=2.0, text="Wilfrid", ready_at=3.0)
        for event in (SpeechStarted(utterance="u1", start=1.0), named("u1", "claire"), said):
            await house.engine.hear(event)
        await house.engine.submit(EndSession())
        log = await house.log()
        assert said in [one.event for one in log]
        struck = replace(log[-1], seq=log[-1].seq + 1, event=UtteranceRedacted(utterance="u1"))
        await house.store.append([struck])  # and the power goes
    async with machine.hall() as hall:
        again = await hall.find(session_id)
        assert again is not None
        assert "Wilfrid" not in str(await again.log())


def named(utterance: str, person: str) -> SpeakerIdentified:
    return SpeakerIdentified(
        utterance=utterance, person=person, start=1.0, end=2.0, confidence=0.8, final=True, ready_at=2.0
    )
