"""A recorded séance on the table's page, with its cues and without: the same frames, at the same moments.

``demo.heard.jsonl`` is what the models made of the demonstration:
``companion replay companion/demo --events tests/web/demo.heard.jsonl``. It is conducted again here on a clock
that moves by hand, so that moments are compared and nothing is timed.
"""

import json
from pathlib import Path
from typing import Any

import pytest_asyncio

from companion.domain.codec import event_from_plain, from_plain, to_plain
from companion.domain.consents import everybody
from companion.domain.messages import (
    DismissCue,
    EndSession,
    Event,
    KeepCue,
    LagChanged,
    NextStep,
    PrepareSession,
    SessionEnded,
    SessionPrepared,
    SetCaptions,
    SpeakerIdentified,
    SpeechStarted,
    SpokeOutOfTurn,
    StartSession,
    StepStarted,
    UtteranceTranscribed,
)
from tests.web.room import SESSION
from tests.web.test_table import Conducted

HEARD = Path(__file__).with_name("demo.heard.jsonl")
BEAT = 0.5
"""Seconds between two looks at what the table was sent."""

Moments = list[tuple[float, dict[str, Any]]]
"""What a page of the table was sent, with the second at which it came."""


def recorded() -> list[tuple[float, Event]]:
    lines = [json.loads(line) for line in HEARD.read_text(encoding="utf-8").splitlines()]
    return [(line.pop("at"), event_from_plain(line.pop("kind"), line)) for line in lines if line.pop("seq")]


def preparation(event: SessionPrepared) -> PrepareSession:
    return from_plain(PrepareSession, to_plain(event))


async def conduct(room: Conducted, event: Event, *, cues: bool) -> None:
    """What a facilitator did, and what was heard, once more."""
    match event:
        case SessionPrepared():
            await room.do(preparation(event))
            await room.do(*everybody(event.people))
        case StepStarted():
            await room.do(NextStep() if room.engine.session.started else StartSession())
        case SessionEnded():
            await room.do(EndSession())
        case SpokeOutOfTurn() if cues:
            await room.engine.hear(event)
            cue = room.engine.last
            await room.do(KeepCue(cue=cue), DismissCue(cue=cue))
        case SpeechStarted() | SpeakerIdentified() | UtteranceTranscribed() | LagChanged():
            await room.engine.hear(event)


async def seen(*, cues: bool, captions: bool = False) -> tuple[Moments, int]:
    """The table's moments, and how many cues there were meanwhile."""
    room, came = Conducted(), Moments()
    await room.server.start()
    async with room.browser() as browser, browser.stream("table") as page:

        async def until(second: float) -> None:
            while room.clock.elapsed() < second:
                await room.clock.advance_to(min(second, room.clock.elapsed() + BEAT))
                await room.engine.tick()
                came.extend((room.clock.elapsed(), frame) for frame in await page.frames_until_now())

        for at, event in recorded():
            await until(at)
            await conduct(room, event, cues=cues)
            if captions and isinstance(event, SessionPrepared):
                await room.do(SetCaptions(on=True))
            came.extend((at, frame) for frame in await page.frames_until_now())
    await room.server.close()
    events = [recorded.event for recorded in await room.store.events(SESSION)]
    return came, sum(isinstance(event, SpokeOutOfTurn) for event in events)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def with_cues() -> tuple[Moments, int]:
    return await seen(cues=True)


async def test_cues_change_nothing_that_the_table_is_sent_nor_when(with_cues: tuple[Moments, int]) -> None:
    came, cues = with_cues
    assert cues == 4
    assert (came, 0) == await seen(cues=False)
    assert len({at for at, _ in came}) > 15, "frames came all along"
    assert sum(frame.get("event") == "StepStarted" for _, frame in came) == 7


async def test_captions_come_at_the_same_moments_too() -> None:
    """A caption that came later because of a cue would name whoever spoke."""
    with_cues, without = await seen(cues=True, captions=True), await seen(cues=False, captions=True)
    assert with_cues[0] == without[0]
    assert sum("signal" in frame for _, frame in without[0]) > 30


def test_no_name_and_no_word_of_the_recording_is_in_it(with_cues: tuple[Moments, int]) -> None:
    sent = json.dumps(with_cues[0], ensure_ascii=False).casefold()
    secrets = {"spokeoutofturn", "cuekept", "cuedismissed", "utterance", "intrusion", "debate"}
    for _, event in recorded():
        match event:
            case SessionPrepared(people=people, title=title):
                secrets |= {title, *(word for person in people for word in (person.id, person.name))}
            case UtteranceTranscribed(text=text):
                secrets.add(text)
    assert len(secrets) > 60
    assert [secret for secret in secrets if secret.casefold() in sent] == []
