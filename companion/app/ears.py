"""The real ear: every model of hearing, loaded once."""

from collections.abc import Callable

from companion.adapters.measures import read_measures
from companion.adapters.model_store import ModelStore
from companion.app.house import Ear, FitEar, House
from companion.app.whisper_choice import Speed, chosen_whisper
from companion.config import Settings
from companion.domain.floor import FloorWatch
from companion.ports import AudioSource

__all__ = ["LoadEars", "floor_watch", "load_ears", "whisper_of"]

LoadEars = Callable[[], FitEar]
"""Loads the models: takes seconds and blocks, so it is done in a thread. Raises PartMissing."""

ENCODER, OVERLAP = "campplus-zh-en", "segmentation-3.0"


def whisper_of(settings: Settings, models: ModelStore) -> str:
    """The id of the Whisper that hears here. Raises PartMissing."""
    measured = read_measures(settings.home)
    return chosen_whisper(settings.whisper, models, [Speed(*pair) for pair in measured.items()])


def load_ears(settings: Settings, models: ModelStore, *, language: str, live: bool) -> FitEar:
    """Load every model, and make ears with them. One ear at a time. Raises PartMissing."""
    # Imported here: the engines take seconds, and the pages need none of them.
    from companion.adapters.overlap import SegmentationOverlap
    from companion.adapters.silero import SileroDetector
    from companion.adapters.voice_encoder import CampplusEncoder
    from companion.adapters.whisper import WhisperTranscriber
    from companion.hearing.listener import Listener

    detector = SileroDetector()
    encoder = CampplusEncoder(models.path(ENCODER))
    overlap = SegmentationOverlap(models.path(OVERLAP))
    whisper = models.path(whisper_of(settings, models))
    transcriber = WhisperTranscriber(whisper, language=language, beam=settings.beam)

    def fit(house: House, source: AudioSource) -> Ear:
        detector.reset()
        return Listener(
            source=source,
            detector=detector,
            transcriber=transcriber,
            encoder=encoder,
            overlap=overlap,
            clock=house.clock,
            bus=house.bus,
            report=house.engine.hear,
            vocabulary=house.vocabulary(),
            wants_words=house.wants_words,
            watching=house.watching,
            live=live,
            prefix=house.utterance_prefix(),
        )

    return fit


def floor_watch() -> FloorWatch:
    """Who speaks out of turn."""
    return FloorWatch()
