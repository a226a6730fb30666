"""What the facilitator does on the page of a séance in progress, in a real Chromium, on the real engine."""

import re

import pytest
from playwright.async_api import BrowserContext, Page, expect

from companion.domain.messages import (
    AgreeContract,
    AudioLost,
    ContractShown,
    CueDismissed,
    NextStep,
    OffTheRecord,
    Pause,
    ProposeContract,
    ReminderShown,
    ShareScreen,
    SpeakerCorrected,
    StartSession,
    UtteranceRedacted,
    WithdrawConsent,
)
from companion.domain.people import Consent
from tests.web.house import House, facilitator, reading, table

pytestmark = pytest.mark.browser

DEMAND = "Comment reprendre ma place ?"


async def begin(house: House, page: Page, *, steps: int = 0) -> None:
    """The séance runs, and the page knows: a key pressed before would find its button asleep."""
    await house.engine.submit(StartSession())
    for _ in range(steps):
        await house.engine.submit(NextStep())
    await expect(page.locator("#place")).to_have_text(f"Étape {steps + 1} sur 7")


async def test_the_transcript_is_folded_not_built_and_remembered(
    house: House, context: BrowserContext
) -> None:
    page = await facilitator(context, house)
    await begin(house, page)
    await house.say("u1", "claire", "Depuis septembre.")
    await expect(page.locator("#line-count")).to_have_text("1 phrase")
    assert "Depuis septembre." not in await page.content()
    await page.keyboard.press("t")
    await expect(page.locator("#lines")).to_contain_text("Depuis septembre.")
    await page.reload()
    await expect(page.locator("#lines")).to_contain_text("Depuis septembre.")
    await page.keyboard.press("t")
    await expect(page.locator("#lines .line")).to_have_count(0)


async def test_a_line_or_its_whole_voice_is_given_to_somebody(house: House, context: BrowserContext) -> None:
    page = await reading(context, house)
    await begin(house, page)
    for utterance in ("u1", "u2", "u3"):
        await house.say(utterance, "bruno", f"Phrase {utterance}.")
    names = page.locator("#lines .name")
    await names.nth(0).click()
    await page.get_by_label("Qui parle").select_option("denis")
    await page.get_by_role("dialog").get_by_role("button", name="Corriger").click()
    await expect(names).to_have_text(["Denis", "Bruno", "Bruno"])
    await names.nth(1).click()
    await page.get_by_label("Qui parle").select_option("camille")
    await page.get_by_label("toutes les phrases de cette voix").check()
    await page.get_by_role("dialog").get_by_role("button", name="Corriger").click()
    await expect(names).to_have_text(["Denis", "Camille", "Camille"])
    corrected = {e.utterance: e.person for e in await house.events() if isinstance(e, SpeakerCorrected)}
    assert corrected == {"u1": "denis", "u2": "camille", "u3": "camille"}


async def test_a_text_is_mended_and_only_the_text(house: House, context: BrowserContext) -> None:
    page = await reading(context, house)
    await begin(house, page)
    await house.say("u1", "claire", "Reprendre une quipe.")
    await page.locator("#lines .name").click()
    await page.get_by_label("Les mots", exact=True).fill("Reprendre une équipe.")
    await page.get_by_role("dialog").get_by_role("button", name="Corriger").click()
    await expect(page.locator("#lines")).to_contain_text("Reprendre une équipe.")
    assert not [event for event in await house.events() if isinstance(event, SpeakerCorrected)]


async def test_a_line_is_struck_after_one_confirmation_and_is_gone_everywhere(
    house: House, context: BrowserContext
) -> None:
    page, other = await reading(context, house), await facilitator(context, house)
    await begin(house, page)
    await house.say("u1", "claire", "Ne le notez pas.")
    await house.flag("claire", "u1")
    await expect(page.locator("#lines .line")).to_have_count(1)
    await page.locator("#lines .name").click()
    await page.get_by_role("button", name="Rayer…").click()
    await page.get_by_role("button", name="Garder la phrase").click()
    await page.get_by_role("button", name="Rayer…").click()
    await page.get_by_role("button", name="Rayer pour toujours").click()
    for shown in (page, other):
        await expect(shown.locator("#lines .line")).to_have_count(0)
        await expect(shown.locator("#cue")).not_to_contain_text("Claire")
        assert "Ne le notez pas." not in await shown.content()
    assert UtteranceRedacted(utterance="u1") in await house.events()
    await page.reload()
    await expect(page.locator("#lines .visit")).to_have_count(1)
    assert "Ne le notez pas." not in await page.content()


async def test_consultation_is_proposed_only_after_the_agreement(
    house: House, context: BrowserContext
) -> None:
    page = await facilitator(context, house)
    await begin(house, page, steps=3)
    following = page.locator("#next")
    await expect(following).to_contain_text("Consultation")
    await expect(following).not_to_have_class("main")
    await expect(page.locator("#notes")).to_contain_text("Le contrat n'est pas encore accepté")
    await page.keyboard.press("n")
    await page.get_by_role("button", name="Rester à cette étape").click()
    await expect(page.locator("#step")).to_have_text("Contrat de consultation")
    await house.engine.submit(ProposeContract(text=DEMAND, type="temoignages"))
    await house.engine.submit(AgreeContract())
    await expect(following).to_have_class("main")
    await expect(page.locator("#notes")).not_to_contain_text("Le contrat n'est pas encore accepté")
    await following.click()
    await expect(page.locator("#step")).to_have_text("Consultation")


async def test_the_facilitator_may_pass_without_an_agreement(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await begin(house, page, steps=3)
    await page.keyboard.press("n")
    await page.get_by_role("button", name="Passer quand même").click()
    await expect(page.locator("#step")).to_have_text("Consultation")


async def test_the_contract_is_made_of_the_clients_words_and_shown(
    house: House, context: BrowserContext
) -> None:
    screen, page = await table(context, house), await facilitator(context, house)
    await begin(house, page, steps=3)
    await house.say("u1", "bruno", "Tu veux dire quoi ?")
    await house.say("u2", "claire", "Eh bien. Comment reprendre ma place ?")
    offered = page.locator("#said-by-client button")
    await expect(offered).to_have_text(["Eh bien.", DEMAND])
    await offered.nth(1).click()
    await expect(page.locator("#contract-text")).to_have_value(DEMAND)
    await page.locator("#contract-text").fill("Comment reprendre ma place, ensemble ?")
    await page.get_by_label("Ce que le client attend").select_option("temoignages")
    await page.get_by_role("button", name="Noter").click()
    await page.get_by_role("button", name="Tout le monde est d'accord").click()
    await page.get_by_role("button", name="Montrer à la table").click()
    await expect(screen.locator("#shown-text")).to_have_text("Comment reprendre ma place, ensemble ?")
    await expect(page.locator("#contract-show")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("m")
    await expect(screen.locator("#shown")).to_be_hidden()
    assert ContractShown(text="Comment reprendre ma place, ensemble ?") in await house.events()


async def test_a_client_who_is_not_noted_leaves_only_the_type(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await begin(house, page, steps=3)
    await house.engine.submit(WithdrawConsent(person="claire", consent=Consent.NOTES))
    await expect(page.locator("#contract-text")).to_be_disabled()
    await page.get_by_role("button", name="Noter").click()
    await expect(page.locator("#contract-quote")).to_contain_text("non notée (impressions)")


async def test_another_client_erases_the_first_presentation(house: House, context: BrowserContext) -> None:
    page = await reading(context, house)
    await begin(house, page, steps=1)
    await house.say("u1", "claire", "Voici ma situation.")
    await expect(page.locator("#lines")).to_contain_text("Voici ma situation.")
    await page.keyboard.press("Escape")
    await page.keyboard.press("l")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Le premier exposé, celui de Claire, sera effacé")
    await dialog.get_by_label("Le client").select_option("denis")
    await dialog.get_by_role("button", name="Effacer et changer").click()
    await expect(page.locator("#client-line")).to_contain_text("Client : Denis")
    assert "Voici ma situation." not in await page.content()


async def test_somebody_arrives_late_and_nobody_is_heard(house: House, context: BrowserContext) -> None:
    screen, page = await table(context, house), await facilitator(context, house)
    await begin(house, page)
    await expect(page.locator("#state-name")).to_have_text("écoute")
    await page.keyboard.press("a")
    await page.get_by_label("Prénom").fill("Gaël")
    await page.keyboard.press("Enter")
    await expect(page.locator("#state-name")).to_have_text("minuteur")
    await expect(screen.locator("#state-name")).to_have_text("minuteur")
    link = page.get_by_role("link", name="Les choix de chacun")
    assert re.fullmatch(r"/seances/[^/]+/consents", await link.get_attribute("href"))
    assert "Gaël" not in await screen.content()


async def test_silence_reminders_and_captions(house: House, context: BrowserContext) -> None:
    screen, page = await table(context, house), await facilitator(context, house)
    await begin(house, page)
    await page.keyboard.press("s")
    await expect(page.locator("#silence")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#notes")).to_contain_text("Silence : aucun son")
    await page.keyboard.press("2")
    await expect(screen.locator("#reminder")).to_have_text("Une personne à la fois")
    await page.keyboard.press("u")
    await expect(page.locator("#captions-on")).to_have_attribute("aria-pressed", "true")
    await house.say("u1", "claire", "Depuis septembre.")
    await expect(screen.locator("#captions")).to_have_text("Depuis septembre.")
    await screen.reload()
    await expect(screen.locator("#captions")).to_have_text("Depuis septembre.")
    await house.engine.submit(NextStep())
    await expect(screen.locator("#reminder")).to_be_hidden()
    assert ReminderShown(reminder="one_at_a_time") in await house.events()


async def test_off_the_record_cannot_be_mistaken(house: House, context: BrowserContext) -> None:
    screen, page = await table(context, house), await facilitator(context, house)
    await begin(house, page)
    await screen.get_by_role("button", name="Hors micro").click()
    await expect(page.locator("#off-banner")).to_contain_text("Hors micro : rien n'est entendu.")
    await expect(page.locator("body")).to_have_attribute("data-listening", "off")
    await expect(screen.get_by_role("button")).to_have_count(0)  # resuming is the facilitator's
    await page.keyboard.press("Space")
    await expect(screen.locator("#state-name")).to_have_text("écoute")
    await expect(page.locator("#off-banner")).to_be_hidden()  # each page learns of it in its own time
    await page.keyboard.press("h")
    await expect(screen.locator("#state-name")).to_have_text("hors micro")


async def test_each_state_of_the_microphone_has_its_word(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await begin(house, page)
    words, marks = [], []

    async def note(word: str) -> None:
        await expect(page.locator("#state-name")).to_have_text(word)
        words.append(word)
        shape = """mark => {
            const { clipPath, borderRadius, borderStyle, backgroundImage } = getComputedStyle(mark);
            return [clipPath, borderRadius, borderStyle, backgroundImage].join();
        }"""
        marks.append(await page.locator("#state .mark").evaluate(shape))

    await note("écoute")
    await house.engine.submit(Pause())
    await note("pause")
    await house.engine.submit(OffTheRecord())
    await note("hors micro")
    await page.keyboard.press("Space")
    await house.engine.hear(AudioLost(start=house.system.elapsed(), reason="unplugged"))
    await note("micro indisponible")
    await expect(page.locator("#notes")).to_contain_text("Le micro a été débranché")
    await house.engine.submit(WithdrawConsent(person="bruno", consent=Consent.HEARING))
    await note("minuteur")
    assert len(set(words)) == len(set(marks)) == 5


async def test_five_more_minutes_tell_the_new_end(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await begin(house, page)
    await page.keyboard.press("+")
    await expect(page.locator("#news")).to_contain_text("+5 min. L'étape finit vers")
    await expect(page.locator("#step-rows tr").first).to_contain_text("10 + 5 min")


async def test_a_cue_that_is_kept_steps_aside_and_stays(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await begin(house, page)
    await house.flag("bruno", "u1")
    await expect(page.locator("#cue")).to_contain_text("Bruno prend la parole")
    await page.keyboard.press("g")
    await expect(page.locator("#cue")).to_have_text("Rien à signaler.")
    await expect(page.locator("#older summary")).to_have_text("Repères précédents (1)")
    assert not [event for event in await house.events() if isinstance(event, CueDismissed)]


async def test_on_a_shared_screen_cues_wait_for_a_key_or_the_end_of_the_step(
    house: House, context: BrowserContext
) -> None:
    page = await facilitator(context, house)
    await begin(house, page)
    await house.engine.submit(ShareScreen(on=True))
    await expect(page.locator("body.stage-only")).to_be_attached()
    await house.flag("bruno", "u1")
    await house.say("u1", "bruno", "Moi je pense que non.")
    await expect(page.locator("#line-count")).to_have_text("1 phrase")
    assert "Bruno prend la parole" not in await page.content()
    await page.keyboard.down("r")
    await expect(page.locator("#peek")).to_contain_text("Bruno prend la parole")
    await page.keyboard.up("r")
    await expect(page.locator("#peek")).to_be_hidden()
    assert "Bruno prend la parole" not in await page.content()
    await page.keyboard.press("o")
    await expect(page.locator("#main")).to_be_visible()
    await expect(page.locator("#older")).to_be_hidden()
    await page.keyboard.press("n")
    await expect(page.locator("#older summary")).to_have_text("Repères précédents (1)")
    await expect(page.locator("#said")).not_to_contain_text("Bruno")


async def test_what_is_ended_leads_to_the_last_page(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await begin(house, page, steps=6)
    await house.say("u1", "claire", "Merci.")
    await page.keyboard.press("f")
    await page.get_by_role("button", name="Terminer la séance").click()
    await page.get_by_role("link", name="La page de fin").click()
    await expect(page.locator("#ended")).to_have_text("La séance est terminée")
    await expect(page.locator("#step-rows tr")).to_have_count(7)
    await expect(page.locator("#next-round")).to_be_enabled()
    assert "Claire" not in await page.content()  # by role: nobody is named
