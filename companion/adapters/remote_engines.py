"""The ports of hearing, fulfilled by engines in a worker's process; and what is made there."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from companion.adapters.worker import Worker
from companion.domain.speech import Earlier, Transcript
from companion.ports import Embedding, Samples

__all__ = ["RemoteEncoder", "RemoteOverlap", "RemoteTranscriber", "voice_engines", "word_engines"]

ENCODER, OVERLAP, TRANSCRIBER = "encoder", "overlap", "transcriber"


def voice_engines(encoder: Path, overlap: Path) -> Mapping[str, object]:
    """In the child: who speaks. Raises PartMissing."""
    # Imported in the child alone: the parent carries no engine.
    from companion.adapters.overlap import SegmentationOverlap
    from companion.adapters.voice_encoder import CampplusEncoder

    return {ENCODER: CampplusEncoder(encoder), OVERLAP: SegmentationOverlap(overlap)}


def word_engines(whisper: Path, language: str, beam: int) -> Mapping[str, object]:
    """In the child: what is said. Raises PartMissing."""
    from companion.adapters.whisper import WhisperTranscriber

    return {TRANSCRIBER: WhisperTranscriber(whisper, language=language, beam=beam)}


class RemoteTranscriber:
    """A ``Transcriber``. Raises EngineLost, PartMissing."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def transcribe(
        self,
        samples: Samples,
        *,
        vocabulary: Sequence[str] = (),
        earlier: Earlier | None = None,
        quick: bool = False,
        hint: str = "",
    ) -> Transcript:
        """The words of one utterance."""
        heard: Transcript = self._worker.call(
            TRANSCRIBER,
            "transcribe",
            samples,
            vocabulary=tuple(vocabulary),
            earlier=earlier,
            quick=quick,
            hint=hint,
        )
        return heard


class RemoteEncoder:
    """A ``SpeakerEncoder``. Raises EngineLost, PartMissing."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def embed(self, samples: Samples) -> Embedding:
        """The voice in these samples."""
        embedding: Embedding = self._worker.call(ENCODER, "embed", samples)
        return embedding


class RemoteOverlap:
    """An ``OverlapDetector``. Raises EngineLost, PartMissing."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def activity(self, samples: Samples) -> Samples:
        """Probability of speech of three local speakers."""
        active: Samples = self._worker.call(OVERLAP, "activity", samples)
        return active
