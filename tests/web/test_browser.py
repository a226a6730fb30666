"""The pages in a real Chromium, on the real engine."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from companion.adapters.clock import SystemClock
from companion.conducting.engine import Engine
from companion.domain.messages import (
    Accepted,
    Command,
    Event,
    PrepareSession,
    Refused,
    SpeakerIdentified,
    SpokeOutOfTurn,
    StartSession,
    StepStarted,
    UtteranceTranscribed,
)
from companion.domain.speech import WordsHeard
from companion.ports import CommandDesk
from companion.web.server import Showing, WebServer
from tests.web.room import SESSION, TOKEN, Room
from tests.web.story import PEOPLE, PREPARED, whole

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


class NoFloor:
    """Watches nobody."""

    def step(self, step: object, roster: object) -> None: ...
    def voice(self, heard: object, now: float) -> None: ...
    def words(self, heard: object, now: float) -> None: ...
    def ended(self, utterance: str) -> None: ...


class HeldDesk:
    """Hands commands on to another desk once enough of them wait."""

    def __init__(self, desk: CommandDesk) -> None:
        self._desk = desk
        self._door, self._changed = asyncio.Event(), asyncio.Condition()
        self._came = self._done = 0

    async def submit(self, command: Command, *, command_id: str | None = None) -> Accepted | Refused:
        await self._count(came=1)
        await self._door.wait()
        answer = await self._desk.submit(command, command_id=command_id)
        await self._count(done=1)
        return answer

    async def opened(self, waiting: int) -> None:
        """Open the door when so many commands stand before it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._came >= waiting)
        self._door.set()

    async def answered(self, commands: int) -> None:
        """Return when so many commands were carried out or answered as before."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._done >= commands)

    async def _count(self, *, came: int = 0, done: int = 0) -> None:
        async with self._changed:
            self._came, self._done = self._came + came, self._done + done
            self._changed.notify_all()


class House(Room):
    """The room with a real engine, and time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self.system = SystemClock()
        method = self.showing.method
        self.engine = Engine(SESSION, method, self.store, self.bus, self.system, NoFloor())
        self.showing = Showing(
            store=self.store,
            bus=self.bus,
            desk=self.engine,
            clock=self.system,
            method=method,
            session_id=SESSION,
            token=TOKEN,
            port=0,
        )
        self.server = WebServer(self.showing)

    async def say(self, utterance: str, person: str | None, text: str) -> None:
        at = self.system.elapsed()
        label = {"utterance": utterance, "person": person, "start": at, "end": at, "ready_at": at}
        await self.engine.hear(SpeakerIdentified(**label, confidence=0.7, final=True))
        words = UtteranceTranscribed(utterance=utterance, start=at, end=at, text=text, ready_at=at)
        await self.engine.hear(words)

    async def flag(self, person: str, utterance: str) -> None:
        at = self.system.elapsed()
        times = {"start": at, "end": at, "raised_at": at}
        flag = SpokeOutOfTurn(person=person, step="accueil", rule="intrusion", utterance=utterance, **times)
        await self.engine.hear(flag)

    async def events(self) -> list[Event]:
        return [recorded.event for recorded in await self.store.events(SESSION)]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    await house.server.start()
    fields = {name: getattr(PREPARED, name) for name in ("title", "language", "method", "date", "people")}
    await house.engine.submit(PrepareSession(**fields))
    yield house
    await house.server.close()


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
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
    assert [text for text in errors if "WebSocket" not in text and "ERR_CONNECTION" not in text] == []


async def facilitator(context: BrowserContext, house: Room) -> Page:
    page = await context.new_page()
    await page.goto(house.server.urls().facilitator)
    await expect(page.locator("body[data-phase]")).to_be_attached()
    return page


async def table(context: BrowserContext, house: Room) -> Page:
    page = await context.new_page()
    await page.goto(house.server.urls().table)
    await expect(page.locator("body[data-phase]")).to_be_attached()
    return page


async def fold(page: Page, frames: list[Any], *, room: bool) -> str:
    """What the page's own fold makes of these frames, cut into batches of that many."""
    script = """async ([frames, size, room]) => {
        const { emptySession, fold } = await import('/static/fold.js');
        const { emptyRoom, foldRoom } = await import('/static/fold-room.js');
        let state = room ? emptyRoom : emptySession;
        for (let i = 0; i < frames.length; i += size) {
            const before = JSON.stringify([state, [...(state.lines ?? [])]]);
            const next = (room ? foldRoom : fold)(state, frames.slice(i, i + size));
            if (JSON.stringify([state, [...(state.lines ?? [])]]) !== before) throw new Error('not pure');
            state = next;
        }
        return JSON.stringify([state, [...(state.lines ?? [])]]);
    }"""
    results = {await page.evaluate(script, [frames, size, room]) for size in (1, 7, 10_000)}
    assert len(results) == 1
    return results.pop()


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
    await expect(page.locator("#lines .unknown")).to_have_count(1)
    await expect(page.locator("#cue")).to_contain_text("Bruno prend la parole")
    return [await page.locator(place).inner_text() for place in ("#lines", "#cues", "#step", "#floor")]


async def test_words_appear_and_a_reload_shows_the_same(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
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
    page = await facilitator(context, house)
    await house.engine.submit(StartSession())
    await house.say("u1", None, "Un café ?")
    await page.get_by_role("combobox", name="Qui parle").select_option("camille")
    button = page.get_by_role("button", name="Corriger : Camille")
    await button.click()
    await page.get_by_role("combobox", name="Corriger : Camille").select_option("denis")
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
    screen, page = await table(context, house), await facilitator(context, house)
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


async def test_pages_of_another_log_begin_again(house: House, context: BrowserContext) -> None:
    page = await facilitator(context, house)
    await house.engine.submit(StartSession())
    await house.say("u1", "claire", "De la première séance.")
    await expect(page.locator("#lines")).to_contain_text("De la première séance.")
    port = house.server.port
    await house.server.close()
    await house.restart(port=port, session_id="seance-2")
    await expect(page.locator("#lines")).not_to_contain_text("De la première séance.")
    await expect(page.locator("body")).to_have_attribute("data-phase", "waiting")


async def test_what_is_pressed_twice_before_it_is_done_is_done_once(
    house: House, context: BrowserContext
) -> None:
    desk = HeldDesk(house.engine)
    await house.restart(desk=desk)
    one, other = await facilitator(context, house), await facilitator(context, house)
    await house.engine.submit(StartSession())
    for page in (one, other):
        await expect(page.locator("#step")).to_have_text("Accueil et choix du sujet")
        await page.evaluate("() => document.querySelector('[data-command=NextStep]').click()")
    await one.evaluate("() => document.querySelector('[data-command=NextStep]').click()")
    await desk.opened(2)  # the first console's second press waits behind its first
    for page in (one, other):
        await expect(page.locator("#step")).to_have_text("Exposé")
    await desk.answered(3)
    started = [event.step for event in await house.events() if isinstance(event, StepStarted)]
    assert started == ["accueil", "expose"]


async def test_the_fold_is_pure_and_does_not_depend_on_how_frames_arrive(
    room: Room, context: BrowserContext
) -> None:
    await room.play(whole())
    async with room.browser(facilitator=True) as browser:
        async with browser.stream("facilitator") as stream:
            everything = (await stream.frames_until_now())[1:]
        async with browser.stream("table") as stream:
            course = (await stream.frames_until_now())[1:]
    page = await table(context, room)
    unknown = {"seq": 99, "n": 99, "elapsed": 1, "event": "SomethingNew", "data": {}}
    state, lines = json.loads(await fold(page, [*everything, unknown], room=True))
    assert state["phase"] == "ended"
    assert [line[1]["person"] for line in lines] == ["claire", "bruno"]
    assert len(state["people"]) == len(PEOPLE)
    assert json.loads(await fold(page, course, room=False))[0]["lasted"] == state["lasted"]
    holes = [frame for frame in everything if frame["seq"] % 3]
    await fold(page, holes, room=True)


async def test_three_thousand_lines_open_at_the_last_one(house: House, context: BrowserContext) -> None:
    await house.engine.submit(StartSession())
    for index in range(3000):
        await house.say(f"u{index}", PEOPLE[index % 5].id, f"Phrase {index}.")
    page = await facilitator(context, house)
    await expect(page.locator("#lines .line")).to_have_count(3000, timeout=30_000)
    await expect(page.locator("#lines .line").last).to_be_in_viewport()
