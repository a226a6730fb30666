"""Opening and closing."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp import WSMsgType

from companion.domain.errors import CompanionError
from companion.web.server import WebServer
from tests.web.room import TOKEN, Room


async def test_a_port_that_is_taken_is_told_in_one_sentence(room: Room) -> None:
    port = room.server.port
    second = WebServer(replace(room.showing, port=port))
    with pytest.raises(CompanionError) as error:
        await second.start()
    await second.close()
    assert error.value.code == "port_taken"
    assert error.value.message.startswith(
        f"Le port {port} est déjà pris : un autre Companion tourne peut-être"
    )


async def test_only_this_machine_may_be_served(room: Room) -> None:
    with pytest.raises(CompanionError) as error:
        await WebServer(replace(room.showing, host="0.0.0.0")).start()  # noqa: S104 - refused
    assert error.value.code == "not_loopback"


async def test_the_addresses_carry_the_real_port(room: Room) -> None:
    urls, home = room.server.urls(), f"http://127.0.0.1:{room.server.port}/"
    assert (urls.home, urls.table) == (home, f"{home}table")
    assert urls.facilitator.startswith(f"{home}facilitator?token=") and TOKEN not in urls.facilitator


async def test_a_closed_server_frees_its_port_and_says_goodbye(room: Room) -> None:
    port = room.server.port
    async with room.browser() as browser, browser.stream("table") as page:
        await page.frame()
        closing = asyncio.create_task(room.server.close())
        message = await page.socket.receive(timeout=10)
        await closing
        assert (message.type, message.data) == (WSMsgType.CLOSE, 1001)
    await room.restart(port=port)
    assert room.server.port == port


async def test_closing_twice_or_before_starting_is_no_fault(room: Room) -> None:
    await room.server.close()
    await room.server.close()
    await WebServer(room.showing).close()
