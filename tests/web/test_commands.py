"""Commands from the facilitator's page: carried out or refused, always answered."""

import json
import logging

import pytest
from aiohttp import WSMsgType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.domain.errors import StoreFailed
from companion.domain.messages import Accepted, CorrectSpeaker, ExtendStep, NextStep, OffTheRecord, Refused
from companion.web.wire import MAX_FRAME
from tests.web.room import Room
from tests.web.story import WORDS

FRAMES = (
    st.text(max_size=200)
    | st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "command", "data", "minutes", "cue", "text"]), inner)
        ),
        max_leaves=8,
    ).map(json.dumps)
)


async def test_an_accepted_command_is_answered_with_its_number(room: Room) -> None:
    room.desk.answer = Accepted(42)
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        answer = await page.ask('{"id":"a","command":"NextStep"}')
    assert (answer, room.desk.handed) == ({"answer": "a", "accepted": 42}, [NextStep()])


async def test_a_refused_command_is_answered_with_its_reason(room: Room) -> None:
    room.desk.answer = Refused("last_step", "C'est la dernière étape.")
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        answer = await page.ask('{"id":"a","command":"NextStep"}')
    said = "C'est la dernière étape\u00a0: pour conclure, terminez la séance."  # the catalogue's
    assert answer == {"answer": "a", "refused": "last_step", "message": said}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "End the session “Mardi” first: it is under way."),
        ("fr-x-tu", "Termine d'abord la séance «\u00a0Mardi\u00a0»\u00a0: elle est en cours."),
        ("fr-CA", "Terminez d'abord la rencontre «\u00a0Mardi\u00a0»\u00a0: elle est en cours."),
    ],
)
async def test_a_refusal_is_told_in_the_pages_own_words(room: Room, language: str, said: str) -> None:
    room.desk.answer = Refused("occupied", "Terminez d'abord.", values={"title": "Mardi"})
    async with (
        room.browser(facilitator=True) as browser,
        browser.stream("facilitator", lang=language) as page,
    ):
        answer = await page.ask('{"id":"a","command":"NextStep"}')
    assert answer["message"] == said


async def test_the_same_id_from_two_consoles_is_carried_out_once(room: Room) -> None:
    text = '{"id":"ExtendStep@7.0","command":"ExtendStep","data":{"minutes":5}}'
    async with (
        room.browser(facilitator=True) as browser,
        browser.stream("facilitator") as one,
        browser.stream("facilitator") as other,
    ):
        await one.ask(text)
        await other.ask(text)
    assert room.desk.handed == [ExtendStep(minutes=5.0)]


async def test_the_table_commands_nothing(room: Room) -> None:
    async with room.browser(facilitator=True) as browser, browser.stream("table") as page:
        answer = await page.ask('{"id":"a","command":"NextStep"}')
    assert (answer["refused"], room.desk.handed) == ("table", [])


async def test_anybody_at_the_table_goes_off_the_record_and_learns_no_number(room: Room) -> None:
    room.desk.answer = Accepted(42)
    async with room.browser() as browser, browser.stream("table") as page:
        answer = await page.ask('{"id":"a","command":"OffTheRecord"}')
    assert (answer, room.desk.handed) == ({"answer": "a", "accepted": 0}, [OffTheRecord()])


async def test_the_tables_ids_are_not_the_facilitators(room: Room) -> None:
    async with room.browser(facilitator=True) as browser:
        async with browser.stream("facilitator") as page:
            await page.ask('{"id":"a","command":"OffTheRecord"}')
        async with browser.stream("table") as page:
            await page.ask('{"id":"a","command":"OffTheRecord"}')
            await page.ask('{"id":"a","command":"OffTheRecord"}')
    assert room.desk.handed == [OffTheRecord(), OffTheRecord()]


async def test_the_table_does_not_resume(room: Room) -> None:
    async with room.browser() as browser, browser.stream("table") as page:
        answer = await page.ask('{"id":"a","command":"Resume"}')
    assert (answer["refused"], room.desk.handed) == ("table", [])


async def test_an_empty_room_has_no_microphone_to_close(room: Room) -> None:
    room.seances.move(None)
    async with room.browser() as browser, browser.stream("table") as page:
        assert (await page.ask('{"id":"a","command":"OffTheRecord"}'))["refused"] == "table"


async def test_malformed_frames_are_refused_in_words_and_the_page_stays(room: Room) -> None:
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        assert await page.ask("{") == {
            "answer": None,
            "refused": "malformed",
            "message": "Ce message n'est pas lisible\u00a0: il a été ignoré.",
        }
        assert (await page.ask('{"id":"a","command":"Explode"}'))["refused"] == "unknown_command"
        assert (await page.ask('{"id":"a","command":"DismissCue","data":{}}'))["refused"] == "bad_fields"
        assert "accepted" in await page.ask('{"id":"b","command":"NextStep"}')


async def test_refusals_are_in_the_pages_language(room: Room) -> None:
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator", lang="en") as page:
        assert (await page.ask("{"))["message"] == "This message cannot be read: it was ignored."


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.lists(FRAMES, min_size=1, max_size=5))
async def test_no_frame_disconnects_a_page(room: Room, frames: list[str | bytes]) -> None:
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        for frame in frames:
            if isinstance(frame, bytes):
                await page.socket.send_bytes(frame)
            else:
                await page.socket.send_str(frame.encode("utf-8", "replace").decode())
        answers = [f for f in await page.frames_until_now() if "answer" in f]
    assert len(answers) == len(frames)
    assert all("accepted" in answer or answer["message"] for answer in answers)


async def test_a_frame_beyond_the_limit_closes_the_connection(room: Room) -> None:
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        await page.frame()
        await page.socket.send_str("x" * (MAX_FRAME + 1))
        message = await page.socket.receive(timeout=10)
        assert (message.type, message.data) == (WSMsgType.CLOSE, 1009)


async def test_a_store_that_fails_is_told_in_its_own_words(room: Room) -> None:
    room.desk.answer = StoreFailed("disk_full", "Le disque est plein : libérez de la place.")
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        answer = await page.ask('{"id":"a","command":"NextStep"}')
    assert answer == {
        "answer": "a",
        "refused": "disk_full",
        "message": "Le disque est plein : libérez de la place.",
    }


async def test_a_fault_of_ours_is_answered_and_its_words_are_not_logged(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.desk.answer = RuntimeError(WORDS)
    command = {"id": "a", "command": "CorrectSpeaker", "data": {"utterance": "u", "person": "p"}}
    with caplog.at_level(logging.DEBUG):
        async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
            answer = await page.ask(json.dumps(command))
            room.desk.answer = Accepted(1)
            assert "accepted" in await page.ask(json.dumps(command))
    assert answer["refused"] == "internal"
    assert room.desk.handed == [CorrectSpeaker(utterance="u", person="p")]
    assert WORDS not in caplog.text
