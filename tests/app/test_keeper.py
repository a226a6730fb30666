"""Hearing that fails and comes back; the rest of the house goes on."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

import numpy as np

from companion.adapters.clock import ReplayClock
from companion.app.house import FitEar, House, alongside
from companion.app.keeper import Keeper
from companion.app.lost_voices import LostVoices
from companion.app.supervisor import FIRST_PAUSE
from companion.domain.errors import PartMissing
from companion.domain.messages import (
    EnrolVoice,
    ForgetVoice,
    Hearing,
    HearingChanged,
    PartFailed,
    PartRecovered,
    Recorded,
    StartSession,
    VoiceEnrolled,
    WithdrawConsent,
)
from companion.domain.people import Consent
from companion.ports import Frame, SourceLost
from tests.domain.table import CODEV, START, preparing
from tests.fakes.ear import CountingEar
from tests.fakes.floor import ScriptedFloor
from tests.fakes.source import ListedSource
from tests.fakes.store import ListStore


async def prepared() -> House:
    house = House("s1", CODEV, ListStore(), ReplayClock(START), ScriptedFloor())
    await house.prepare_recorded(preparing())
    return house


async def told(house: House) -> list[tuple[str, str]]:
    parts = [recorded.event for recorded in await house.log()]
    return [
        (type(event).__name__, event.code if isinstance(event, PartFailed) else "")
        for event in parts
        if isinstance(event, PartFailed | PartRecovered)
    ]


async def hearing(house: House) -> list[Hearing]:
    """What every page was told of the ear, in turn."""
    events = [recorded.event for recorded in await house.log()]
    return [event.hearing for event in events if isinstance(event, HearingChanged)]


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

    async with alongside(keeper.listen(hear, again=True)):
        await passing(house, FIRST_PAUSE / 2, heard.is_set)
    assert await told(house) == [("PartFailed", "model_missing"), ("PartRecovered", "")]
    assert terminal == ["Le modèle manque."]
    assert await hearing(house) == [
        Hearing.LOADING,
        Hearing.FAILED,
        Hearing.LOADING,
        Hearing.FAILED,
        Hearing.LOADING,
        Hearing.READY,
        Hearing.CLOSED,
    ], "« écoute » comes with the first sound, and goes with the last"


async def test_unforeseen_error_tells_its_kind_and_never_its_words() -> None:
    """An exception's text may hold what was said."""
    house, terminal = await prepared(), []
    keeper = Keeper(house, lambda: CountingEar, terminal.append)

    async def hear(_: FitEar) -> None:
        async with asyncio.TaskGroup():
            raise ValueError("des mots de la séance")

    await keeper.listen(hear, again=False)
    assert await told(house) == [("PartFailed", "unexpected")]
    assert "ValueError" in terminal[0] and "mots" not in terminal[0]
    assert "mots" not in str(await house.log())


async def enrol(house: House, person: str) -> None:
    """As an ear does: the voice is in memory, then in the log."""
    await house.engine.submit(EnrolVoice(person=person))
    house.voices.enrol(person, [np.eye(192, dtype=np.float32)[len(house.voices.people)]])
    await house.engine.hear(VoiceEnrolled(person=person, start=0.0, end=9.0, speech=8.0))


async def test_voices_learnt_before_a_restart_are_told_until_all_are_known_again() -> None:
    house = await prepared()
    people = [person.id for person in house.engine.session.roster][:2]
    back = asyncio.Event()

    def seen(recorded: Recorded) -> None:
        if isinstance(recorded.event, PartRecovered):
            back.set()

    for person in people:
        await enrol(house, person)
    voices = LostVoices(house)
    async with alongside(voices.watch()):
        await voices.look()
        assert await told(house) == [], "the ear may be another one: the voices are the house's"
        house.voices.clear()  # as after a restart
        house.bus.subscribe(Recorded, seen)
        await voices.look()
        await enrol(house, people[0])
        await asyncio.sleep(0)
        assert await told(house) == [("PartFailed", "voices_lost")]
        await enrol(house, people[1])
        await back.wait()
    assert await told(house) == [("PartFailed", "voices_lost"), ("PartRecovered", "")]


async def test_withdrawn_voice_is_destroyed_though_no_ear_is_at_work() -> None:
    house = await prepared()
    first, second = [person.id for person in house.engine.session.roster][:2]
    await enrol(house, first)
    await enrol(house, second)
    await house.engine.submit(WithdrawConsent(person=first, consent=Consent.VOICEPRINT))
    assert house.voices.people == (second,)
    await house.engine.submit(ForgetVoice(person=second))
    assert house.voices.people == ()


async def test_voice_goes_with_its_person_when_the_people_change() -> None:
    """Nobody takes over a voice with an id."""
    house = await prepared()
    command = preparing()
    first, second, *others = command.people
    await enrol(house, first.id)
    await enrol(house, second.id)
    await house.engine.submit(replace(command, people=(replace(first, name="Zoé"), second, *others)))
    assert house.voices.people == (second.id,)


class Substitute:
    """A microphone in whose stead the default may be heard."""

    missing: str | None = None


async def test_chosen_microphone_that_is_not_there_is_told_once_and_so_is_its_return() -> None:
    house, terminal, microphone = await prepared(), [], Substitute()
    keeper = Keeper(house, lambda: CountingEar, terminal.append)
    source = keeper.followed(ListedSource(np.zeros(2 * 512, np.float32)), microphone)

    async def hear() -> None:
        assert [item async for item in source.frames()]

    await hear()
    assert await told(house) == []
    microphone.missing = "Micro de table"
    await hear()
    await hear()
    assert await told(house) == [("PartFailed", "microphone_substituted")]
    assert "Micro de table" in terminal[0]
    microphone.missing = None
    await hear()
    assert await told(house) == [("PartFailed", "microphone_substituted"), ("PartRecovered", "")]


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
