"""``scripts/prove-survival``: kills, full disks, and what was found after each."""

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from survival.campaign import Campaign, Tally
from survival.crash import crash_models
from survival.full_disk import fill_disks

PER_SÉANCE = 40
"""Cuts of one séance: after that a new one begins, or its log is longer than any real one."""


def main() -> int:
    """0 when nothing was lost."""
    parser = argparse.ArgumentParser(prog="scripts/prove-survival", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="with recorded hearing")
    parser.add_argument("--real", type=int, default=10, help="kills while the real models hear")
    parser.add_argument("--crashes", type=int, default=10, help="of the models' own processes")
    parser.add_argument("--full", type=int, default=30, help="full disks")
    parser.add_argument("--outputs", type=Path, metavar="FILE", help="of « companion replay --events »")
    parser.add_argument("--seed", type=int, default=None, help="to do the same again")
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)  # noqa: S311 - no secret
    outputs = ("--outputs", str(asked.outputs.resolve())) if asked.outputs else ()
    tallies = {}
    for name, count, longest, options in (
        ("killed, recorded hearing", asked.kills, 0.8, outputs),
        ("killed, real models", asked.real, 30.0, ("--audio",)),
    ):
        tallies[name] = Tally()
        if count:
            asyncio.run(kill(count, chance, tallies[name], longest, *options))
            print(report(name, tallies[name]), flush=True)
    tallies["crashed models"] = Tally()
    if asked.crashes:
        took = asyncio.run(crash_models(asked.crashes, chance, tallies["crashed models"]))
        print(report("models crashed (SIGSEGV), the séance went on", tallies["crashed models"]))
        print(f"  seconds until they heard again       {', '.join(f'{one:.1f}' for one in took)}", flush=True)
    tallies["full disk"] = Tally()
    if asked.full:
        how = asyncio.run(fill_disks(asked.full, chance, tallies["full disk"], *outputs))
        print(report(f"full disk ({how})", tallies["full disk"]), flush=True)
    return 0 if all(tally.clean for tally in tallies.values()) else 1


async def kill(count: int, chance: random.Random, tally: Tally, longest: float, *options: str) -> None:
    """So many kills, each after at most ``longest`` seconds of séance."""
    while tally.cuts < count:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            campaign = Campaign(home, chance, tally, *options, pause=longest / 5)
            async with campaign.running():
                for _ in range(min(PER_SÉANCE, count - tally.cuts)):
                    await campaign.conduct_and_cut(chance.uniform(0.0, longest))
                tally.faults += campaign.page.faults
            print(f"  {tally.cuts} of {count}, {tally.shown} events shown", file=sys.stderr, flush=True)


def report(name: str, tally: Tally) -> str:
    """In lines that a person reads."""
    lines = [
        f"{name}: {tally.cuts}",
        f"  events shown in the longest séance   {tally.shown}",
        f"  of them final texts                  {tally.texts}",
        f"  commands handed in                   {tally.commands} ({tally.unanswered} never answered)",
        f"  final events lost                    {tally.lost}",
        f"  corrupt databases                    {tally.corrupt}",
        f"  states other than the log's fold     {tally.other_states}",
        f"  clocks wrong after a restart         {tally.wrong_clocks}",
        *(f"  FAULT {fault}" for fault in tally.faults[:20]),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
