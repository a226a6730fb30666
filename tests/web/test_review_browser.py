"""The notes in a real Chromium: from the draft to the approved document, without a mouse."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, expect

from companion.app.house import House
from companion.domain.messages import CorrectText, Strike
from companion.domain.notes import Section
from tests.adapters.qr_reader import read_png
from tests.web.hall import HallHouse
from tests.web.told import MARKER, TURNS, do, drafted, told

pytestmark = pytest.mark.browser


async def check(page: Page) -> None:
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = (await Axe().run(page)).response["violations"]
        grave = [
            (each["id"], [node["html"] for node in each["nodes"]])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert grave == []
    await page.emulate_media(color_scheme="light")


async def reviewing(hall: HallHouse, context: BrowserContext, house: House) -> Page:
    page = await hall.page(context, f"/seances/{(await drafted(house)).session_id}/review")
    await expect(page.locator(".note").first).to_be_visible()
    return page


def texts(house: House, section: Section) -> list[str]:
    return [line.text for line in house.session.review.current().of(section)]


async def test_from_draft_to_approved_notes_by_keyboard_alone(
    hall: HallHouse, context: BrowserContext
) -> None:
    unsure = ("synthese", "claire", "Mardi, je ne parle plus du budget en réunion.")
    house = await told(hall, (*TURNS[:13], unsure, *TURNS[13:]), confidence={13: 0.2})
    page = await reviewing(hall, context, house)
    keys = page.keyboard
    await expect(page.locator("#progress")).to_contain_text("à vérifier")

    await keys.press("ArrowDown")  # to the first line, then its words
    await expect(page.locator(".note.current")).to_contain_text(MARKER)
    await keys.press("e")
    await expect(page.locator("#said .evidence")).to_contain_text(MARKER)

    await keys.press("Enter")  # mended in place
    await keys.press("End")
    await keys.type(" Depuis, c'est froid.")
    await keys.press("Enter")
    await expect(page.locator(".note.current")).to_contain_text("Depuis, c'est froid.")
    await expect(page.locator(".note.current")).to_contain_text("modifiée")
    await keys.press("u")
    await expect(page.locator(".note.current")).not_to_contain_text("c'est froid")

    await keys.press("n")  # a line of one's own
    await keys.press("Shift+Tab")
    await keys.type("Points de")
    await keys.press("Tab")
    await keys.type("Laisser un temps de silence avant de répondre.")
    await keys.press("Tab")
    await keys.press("Enter")
    by_hand = page.locator("[data-section=vigilance] .note")
    await expect(by_hand).to_contain_text("ajoutée par l'animation")

    count = await page.locator(".note.doubtful").count()
    assert count > 0
    for left in range(count, 0, -1):  # one by one, until nothing is left to check
        await keys.press("v")
        await expect(page.locator(".note.current.doubtful")).to_be_focused()
        await keys.press("g")
        await expect(page.locator(".note.doubtful")).to_have_count(left - 1)
    await expect(page.locator("#progress")).to_have_text("Rien à vérifier")

    await keys.press("c")  # the client's own step
    await expect(page.locator("#agreed-said")).to_have_text("Le client est d'accord.")
    await keys.press("p")
    await keys.press("Shift+Tab")
    await keys.press("Enter")
    await expect(page.locator("#progress")).to_have_text("Notes approuvées")
    notes = house.session.review.approved
    assert notes is not None
    assert [line.text for line in notes.of(Section.VIGILANCE)] == [
        "Laisser un temps de silence avant de répondre."
    ]
    await expect(page.locator("#tools")).to_be_hidden()
    await check(page)


async def test_lines_are_moved_split_joined_and_set_aside_by_key(
    hall: HallHouse, context: BrowserContext
) -> None:
    house = await told(hall)
    page = await reviewing(hall, context, house)
    await check(page)
    keys = page.keyboard
    learnings = page.locator("[data-section=apprentissages] .note")
    before = texts(house, Section.LEARNINGS)
    await learnings.first.focus()
    await keys.press("j")
    await expect(learnings.nth(1)).to_contain_text(before[0])
    assert texts(house, Section.LEARNINGS) == [before[1], before[0], before[2]]
    await keys.press("k")
    await expect(learnings.first).to_contain_text(before[0])

    await keys.press("Enter")  # cut after « J'apprends que »
    await keys.press("Home")
    for _ in range(len("J'apprends que")):
        await keys.press("ArrowRight")
    await keys.press("Control+Enter")
    await expect(learnings).to_have_count(4)
    assert texts(house, Section.LEARNINGS)[:2] == ["J'apprends que", "je peux demander de l'aide."]
    await learnings.first.focus()
    await keys.press("l")
    await expect(learnings).to_have_count(3)
    assert texts(house, Section.LEARNINGS) == before

    await keys.press("x")
    await expect(page.locator(".note.current.rejected")).to_be_visible()
    await expect(page.locator("#reject-name")).to_have_text("Remettre")
    await keys.press("x")
    await expect(page.locator(".note.rejected")).to_have_count(0)

    await keys.press("d")
    await page.locator("#move-section").select_option("evaluation")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator("[data-section=evaluation] .note")).to_contain_text(before[0])


async def test_the_transcript_mended_redraws_the_draft_and_keeps_what_was_typed(
    hall: HallHouse, context: BrowserContext
) -> None:
    house = await told(hall)
    page = await reviewing(hall, context, house)
    plan = page.locator("[data-section=plan] .note")
    await plan.first.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("End")
    await page.keyboard.type(" Sans faute.")
    await page.keyboard.press("Enter")
    await expect(plan).to_contain_text("Sans faute.")

    await do(house, CorrectText(utterance="u12", text="Mardi, j'appelle Gérard pour un déjeuner."))
    await expect(plan).to_contain_text("la transcription a changé depuis")
    await expect(plan).to_contain_text("Sans faute.")
    await expect(page.locator("#said [data-utterance=u12]")).to_contain_text("Mardi")

    await do(house, Strike(utterance="u12"))
    await expect(plan).to_have_count(0)
    await expect(page.locator("#said [data-utterance=u12]")).to_have_count(0)


async def test_page_one_is_confirmed_in_the_room_and_goes_on_paper(
    hall: HallHouse, context: BrowserContext
) -> None:
    house = await drafted(await told(hall, until="apprentissages"))
    page = await hall.page(context, f"/seances/{house.session_id}/page-one")
    await expect(page.locator(".notice")).to_contain_text("notes personnelles du client prévalent")
    await expect(page.locator(".note")).to_have_count(2)
    await check(page)
    await page.keyboard.press("c")
    await expect(page.locator("#confirmed-said")).to_have_text("Confirmé par le client.")
    await page.get_by_role("link", name="Code à photographier").click()
    await page.locator("summary").click()
    await expect(page.locator("figure img").first).to_be_visible()
    photograph = await page.locator("figure img").first.screenshot()
    assert "reprendre ma place dans cette équipe" in read_png(photograph)
    await check(page)


async def test_the_hand_over_shows_each_paper_before_it_goes(
    hall: HallHouse, context: BrowserContext
) -> None:
    house = await told(hall)
    await reviewing(hall, context, house)
    page = await hall.page(context, f"/seances/{house.session_id}/handover")
    await check(page)
    await expect(page.locator(".held")).to_contain_text(MARKER)
    await page.get_by_label("Gérard devient").fill("un collègue")
    await page.get_by_label("Très satisfaits").fill("3")
    await page.get_by_role("button", name="Enregistrer ces choix").click()
    await expect(page.locator("#saved")).to_have_text("Choix enregistrés.")
    await page.locator("summary", has_text="Les notes du client").click()
    form = page.locator("form[action$='/papers/client']")
    await form.get_by_label("Vu par le client").check()
    async with page.expect_download() as download:
        await form.get_by_role("button", name="Obtenir le fichier").click()
    path = await (await download.value).path()
    assert path.read_bytes().startswith(b"%PDF-")
    await page.goto(f"{hall.home}/seances/{house.session_id}/papers/client")
    await expect(page.locator("main")).to_contain_text("un collègue")
    await expect(page.locator("main")).not_to_contain_text("Gérard")
    await check(page)
