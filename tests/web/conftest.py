import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from companion.domain.consents import everybody
from companion.domain.messages import Hearing, HearingChanged, PrepareSession
from tests.web.hall import HallHouse, open_hall
from tests.web.house import House
from tests.web.room import Room
from tests.web.story import PREPARED

CHROMIUM = shutil.which("chromium")
ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    room = Room()
    await room.server.start()
    yield room
    await room.server.close()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    await house.server.start()
    fields = {name: getattr(PREPARED, name) for name in ("title", "language", "method", "date", "people")}
    await house.engine.submit(PrepareSession(**fields))
    for consent in everybody(house.engine.session.roster):
        await house.engine.submit(consent)
    await house.engine.hear(HearingChanged(hearing=Hearing.READY))
    yield house
    await house.server.close()


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Debian's chromium is not installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        await browser.close()


@pytest.fixture
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    """A browser window that fails the test for any error in its console, a CSP violation included."""
    errors: list[str] = []
    context = await chromium.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768})
    context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    await context.close()
    # 422: a form comes back to be mended; 404: a page looks for a séance that was erased
    expected = ("WebSocket", "ERR_CONNECTION", "status of 422", "status of 404")
    assert [text for text in errors if not any(one in text for one in expected)] == []


@pytest.fixture
async def hall() -> AsyncIterator[HallHouse]:
    async with open_hall() as hall:
        yield hall
