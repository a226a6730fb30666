"""``python -m survival.server HOME``: ``companion serve`` with recorded hearing in place of the microphone.

Prints ``STATE seq digest``, what the house made of the log before anything happens in it, then ``OPEN link``.
HOME is the data folder; ``--audio`` plays the demonstration to the real models instead, in real time.
"""

import argparse
import asyncio
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from companion.adapters.model_store import ModelStore
from companion.adapters.places import demonstration, fetched_models, shipped_models
from companion.adapters.recording import RecordingSource
from companion.adapters.seance_folder import read_plan, read_seance
from companion.app.ears import Engines, load_ears
from companion.app.house import House
from companion.app.keeper import Keeper
from companion.app.serving import serve
from companion.app.showing import Terminal
from companion.app.supervisor import kept_pulse
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.ports import Samples
from companion.web.server import Urls
from survival.log import digest
from survival.outputs import RecordedEar, recorded_outputs

__all__ = ["main"]


def main() -> int:
    """As ``companion serve``: 2 with one sentence when it cannot be opened."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--speed", type=float, default=60.0)
    parser.add_argument("--outputs", type=Path)
    parser.add_argument("--audio", action="store_true")
    asked = parser.parse_args()
    settings = Settings(home=asked.home, port=asked.port, whisper="whisper-base", key="runtime")
    models = ModelStore(fetched_models(), shipped_models())
    plan = read_plan(demonstration() / "seance.toml")
    with Engines() as engines:
        ear = _RealEar(settings, models, engines) if asked.audio else None
        works = ear.works if ear else RecordedEar(recorded_outputs(asked.outputs), asked.speed).works
        try:
            asyncio.run(serve(settings, models, plan.prepare, Terminal(opened, print), works))
        except CompanionError as error:
            print("REFUSED", error.code, flush=True)
            return 2
    return 0


def opened(house: House | None, urls: Urls) -> None:
    """Nothing has happened in the room yet."""
    if house is not None:
        print("STATE", house.engine.last, digest(house.session), flush=True)
    print("OPEN", urls.facilitator, flush=True)


class _RealEar:
    """The demonstration's sound in place of a microphone's, heard by the real models."""

    def __init__(self, settings: Settings, models: ModelStore, engines: Engines) -> None:
        self._load = lambda: load_ears(settings, models, engines, language="fr", live=True)
        self._sound: Samples = read_seance(demonstration())[1]

    def works(self, house: House) -> Sequence[Coroutine[Any, Any, None]]:
        keeper = Keeper(house, self._load, print)

        async def hear(fit: Any) -> None:
            while True:
                clock = house.clock
                source = RecordingSource(self._sound, clock.sleep_until, clock.elapsed, clock.elapsed())
                await fit(house, keeper.followed(source)).run()

        return kept_pulse(house, print), keeper.listen(hear, again=True)


if __name__ == "__main__":
    sys.exit(main())
