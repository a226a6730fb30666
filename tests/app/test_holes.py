"""A log that lost events to a damaged page: whatever is missing, every séance can be opened."""

import random

import pytest

from companion.app.hall import Hall
from companion.app.opening import reopen
from companion.domain.messages import Accepted, Event, NextStep, Recorded, Refused, StepStarted
from tests.domain.table import START
from tests.fakes.floor import ScriptedFloor
from tests.fakes.store import ListStore
from tests.web.story import whole

STORY: list[tuple[float, Event]] = whole()


async def with_holes(chance: random.Random, share: float) -> ListStore:
    store = ListStore()
    kept = [
        Recorded(seq=seq, at=START, elapsed=elapsed, session_id="s1", event=event)
        for seq, (elapsed, event) in enumerate(STORY, 1)
        if chance.random() > share
    ]
    await store.append(kept)
    return store


async def no_guest() -> None:
    """A hall wants to know how to open the demonstration; here nobody asks for it."""
    raise AssertionError("the demonstration was asked for")


@pytest.mark.parametrize("share", [0.02, 0.2, 0.7])
async def test_a_log_with_holes_is_opened_and_goes_on(share: float) -> None:
    for seed in range(40):
        store = await with_holes(random.Random(seed), share)  # noqa: S311 - no secret
        hall = Hall(store, ScriptedFloor, lambda _: (), no_guest)
        await hall.come_back()
        await hall.summaries()
        house = await reopen(store, ScriptedFloor, "s1")
        if house is not None:
            await house.begin_anew()
            await house.engine.tick()
            assert isinstance(await house.engine.submit(NextStep()), Accepted | Refused)


async def test_the_story_has_something_to_lose() -> None:
    assert sum(isinstance(event, StepStarted) for _, event in STORY) == 3
