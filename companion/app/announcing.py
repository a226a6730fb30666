"""The voice of a séance: phrases rendered ahead, a loudspeaker, and the announcer that uses them."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from companion.adapters.chime import chime
from companion.adapters.espeak import EspeakSynthesizer
from companion.adapters.kept_phrases import KeptPhrases
from companion.adapters.kokoro import KokoroSynthesizer
from companion.adapters.model_store import ModelStore
from companion.adapters.played_sound import PlayedSound
from companion.adapters.sleep import sleep_inhibitor
from companion.adapters.sound_out import SystemLoudspeaker
from companion.app.house import House, alongside, in_the_break
from companion.app.supervisor import Supervisor
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.domain.language import spoken
from companion.domain.messages import PartFailed, Recorded
from companion.ports import Loudspeaker, OwnVoice, Synthesizer
from companion.speaking.announcer import Announcer
from companion.speaking.phrases import Phrasebook
from companion.speaking.rendering import Rendering
from companion.web.catalogue import Catalogues

__all__ = ["Announcing", "rendering_for", "synthesizer_for"]

SPEECH, STYLE = "kokoro-82m", "kokoro-ff-siwis"

_UNEXPECTED = "Les annonces se sont arrêtées pour une raison inattendue. La séance continue."
_ROBOT = (
    "La voix naturelle manque : Companion parle d'une voix de synthèse simple. "
    "Pour l'obtenir : « companion models fetch kokoro-82m »."
)

MakeLoudspeaker = Callable[[House], tuple[Loudspeaker, OwnVoice]]


class Announcing:
    """What makes the announcements of whatever séance is in the room."""

    def __init__(
        self,
        settings: Settings,
        models: ModelStore,
        tell: Callable[[str], None],
        loudspeaker: MakeLoudspeaker | None = None,
    ) -> None:
        self._settings, self._models, self._tell = settings, models, tell
        self._loudspeaker = loudspeaker or self._of_the_system

    def works(self, house: House) -> tuple[Coroutine[Any, Any, None], ...]:
        """What goes on while that séance is in the room. Its ear takes the own voice out from now on."""
        loudspeaker, house.own_voice = self._loudspeaker(house)
        supervisor = Supervisor(house, "announcements", _UNEXPECTED, self._tell)
        return (
            supervisor.keep(lambda: self._announce(house, loudspeaker)),
            sleep_inhibitor().hold(),
        )

    async def _announce(self, house: House, loudspeaker: Loudspeaker) -> None:
        prepared = house.session.prepared
        tag = prepared.language if prepared else self._settings.language
        words = Catalogues()
        phrases = Phrasebook(house.method, tag, words[tag if tag in words else spoken(tag)])
        rendering, lacking = await asyncio.to_thread(
            rendering_for, self._settings.home, self._models, spoken(tag)
        )
        if lacking is not None:
            await house.engine.hear(PartFailed(part="voice", code="voice_missing", message=lacking))
        announcer = Announcer(
            bus=house.bus,
            clock=house.clock,
            session=lambda: house.session,
            report=house.engine.hear,
            loudspeaker=loudspeaker,
            phrases=phrases,
            voice=rendering,
            chime=chime(),
        )

        def foresee(_: Recorded | None = None) -> None:
            if (now := house.session.prepared) is not None and house.session.ended_at is None:
                rendering.foresee([each.text for each in phrases.foreseen(dict(now.minutes))])

        foresee()
        if in_the_break(house.session):
            announcer.tell(phrases.between_rounds())
        stop = house.bus.subscribe(Recorded, lambda one: foresee() if is_preparation(one) else None)
        try:
            async with alongside(rendering.run()):
                await announcer.run()
        finally:
            stop()

    def _of_the_system(self, house: House) -> tuple[Loudspeaker, OwnVoice]:
        own = PlayedSound()
        return SystemLoudspeaker(self._settings.loudspeaker, house.clock, own), own


def is_preparation(recorded: Recorded) -> bool:
    """Whether steps or minutes may have changed."""
    return type(recorded.event).__name__ == "SessionPrepared"


def rendering_for(home: Path, models: ModelStore, language: str) -> tuple[Rendering, str | None]:
    """What renders phrases here, and one sentence on what is missing. Reads files, so in a thread."""
    name, synthesizer, lacking = synthesizer_for(models, language)
    return Rendering(f"{name}-{language}", synthesizer, KeptPhrases(home / "phrases")), lacking


def synthesizer_for(models: ModelStore, language: str) -> tuple[str, Synthesizer, str | None]:
    """The best voice that is here, by name, and one sentence when it is not the natural one."""
    try:
        natural = KokoroSynthesizer(models.path(SPEECH), models.path(STYLE), language)
    except CompanionError:
        return "espeak", EspeakSynthesizer(language), _ROBOT
    return SPEECH, natural, None
