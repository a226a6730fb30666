"""What is wrong with the sound while the room is heard: said on the page during the séance too."""

import asyncio

from companion.app.house import House
from companion.domain.messages import PartFailed, PartRecovered
from companion.domain.speech import RoomSound

__all__ = ["CLEAN", "PART", "tell_faults"]

PART = "sound"
CLEAN = 5.0
"""Seconds of sound without the fault before it counts as mended: a measure of clipping covers as much."""

_SAID = {
    "dead": (
        "sound_dead",
        "Le micro est ouvert et ne donne aucun son : vérifiez que rien ne le coupe (bouton, câble, réglage).",
    ),
    "clipping": (
        "sound_clipping",
        "Le micro sature et les voix sont déformées : baissez son niveau d'entrée, ou éloignez-le.",
    ),
}
"""By verdict of ``companion.hearing.room_sound``; the others are for the sound check."""

_LASTS = {"dead": 7.0, "clipping": 0.0}
"""Seconds before it is told. ``dead`` is 3 s of zeros already, but some microphones give zeros whenever
nobody speaks: a silence of ten seconds is long at a table."""


async def tell_faults(house: House) -> None:
    """Follow the measures of the séance's own ear, until cancelled."""
    measures: asyncio.Queue[RoomSound] = asyncio.Queue()
    stop = house.bus.subscribe(RoomSound, measures.put_nowait)
    told, wrong_since, wrong_until = None, None, 0.0
    try:
        while True:
            sound = await measures.get()
            fault = _SAID.get(sound.verdict)
            if fault is not None:
                wrong_until = sound.at
                wrong_since = sound.at if wrong_since is None else min(wrong_since, sound.at)
                if told != fault and sound.at - wrong_since >= _LASTS[sound.verdict]:
                    told = fault
                    await house.engine.hear(PartFailed(part=PART, code=fault[0], message=fault[1]))
                continue
            wrong_since = None
            if told is not None and not 0 <= sound.at - wrong_until < CLEAN:
                told = None
                await house.engine.hear(PartRecovered(part=PART))
    finally:
        stop()
