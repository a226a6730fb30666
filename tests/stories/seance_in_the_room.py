"""A whole séance run from the browser, by somebody who has a mouse and a room that talks.

Everything is real: `companion serve` as a process, Whisper, the voiceprints, a virtual sound card that
plays the demonstration's voices as they are called for, the database, Chromium. It lasts as long as the
talk. Run by ``test_seance_in_the_room.py``, or by hand:

    scripts/with-virtual-audio python -m pytest -s tests/stories/seance_in_the_room.py
"""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from companion.adapters.places import demonstration, fetched_models
from companion.adapters.sound_file import read_recording
from companion.ports import SAMPLE_RATE, Samples
from tests.fakes.sounds import write_sound
from tests.unlocked import deciphered, key_of, rows
from tests.web.conftest import chromium as chromium  # the fixture

MIC = os.environ["COMPANION_TEST_MIC_SINK"]
ROOT = Path(__file__).parents[2]
PEOPLE = ("Paul", "Isabelle", "Antoine", "Louise", "Nicolas", "Camille")
VOICES = {  # seconds of the demonstration in which each says who they are
    "Paul": (13.0, 26.0),
    "Isabelle": (26.2, 38.6),
    "Antoine": (38.9, 51.6),
    "Louise": (52.0, 64.7),
    "Nicolas": (65.1, 77.5),
}
EXPOSE = (104.3, 124.0)  # Isabelle's, and Antoine who cuts in
OFF = (138.4, 145.7)
EXPOSE_MORE = (128.1, 135.4)
CONTRACT = (197.8, 208.4)
CONSULTATION = (224.8, 237.7)
OTHER = (265.6, 272.8)
PATIENCE = 90_000
"""Milliseconds: a text comes seconds after its speech, later on a machine that is busy with other tests."""


class Room:
    """Voices in the room: pieces of the demonstration, played into the virtual microphone."""

    def __init__(self, folder: Path) -> None:
        self._sound: Samples = read_recording(demonstration() / "audio.opus")
        self._folder = folder

    async def plays(self, span: tuple[float, float]) -> None:
        """Return when it was said."""
        file = self._folder / f"{span[0]}.wav"
        first, last = (round(second * SAMPLE_RATE) for second in span)
        write_sound(file, self._sound[first:last], codec="pcm_s16le")
        process = await asyncio.create_subprocess_exec("paplay", f"--device={MIC}", str(file))
        assert await process.wait() == 0
        file.unlink()


class Server:
    """``companion serve`` on a data folder of its own."""

    def __init__(self, process: asyncio.subprocess.Process, door: str) -> None:
        self.process, self.door = process, door

    @property
    def home(self) -> str:
        return self.door.split("/facilitator")[0]

    @classmethod
    async def start(cls, folder: Path, port: int = 0) -> "Server":
        environment = {**os.environ, "COMPANION_HOME": str(folder), "PYTHONPATH": str(ROOT)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "companion", "serve", "--no-open", "--port", str(port)),
            env=environment,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = (await process.stdout.readline()).decode()
            assert line, "it stopped before it was open"
            said += line
        return cls(process, re.findall(r"http\S+", said)[-1])

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        await self.process.wait()


class Log:
    """The events on the disk, as another program reads them."""

    def __init__(self, folder: Path) -> None:
        self._home = folder

    def events(self, seance: str) -> list[tuple[str, dict[str, Any], float]]:
        sql = (
            "select kind, payload, elapsed from events "
            "where session_id = ? and payload is not null order by seq"
        )
        return [(kind, json.loads(data), at) for kind, data, at in rows(self._home, sql, seance)]

    def texts(self, seance: str) -> list[str]:
        return [data["text"] for kind, data, _ in self.events(seance) if kind == "UtteranceTranscribed"]

    def holds(self, text: str) -> bool:
        """Whether these words are anywhere in the pages of the database's files, free ones too."""
        wanted = {text.encode(), json.dumps(text)[1:-1].encode()}
        pages = b"".join(deciphered(file, key_of(self._home)) for file in self._home.glob("companion.db*"))
        return any(one in pages for one in wanted)


@asynccontextmanager
async def pages(browser: Browser, server: Server) -> AsyncIterator[tuple[Page, Page]]:
    """The facilitator's page and the table's, in two windows."""
    own = await browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768})
    table = await browser.new_context(locale="fr-FR", viewport={"width": 1920, "height": 1080})
    page, wall = await own.new_page(), await table.new_page()
    for one in (page, wall):
        one.set_default_timeout(PATIENCE)
    await page.goto(server.door)
    await wall.goto(f"{server.home}/table")
    yield page, wall
    await own.close()
    await table.close()


async def test_a_whole_seance_from_the_browser(chromium: Browser, tmp_path: Path) -> None:
    expect.set_options(timeout=PATIENCE)
    (tmp_path / "models").symlink_to(fetched_models())
    room, log = Room(tmp_path), Log(tmp_path)
    server = await Server.start(tmp_path)
    try:
        async with pages(chromium, server) as (page, wall):
            await prepare(page)
            await agree(page)
            await learn_voices(page, room)
            first = await expose(page, wall, room, log)
            await contract(page, wall, room)
            server = await killed_and_started_again(server, tmp_path, page)
            await consult(page, room, log, first)
            await finish(page)
            await next_round(page, room, log, first)
    finally:
        await server.stop()


async def prepare(page: Page) -> None:
    """The client is not known yet: everybody but Paul comes as a consultant."""
    await page.get_by_role("link", name="Nouvelle séance").click()
    await page.get_by_role("textbox", name="Titre").fill("Groupe du mardi")
    fields = page.get_by_placeholder("Prénom ou nom")
    while await fields.count() < len(PEOPLE):
        await page.locator("#add").click()
    for number, name in enumerate(PEOPLE):
        await fields.nth(number).fill(name)
    await page.get_by_role("button", name="Continuer vers les consentements").click()


async def choose(page: Page, name: str, *consents: str) -> None:
    await expect(page.locator("#handover-name")).to_have_text(name)
    await page.locator("#mine").click()
    for consent in ("hearing", "voiceprint", "notes", "keeping"):
        answer = "yes" if consent in consents else "no"
        await page.locator(f"label:has([name={consent}][value={answer}])").click()
    await page.locator("#pass").click()


async def agree(page: Page) -> None:
    """Nicolas refuses to be heard: only a timer is left; then he agrees. Camille wants no voiceprint."""
    await page.get_by_role("button", name="Commencer").click()
    for name in PEOPLE:
        wanted = ("hearing", "voiceprint", "notes")
        await choose(page, name, *{"Nicolas": (), "Camille": ("hearing", "notes")}.get(name, wanted))
    await expect(page.locator("#room-name")).to_have_text("minuteur")
    await page.get_by_role("button", name="Changer les choix de Nicolas").click()
    await choose(page, "Nicolas", "hearing", "voiceprint", "notes")
    await expect(page.locator("#room-name")).to_have_text("écoute")


async def learn_voices(page: Page, room: Room) -> None:
    """Isabelle's is stopped too early, and done again. Then she is chosen as the client."""
    await page.get_by_role("link", name="Continuer vers l'essai du son").click()
    await expect(page.locator("#main")).to_contain_text(
        "Le micro n'envoie rien"
    )  # a virtual card is that silent
    await room.plays((14.0, 18.0))
    await expect(page.locator("#speech-text")).to_contain_text("dB")
    await page.get_by_role("link", name="Continuer vers le tour de table").click()
    told = page.locator("#turn-told")
    for name, span in VOICES.items():
        await expect(page.locator("#turn-name")).to_have_text(name)
        await page.get_by_role("button", name="Écouter cette voix").click()
        await expect(told).to_contain_text("Seule la parole compte")
        if name == "Isabelle":
            await room.plays((span[0], span[0] + 3))
            await page.locator("#finish").click()
            await expect(told).to_contain_text("Trop court")
            await page.get_by_role("button", name="Refaire").click()
            await expect(told).to_contain_text("Seule la parole compte")
        await room.plays(span)
        await page.locator("#finish").click()
        await expect(told).to_have_text("Voix apprise.")
        if name != list(VOICES)[-1]:
            await page.get_by_role("button", name="Voix suivante").click()
    await page.get_by_label("Qui").select_option("Isabelle")
    await page.get_by_role("button", name="Choisir").click()
    await expect(page.locator("#client-said")).to_contain_text("Isabelle")
    await page.get_by_role("button", name="Commencer la séance").click()
    await page.wait_for_url(re.compile("/live$"))


async def next_step(page: Page, name: str, *others: Page) -> None:
    """As a facilitator does it: once the page shows that it can, and until it shows that it has."""
    await expect(page.locator("#next")).to_be_enabled()
    await page.keyboard.press("n")
    for one in (page, *others):
        await expect(one.locator("#step")).to_contain_text(name)


async def expose(page: Page, wall: Page, room: Room, log: Log) -> str:
    """The client speaks; +5 minutes, hors micro, a reload; one line is given to another, one is struck."""
    seance = re.search(r"/seances/([^/]+)/live", page.url)
    assert seance is not None
    for one in (page, wall):
        await expect(one.locator("#step")).to_contain_text("Accueil")
    await next_step(page, "Exposé", wall)
    await expect(wall.locator("#state-name")).to_have_text("écoute")  # the ear is at work
    await page.keyboard.press("t")
    lines = page.locator("#lines .visit:has-text('Exposé') ~ .line:not(.caption)")
    await room.plays(EXPOSE)
    await expect(lines.first.locator(".name")).to_have_text("Isabelle")
    await expect(page.locator("#cue")).to_contain_text("Antoine")
    assert not [name for name in PEOPLE if name in await wall.locator("body").inner_text()]
    ends = await page.locator("#ends").inner_text()
    await page.keyboard.press("+")
    await expect(page.locator("#ends")).not_to_have_text(ends)

    await wall.get_by_role("button", name="Hors micro").click()
    await expect(page.locator("#off-banner")).to_be_visible()
    await room.plays(OFF)
    await page.reload()
    await expect(page.locator("#off-banner")).to_be_visible()
    await page.get_by_role("button", name="Reprendre").click()
    await expect(page.locator("#off-banner")).to_be_hidden()
    check_nothing_heard_off_the_record(log, seance[1])

    await room.plays(EXPOSE_MORE)
    await expect(lines.nth(2)).to_be_visible()
    await mend(page, lines.nth(1), "Louise")
    await strike(page, lines.first, log, seance[1])
    return seance[1]


def check_nothing_heard_off_the_record(log: Log, seance: str) -> None:
    events = log.events(seance)
    off = next(at for kind, data, at in events if kind == "SessionPaused" and data["off_the_record"])
    on = next(at for kind, _, at in events if kind == "SessionResumed" and at > off)
    during = [(kind, data) for kind, data, _ in events if off < data.get("start", 0.0) < on]
    told = [data["outcome"] for kind, data in during if kind == "AnnouncementFinished"]
    heard = [kind for kind, _ in during if kind != "AnnouncementFinished"]
    assert on - off > OFF[1] - OFF[0] and heard == []
    assert not set(told) & {"spoken", "chimed", "interrupted"}  # nothing sounds either


async def mend(page: Page, line: Locator, name: str) -> None:
    await line.locator(".name").click()
    await page.locator("#line-person").select_option(label=name)
    await page.locator("#line-dialog button[value=yes]").click()
    await expect(line.locator(".name")).to_have_text(name)


async def strike(page: Page, line: Locator, log: Log, seance: str) -> None:
    """Gone from the page, the database and its journal."""
    text = (await line.locator("p").last.inner_text()).strip()
    assert log.holds(text) and text in log.texts(seance)
    await line.locator(".name").click()
    await page.locator("#strike").click()
    await page.locator("#strike-yes").click()
    await expect(page.locator("#lines")).not_to_contain_text(text)
    await page.reload()
    await expect(page.locator("#next")).to_be_enabled()  # everything missed is there again
    await expect(page.locator("#lines")).not_to_contain_text(text)
    assert not log.holds(text)


async def contract(page: Page, wall: Page, room: Room) -> None:
    """The client's own words are taken, mended, agreed, and shown to the table."""
    await next_step(page, "Clarification", wall)
    await next_step(page, "Contrat", wall)
    await room.plays(CONTRACT)
    await page.locator("#said-by-client button").last.click()
    await page.locator("#contract-text").fill("J'aimerais que vous m'aidiez à l'annoncer à mon équipe.")
    await page.locator("#contract-type").select_option("suggestions")
    await page.locator("#contract-propose").click()
    await expect(wall.locator("#shown")).to_be_hidden()
    await page.locator("#contract-agree").click()
    await page.locator("#contract-show").click()
    await expect(wall.locator("#shown-text")).to_contain_text("m'aidiez à l'annoncer")
    assert not [name for name in PEOPLE if name in await wall.locator("body").inner_text()]


async def killed_and_started_again(server: Server, folder: Path, page: Page) -> Server:
    """Power is lost in the middle of a step: the same step, the same contract, the same lines come back."""
    before = await page.locator("#lines .line:not(.caption)").count()
    port = int(server.home.rsplit(":", 1)[1])
    await server.stop(signal.SIGKILL)
    again = await Server.start(folder, port)
    await page.goto(again.door)
    await expect(page.locator("#step")).to_contain_text("Contrat")
    await expect(page.locator("#contract-quote")).to_contain_text("m'aidiez à l'annoncer")
    await expect(page.locator("#lines .line:not(.caption)")).to_have_count(before)
    return again


async def consult(page: Page, room: Room, log: Log, seance: str) -> None:
    """Voices outlive the process. A consent is withdrawn in the middle: what Nicolas said is gone."""
    await next_step(page, "Consultation")
    count = len(log.texts(seance))
    await expect(page.locator("#state-name")).to_have_text("écoute")  # models were loaded anew
    await room.plays(CONSULTATION)
    last = page.locator("#lines .line:not(.caption)").last
    await expect(last.locator(".name")).to_have_text("Nicolas")  # after Louise, whom he follows
    text = (await last.locator("p").last.inner_text()).strip()
    assert len(log.texts(seance)) > count and log.holds(text)
    live = page.url
    await page.goto(live.replace("/live", "/consents"))
    await page.get_by_role("button", name=re.compile("Changer les choix .*Nicolas")).click()
    await choose(page, "Nicolas", "hearing", "voiceprint")
    await page.goto(live)
    await expect(page.locator("#step")).to_contain_text("Consultation")
    await expect(page.locator("#lines")).not_to_contain_text(text)
    assert not log.holds(text)


async def finish(page: Page) -> None:
    for name in ("Synthèse", "Apprentissages"):
        await next_step(page, name)
    await page.locator("#end").click()
    await page.locator("#end-dialog button[value=yes]").click()
    await page.locator("#to-end").click()
    await expect(page.locator("#step-rows")).to_contain_text("Consultation")
    assert not [name for name in PEOPLE if name in await page.locator("#talk").inner_text()]


async def next_round(page: Page, room: Room, log: Log, first: str) -> None:
    """Another client, other notes: no sentence of the first round is in the second."""
    await page.locator("#next-round").click()
    await page.wait_for_url(re.compile("/live$"))
    await page.locator("#client").click()
    await page.locator("#client-person").select_option(label="Louise")
    await page.locator("#client-yes").click()
    await expect(page.locator("#client-line")).to_contain_text("Louise")
    await page.locator("[data-command=StartSession]").click()
    await expect(page.locator("#step")).to_contain_text("Accueil")
    second = page.url.split("/")[-2]
    assert second != first
    await next_step(page, "Exposé")
    await expect(page.locator("#state-name")).to_have_text("écoute")
    await room.plays(OTHER)
    await expect(page.locator("#lines .line .name", has_text="Louise").first).to_be_visible()
    assert log.texts(second) and not set(sentences(log.texts(first))) & set(sentences(log.texts(second)))


def sentences(texts: Sequence[str]) -> list[str]:
    """Of three words or more: « oui » may well be said twice."""
    every = (part.strip() for text in texts for part in re.split(r"[.?!…]", text))
    return [part for part in every if len(part.split()) >= 3]
