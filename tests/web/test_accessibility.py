"""axe-core finds nothing serious on the pages of a séance, in light and dark, whatever is open on them."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, expect

from companion.domain.messages import (
    AgreeContract,
    EndSession,
    NextStep,
    ProposeContract,
    SetCaptions,
    ShareScreen,
    ShowContract,
    ShowReminder,
    StartSession,
)
from tests.web.house import House, facilitator, reading, table
from tests.web.room import SESSION

pytestmark = pytest.mark.browser


async def check(page: Page) -> None:
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        found = (await Axe().run(page)).response["violations"]
        grave = [
            (each["id"], [node["html"] for node in each["nodes"]])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert grave == []


async def busy(house: House) -> None:
    """A contract shown, captions on, a reminder, a cue, lines of every kind."""
    await house.engine.submit(StartSession())
    for _ in range(3):
        await house.engine.submit(NextStep())
    await house.say("u1", "claire", "Comment reprendre ma place ?")
    await house.say("u2", None, "Un café ?")
    await house.engine.submit(ProposeContract(text="Comment reprendre ma place ?", type="temoignages"))
    await house.engine.submit(AgreeContract())
    for command in (ShowContract(on=True), SetCaptions(on=True), ShowReminder(reminder="breathe")):
        await house.engine.submit(command)
    await house.say("u3", "bruno", "Chez nous, on déjeunait ensemble.")
    await house.flag("bruno", "u3")


async def test_the_facilitators_page(house: House, context: BrowserContext) -> None:
    page = await reading(context, house)
    await check(page)
    await busy(house)
    await expect(page.locator("#cue")).to_contain_text("Bruno")
    await check(page)
    for key in ("?", "a", "f"):
        await page.keyboard.press(key)
        await expect(page.get_by_role("dialog")).to_be_visible()
        await check(page)
        await page.keyboard.press("Escape")
    await page.locator("#lines .name").first.click()
    await page.get_by_role("button", name="Rayer…").click()
    await check(page)
    await page.keyboard.press("Escape")
    await page.keyboard.press("h")
    await expect(page.locator("#off-banner")).to_be_visible()
    await check(page)


async def test_the_shared_screen(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await busy(house)
    await house.engine.submit(ShareScreen(on=True))
    await expect(page.locator("body.stage-only")).to_be_attached()
    await check(page)


async def test_the_tables_page(house: House, context: BrowserContext) -> None:
    page = await table(context, house)
    await check(page)
    await busy(house)
    await expect(page.locator("#captions")).to_be_visible()
    await check(page)


async def test_the_last_page(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await busy(house)
    await house.engine.submit(EndSession())
    await page.goto(f"{house.server.urls().home}seances/{SESSION}/end")
    await expect(page.locator("#ended")).to_have_text("La séance est terminée")
    await check(page)
