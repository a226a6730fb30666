"""Pages of somebody else, in a real Chromium whose user opened the facilitator's page: they get nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, async_playwright

from companion.domain.messages import OffTheRecord
from tests.web.conftest import ARGS, CHROMIUM
from tests.web.room import Room

FORM = """<form method="post" action="{home}/seances/new"><input name="title" value="theirs"></form>
<script>document.forms[0].submit()</script>"""
STREAM = """<script>
const socket = new WebSocket("{stream}");
socket.onopen = () => {{ document.title = "open"; }};
socket.onmessage = (message) => {{ document.title = "read " + message.data; }};
socket.onerror = () => {{ document.title = document.title || "refused"; }};
</script>"""
FETCH = """<script>
Promise.allSettled([
  fetch("{home}/seances/new", {{ credentials: "include" }}),
  fetch("{home}/table", {{ mode: "no-cors", credentials: "include" }}).then((answer) => answer.text()),
  fetch("{home}/static/fold.js"),
]).then((results) => {{
  document.title = results.map((one) => one.value || one.status).join();
}});
</script>"""
FRAME = '<iframe src="{home}/table"></iframe>'


@asynccontextmanager
async def their_page(body: str) -> AsyncIterator[str]:
    """Served on another port of this machine: the nearest that another site can be."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=f"<!doctype html>{body}", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


@pytest.fixture
async def visitor(chromium: Browser, room: Room) -> AsyncIterator[BrowserContext]:
    """A user who may do everything; what Chromium says of refusals in its console is expected."""
    context = await chromium.new_context()
    page = await context.new_page()
    await page.goto(room.server.urls().facilitator)
    assert page.url.endswith("/live")  # a control: to the user, everything is open
    yield context
    await context.close()


@pytest.mark.browser
async def test_a_foreign_form_is_refused(visitor: BrowserContext, room: Room) -> None:
    async with their_page(FORM.format(home=room.home)) as address:
        page = await visitor.new_page()
        async with page.expect_response(f"{room.home}/seances/new") as sent:
            await page.goto(address)
        assert (await sent.value).status == 403


@pytest.mark.browser
@pytest.mark.parametrize("audience", ["facilitator", "table"])
async def test_a_foreign_stream_is_refused(visitor: BrowserContext, room: Room, audience: str) -> None:
    """Nothing is read from it, and « hors micro » cannot be pressed through it."""
    stream = f"ws://127.0.0.1:{room.server.port}/stream/{audience}"
    async with their_page(STREAM.format(stream=stream)) as address:
        page = await visitor.new_page()
        await page.goto(address)
        await page.wait_for_function("document.title !== ''")
        assert await page.title() == "refused"
    assert not [command for command in room.desk.handed if isinstance(command, OffTheRecord)]


@pytest.mark.browser
async def test_a_foreign_page_reads_nothing(visitor: BrowserContext, room: Room) -> None:
    async with their_page(FETCH.format(home=room.home)) as address:
        page = await visitor.new_page()
        await page.goto(address)
        await page.wait_for_function("document.title !== ''")
        assert await page.title() == "rejected,rejected,rejected"


@pytest.mark.browser
async def test_a_foreign_page_frames_nothing(visitor: BrowserContext, room: Room) -> None:
    async with their_page(FRAME.format(home=room.home)) as address:
        page = await visitor.new_page()
        await page.goto(address)
        assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]


@pytest.mark.browser
async def test_a_name_that_was_pointed_here_is_refused(room: Room) -> None:
    """DNS rebinding: the browser believes that it talks to its own site."""
    if CHROMIUM is None:
        pytest.skip("Debian's chromium is not installed")
    rules = "--host-resolver-rules=MAP rebound.example 127.0.0.1"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGS, rules])
        page = await browser.new_page()
        for path in ("/", "/table", "/static/fold.js", "/facilitator?token=guess"):
            answer = await page.goto(f"http://rebound.example:{room.server.port}{path}")
            assert answer is not None
            assert answer.status == 403
        assert (await page.goto(f"{room.home}/table")).status == 200  # a control
        await browser.close()
