"""A native crash in the models' own processes, while they hear: the séance, its page and its clock go on."""

import asyncio
import os
import random
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

from measures.processes import tree

from companion.adapters.clock import SystemClock
from survival.campaign import Campaign, Tally

__all__ = ["crash_models"]

PARTS = ("voices_engine", "words_engine")
PATIENCE = 120.0
"""Seconds in which a part must be heard of."""


async def crash_models(count: int, chance: random.Random, tally: Tally, longest: float = 8.0) -> list[float]:
    """So many crashes, each after at most ``longest`` seconds, of one process or the other.

    Returns the seconds that each took to come back.
    """
    with tempfile.TemporaryDirectory() as folder:
        campaign = Campaign(Path(folder) / "home", chance, tally, "--audio", pause=4.0)
        async with campaign.running():
            page = campaign.page
            if not await _becomes(lambda: page.told("SpeakerIdentified")):
                tally.faults.append("nothing was heard")
                return []
            took = []
            for _ in range(count):
                await campaign.conduct(chance.uniform(0.0, longest))
                took.append(await _crash(campaign))
                tally.cuts += 1
            if page.connections != 1:
                tally.faults.append("the page was disconnected")
            tally.faults += [*page.faults, *await page.compared()]
            await campaign.kill()
            await campaign.come_back()
    return took


async def _crash(campaign: Campaign) -> float:
    """One; until the page was told of it, of the return, and of something that was heard since."""
    assert campaign.server is not None
    page, tally, watch = campaign.page, campaign.tally, SystemClock()
    server, *workers = tree(campaign.server.process.pid)
    last = max(page.shown)
    os.kill(campaign.chance.choice(workers), signal.SIGSEGV)

    def gone() -> bool:
        return any(page.told("PartFailed", last, part=part, code="engine_died") for part in PARTS)

    def back() -> bool:
        return any(page.told("PartRecovered", last, part=part) for part in PARTS)

    if not await _becomes(gone) or not await _becomes(back):
        tally.faults.append("a crash or the return was not told")
    took = watch.elapsed()
    last = max(page.shown)
    if not await _becomes(lambda: page.told("SpeakerIdentified", last) or page.told("WordsLost", last)):
        tally.faults.append("nothing was heard after a crash")
    if campaign.server.process.returncode is not None or server != campaign.server.process.pid:
        tally.faults.append("the séance died with its models")
    return took


async def _becomes(true: Callable[[], bool]) -> bool:
    for _ in range(round(PATIENCE / 0.05)):
        if true():
            return True
        await asyncio.sleep(0.05)
    return False
