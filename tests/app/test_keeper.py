"""Hearing that fails and comes back; the rest of the house goes on."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import numpy as np

from companion.adapters.clock import ReplayClock
from companion.app.house import FitEar, House, alongside
from companion.app.keeper import RETRY, Keeper
from companion.app.lost_voices import LostVoices
from companion.domain.errors import PartMissing
from companion.domain.messages import PartFailed, PartRecovered, Recorded, StartSession, VoiceEnrolled
from companion.ports import Frame, SourceLost
from tests.domain.table import CODEV, START, preparing
from tests.fakes.ear import CountingEar
from tests.fakes.floor import ScriptedFloor
from tests.fakes.source import ListedSource
from tests.fakes.store import ListStore


async def prepared() -> House:
    house = House("s1", CODEV, ListStore(), ReplayClock(START), ScriptedFloor())
    await house.prepare(preparing())
    return house


async def told(house: House) -> list[tuple[str, str]]:
    parts = [recorded.event for recorded in await house.log()]
    return [
        (type(event).__name__, event.code if isinstance(event, PartFailed) else "")
        for event in parts
        if isinstance(event, PartFailed | PartRecovered)
    ]


async def passing(house: House, seconds: float, done: Callable[[], bool]) -> None:
    """Let the séance's clock run in steps until it is done."""
    assert isinstance(house.clock, ReplayClock)
    while not done():
        await asyncio.sleep(0.001)
        await house.clock.advance_to(house.clock.elapsed() + seconds)


async def test_missing_model_is_told_once_and_tried_again_until_it_is_there() -> None:
    """Then the first sound says that hearing works."""
    house, attempts, terminal = await prepared(), [], []

    def load() -> FitEar:
        attempts.append(1)
        if len(attempts) < 3:
            raise PartMissing("model_missing", "Le modèle manque.")
        return CountingEar

    keeper = Keeper(house, load, terminal.append)
    heard = asyncio.Event()

    async def hear(fit: FitEar) -> None:
        source = keeper.followed(ListedSource(np.zeros(16_000, np.float32)))
        await fit(house, source).run()
        heard.set()

    async with alongside(keeper.keep(hear, again=True)):
        await passing(house, RETRY / 2, heard.is_set)
    assert await told(house) == [("PartFailed", "model_missing"), ("PartRecovered", "")]
    assert terminal == ["Le modèle manque."]


async def test_unforeseen_error_tells_its_kind_and_never_its_words() -> None:
    """An exception's text may hold what was said."""
    house, terminal = await prepared(), []
    keeper = Keeper(house, lambda: CountingEar, terminal.append)

    async def hear(_: FitEar) -> None:
        async with asyncio.TaskGroup():
            raise ValueError("des mots de la séance")

    await keeper.keep(hear, again=False)
    assert await told(house) == [("PartFailed", "unexpected")]
    assert "ValueError" in terminal[0] and "mots" not in terminal[0]
    assert "mots" not in str(await house.log())


async def test_ear_that_is_replaced_knows_nobody() -> None:
    """The facilitator is told, until everybody is known again."""
    house = await prepared()
    voices = LostVoices(house)
    people = [person.id for person in house.engine.session.roster][:2]

    async def enrol(person: str) -> None:
        await house.engine.hear(VoiceEnrolled(person=person, start=0.0, end=9.0, speech=8.0))

    back = asyncio.Event()

    def seen(recorded: Recorded) -> None:
        if isinstance(recorded.event, PartRecovered):
            back.set()

    house.bus.subscribe(Recorded, seen)
    async with alongside(voices.watch()):
        await voices.new_ear()
        for person in people:
            await enrol(person)
        assert await told(house) == []
        await voices.new_ear()
        await voices.new_ear()
        await enrol(people[0])
        await asyncio.sleep(0)
        assert await told(house) == [("PartFailed", "voices_lost")]
        await enrol(people[1])
        await back.wait()
    assert await told(house) == [("PartFailed", "voices_lost"), ("PartRecovered", "")]


async def test_each_ear_of_a_séance_numbers_its_utterances_apart() -> None:
    """An id that came back would mix two people's words."""
    house = await prepared()
    first = house.utterance_prefix()
    await house.engine.submit(StartSession())
    assert house.utterance_prefix() != first


class _Losing:
    """A source that is lost at once, then heard."""

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        yield SourceLost(0.0, "unplugged")


async def test_lost_source_is_no_recovery() -> None:
    """Only sound says that hearing works."""
    house = await prepared()
    keeper = Keeper(house, lambda: CountingEar, lambda _: None)
    keeper.failed = "microphone_missing"
    assert [item async for item in keeper.followed(_Losing()).frames()]
    assert keeper.failed == "microphone_missing"
