"""From « Nouvelle séance » to the first step in a real Chromium, on a real hall with fakes of hearing."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from companion.app.house import House
from companion.domain.messages import GiveConsent
from companion.domain.people import Consent, Role
from tests.app.test_hall import COMMAND
from tests.web.hall import NEEDED, HallHouse

pytestmark = pytest.mark.browser


async def choose(page: Page, *consents: str, next_one: str) -> None:
    """Whoever holds the computer says yes to these, and passes it on."""
    await page.locator("#mine").click()
    for consent in ("hearing", "voiceprint", "notes", "keeping"):
        await expect(page.locator(f"[name={consent}][value=no]")).to_be_checked()
    for consent in consents:
        await page.locator(f"label:has([name={consent}][value=yes])").click()
    await page.get_by_role("button", name=next_one).click()


async def room(hall: HallHouse) -> House:
    assert hall.hall.room is not None
    return hall.hall.room


async def agreed(hall: HallHouse) -> str:
    """A séance whose people all said yes to everything."""
    session_id = await hall.made(COMMAND)
    house = await hall.hall.find(session_id)
    assert house is not None
    for person in COMMAND.people:
        for consent in Consent:
            await house.engine.submit(GiveConsent(person=person.id, consent=consent))
    return session_id


async def test_a_seance_is_prepared_agreed_to_heard_and_begun(
    hall: HallHouse, context: BrowserContext
) -> None:
    page = await hall.page(context)
    await page.get_by_role("link", name="Nouvelle séance").click()
    await page.get_by_label("Titre", exact=True).fill("Groupe du jeudi")
    for number, name in enumerate(("Paul", "Claire", "Aline")):
        await page.get_by_placeholder("Prénom ou nom").nth(number).fill(name)
    await expect(page.locator("#people-hint")).to_contain_text("vous êtes 2")
    await page.locator("label:has-text('60 min')").first.click()
    await expect(page.locator("#total")).to_have_text("1 h 00")
    await page.locator("#codev-expose").fill("2,5")
    await expect(page.locator("#total")).to_have_text("58 min")
    await expect(page.locator("#time-hint")).to_contain_text("Moins de 60 minutes")
    await page.get_by_role("button", name="Continuer vers les consentements").click()

    await expect(page.locator("#room-name")).to_have_text("minuteur")
    await page.get_by_role("button", name="Commencer").click()
    await expect(page.locator("#handover-name")).to_have_text("Paul")
    await choose(page, "hearing", "voiceprint", "notes", next_one="Passer à la personne suivante")
    await expect(page.locator("#handover-name")).to_have_text("Claire")
    await expect(page.locator("#choices")).to_be_hidden()
    await choose(page, "hearing", "voiceprint", next_one="Passer à la personne suivante")
    await choose(page, "hearing", next_one="C'est fait")
    await expect(page.locator("#room-name")).to_have_text("écoute")
    house = await room(hall)
    assert house.session.listening
    assert not house.session.consented("aline", Consent.VOICEPRINT)

    await page.get_by_role("link", name="Continuer vers l'essai du son").click()
    await page.get_by_role("link", name="Continuer vers le tour de table").click()
    name = page.locator("#turn-name")
    await expect(name).to_have_text("Paul")
    await page.get_by_role("button", name="Écouter cette voix").click()
    await expect(page.locator("#turn-told")).to_contain_text("Seule la parole compte")
    hall.ear.speak("paul", 3.0)
    await expect(page.locator("#ring-text")).to_have_text("3 s")
    await page.get_by_role("button", name="C'est bon").click()
    await expect(page.locator("#turn-told")).to_contain_text("Trop court")
    await page.get_by_role("button", name="Refaire").click()
    await expect(page.locator("#turn-told")).to_contain_text("Seule la parole compte")
    hall.ear.speak("paul", NEEDED, noisy=True)
    await expect(page.locator("#turn-told")).to_contain_text("trop de bruit")
    hall.ear.speak("paul", NEEDED)
    await expect(page.locator("#turn-told")).to_contain_text("C'est assez")
    await page.get_by_role("button", name="C'est bon").click()
    await expect(page.locator("#turn-told")).to_have_text("Voix apprise.")
    await page.get_by_role("button", name="Voix suivante").click()
    await expect(name).to_have_text("Claire")
    hall.ear.closest = "paul"
    await page.get_by_role("button", name="Écouter cette voix").click()
    await expect(page.get_by_role("button", name="C'est bon")).to_be_visible()
    hall.ear.speak("claire", NEEDED)
    await page.get_by_role("button", name="C'est bon").click()
    await expect(page.locator("#turn-told")).to_contain_text("proche de celle de Paul")

    await page.get_by_label("Qui").select_option("Claire")
    await page.get_by_label("Ce qu'apporte la personne cliente").select_option("un projet")
    await page.get_by_role("button", name="Choisir").click()
    await expect(page.locator("#client-said")).to_have_text("Client·e\u00a0: Claire")
    assert house.session.roster.role_of("claire") is Role.CLIENT
    await page.get_by_role("button", name="Commencer la séance").click()
    await expect(page).to_have_url(re.compile("/live$"))
    assert house.session.started


async def test_one_refusal_leaves_the_timer_and_names_nobody(
    hall: HallHouse, context: BrowserContext
) -> None:
    session_id = await agreed(hall)
    page = await hall.page(context, f"/seances/{session_id}/consents")
    await expect(page.locator("#room-name")).to_have_text("écoute")
    await page.get_by_role("button", name="Changer les choix de Claire").click()
    await page.locator("#mine").click()
    for name in ("hearing", "voiceprint", "notes", "keeping"):  # nothing of what was answered is shown again
        await expect(page.locator(f"[name={name}][value=same]")).to_be_checked()
    await page.locator("label:has([name=hearing][value=no])").click()
    await page.locator("#pass").click()
    await expect(page.locator("#room-name")).to_have_text("minuteur")
    await expect(page.locator("#people li")).to_have_text([re.compile("a choisi")] * 3)
    house = await room(hall)
    assert not house.session.listening
    await page.goto(f"{hall.home}/seances/{session_id}/voices")
    await expect(page.locator("#turn-say")).to_contain_text("Le micro est fermé")
    await expect(page.get_by_role("button", name="Écouter cette voix")).to_be_hidden()
    await page.get_by_role("button", name="Commencer la séance").click()
    await expect(page).to_have_url(re.compile("/live$"))


async def test_a_choice_is_gone_from_the_page_before_the_next_person(
    hall: HallHouse, context: BrowserContext
) -> None:
    session_id = await agreed(hall)
    page = await hall.page(context, f"/seances/{session_id}/consents")
    await page.get_by_role("button", name="Changer les choix de Paul").click()
    await page.locator("#mine").click()
    await page.locator("#pass").click()
    await expect(page.locator("#choices")).to_be_hidden()
    values = "all => all.map((one) => one.value)"
    assert await page.locator("#choices input:checked").evaluate_all(values) == ["no"] * 4


async def test_whoever_comes_late_is_asked_before_anybody_is_heard_again(
    hall: HallHouse, context: BrowserContext
) -> None:
    session_id = await agreed(hall)
    page = await hall.page(context, f"/seances/{session_id}/voices")
    await page.get_by_text("Quelqu'un arrive").click()
    await page.locator("#arrival-name").fill("Zoé <b>")
    await page.locator("#arrival-name").press("Enter")
    await expect(page.locator("#people")).to_contain_text("Zoé <b>")
    house = await room(hall)
    assert not house.session.listening
    await page.get_by_role("link", name="Aller aux consentements").click()
    await expect(page.locator("#people li").last).to_contain_text("pas encore")
    await page.get_by_role("button", name="Commencer").click()
    await expect(page.locator("#handover-name")).to_have_text("Zoé <b>")
    await choose(page, "hearing", next_one="C'est fait")
    await expect(page.locator("#room-name")).to_have_text("écoute")


async def test_a_voice_may_be_skipped_cancelled_and_come_back_to(
    hall: HallHouse, context: BrowserContext
) -> None:
    session_id = await agreed(hall)
    page = await hall.page(context, f"/seances/{session_id}/voices")
    await page.get_by_role("button", name="Passer", exact=True).click()
    await expect(page.locator("#turn-name")).to_have_text("Claire")
    await page.get_by_role("button", name="Écouter cette voix").click()
    await page.get_by_role("button", name="Annuler").click()
    await expect(page.locator("#turn-told")).to_have_text("Interrompu. Rien n'a été appris.")
    await page.locator("#people button", has_text="Paul").click()
    await expect(page.locator("#turn-name")).to_have_text("Paul")
    await expect(page.get_by_role("button", name="Écouter cette voix")).to_be_visible()


async def test_the_form_goes_by_keyboard_and_comes_back_at_its_first_mistake(
    hall: HallHouse, context: BrowserContext
) -> None:
    page = await hall.page(context, "/seances/new")
    await page.locator("[name=name]").first.focus()
    await page.keyboard.type("Ana")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Ana")
    await page.locator("#title").fill("Deux Ana")
    await page.evaluate("document.getElementById('form').requestSubmit()")
    await expect(page.locator("[name=name]").nth(1)).to_be_focused()
    await expect(page.get_by_text("ajoutez une initiale")).to_be_visible()
    await expect(page.locator("#title")).to_have_value("Deux Ana")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious(hall: HallHouse, chromium: Browser, scheme: str) -> None:
    context = await chromium.new_context(locale="fr-FR", color_scheme=scheme, reduced_motion="reduce")
    session_id = await agreed(hall)
    page = await hall.page(context)
    paths = ["/", "/seances/new", f"/print/consents/{session_id}"]
    paths += [f"/seances/{session_id}/{name}" for name in ("prepare", "consents", "sound", "voices")]
    for path in paths:
        await page.goto(hall.home + path)
        assert await serious(page) == [], path
    await page.goto(f"{hall.home}/seances/{session_id}/consents")
    await page.get_by_role("button", name="Changer les choix de Paul").click()
    assert await serious(page) == []
    await page.locator("#mine").click()
    assert await serious(page) == []
    await context.close()


async def test_four_no_are_choices_made_for_every_tab_and_are_never_shown(
    hall: HallHouse, context: BrowserContext
) -> None:
    session_id = await hall.made(COMMAND)
    page = await hall.page(context, f"/seances/{session_id}/consents")
    other = await hall.page(context, f"/seances/{session_id}/consents")
    await page.get_by_role("button", name="Commencer").click()
    await page.locator("#mine").click()
    for name in ("hearing", "voiceprint", "notes", "keeping"):
        await expect(page.locator(f"[name={name}][value=no]")).to_be_checked()
    await page.locator("#pass").click()
    await page.locator("#stop").click()
    await other.reload()
    for one in (page, other):
        await expect(one.locator("#people li").first).to_contain_text(re.compile(r"a choisi à \d\d:\d\d"))
        await expect(one.locator("#people li").nth(1)).to_contain_text("pas encore")
    await other.get_by_role("button", name=re.compile("Changer les choix")).first.click()
    await other.locator("#mine").click()
    await expect(other.locator("[name=hearing][value=same]")).to_be_checked()
    await other.locator("label:has([name=notes][value=yes])").click()
    await other.locator("#pass").click()
    await other.locator("#stop").click()
    await expect(page.locator("#people li").first).to_contain_text("choix changés à")
    session = (await room(hall)).session
    first = next(iter(session.roster)).id
    assert {consent for person, consent in session.consents if person == first} == {Consent.NOTES}


async def test_choices_are_made_and_changed_by_keyboard_alone(
    hall: HallHouse, context: BrowserContext
) -> None:
    session_id = await hall.made(COMMAND)
    page = await hall.page(context, f"/seances/{session_id}/consents")
    await expect(page.locator("#begin")).to_be_enabled()  # until the people are known it takes no focus
    await page.locator("#begin").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#handover-name")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#choices-name")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")  # yes to being heard, no to the rest
    await expect(page.locator("[name=hearing][value=yes]")).to_be_checked()
    await page.keyboard.press("Enter")
    await expect(page.locator("#handover-name")).to_be_focused()
    await expect(page.locator("#handover-name")).not_to_have_text(COMMAND.people[0].name)
    session = (await room(hall)).session
    assert session.consents == {(COMMAND.people[0].id, Consent.HEARING)}
    assert session.chosen == {COMMAND.people[0].id}


async def serious(page: Page) -> list[str]:
    """What axe-core holds against the page as it is now, as one line each."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


async def test_the_tables_page_follows_the_seance_that_comes_into_the_room(
    hall: HallHouse, context: BrowserContext
) -> None:
    page, wall = await hall.page(context), await context.new_page()
    await wall.goto(f"{hall.home}/table")
    await expect(wall.locator("#step")).to_have_text("La séance va commencer")
    session_id = await agreed(hall)
    await page.goto(f"{hall.home}/seances/{session_id}/voices")
    await page.get_by_role("button", name="Commencer la séance").click()
    await expect(wall.locator("#step")).to_have_text("Accueil et choix du sujet")
    await expect(wall.locator("#place")).to_contain_text("1 sur 7")
