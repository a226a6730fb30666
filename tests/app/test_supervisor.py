"""Parts that fail and begin anew, with longer and longer pauses."""

import asyncio
from dataclasses import dataclass
from itertools import pairwise

from companion.adapters.backoff import Backoff
from companion.adapters.clock import ReplayClock
from companion.app.house import House, alongside
from companion.app.supervisor import FIRST_PAUSE, LONGEST_PAUSE, STEADY, Supervisor, kept_beside, kept_pulse
from companion.domain.messages import StartSession, StepEndingSoon
from tests.app.test_keeper import passing, prepared, told


def test_pauses_double_up_to_the_longest_and_begin_again() -> None:
    pauses = Backoff(1.0, 5.0)
    assert [pauses.pause() for _ in range(5)] == [1.0, 2.0, 4.0, 5.0, 5.0]
    pauses.reset()
    assert pauses.pause() == 1.0


async def test_a_part_that_fails_is_said_once_and_begins_anew_after_longer_and_longer_pauses() -> None:
    house, begun, terminal = await prepared(), [], []

    async def work() -> None:
        begun.append(house.clock.elapsed())
        if len(begun) < 6:
            raise ValueError("des mots de la séance")

    supervisor = Supervisor(house, "essai", "L'essai s'est arrêté.", terminal.append)
    ended = asyncio.Event()

    async def supervised() -> None:
        await supervisor.supervise(work)
        ended.set()

    async with alongside(supervised()):
        await passing(house, FIRST_PAUSE / 4, ended.is_set)
    pauses = [later - earlier for earlier, later in pairwise(begun)]
    assert pauses == sorted(pauses) and pauses[0] < pauses[-1] <= LONGEST_PAUSE + FIRST_PAUSE
    assert await told(house) == [("PartFailed", "unexpected")]
    assert terminal == ["L'essai s'est arrêté. (ValueError)"]


async def test_a_part_without_a_sign_of_life_is_well_again_when_it_has_not_failed_for_long() -> None:
    house, attempts = await prepared(), []

    async def work() -> None:
        attempts.append(1)
        if len(attempts) == 1:
            raise ValueError
        await asyncio.Event().wait()

    supervisor = Supervisor(house, "essai", "L'essai s'est arrêté.", lambda _: None)
    async with alongside(supervisor.keep(work)):
        await passing(house, 0.5, lambda: len(attempts) > 1 and supervisor.failed is None)
    assert await told(house) == [("PartFailed", "unexpected"), ("PartRecovered", "")]


async def test_time_goes_on_after_a_fault_of_ours() -> None:
    """A beat that fails is a part that fails, not the end of the séance."""
    house, faults = await prepared(), []
    tick = house.engine.tick

    async def faulty() -> None:
        if len(faults) < 2:
            faults.append(1)
            raise KeyError("étape")
        await tick()

    house.engine.tick = faulty
    await house.engine.submit(StartSession())
    ends = house.session.step.ends_at
    async with alongside(kept_pulse(house, lambda _: None)):
        await passing(house, 5.0, lambda: house.clock.elapsed() > ends + STEADY)
    assert [kind for kind, _ in await told(house)] == ["PartFailed", "PartRecovered"]
    assert any(isinstance(recorded.event, StepEndingSoon) for recorded in await house.log())


async def test_a_house_that_cannot_be_told_does_not_stop_the_supervisor() -> None:
    house, attempts, terminal = await prepared(), [], []

    async def deaf(_: object) -> None:
        raise RuntimeError("plus rien ne va")

    house.engine.hear = deaf

    async def work() -> None:
        attempts.append(1)
        if len(attempts) < 2:
            raise ValueError

    ended = asyncio.Event()

    async def supervised() -> None:
        await Supervisor(house, "essai", "L'essai s'est arrêté.", terminal.append).supervise(work)
        ended.set()

    assert isinstance(house.clock, ReplayClock)
    async with alongside(supervised()):
        await passing(house, FIRST_PAUSE, ended.is_set)
    assert terminal == ["L'essai s'est arrêté. (ValueError)", "L'essai s'est arrêté. (RuntimeError)"]


async def test_work_of_the_programme_begins_anew_and_the_séance_in_the_room_is_told() -> None:
    house, attempts, terminal = await prepared(), [], []

    async def work() -> None:
        attempts.append(1)
        if len(attempts) < 3:
            raise ValueError("des mots de la séance")

    await kept_beside(InTheRoom(house), "retention", "Ce qui doit partir reste.", work, terminal.append)
    assert len(attempts) == 3
    assert await told(house) == [("PartFailed", "unexpected")]
    assert terminal == ["Ce qui doit partir reste. (ValueError)"]


@dataclass
class InTheRoom:
    """Fulfils ``Room``."""

    room: House
