"""Notes are drafted when their time has come, again after each correction, never from what was struck."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator

import pytest

from companion.adapters.clock import SystemClock
from companion.adapters.methods import load_method
from companion.app.house import House
from companion.app.scribe import Scribe
from companion.domain.messages import (
    CorrectText,
    DraftNotes,
    EndSession,
    NextStep,
    NotesDrafted,
    PartFailed,
    PartRecovered,
    Recorded,
    Refused,
    SessionClosed,
    Strike,
)
from companion.domain.method import Method
from companion.domain.minutes import Minutes
from companion.domain.notes import Evidence, NoteLine, Notes, Section
from companion.storage.event_log import EventLog
from tests.domain.table import preparing
from tests.fakes.floor import ScriptedFloor
from tests.web.told import do, say, started


class Drafter:
    """Every utterance is a line. It waits before it answers while its door is shut."""

    def __init__(self) -> None:
        self.door = threading.Event()
        self.door.set()
        self.begun = threading.Event()
        self.fault: Exception | None = None
        self.drafts = 0

    def __call__(self, minutes: Minutes, method: Method) -> Notes:
        self.drafts += 1
        self.begun.set()
        assert self.door.wait(10)
        if self.fault:
            raise self.fault
        lines = (
            NoteLine(
                id=f"contexte:{one.id}:0",
                section=Section.CONTEXT,
                text=one.text,
                said=one.text,
                person=one.person,
                evidence=(Evidence(utterance=one.id, start=one.start, end=one.end),),
            )
            for one in minutes.utterances
        )
        return Notes(title="", date=None, roles=tuple(minutes.roster), lines=tuple(lines))


class Desk:
    def __init__(self, house: House, drafter: Drafter) -> None:
        self.house, self.drafter = house, drafter
        self.scribe = Scribe(house, drafter)

    def texts(self) -> list[str]:
        draft = self.house.session.review.draft
        return [line.text for line in draft.lines] if draft else []

    async def until(self, step: str) -> None:
        while self.house.session.step is None or self.house.session.step.id != step:
            await do(self.house, NextStep())

    async def drafted(self) -> int:
        await self.scribe.idle()
        log = await self.house.log()
        return sum(isinstance(one.event, NotesDrafted) for one in log)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    store = await EventLog.open(":memory:")
    house = House("s1", load_method("codev"), store, SystemClock(), ScriptedFloor())
    await house.prepare(preparing())
    await started(house)
    desk = Desk(house, Drafter())
    await say(house, "u1", "claire", "Une phrase.")
    yield desk
    await desk.scribe.idle()
    await store.close()


async def test_no_draft_before_the_synthese_is_over(desk: Desk) -> None:
    await desk.until("synthese")
    answer = await desk.house.engine.submit(DraftNotes())
    assert isinstance(answer, Refused) and answer.code == "too_early"
    assert (await desk.drafted(), desk.drafter.drafts) == (0, 0)
    await do(desk.house, NextStep())
    await desk.scribe.idle()
    assert desk.texts() == ["Une phrase."]


async def test_the_end_and_each_correction_make_a_new_draft(desk: Desk) -> None:
    await do(desk.house, EndSession())
    assert await desk.drafted() == 1
    await do(desk.house, CorrectText(utterance="u1", text="Une autre phrase."))
    assert await desk.drafted() == 2
    assert desk.texts() == ["Une autre phrase."]
    await do(desk.house, DraftNotes())
    assert await desk.drafted() == 2  # the same again is not written again


async def test_a_line_struck_while_the_notes_are_drafted_is_not_in_them(desk: Desk) -> None:
    """Neither in the state nor in the log, at any moment."""
    await say(desk.house, "u2", "karim", "Un secret.")
    shown: list[Recorded] = []
    desk.house.bus.subscribe(Recorded, shown.append)
    desk.drafter.door.clear()
    await do(desk.house, EndSession())
    await asyncio.to_thread(desk.drafter.begun.wait, 10)
    await do(desk.house, Strike(utterance="u2"))
    desk.drafter.door.set()
    await desk.scribe.idle()
    assert desk.texts() == ["Une phrase."]
    assert desk.drafter.drafts == 2
    assert not any("secret" in str(one.event) for one in shown)
    assert not any("secret" in str(one.event) for one in await desk.house.log())


async def test_what_the_drafter_fails_at_is_told_without_a_word_of_it(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.drafter.fault = ValueError("Un secret.")
    with caplog.at_level(logging.ERROR):
        await do(desk.house, EndSession())
        assert await desk.drafted() == 0
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
    told = [one.event for one in await desk.house.log() if isinstance(one.event, PartFailed | PartRecovered)]
    assert [type(event) for event in told] == [PartFailed]
    desk.drafter.fault = None
    await do(desk.house, DraftNotes())
    assert await desk.drafted() == 1
    told = [one.event for one in await desk.house.log() if isinstance(one.event, PartFailed | PartRecovered)]
    assert [type(event) for event in told] == [PartFailed, PartRecovered]


async def test_nothing_is_drafted_from_a_transcript_that_was_erased(desk: Desk) -> None:
    """The draft that there is stays."""
    await do(desk.house, EndSession())
    await desk.drafted()
    await desk.house.engine.hear(SessionClosed(utterances=1, cues=0))
    await do(desk.house, DraftNotes())
    await desk.scribe.idle()
    assert desk.texts() == ["Une phrase."]
