from collections.abc import AsyncIterator

import pytest

from tests.web.room import Room


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    room = Room()
    await room.server.start()
    yield room
    await room.server.close()
