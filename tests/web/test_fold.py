"""The fold that the pages are made of, in the browser that runs it."""

import json
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page

from tests.web.house import table
from tests.web.room import Room
from tests.web.story import PEOPLE, whole

pytestmark = pytest.mark.browser


async def fold(page: Page, frames: list[Any], *, room: bool) -> str:
    """What the page's own fold makes of these frames, cut into batches of that many."""
    script = """async ([frames, size, room]) => {
        const { emptySession, fold } = await import('/static/fold.js');
        const { emptyRoom, foldRoom } = await import('/static/fold-room.js');
        let state = room ? emptyRoom : emptySession;
        for (let i = 0; i < frames.length; i += size) {
            const before = JSON.stringify([state, [...(state.lines ?? [])]]);
            const next = (room ? foldRoom : fold)(state, frames.slice(i, i + size));
            if (JSON.stringify([state, [...(state.lines ?? [])]]) !== before) throw new Error('not pure');
            state = next;
        }
        return JSON.stringify([state, [...(state.lines ?? [])]]);
    }"""
    results = {await page.evaluate(script, [frames, size, room]) for size in (1, 7, 10_000)}
    assert len(results) == 1
    return results.pop()


async def test_the_fold_is_pure_and_does_not_depend_on_how_frames_arrive(
    room: Room, context: BrowserContext
) -> None:
    await room.play(whole())
    async with room.browser(facilitator=True) as browser:
        async with browser.stream("facilitator") as stream:
            everything = (await stream.frames_until_now())[1:]
        async with browser.stream("table") as stream:
            course = (await stream.frames_until_now())[1:]
    page = await table(context, room)
    unknown = {"seq": 99, "n": 99, "elapsed": 1, "event": "SomethingNew", "data": {}}
    state, lines = json.loads(await fold(page, [*everything, unknown], room=True))
    assert state["phase"] == "ended"
    assert [line[1]["person"] for line in lines] == ["claire", "bruno"]
    assert len(state["people"]) == len(PEOPLE)
    assert json.loads(await fold(page, course, room=False))[0]["lasted"] == state["lasted"]
    holes = [frame for frame in everything if frame.get("seq", 1) % 3]
    await fold(page, holes, room=True)


async def test_losses_of_sound_are_counted_until_the_next_step(room: Room, context: BrowserContext) -> None:
    page = await table(context, room)

    def frame(seq: int, event: str, **data: Any) -> dict[str, Any]:
        return {"seq": seq, "elapsed": float(seq), "event": event, "data": data}

    lost = [
        one
        for n in (1, 3)
        for one in (
            frame(n, "AudioLost", start=1.0, reason="overflow"),
            frame(n + 1, "AudioRecovered", start=1.0, gap=0.5),
        )
    ]
    state = json.loads(await fold(page, lost, room=True))[0]
    assert (state["gaps"], state["gap"], state["audioLost"]) == (2, 1.0, None)
    step = frame(5, "StepStarted", step="expose", ends_at=600.0)
    state = json.loads(await fold(page, [*lost, step], room=True))[0]
    assert (state["gaps"], state["gap"]) == (0, None)


async def test_words_that_were_lost_are_counted_until_the_next_step(
    room: Room, context: BrowserContext
) -> None:
    page = await table(context, room)

    def frame(seq: int, event: str, **data: Any) -> dict[str, Any]:
        return {"seq": seq, "elapsed": float(seq), "event": event, "data": data}

    lost = [frame(n, "WordsLost", utterance=f"u{n}", start=1.0, end=3.5) for n in (1, 2)]
    assert json.loads(await fold(page, lost, room=True))[0]["wordsLost"] == 5.0
    step = frame(3, "StepStarted", step="expose", ends_at=600.0)
    assert json.loads(await fold(page, [*lost, step], room=True))[0]["wordsLost"] == 0
