"""``companion doctor --speak``: a sentence in the room, in the best voice that is here."""

import asyncio

from companion.adapters.model_store import ModelStore
from companion.adapters.sound_out import SystemLoudspeaker
from companion.app.announcing import synthesizer_for
from companion.cli.diagnosis import Finding
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.domain.language import spoken

__all__ = ["speak"]

_SENTENCES = {
    "fr": "Bonjour. C'est de cette voix que j'annoncerai les étapes et le temps.",
    "en": "Hello. This is the voice in which I shall announce the steps and the time.",
}


def speak(settings: Settings, models: ModelStore) -> Finding:
    """Say it, and what is missing if it could not be said, or not in the natural voice."""
    language = spoken(settings.language)
    _, synthesizer, lacking = synthesizer_for(models, language)
    try:
        sound = list(synthesizer.synthesize(_SENTENCES[language]))
        asyncio.run(SystemLoudspeaker(settings.loudspeaker).play(sound))
    except CompanionError as error:
        return Finding("Voix", False, error.message)
    return Finding("Voix", lacking is None, lacking or "une phrase a été dite dans la salle.")
