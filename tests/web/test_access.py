"""Who may open what, and what every answer carries."""

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

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


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", f"?token={TOKEN}x", "?token=%ff%fe"])
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


async def test_the_link_keeps_the_language(room: Room) -> None:
    async with room.browser() as browser:
        link = f"{room.server.urls().facilitator}&lang=en"
        async with browser.session.get(link) as page:
            assert str(page.url).endswith("/facilitator?lang=en")
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
        assert response.headers["Referrer-Policy"] == "no-referrer"


async def test_no_page_has_an_inline_script_or_style(room: Room) -> None:
    async with room.browser(facilitator=True) as browser:
        for path in ("/", "/table", "/facilitator", "/nowhere"):
            async with browser.session.get(path) as response:
                page = await response.text()
            assert "<style" not in page
            assert "style=" not in page
            assert "://" not in page
            assert page.count("<script") == page.count('<script type="module" src="/static/')
