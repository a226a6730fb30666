"""Who may open what, and what every answer carries."""

import re
from contextlib import AsyncExitStack

import pytest
from aiohttp import ClientSession, WSCloseCode, WSMsgType, WSServerHandshakeError

from companion.adapters.model_store import ModelStore
from companion.adapters.places import fetched_models, shipped_models
from companion.web.documents import DOCUMENTS
from companion.web.pages import MAX_FORM
from companion.web.socket import BURST
from companion.web.stages import PAGES
from tests.web.room import TOKEN, Room


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:1", "127.0.0.1", "localhost.evil.example:{port}", ""]
)
@pytest.mark.parametrize("path", ["/", "/table", "/static/fold.js", f"/facilitator?token={TOKEN}"])
async def test_a_foreign_host_is_refused(room: Room, path: str, host: str) -> None:
    headers = {"Host": host.format(port=room.server.port)}
    async with ClientSession() as session, session.get(room.home + path, headers=headers) as response:
        assert response.status == 403
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
async def test_this_machines_own_names_are_answered(room: Room, name: str) -> None:
    headers = {"Host": f"{name}:{room.server.port}"}
    async with ClientSession() as session, session.get(f"{room.home}/table", headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "https://127.0.0.1:{port}", "http://localhost:{port}"]
)
@pytest.mark.parametrize("stream", ["table", "facilitator"])
async def test_a_stream_from_a_foreign_origin_is_refused(room: Room, stream: str, origin: str) -> None:
    async with room.browser(facilitator=True) as browser:
        with pytest.raises(WSServerHandshakeError) as refusal:
            await browser.session.ws_connect(f"/stream/{stream}", origin=origin.format(port=room.server.port))
    assert refusal.value.status == 403


@pytest.mark.parametrize("stream", ["table", "facilitator"])
async def test_a_stream_without_an_origin_is_refused(room: Room, stream: str) -> None:
    async with room.browser(facilitator=True) as browser:
        with pytest.raises(WSServerHandshakeError) as refusal:
            await browser.session.ws_connect(f"/stream/{stream}")
    assert refusal.value.status == 403


async def test_a_post_from_elsewhere_is_refused_and_ours_has_nowhere_to_go(room: Room) -> None:
    async with room.browser() as browser:
        async with browser.session.post("/table", headers={"Origin": "http://evil.example"}) as foreign:
            assert foreign.status == 403
        async with browser.session.post("/table", headers={"Origin": room.home}) as own:
            assert own.status == 405


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", f"?token={TOKEN}", "?token=%ff%fe"])
async def test_without_the_token_the_facilitators_page_says_what_to_do(room: Room, query: str) -> None:
    async with room.browser() as browser, browser.session.get(f"/facilitator{query}") as response:
        assert response.status == 403
        assert "lien affiché dans le terminal" in await response.text()


async def test_without_the_cookie_the_facilitators_stream_is_refused(room: Room) -> None:
    async with room.browser() as browser:
        with pytest.raises(WSServerHandshakeError) as refusal:
            async with browser.stream("facilitator", token=TOKEN):
                pass
    assert refusal.value.status == 403


async def test_a_cookie_made_from_nothing_is_refused(room: Room) -> None:
    cookie = {f"companion_{room.server.port}": TOKEN}
    async with ClientSession(room.home, cookies=cookie) as session, session.get("/facilitator") as response:
        assert response.status == 403


async def test_the_printed_link_gives_a_strict_cookie_and_a_clean_address(room: Room) -> None:
    async with room.browser() as browser:
        link = room.server.urls().facilitator
        async with browser.session.get(link, allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (303, "/facilitator")
            cookie = response.headers["Set-Cookie"]
        async with browser.session.get("/facilitator") as page:
            assert page.status == 200
            assert "Transcription peu fiable" in await page.text()
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie


async def test_the_printed_link_opens_once(room: Room) -> None:
    """Whoever reads it later has nothing; the browser that it let in may open it again; the next is new."""
    link = room.server.urls().facilitator
    async with room.browser() as first, room.browser() as second:
        assert (await first.session.get(link)).status == 200
        assert (await second.session.get(link)).status == 403
        assert (await first.session.get(link)).status == 200
        assert room.server.urls().facilitator != link
        assert (await second.session.get(room.server.urls().facilitator)).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "what-comes-next"])
@pytest.mark.parametrize("path", ["/", "/table", "/static/fold.js", "/facilitator", "/stream/table"])
async def test_what_a_foreign_page_asks_for_is_refused(room: Room, path: str, site: str) -> None:
    """As the browser itself tells; a page of another port of this machine is foreign too."""
    link = room.server.urls().facilitator if path == "/facilitator" else path
    async with room.browser() as browser:
        async with browser.session.get(link, headers={"Sec-Fetch-Site": site}) as answer:
            assert (answer.status, "Set-Cookie" in answer.headers) == (403, False)
        async with browser.session.get(link, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            assert answer.status != 403


async def test_a_page_that_sends_without_end_is_disconnected(room: Room) -> None:
    """The others go on."""
    async with (
        room.browser(facilitator=True) as browser,
        browser.stream("table") as quiet,
        browser.stream("facilitator") as page,
    ):
        for number in range(BURST + 1):
            await page.socket.send_str(f'{{"id": "{number}", "command": "?"}}')
        while (message := await page.socket.receive(timeout=10)).type is WSMsgType.TEXT:
            pass
        assert message.data == WSCloseCode.POLICY_VIOLATION
        assert "refused" in await quiet.ask('{"id": "1", "command": "?"}')


async def test_pages_without_end_are_refused(room: Room) -> None:
    async with room.browser() as browser, AsyncExitStack() as open_pages:
        for _ in range(PAGES):
            await open_pages.enter_async_context(browser.stream("table"))
        with pytest.raises(WSServerHandshakeError) as refusal:
            await browser.session.ws_connect("/stream/table", origin=room.home)
        assert refusal.value.status == 503


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_documents_are_the_facilitators(room: Room, name: str) -> None:
    """What is printed, and nothing else of that folder."""
    async with room.browser() as browser, room.browser(facilitator=True) as own:
        assert (await browser.session.get(f"/print/documents/{name}")).status == 403
        assert (await own.session.get(f"/print/documents/{name}")).status == 200
        assert f"/print/documents/{name}" in await (await own.session.get("/")).text()
        assert (await own.session.get("/print/documents/_document")).status == 404


async def test_every_model_has_its_licence_on_the_page(room: Room) -> None:
    async with room.browser(facilitator=True) as own:
        page = await (await own.session.get("/print/documents/licences")).text()
    for model in ModelStore(fetched_models(), shipped_models()):
        assert model.id in page and model.licence in page


async def test_a_form_without_end_is_refused(room: Room) -> None:
    async with room.browser(facilitator=True) as browser:
        sent = {"data": {"title": "x" * (MAX_FORM + 1)}, "headers": {"Origin": room.home}}
        async with browser.session.post("/seances/new", **sent) as answer:
            assert answer.status == 400


async def test_the_link_keeps_the_language(room: Room) -> None:
    async with room.browser() as browser:
        link = f"{room.server.urls().facilitator}&lang=en"
        async with browser.session.get(link) as page:
            assert str(page.url).endswith("/live?lang=en")
            assert "Next step" in await page.text()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/table", 200),
        ("/facilitator", 403),
        ("/static/base.css", 200),
        ("/nowhere", 404),
        ("/catalogue/fr.json", 200),
        ("/catalogue/xx.json", 404),
        ("/method/en.json", 200),
        ("/static/../server.py", 404),
        ("/static/%2e%2e/server.py", 404),
        ("/static/", 403),
        ("/stream/table", 400),
    ],
)
async def test_every_answer_is_guarded(room: Room, path: str, status: int) -> None:
    async with room.browser() as browser, browser.session.get(path) as response:
        assert response.status == status
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"


async def test_no_page_has_an_inline_script_or_style(room: Room) -> None:
    async with room.browser(facilitator=True) as browser:
        for path in ("/", "/table", "/facilitator", "/nowhere"):
            async with browser.session.get(path) as response:
                page = await response.text()
            assert "<style" not in page
            assert "style=" not in page
            assert "://" not in page
            assert page.count("<script") == len(re.findall(r'<script (?:type="module" )?src="/static/', page))
