"""What drafts the notes."""

from functools import partial

from companion.adapters.model_store import ModelStore
from companion.app.ears import whisper_of
from companion.app.scribe import Draft
from companion.app.whisper_choice import WEAK
from companion.config import Settings
from companion.drafting.notetaker import draft

__all__ = ["drafter"]


def drafter(settings: Settings, models: ModelStore) -> Draft:
    """Drafts with plain rules. Raises PartMissing when the chosen Whisper is none."""
    return partial(draft, weak_transcription=whisper_of(settings, models) == WEAK)
