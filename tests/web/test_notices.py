"""What deserves attention reaches the facilitator's page, when it changes and on a page that opens."""

from companion.domain.messages import (
    ClientChosen,
    ContractAgreed,
    ContractProposed,
    SessionEnded,
    StepStarted,
)
from companion.domain.people import Topic
from tests.web.room import Page, Room
from tests.web.story import DEMAND, PREPARED


async def told(page: Page) -> list[list[str]]:
    frames = [frame for frame in await page.frames_until_now() if frame.get("signal") == "Notices"]
    return [[notice["code"] for notice in frame["data"]["notices"]] for frame in frames]


async def test_notices_follow_the_seance(room: Room) -> None:
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        await room.record(PREPARED)
        assert await told(page) == []
        await room.record(StepStarted(step="contrat", ends_at=60.0))
        await room.record(ContractProposed(text=DEMAND, type="temoignages"))
        assert await told(page) == [["no_contract"]]
        await room.record(ContractAgreed())
        assert await told(page) == [[]]


async def test_a_page_that_opens_or_comes_back_is_told_what_holds_now(room: Room) -> None:
    await room.record(PREPARED, StepStarted(step="contrat", ends_at=60.0))
    async with room.browser(facilitator=True) as browser:
        for after in (0, 2):
            async with browser.stream("facilitator", after=after) as page:
                assert await told(page) == [["no_contract"]]
        await room.record(ClientChosen(person="bruno", topic=Topic.PROJECT), SessionEnded())
        async with browser.stream("facilitator", after=2) as page:
            assert await told(page) == [[]]
