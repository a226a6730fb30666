"""The contract of a SleepInhibitor: it holds until it is cancelled, whatever the system says."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from companion.adapters.sleep import CommandInhibitor, sleep_inhibitor
from companion.ports import SleepInhibitor
from tests.fakes.sleep import CountedInhibitor

STAYS = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"


@pytest.mark.parametrize(
    "make",
    [
        CountedInhibitor,
        sleep_inhibitor,
        lambda: CommandInhibitor(("no-such-command",)),
        lambda: CommandInhibitor((sys.executable, "-c", "raise SystemExit(1)")),
    ],
    ids=["fake", "of this system", "none", "one that refuses"],
)
async def test_it_holds_until_it_is_cancelled(make: Callable[[], SleepInhibitor]) -> None:
    holding = asyncio.create_task(make().hold())
    done, _ = await asyncio.wait((holding,), timeout=0.3)
    assert not done
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding


async def test_the_fake_knows_whether_it_holds() -> None:
    inhibitor = CountedInhibitor()
    holding = asyncio.create_task(inhibitor.hold())
    await asyncio.sleep(0)
    assert 1 == inhibitor.held
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)
    assert 0 == inhibitor.held


async def test_what_held_sleep_off_is_gone_afterwards(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    holding = asyncio.create_task(CommandInhibitor((sys.executable, "-c", STAYS, str(told))).hold())
    while not (told.exists() and told.read_text()):  # noqa: ASYNC110 - another process writes it
        await asyncio.sleep(0.02)
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)
