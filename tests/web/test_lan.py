"""The door of a second screen: TLS, pairing, and the table's page alone unless it is one's own device."""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, CookieJar, WSMsgType, WSServerHandshakeError
from playwright.async_api import Browser, expect

from companion.adapters.clock import SystemClock
from companion.adapters.local_network import chosen_address
from companion.adapters.runtime import write_private
from companion.adapters.self_signed import VALID, SelfSigned, self_signed
from companion.domain.errors import CompanionError
from companion.domain.messages import Audience, CaptionsChanged, SilenceChanged
from companion.web.lan import Lan
from companion.web.port import take
from companion.web.server import WebServer
from tests.web.room import Room
from tests.web.story import whole
from tests.web.test_setup_browser import serious

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def signed(folder: Path, address: str = "127.0.0.1", now: datetime | None = None) -> SelfSigned:
    return self_signed(folder, address, now or SystemClock().now(), write_private)


class SecondScreen:
    """A browser on another device: it trusts the certificate, and keeps its cookies."""

    def __init__(self, room: Room, lan: Lan) -> None:
        self.room, self.lan = room, lan
        self.home = lan.url.rstrip("/")
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusted.check_hostname = False
        trusted.verify_mode = ssl.CERT_NONE
        self.trusted = trusted
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def get(self, path: str, **headers: str) -> tuple[int, str, str]:
        asked = self.session.get(self.home + path, ssl=self.trusted, headers=headers, allow_redirects=False)
        async with asked as answer:
            return answer.status, await answer.text(), answer.headers.get("Location", "")

    async def pair(self, code: str, origin: str | None = None) -> tuple[int, str, str]:
        """Status, where the answer leads, and the cookie that it sets."""
        sent = self.session.post(
            f"{self.home}/pair",
            data={"code": code},
            ssl=self.trusted,
            headers={"Origin": self.home if origin is None else origin},
            allow_redirects=False,
        )
        async with sent as answer:
            return answer.status, answer.headers.get("Location", ""), answer.headers.get("Set-Cookie", "")

    async def paired(self, audience: Audience) -> None:
        code = self.room.server._pairing.open(audience).digits
        status, _, _ = await self.pair(f"{code[:3]} {code[3:]}")
        assert status == 303

    def stream(self, audience: str, origin: str | None = None) -> Any:
        origin = self.home if origin is None else origin
        return self.session.ws_connect(f"{self.home}/stream/{audience}", ssl=self.trusted, origin=origin)


@pytest.fixture
async def screen(room: Room, tmp_path: Path) -> AsyncIterator[SecondScreen]:
    certificate = signed(tmp_path)
    lan = Lan(
        listener=take("127.0.0.1", 0),
        context=certificate.context,
        fingerprint=certificate.fingerprint,
        picture=b"<svg/>",
    )
    await room.server.close()
    room.server = WebServer(room.showing, lan=lan)
    await room.server.start()
    screen = SecondScreen(room, lan)
    yield screen
    await screen.session.close()


PRIVATE = (
    *("/facilitator", "/seances/new", "/seances/seance-1/live", "/seances/seance-1/consents"),
    *("/print/documents/aipd", "/devices", "/devices/address.svg", "/stream/sound?seance=seance-1"),
    "/method/fr.json?seance=seance-1",
)


async def test_whoever_is_not_paired_sees_the_pairing_page_and_nothing_else(screen: SecondScreen) -> None:
    for path in ("/", "/table", "/catalogue/fr.json", "/method/fr.json", *PRIVATE[:-2]):
        assert (await screen.get(path))[::2] == (303, "/pair"), path
    for stream in ("table", "facilitator", "sound"):
        with pytest.raises(WSServerHandshakeError) as refused:
            await screen.stream(stream)
        assert refused.value.status == 403
    status, text, _ = await screen.get("/pair")
    assert status == 200 and "Code à six chiffres" in text and screen.lan.fingerprint not in text


async def test_the_link_of_the_terminal_opens_nothing_over_the_network(screen: SecondScreen) -> None:
    link = screen.room.server.urls().facilitator.partition("/facilitator")[2]
    assert (await screen.get(f"/facilitator{link}"))[::2] == (303, "/pair")
    await screen.paired(Audience.TABLE)
    assert (await screen.get(f"/facilitator{link}"))[0] == 403
    async with screen.room.browser(facilitator=True) as browser:  # it was not used up either
        assert (await browser.session.get("/seances/new")).status == 200


async def test_a_paired_table_sees_the_tables_page_and_no_private_one(screen: SecondScreen) -> None:
    code = screen.room.server._pairing.open(Audience.TABLE).digits
    status, where, cookie = await screen.pair(code)
    assert (status, where) == (303, "/table")
    assert cookie.startswith("__Host-companion_")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert (await screen.get("/table"))[0] == 200 and (await screen.get("/"))[::2] == (303, "/table")
    for path in PRIVATE[:-2]:
        assert (await screen.get(path))[0] == 403, path
    assert (await screen.get(PRIVATE[-1]))[0] == 403
    for stream in ("facilitator", "sound?seance=seance-1"):
        with pytest.raises(WSServerHandshakeError) as refused:
            await screen.stream(stream)
        assert refused.value.status == 403


async def test_the_tables_stream_is_the_tables_over_the_network_too(screen: SecondScreen) -> None:
    """What the facilitator alone may know is not sent, and the table's one command is carried out."""
    await screen.paired(Audience.TABLE)
    await screen.room.play(whole())
    async with screen.stream("table") as stream, screen.room.browser() as browser:
        hello = await stream.receive_json()
        frames = (await stream.receive()).data
        async with browser.stream("table") as near:
            assert (await near.frame())["last"] == hello["last"]
            assert (await near.socket.receive()).data == frames
        await stream.send_str('{"id": "1", "command": "NextStep"}')
        await stream.send_str('{"id": "2", "command": "OffTheRecord"}')
        answers = [await stream.receive_json(), await stream.receive_json()]
    assert answers[0]["refused"] == "table" and "refused" not in answers[1]


async def test_the_facilitators_own_device_sees_everything_but_the_codes(screen: SecondScreen) -> None:
    code = screen.room.server._pairing.open(Audience.FACILITATOR).digits
    assert (await screen.pair(code))[:2] == (303, "/facilitator")
    await screen.room.record(CaptionsChanged(on=False), SilenceChanged(on=False))
    assert (await screen.get("/seances/new"))[0] == 200
    async with screen.stream("facilitator") as stream:
        assert "clock" in await stream.receive_json()
    assert (await screen.get("/devices"))[0] == 404, "codes are opened on this machine alone"


async def test_a_wrong_code_pairs_nobody_and_too_many_void_it(screen: SecondScreen) -> None:
    code = screen.room.server._pairing.open(Audience.FACILITATOR).digits
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)
    told = [await screen.pair(wrong) for _ in range(5)]
    assert {(status, cookie) for status, _, cookie in told} == {(403, "")}
    assert (await screen.pair(code))[0] == 403
    assert (await screen.get("/table"))[::2] == (303, "/pair")


async def test_a_code_that_has_run_out_pairs_nobody(screen: SecondScreen) -> None:
    code = screen.room.server._pairing.open(Audience.TABLE).digits
    await screen.room.clock.advance_to(181.0)
    assert (await screen.pair(code))[::2] == (403, "")


async def test_a_foreign_page_can_neither_pair_nor_listen(screen: SecondScreen) -> None:
    code = screen.room.server._pairing.open(Audience.TABLE).digits
    for origin in (
        "https://evil.example",
        "null",
        "",
        screen.home.replace("https", "http"),
        screen.room.home,
    ):
        assert (await screen.pair(code, origin))[0] == 403
    assert (await screen.pair(code))[0] == 303, "and they used up no try"
    with pytest.raises(WSServerHandshakeError):
        await screen.stream("table", "https://evil.example")
    port = screen.home.rpartition(":")[2]
    for host in (f"evil.example:{port}", f"localhost:{port}", "127.0.0.1", ""):
        assert (await screen.get("/pair", Host=host))[0] == 403, host
    assert (await screen.get("/pair", **{"Sec-Fetch-Site": "same-site"}))[0] == 403


async def test_the_cookie_of_one_door_is_worth_nothing_at_the_other(screen: SecondScreen) -> None:
    access = screen.room.server._access
    assert access is not None
    cookie = {access.cookie: access.cookie_value}
    name = f"__Host-companion_{screen.home.rpartition(':')[2]}"
    for cookies in (cookie, {name: access.cookie_value}):
        async with ClientSession(cookies=cookies, cookie_jar=CookieJar(unsafe=True)) as session:
            asked = session.get(f"{screen.home}/table", ssl=screen.trusted, allow_redirects=False)
            async with asked as answer:
                assert answer.status == 303


async def test_plain_http_is_not_answered(screen: SecondScreen) -> None:
    with pytest.raises(ClientError):
        await screen.session.get(screen.home.replace("https", "http") + "/pair")


async def test_the_fingerprint_that_is_shown_is_the_one_a_browser_computes(screen: SecondScreen) -> None:
    host, port = screen.lan.listener.getsockname()
    pem = await asyncio.to_thread(ssl.get_server_certificate, (host, port))
    seen = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    assert screen.lan.fingerprint == ":".join(seen[at : at + 2] for at in range(0, 64, 2))
    async with screen.room.browser(facilitator=True) as browser:
        text = (await (await browser.session.get("/devices")).text()).replace("<wbr>", "")
    assert screen.lan.fingerprint in text and screen.lan.url in text


async def test_the_facilitators_page_opens_codes_and_unpairs_devices_at_once(screen: SecondScreen) -> None:
    async with screen.room.browser(facilitator=True) as browser:
        sent = {"Origin": screen.room.home}
        made = await browser.session.post("/devices/code", data={"audience": "table"}, headers=sent)
        code = screen.room.server._pairing.code
        assert code is not None and f"{code.digits[:3]} {code.digits[3:]}" in await made.text()
        assert (
            await browser.session.post("/devices/code", data={"audience": "x"}, headers=sent)
        ).status == 400
        assert (await screen.pair(code.digits))[0] == 303
        for path in ("/", "/seances/seance-1/consents"):
            assert "réseau local" in await (await browser.session.get(path)).text(), path
        assert "Pour la table\N{NO-BREAK SPACE}: 1" in await (await browser.session.get("/devices")).text()
        async with screen.stream("table") as stream:
            await stream.receive_json()
            await browser.session.post("/devices/forget", headers=sent)
            while (message := await stream.receive(timeout=10)).type is WSMsgType.TEXT:
                pass
            assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED)
        assert (await screen.get("/table"))[::2] == (303, "/pair")
    async with screen.room.browser() as stranger:
        assert (await stranger.session.get("/devices")).status == 403


@pytest.mark.browser
async def test_a_tablet_is_paired_and_follows_the_seance(screen: SecondScreen, chromium: Browser) -> None:
    """In a real Chromium whose user went past the warning, over wss."""
    context = await chromium.new_context(
        ignore_https_errors=True, viewport={"width": 390, "height": 844}, locale="fr-FR"
    )
    page = await context.new_page()
    await page.goto(screen.lan.url)
    await expect(page.locator("h1")).to_have_text("Apparier cet écran")
    assert await serious(page) == []
    near = await context.new_page()
    await near.goto(screen.room.server.urls().facilitator)
    await near.goto(f"{screen.room.home}/devices")
    assert await serious(near) == []
    code = screen.room.server._pairing.open(Audience.TABLE).digits
    await page.locator("#code").fill(code[::-1] if code != code[::-1] else "000000")
    await page.get_by_role("button", name="Apparier").click()
    await expect(page.get_by_role("alert")).to_contain_text("Ce n'est pas le code")
    await page.locator("#code").fill(code)
    await page.get_by_role("button", name="Apparier").click()
    await expect(page.locator("#step")).to_have_text("La séance va commencer")
    await screen.room.play(whole()[:7])
    await expect(page.locator("#step")).to_have_text("Accueil et choix du sujet")
    await context.close()


async def test_without_the_choice_there_is_no_such_page(room: Room) -> None:
    async with room.browser(facilitator=True) as browser:
        assert (await browser.session.get("/devices")).status == 404
        assert (await browser.session.get("/pair")).status == 404


def test_a_certificate_serves_again_until_it_runs_out_or_the_address_changes(tmp_path: Path) -> None:
    first = signed(tmp_path, now=NOW)
    assert signed(tmp_path, now=NOW + timedelta(days=2)).fingerprint == first.fingerprint
    assert (tmp_path / "lan.pem").stat().st_mode & 0o077 == 0
    moved = signed(tmp_path, "192.168.1.20", NOW)
    assert moved.fingerprint != first.fingerprint
    assert signed(tmp_path, "192.168.1.20", NOW + VALID).fingerprint != moved.fingerprint
    (tmp_path / "lan.pem").write_bytes(b"-----BEGIN")
    assert signed(tmp_path, "192.168.1.20", NOW).fingerprint != moved.fingerprint


def test_without_a_folder_in_memory_there_is_no_place_for_its_key() -> None:
    with pytest.raises(CompanionError, match="COMPANION_RUNTIME"):
        self_signed(None, "192.168.1.20", NOW, write_private)


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.7", "fd00::5"])
def test_an_address_of_a_local_network_may_be_chosen(address: str) -> None:
    assert chosen_address(address) == address


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "::", "8.8.8.8", "127.0.0.1", "224.0.0.1", "salon", "", "192.168.1.0/24"],  # noqa: S104
)
def test_any_other_is_refused(address: str) -> None:
    with pytest.raises(CompanionError, match="réseau local"):
        chosen_address(address)
