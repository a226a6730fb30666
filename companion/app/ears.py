"""The real ear: every model of hearing, loaded once, in processes of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from companion.adapters.clock import ReplayClock
from companion.adapters.measures import read_measures
from companion.adapters.model_store import ModelStore
from companion.adapters.remote_engines import (
    RemoteEncoder,
    RemoteOverlap,
    RemoteTranscriber,
    voice_engines,
    word_engines,
)
from companion.adapters.worker import Worker
from companion.app.house import Ear, FitEar, House
from companion.app.watched_ear import WatchedEar
from companion.app.whisper_choice import Speed, chosen_whisper
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.domain.floor import FloorWatch
from companion.domain.language import spoken
from companion.ports import (
    AudioSource,
    EchoCanceller,
    OverlapDetector,
    SpeakerEncoder,
    SpeechDetector,
    Transcriber,
)

if TYPE_CHECKING:
    from companion.hearing.own_voice import Ears

__all__ = [
    "Engines",
    "LoadEars",
    "Models",
    "floor_watch",
    "listener_for",
    "load_detector",
    "load_ears",
    "load_models",
    "whisper_of",
]

LoadEars = Callable[[], FitEar]
"""Loads the models: takes seconds and blocks, so it is done in a thread. Raises PartMissing."""

ENCODER, OVERLAP = "campplus-zh-en", "segmentation-3.0"


def whisper_of(settings: Settings, models: ModelStore) -> str:
    """The id of the Whisper that hears here. Raises PartMissing."""
    measured = read_measures(settings.home)
    return chosen_whisper(settings.whisper, models, [Speed(*pair) for pair in measured.items()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What hearing asks."""

    detector: SpeechDetector
    transcriber: Transcriber
    encoder: SpeakerEncoder
    overlap: OverlapDetector
    canceller: EchoCanceller | None = None
    over: SpeechDetector | None = None
    """Seeks a voice over the companion's own."""


class Engines:
    """The processes that hold the models: one for voices and one for words, so that a crash of Whisper leaves
    the names and the flags alone. Close it to end them."""

    def __init__(self) -> None:
        self.voices = Worker("reconnaissance des voix")
        self.words = Worker("transcription")

    def __enter__(self) -> "Engines":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End both processes at once."""
        self.voices.close()
        self.words.close()


def load_ears(
    settings: Settings, models: ModelStore, engines: Engines, *, language: str, live: bool
) -> FitEar:
    """Load every model, and make ears with them. One ear at a time. Raises PartMissing."""
    heard = load_models(settings, models, engines, language)

    def fit(house: House, source: AudioSource) -> Ear:
        for worker in (engines.voices, engines.words):
            worker.check()
        listener = listener_for(house, source, heard, live=live)
        return WatchedEar(listener, house, {"voices_engine": engines.voices, "words_engine": engines.words})

    return fit


def load_models(settings: Settings, models: ModelStore, engines: Engines, language: str) -> Models:
    """The models of this machine, in their processes. Raises PartMissing."""
    voices = partial(voice_engines, models.path(ENCODER), models.path(OVERLAP))
    whisper = models.path(whisper_of(settings, models))
    with ThreadPoolExecutor(1) as beside:  # a worker is started while the other one loads
        started = beside.submit(engines.voices.start, voices)
        engines.words.start(partial(word_engines, whisper, spoken(language), settings.beam))
        started.result()
    return Models(
        detector=load_detector(),
        transcriber=RemoteTranscriber(engines.words),
        encoder=RemoteEncoder(engines.voices),
        overlap=RemoteOverlap(engines.voices),
        canceller=load_canceller(),
        over=load_detector(),
    )


def listener_for(house: House, source: AudioSource, models: Models, *, live: bool) -> Ear:
    """What hears that source for that house with those models."""
    from companion.hearing.listener import Listener  # the pages do not need it
    from companion.hearing.word_lane import ALLOWED

    models.detector.reset()
    return Listener(
        source=source,
        detector=models.detector,
        transcriber=models.transcriber,
        encoder=models.encoder,
        overlap=models.overlap,
        clock=house.clock,
        bus=house.bus,
        report=house.engine.hear,
        vocabulary=house.vocabulary(),
        wants_words=house.wants_words,
        watching=house.watching,
        conducts=house.conducts,
        live=live,
        prefix=house.utterance_prefix(),
        listening=house.engine.session.listening,
        voices=house.voices,
        enrolling=house.session.enrolling,
        ears=ears_of(house, models),
        allowed=ALLOWED if isinstance(house.clock, ReplayClock) else 0.0,
    )


def ears_of(house: House, models: Models) -> "Ears | None":
    """What takes the companion's own voice out of what is heard; None where it has none."""
    from companion.hearing.own_voice import Ears

    if house.own_voice is None or models.over is None:
        return None
    return Ears(house.own_voice, models.canceller, models.over)


def load_canceller() -> EchoCanceller | None:
    """What takes the echo out; without it no voice is heard over the companion's own."""
    from companion.adapters.echo import WebRtcEchoCanceller

    try:
        return WebRtcEchoCanceller()
    except CompanionError:
        return None


def load_detector() -> SpeechDetector:
    """What tells speech from the rest, for the sound check alone. It blocks. Raises PartMissing."""
    from companion.adapters.silero import SileroDetector

    return SileroDetector()


def floor_watch() -> FloorWatch:
    """Who speaks out of turn."""
    return FloorWatch()
