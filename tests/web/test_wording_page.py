"""Cues of wording and commands given aloud, on the facilitator's page and, for commands, on the table's."""

import pytest
from playwright.async_api import BrowserContext, expect

from companion.domain.messages import NextStep, ShowReminder, StartSession, VoiceCommandHeard
from tests.web.house import House, facilitator, table

pytestmark = pytest.mark.browser


async def test_a_cue_of_wording_shows_its_sentence_and_a_way_out(
    house: House, context: BrowserContext
) -> None:
    page = await facilitator(context, house)
    await house.engine.submit(StartSession())
    await house.say("u1", "bruno", "Bon, d'accord. Tu n'as qu'à lui dire non.")
    card = page.locator("#cue")
    await expect(card).to_contain_text("Bruno : Un jugement ou une injonction")
    await expect(card.locator("q")).to_have_text("Tu n'as qu'à lui dire non.")
    await expect(card).to_contain_text("Proposez de le dire en « je »")


async def test_what_waited_is_listed_at_the_steps_end(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await house.engine.submit(StartSession())
    for _ in range(2):
        await house.engine.submit(NextStep())
    await house.say("u1", "bruno", "En général, un manager doit trancher.")
    await expect(page.locator("#line-count")).to_contain_text("1")
    await expect(page.locator("#cue")).to_have_text("Rien à signaler.")
    await house.engine.submit(NextStep())
    await house.say("u2", "claire", "Je dirige une équipe de douze personnes.")
    await expect(page.locator("#step-end")).to_contain_text("Bruno : Une généralité")
    await expect(page.locator("#cue")).to_have_text("Rien à signaler.")


async def test_a_command_given_aloud_is_announced_and_the_next_step_waits_for_a_yes(
    house: House, context: BrowserContext
) -> None:
    screen, page = await table(context, house), await facilitator(context, house)
    await house.engine.submit(StartSession())
    await house.engine.hear(VoiceCommandHeard(command="next_step", minutes=0.0, outcome="asked"))
    await expect(screen.locator("#voiced")).to_contain_text("Étape suivante")
    await expect(page.locator("#asked")).to_be_visible()
    await expect(page.locator("#step")).to_have_text("Accueil et choix du sujet")
    await page.locator("#asked-yes").click()
    await expect(page.locator("#step")).to_have_text("Exposé")
    await expect(page.locator("#asked")).to_be_hidden()
    await expect(screen.locator("#voiced")).to_be_hidden()


async def test_the_latest_of_what_is_told_stands_alone(house: House, context: BrowserContext) -> None:
    screen, page = await table(context, house), await facilitator(context, house)
    await house.engine.submit(StartSession())
    await house.engine.submit(ShowReminder(reminder="breathe"))
    for each in (screen, page):
        await expect(each.locator("#reminder")).to_be_visible()
    await house.engine.hear(VoiceCommandHeard(command="extend", minutes=5.0, outcome="done"))
    for each in (screen, page):
        await expect(each.locator("#voiced")).to_be_visible()
        await expect(each.locator("#reminder")).to_be_hidden()
