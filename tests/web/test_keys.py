"""A key pressed while a page loads or is cut off does what its presser meant, or the page says so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from companion.domain.messages import NextStep, Resume, SessionPaused, StartSession, StepStarted
from tests.web.house import House, facilitator, table

pytestmark = pytest.mark.browser


async def steps(house: House) -> list[str]:
    return [event.step for event in await house.events() if isinstance(event, StepStarted)]


@asynccontextmanager
async def reloading(page: Page, module: str) -> AsyncIterator[None]:
    """Inside, the page is there but its modules are not: they arrive at the end."""
    arrive = asyncio.Event()

    async def hold(route: Route) -> None:
        await arrive.wait()
        await route.continue_()

    await page.route(f"**/static/{module}.js", hold)
    await page.reload(wait_until="commit")
    await page.wait_for_function("() => globalThis.early && document.body")
    yield
    arrive.set()


async def begun(house: House, context: BrowserContext) -> Page:
    page = await facilitator(context, house)
    await house.engine.submit(StartSession())
    await expect(page.locator("#place")).to_have_text("Étape 1 sur 7")
    return page


async def test_a_key_pressed_while_the_page_loads_is_carried_out_once(
    house: House, context: BrowserContext
) -> None:
    page = await begun(house, context)
    async with reloading(page, "facilitator"):
        await page.keyboard.press("n")
        await page.keyboard.press("n")
    await expect(page.locator("#step")).to_have_text("Exposé")
    await page.keyboard.press("p")  # whatever came before is done by now
    await expect(page.locator("#step")).to_have_text("Accueil et choix du sujet")
    assert await steps(house) == ["accueil", "expose", "accueil"]


async def test_a_key_meant_for_what_is_no_longer_there_is_not_carried_out_but_told(
    house: House, context: BrowserContext
) -> None:
    page = await begun(house, context)
    async with reloading(page, "facilitator"):
        await page.keyboard.press("n")
        await house.engine.submit(NextStep())  # on another console
    await expect(page.locator("#answer")).to_contain_text("Touche «\u00a0n\u00a0»")
    await expect(page.locator("#step")).to_have_text("Exposé")
    assert await steps(house) == ["accueil", "expose"]


async def test_a_key_pressed_in_a_tab_that_has_shown_nothing_yet_is_told(
    house: House, context: BrowserContext
) -> None:
    page = await begun(house, context)
    await page.evaluate("() => sessionStorage.clear()")
    async with reloading(page, "facilitator"):
        await page.keyboard.press("n")
        await page.keyboard.press("z")  # is no shortcut: nothing to say about it
    await expect(page.locator("#answer")).to_contain_text("Touche «\u00a0n\u00a0»")
    assert await steps(house) == ["accueil"]


async def test_a_key_pressed_while_cut_off_waits_for_the_stream(
    house: House, context: BrowserContext
) -> None:
    page = await begun(house, context)
    port = house.server.port
    await house.server.close()
    await expect(page.locator("#state-name")).to_have_text("connexion perdue")
    await page.keyboard.press("t")
    await expect(page.locator("#transcript-body")).to_be_visible()  # needs nobody but the page
    await page.keyboard.press("n")
    await house.restart(port=port)
    await expect(page.locator("#step")).to_have_text("Exposé")
    assert await steps(house) == ["accueil", "expose"]


async def test_off_the_record_asked_while_cut_off_is_asked_at_once_afterwards(
    house: House, context: BrowserContext
) -> None:
    screen = await table(context, house)
    await begun(house, context)
    await expect(screen.locator("#state-name")).to_have_text("écoute")
    port = house.server.port
    await house.server.close()
    await expect(screen.locator("#state-name")).to_have_text("connexion perdue")
    await screen.get_by_role("button", name="Hors micro").click()
    await expect(screen.locator("#link")).to_contain_text("dès la reconnexion")
    await house.restart(port=port)
    await expect(screen.locator("#state-name")).to_have_text("hors micro")
    await house.engine.submit(Resume())
    await expect(screen.locator("#state-name")).to_have_text("écoute")
    async with reloading(screen, "table"):
        await screen.keyboard.press("h")
    await expect(screen.locator("#state-name")).to_have_text("hors micro")
    assert [event for event in await house.events() if isinstance(event, SessionPaused)] == [
        SessionPaused(off_the_record=True)
    ] * 2
