"""The streams: nothing lost, nothing twice, and nothing for the table that is not the table's."""

import asyncio
import json

import pytest
from aiohttp import WSMsgType

from companion.domain.messages import (
    ContractShown,
    CueDismissed,
    Event,
    PartFailed,
    Recorded,
    SessionStarted,
    SpeakerIdentified,
    SpeechStarted,
    StepEnded,
    StepExtended,
    StepStarted,
    UtteranceTranscribed,
)
from companion.domain.speech import UnassignedWords, VoiceObserved, WordsHeard
from companion.web.socket import QUEUE
from tests.fakes.store import ListStore
from tests.web.room import SESSION, Room
from tests.web.story import COURSE, PEOPLE, PREPARED, WORDS, Story, spoken, whole


def numbers(frames: list[dict], key: str = "seq") -> list[int]:
    return [frame[key] for frame in frames if key in frame]


def standing(story: Story) -> list[int]:
    """What a replay holds: neither beginnings of speech nor names that a final one replaced."""

    def overtaken(event: Event) -> bool:
        return isinstance(event, SpeechStarted) or (isinstance(event, SpeakerIdentified) and not event.final)

    return [seq for seq, (_, event) in enumerate(story, 1) if not overtaken(event)]


async def table_frames(story: Story) -> list[dict]:
    room = Room()
    await room.server.start()
    try:
        async with room.browser() as browser, browser.stream("table") as page:
            await page.frame()  # hello: the page is there before anything happens
            await room.play(story)
            return await page.frames_until_now()
    finally:
        await room.server.close()


async def test_the_tables_frames_are_the_same_with_and_without_what_is_hidden() -> None:
    with_cues = await table_frames(whole())
    assert with_cues == await table_frames(COURSE)
    assert numbers(with_cues, "n") == list(range(1, len(COURSE) + 1))


async def test_a_replay_to_the_table_is_the_same_with_and_without_what_is_hidden(room: Room) -> None:
    async def replay(after: int) -> list[dict]:
        async with room.browser() as browser, browser.stream("table", after=after) as page:
            return await page.frames_until_now()

    await room.play(whole())
    with_cues = [await replay(after) for after in (0, 3, len(COURSE))]
    plain = Room()
    await plain.play(COURSE)
    room.store = plain.store
    await room.restart(store=plain.store)
    assert with_cues == [await replay(after) for after in (0, 3, len(COURSE))]


async def test_no_name_no_word_and_no_cue_reaches_the_table(room: Room) -> None:
    async with room.browser() as browser, browser.stream("table") as page:
        await room.play(whole())
        room.bus.publish(WordsHeard(utterance="u9", person="bruno", start=1.0, end=2.0, text=WORDS))
        room.bus.publish(UnassignedWords(utterance="u9", start=1.0, end=2.0, text=WORDS))
        sent = json.dumps(await page.frames_until_now(), ensure_ascii=False)
    secrets = [WORDS, PREPARED.title, "SpokeOutOfTurn", "Cue", "utterance", "temoignages", "intrusion"]
    secrets += [value for person in PEOPLE for value in (person.id, person.name)]
    assert [secret for secret in secrets if secret in sent] == []


async def test_the_facilitator_sees_everything_from_the_number_seen_last(room: Room) -> None:
    await room.play(whole())
    async with room.browser(facilitator=True) as browser:
        async with browser.stream("facilitator") as page:
            first = await page.frames_until_now()
        async with browser.stream("facilitator", after=10) as page:
            again = await page.frames_until_now()
    assert numbers(first) == standing(whole())
    assert again[0]["after"] == 10
    assert [frame for frame in again if "seq" in frame] == [f for f in first if f.get("seq", 0) > 10]


class SlowStore(ListStore):
    """Reads before or after what happens while it is read, as a database on a thread may."""

    def __init__(self, sees_late: bool) -> None:
        super().__init__()
        self.reading, self.go_on, self._sees_late = asyncio.Event(), asyncio.Event(), sees_late

    async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
        early = await super().events(session_id, after)
        self.reading.set()
        await self.go_on.wait()
        return await super().events(session_id, after) if self._sees_late else early


@pytest.mark.parametrize("sees_late", [False, True])
async def test_nothing_is_lost_or_doubled_between_replay_and_live(room: Room, sees_late: bool) -> None:
    room.store = SlowStore(sees_late)
    await room.restart(store=room.store)
    await room.record(*(CueDismissed(cue=n) for n in range(5)))
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        await room.store.reading.wait()
        await room.record(*(CueDismissed(cue=n) for n in range(5)))
        room.store.go_on.set()
        assert numbers(await page.frames_until_now()) == list(range(1, 11))


async def test_a_page_that_reconnects_again_and_again_loses_nothing(room: Room) -> None:
    seen: list[int] = [0]
    async with room.browser(facilitator=True) as browser:
        for start in range(0, len(story := whole()), 7):
            async with browser.stream("facilitator", after=seen[-1]) as page:
                await room.play(story[start : start + 4])
                seen += numbers(await page.frames_until_now())
            await room.play(story[start + 4 : start + 7])  # nobody watches
        async with browser.stream("facilitator", after=seen[-1]) as page:
            seen += numbers(await page.frames_until_now())
    assert seen == sorted(set(seen))
    assert set(standing(story)) <= set(seen)


async def test_a_table_that_comes_back_is_told_everything_again(room: Room) -> None:
    async with room.browser() as browser:
        await room.play(story := whole())
        contract = next(seq for seq, (_, event) in enumerate(story, 1) if isinstance(event, ContractShown))
        await room.store.redact(SESSION, [contract])  # its number is nobody's any more
        async with browser.stream("table", after=7) as page:
            hello, *frames = await page.frames_until_now()
    assert (hello["after"], hello["last"]) == (0, len(COURSE) - 1)
    assert numbers(frames, "n") == list(range(1, len(COURSE)))


@pytest.mark.parametrize(
    "query", [{"after": 999}, {"after": "x"}, {"after": -1}, {"after": 3, "log": "other"}]
)
@pytest.mark.parametrize("audience", ["table", "facilitator"])
async def test_a_number_of_another_log_begins_again(room: Room, audience: str, query: dict) -> None:
    await room.play(whole())
    async with room.browser(facilitator=True) as browser, browser.stream(audience, **query) as page:
        hello, *frames = await page.frames_until_now()
    assert hello["after"] == 0
    assert numbers(frames, "n" if audience == "table" else "seq")[0] == 1


async def test_a_log_with_holes_is_replayed(room: Room) -> None:
    await room.play(whole())
    await room.store.redact("seance-1", [2, 3])
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator", after=1) as page:
        frames = await page.frames_until_now()
    assert numbers(frames)[:2] == [4, 5]


async def test_another_seances_events_are_not_shown(room: Room) -> None:
    async with room.browser() as browser, browser.stream("table") as page:
        await page.frame()
        other = Recorded(seq=1, at=room.clock.now(), elapsed=0.0, session_id="other", event=SessionStarted())
        room.bus.publish(other)
        assert await page.frames_until_now() == []


async def test_the_clock_comes_first_and_then_every_15_seconds(room: Room) -> None:
    await room.clock.advance_to(100.0)
    async with room.browser() as browser, browser.stream("table") as page:
        assert (await page.frame())["clock"] == 100.0
        await page.frames_until_now()
        await room.clock.advance_to(131.0)
        assert await page.frames_until_now() == [{"clock": 115.0}, {"clock": 130.0}]


async def test_signals_pass_to_the_facilitator_and_are_not_replayed(room: Room) -> None:
    words = WordsHeard(utterance="u1", person=None, start=1.0, end=2.0, text="Alors")
    look = VoiceObserved(utterance="u1", person=None, start=1.0, end=2.0, confidence=0.1, sure=False)
    async with room.browser(facilitator=True) as browser:
        async with browser.stream("facilitator") as page:
            await page.frame()
            room.bus.publish(words)
            room.bus.publish(look)
            room.bus.publish(PartFailed(part="store", code="full", message="Le disque est plein."))
            assert [f["signal"] for f in await page.frames_until_now()] == ["WordsHeard", "PartFailed"]
        async with browser.stream("facilitator") as page:
            assert len(await page.frames_until_now()) == 1


async def test_the_words_of_an_unknown_voice_survive_a_reload_until_named_or_the_step_ends(
    room: Room,
) -> None:
    async def shown() -> list[str]:
        async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
            frames = await page.frames_until_now()
        return [f["data"]["utterance"] for f in frames if f.get("signal") == "UnassignedWords"]

    for utterance in ("u1", "u2"):
        room.bus.publish(UnassignedWords(utterance=utterance, start=1.0, end=2.0, text="Un café ?"))
    assert await shown() == ["u1", "u2"]
    named = UtteranceTranscribed(utterance="u1", start=1.0, end=2.0, text="Un café ?", ready_at=2.0)
    await room.record(StepStarted(step="accueil", ends_at=60.0), named)
    assert await shown() == ["u2"]
    await room.record(StepEnded(step="accueil", lasted=5.0))
    assert await shown() == []


async def test_a_page_that_does_not_keep_up_is_disconnected_and_comes_back(room: Room) -> None:
    many = QUEUE + 1
    async with room.browser(facilitator=True) as browser:
        async with browser.stream("facilitator") as page:
            await page.frame()
            await room.record(*(CueDismissed(cue=n) for n in range(many)))  # the sender has no chance
            while (message := await page.socket.receive(timeout=10)).type is WSMsgType.TEXT:
                pass
            assert message.type in (WSMsgType.CLOSED, WSMsgType.CLOSE, WSMsgType.ERROR)
        async with browser.stream("facilitator") as page:
            assert numbers(await page.frames_until_now()) == list(range(1, many + 1))


async def test_captions_are_given_up_before_events(room: Room) -> None:
    async with room.browser(facilitator=True) as browser, browser.stream("facilitator") as page:
        await page.frame()
        for n in range(2 * QUEUE):
            words = f"mot {n}"
            room.bus.publish(WordsHeard(utterance="u", person=None, start=0.0, end=1.0, text=words))
        await room.record(StepExtended(step="expose", minutes=5.0, ends_at=9.0))
        frames = await page.frames_until_now()
    assert numbers(frames) == [1]
    assert QUEUE // 2 <= len(frames) < QUEUE


async def test_four_pages_leave_nothing_behind(room: Room) -> None:
    async with room.browser(facilitator=True) as browser:
        for _ in range(4):
            async with browser.stream("facilitator") as page:
                await page.frame()
        await room.record(*(event for _, event in spoken("u1", "claire", 0.0, WORDS)))
    await room.server.close()
    before = asyncio.all_tasks()
    assert [task for task in before if task is not asyncio.current_task()] == []
