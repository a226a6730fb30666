"""Work done one piece at a time, in order, on one thread."""

import asyncio
import threading

import pytest

from companion.hearing.lane import Lane


async def test_pieces_are_done_in_order_on_one_thread_of_the_lane() -> None:
    lane, done, threads = Lane("voices"), [], set()

    async def piece(number: int) -> None:
        await asyncio.sleep(0)
        threads.add(await lane.blocking(threading.get_ident))
        done.append(number)

    for number in range(20):
        lane.add(lambda number=number: piece(number))
    running = asyncio.create_task(lane.run())
    await lane.idle()
    running.cancel()
    assert list(range(20)) == done
    assert 1 == len(threads)
    assert threading.get_ident() not in threads


async def test_waiting_counts_what_has_not_begun() -> None:
    lane, gate = Lane("words"), asyncio.Event()

    async def wait() -> None:
        await gate.wait()

    running = asyncio.create_task(lane.run())
    for _ in range(3):
        lane.add(wait)
    await asyncio.sleep(0)
    assert 2 == lane.waiting
    gate.set()
    await lane.idle()
    assert 0 == lane.waiting
    running.cancel()


async def test_work_added_by_work_is_done_before_idle() -> None:
    lane, done = Lane("words"), []

    async def second() -> None:
        done.append("second")

    async def first() -> None:
        lane.add(second)
        done.append("first")

    lane.add(first)
    running = asyncio.create_task(lane.run())
    await lane.idle()
    running.cancel()
    assert ["first", "second"] == done


async def test_a_failure_ends_the_lane_with_its_own_error() -> None:
    """Whoever runs the lane is told; nothing is swallowed."""
    lane = Lane("words")

    async def fail() -> None:
        await lane.blocking(int, "x")

    lane.add(fail)
    with pytest.raises(ValueError, match="invalid literal"):
        await lane.run()
