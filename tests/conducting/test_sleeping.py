"""A sleep of the machine is told once, with its length: on a fake clock, and on the machine's own."""

import asyncio
import os
import signal
import sys

import pytest

from companion.conducting.sleeping import LEAST, tell_sleep
from companion.domain.messages import MachineSlept
from tests.domain.table import START
from tests.fakes.jumping_clock import JumpingClock

FOR_REAL = """
import asyncio
from companion.adapters.clock import SystemClock
from companion.conducting.sleeping import tell_sleep
async def tell(slept):
    print(f"slept {slept.gap:.1f}", flush=True)
async def main():
    watching = asyncio.create_task(tell_sleep(SystemClock(), tell, least=1.5))
    await asyncio.sleep(0)  # it has read the clock: whoever stops us from now on is found out
    print("awake", flush=True)
    await watching
asyncio.run(main())
"""


async def test_a_jump_of_the_clock_is_told_with_its_length_and_the_passing_of_time_is_not() -> None:
    clock, told = JumpingClock(START), []

    async def tell(slept: MachineSlept) -> None:
        told.append(slept)

    watching = asyncio.create_task(tell_sleep(clock, tell))
    await asyncio.sleep(0)
    await clock.advance_to(30.0)
    await clock.sleep(LEAST / 2)
    assert told == []
    await clock.sleep(600.0)
    [slept] = told
    assert slept.gap == pytest.approx(600.0, abs=1.5)
    assert slept.start == pytest.approx(30.0 + LEAST / 2, abs=1.0)
    await clock.advance_to(clock.elapsed() + 30.0)
    assert len(told) == 1
    watching.cancel()


async def test_a_process_that_was_stopped_for_a_while_finds_it_out() -> None:
    """What a suspension looks like from inside: nothing runs, and the clock goes on."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", FOR_REAL, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"awake\n"
    os.kill(process.pid, signal.SIGSTOP)
    await asyncio.sleep(2.8)
    os.kill(process.pid, signal.SIGCONT)
    said = (await process.stdout.readline()).decode().split()
    process.kill()
    await process.wait()
    assert said[0] == "slept"
    assert 1.5 <= float(said[1])
