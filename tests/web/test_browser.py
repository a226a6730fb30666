"""The pages in a real Chromium, on the real engine."""

import re
from dataclasses import replace

import pytest
from playwright.async_api import BrowserContext, Page, expect

from companion.bus import Bus
from companion.domain.messages import (
    AudioLost,
    AudioRecovered,
    Hearing,
    HearingChanged,
    StartSession,
    StepStarted,
    UtteranceTranscribed,
)
from companion.domain.speech import WordsHeard
from tests.fakes.desk import ListDesk
from tests.web.house import HeldDesk, House, facilitator, reading, table
from tests.web.story import PEOPLE

pytestmark = pytest.mark.browser


async def test_the_table_shows_the_step_the_rule_and_the_time(house: House, context: BrowserContext) -> None:
    page = await table(context, house)
    await expect(page.locator("#step")).to_have_text("La séance va commencer")
    await house.engine.submit(StartSession())
    await expect(page.locator("#step")).to_have_text("Accueil et choix du sujet")
    await expect(page.locator("#floor")).to_have_text("La parole est à toutes et à tous")
    await expect(page.locator("#rule")).to_have_text("Chacun parle à son tour.")
    await expect(page.locator("#remaining")).to_have_text("09:57", timeout=15_000)  # it runs
    await expect(page.locator("#state-name")).to_have_text("écoute")


async def test_a_facilitator_walks_a_seance(house: House, context: BrowserContext) -> None:
    screen, page = await table(context, house), await facilitator(context, house)
    await page.get_by_role("button", name="Démarrer").click()
    await page.get_by_role("button", name="Étape suivante").click()
    await expect(page.locator("#step")).to_have_text("Exposé")
    await expect(screen.locator("#step")).to_have_text("Exposé")
    await page.get_by_role("button", name="+5 min").click()
    await expect(page.locator("#remaining")).to_have_text("12:58", timeout=15_000)
    await page.get_by_role("button", name="Hors micro").click()
    await expect(screen.locator("#under")).to_have_text("hors micro")
    await expect(page.get_by_role("button", name="Étape suivante")).to_be_disabled()
    await page.get_by_role("button", name="Reprendre").click()
    await expect(screen.locator("#state-name")).to_have_text("écoute")
    await page.get_by_role("button", name="Terminer").click()
    await page.get_by_role("button", name="Annuler").click()
    await expect(page.locator("body")).to_have_attribute("data-phase", "running")
    await page.get_by_role("button", name="Terminer").click()
    await page.get_by_role("button", name="Terminer la séance").click()
    await expect(screen.locator("#step")).to_have_text("La séance est terminée")


async def test_everything_goes_by_keyboard(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await house.engine.submit(StartSession())
    step = page.locator("#step")
    await expect(step).to_have_text("Accueil et choix du sujet")
    await page.keyboard.press("n")
    await expect(step).to_have_text("Exposé")
    await page.keyboard.press("p")
    await expect(step).to_have_text("Accueil et choix du sujet")
    await page.keyboard.press("Space")
    await expect(page.locator("#state-name")).to_have_text("pause")
    await page.keyboard.press("Space")
    await expect(page.locator("#state-name")).to_have_text("écoute")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_contain_text("étape précédente")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def sight(page: Page) -> list[str]:
    """What stands on the page once the last thing that happened has reached it."""
    await expect(page.locator("#lines")).to_contain_text("Un café ?", use_inner_text=True)  # it is laid out
    await expect(page.locator("#cue")).to_contain_text("Bruno prend la parole")
    return [await page.locator(place).inner_text() for place in ("#lines", "#cues", "#step", "#floor")]


async def test_words_appear_and_a_reload_shows_the_same(house: House, context: BrowserContext) -> None:
    page = await reading(context, house)
    await house.engine.submit(StartSession())
    await house.engine.hear(WordsHeard(utterance="u1", person="claire", start=0.1, end=0.2, text="Depuis"))
    await expect(page.locator("#lines .caption")).to_contain_text("Depuis")
    await house.say("u1", "claire", "Depuis septembre, j'ai repris une équipe.")
    await house.say("u2", "elise", "<img src=x onerror=alert(1)> & <b>gras</b>")
    await house.say("u3", None, "Un café ?")
    await house.flag("bruno", "u2")
    await expect(page.locator("#lines .caption")).to_have_count(0)
    await expect(page.locator("#lines")).to_contain_text("<img src=x onerror=alert(1)> & <b>gras</b>")
    await expect(page.locator("#lines")).to_contain_text("Élise <b>M.</b>")
    shown = await sight(page)
    await page.reload()
    assert await sight(page) == shown


async def test_an_unknown_voice_is_given_a_name_and_a_wrong_one_another(
    house: House, context: BrowserContext
) -> None:
    page = await reading(context, house)
    await house.engine.submit(StartSession())
    await house.say("u1", None, "Un café ?")
    await page.get_by_role("combobox", name="Qui parle").select_option("camille")
    await page.get_by_role("button", name="Corriger : Camille").click()
    await page.get_by_label("Qui parle").select_option("denis")
    await page.get_by_role("dialog").get_by_role("button", name="Corriger").click()
    await expect(page.locator("#lines .line")).to_contain_text("Denis")
    texts = [event.text for event in await house.events() if isinstance(event, UtteranceTranscribed)]
    assert texts == ["Un café ?"]


async def test_a_cue_is_shown_with_its_evidence_and_set_aside(house: House, context: BrowserContext) -> None:
    screen, page = await table(context, house), await facilitator(context, house)
    await house.engine.submit(StartSession())
    await house.say("u1", "bruno", "Moi je pense que non.")
    await house.flag("denis", "u0")
    await house.flag("bruno", "u1")
    card = page.locator("#cue")
    await expect(card).to_contain_text("Bruno prend la parole")
    await expect(card).to_contain_text("Accueil et choix du sujet")
    await expect(card).to_contain_text("Moi je pense que non.")
    await expect(page.locator("#older summary")).to_have_text("Repères précédents (1)")
    assert "Bruno" not in await screen.content()
    await page.get_by_role("button", name="Écarter : Bruno").click()
    await expect(card).to_contain_text("Denis prend la parole")
    await page.keyboard.press("n")
    await expect(card).to_have_text("Rien à signaler.")  # the cue of another step is history


async def test_voices_are_learnt_from_the_page(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    row = page.locator("#people li", has_text="Claire")
    await expect(row).to_contain_text("à enregistrer")
    await row.get_by_role("button").click()
    await expect(row).to_contain_text("en cours")
    finish = row.get_by_role("button", name="C'est bon")
    await expect(finish).to_be_focused()


async def test_the_contract_is_noted_and_agreed(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await house.engine.submit(StartSession())
    await expect(page.locator("#step")).to_have_text("Accueil et choix du sujet")
    await expect(page.locator("#contract")).to_be_hidden()
    for step in ("Exposé", "Clarification", "Contrat de consultation"):
        await page.keyboard.press("n")
        await expect(page.locator("#step")).to_have_text(step)
    await page.get_by_label("La demande").fill("Comment reprendre ma place ?")
    await page.get_by_role("button", name="Noter").click()
    await page.get_by_role("button", name="Tout le monde est d'accord").click()
    await expect(page.locator("#contract-state")).to_have_text("accord donné")


async def test_a_refusal_is_shown_in_words(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    for name in ("Claire", "Bruno"):
        await page.locator("#people li", has_text=name).get_by_role("button").click()
    await expect(page.locator("#answer")).to_contain_text("Une voix est déjà en cours d'enregistrement")


async def test_a_restarted_server_finds_its_pages_again(house: House, context: BrowserContext) -> None:
    screen, page = await table(context, house), await reading(context, house)
    await house.engine.submit(StartSession())
    await expect(screen.locator("#step")).to_have_text("Accueil et choix du sujet")
    port = house.server.port
    await house.server.close()
    await expect(screen.locator("#link")).to_have_text("reconnexion…")
    await expect(page.locator("#notes")).to_contain_text("reconnexion…")
    await expect(page.get_by_role("button", name="Étape suivante")).to_be_disabled()
    await house.say("u1", "claire", "Dit pendant l'absence.")
    await house.restart(port=port)
    await expect(page.locator("#lines")).to_contain_text("Dit pendant l'absence.")
    await expect(page.locator("#notes")).not_to_contain_text("reconnexion…")
    await page.get_by_role("button", name="Étape suivante").click()
    await expect(screen.locator("#step")).to_have_text("Exposé")
    await expect(screen.locator("#link")).to_have_text("")


async def test_the_table_follows_the_room(house: House, context: BrowserContext) -> None:
    page = await table(context, house)
    await house.engine.submit(StartSession())
    await expect(page.locator("#step")).to_have_text("Accueil et choix du sujet")
    house.seances.move(replace(house.seances.room, session_id="seance-2", bus=Bus(), desk=ListDesk()))
    await expect(page.locator("body")).to_have_attribute("data-phase", "waiting")
    house.seances.move(None)
    await expect(page.locator("#step")).to_have_text("La séance va commencer")


async def test_what_is_pressed_twice_before_it_is_done_is_done_once(
    house: House, context: BrowserContext
) -> None:
    desk = HeldDesk(house.engine)
    await house.restart(desk=desk)
    one, other = await facilitator(context, house), await facilitator(context, house)
    await house.engine.submit(StartSession())
    for page in (one, other):
        await expect(page.locator("#step")).to_have_text("Accueil et choix du sujet")
        await page.evaluate("() => document.querySelector('#next').click()")
    await one.evaluate("() => document.querySelector('#next').click()")
    await desk.opened(2)  # the first console's second press waits behind its first
    for page in (one, other):
        await expect(page.locator("#step")).to_have_text("Exposé")
    await desk.answered(3)
    started = [event.step for event in await house.events() if isinstance(event, StepStarted)]
    assert started == ["accueil", "expose"]


async def test_three_thousand_lines_open_at_the_last_one(house: House, context: BrowserContext) -> None:
    await house.engine.submit(StartSession())
    for index in range(3000):
        await house.say(f"u{index}", PEOPLE[index % 5].id, f"Phrase {index}.")
    page = await reading(context, house)
    lines = page.locator("#lines .line")
    await expect(lines.last).to_contain_text("Phrase 2999.")
    await expect(lines.last).to_be_in_viewport()
    assert await lines.count() < 200, "older lines wait until they are scrolled to"
    await page.locator(".scroll").hover()
    while await page.locator("#lines", has_text="Phrase 2400.").count() == 0:
        await page.mouse.wheel(0, -3000)
    texts = await lines.all_text_contents()
    numbers = [int(re.findall(r"Phrase (\d+)\.", text)[0]) for text in texts]
    assert numbers == list(range(numbers[0], 3000)), "none is missing, and they stand in order"


async def test_a_cue_of_long_ago_is_found_among_three_thousand_lines(
    house: House, context: BrowserContext
) -> None:
    await house.engine.submit(StartSession())
    for index in range(1200):
        await house.say(f"u{index}", PEOPLE[index % 5].id, f"Phrase {index}.")
    await house.flag("bruno", "u7")
    page = await facilitator(context, house)
    await expect(page.locator("#cue")).to_contain_text("Bruno")
    await page.keyboard.press("v")
    await expect(page.locator("#lines .line:focus")).to_contain_text("Phrase 7.", timeout=30_000)
    await expect(page.locator("#lines .line:focus")).to_be_in_viewport()


async def test_a_cue_kept_on_one_console_is_kept_on_the_other_and_after_a_reload(
    house: House, context: BrowserContext
) -> None:
    one, other = await facilitator(context, house), await facilitator(context, house)
    await house.engine.submit(StartSession())
    await house.flag("bruno", "u1")
    for page in (one, other):
        await expect(page.locator("#cue")).to_contain_text("Bruno")
    await one.keyboard.press("g")
    for page in (one, other):
        await expect(page.locator("#cue")).to_contain_text("Rien à signaler")
        await expect(page.locator("#older summary")).to_have_text("Repères précédents (1)")
    await one.reload()
    await expect(one.locator("#older summary")).to_have_text("Repères précédents (1)")
    await expect(one.locator("#cue")).to_contain_text("Rien à signaler")


async def test_both_pages_tell_whether_anybody_hears(house: House, context: BrowserContext) -> None:
    """Everybody agrees; yet nobody hears while models load, the ear has failed or the device is lost."""
    screen, page = await table(context, house), await facilitator(context, house)
    await house.engine.submit(StartSession())
    told = [
        (HearingChanged(hearing=Hearing.LOADING), "l'écoute se prépare"),
        (HearingChanged(hearing=Hearing.READY), "écoute"),
        (AudioLost(start=1.0, reason="unplugged"), "micro indisponible"),
        (AudioRecovered(start=1.0, gap=1.0), "écoute"),
        (AudioLost(start=1.0, reason="unplugged"), "micro indisponible"),
        (HearingChanged(hearing=Hearing.FAILED), "écoute interrompue"),
        (HearingChanged(hearing=Hearing.READY), "écoute"),
        (HearingChanged(hearing=Hearing.CLOSED), "minuteur"),
    ]
    for event, said in told:
        await house.engine.hear(event)
        for shown in (screen, page):
            await expect(shown.locator("#state-name")).to_have_text(said)
    await screen.reload()
    await expect(screen.locator("#state-name")).to_have_text("minuteur")


async def test_an_open_page_of_an_erased_seance_says_so_and_keeps_nothing(
    house: House, context: BrowserContext
) -> None:
    page = await reading(context, house)
    await house.engine.submit(StartSession())
    await house.say("u1", "claire", "Reprendre une équipe.")
    await expect(page.locator("#lines")).to_contain_text("Reprendre")
    port = house.server.port
    await house.server.close()
    await house.restart(port=port, session_id="another")
    await expect(page.locator("#notes")).to_contain_text("n'est plus sur cette machine")
    await expect(page.locator("#lines .line")).to_have_count(0)
    assert "Reprendre une équipe." not in await page.locator("main").inner_text()
