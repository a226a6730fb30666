"""``python -m measures.offline AUDIO MODEL OUT``: the text that Whisper alone hears in a whole file.

The yardstick of the live transcription: same weights, all the time and all the context in the world.
"""

import sys
from pathlib import Path

from faster_whisper import WhisperModel

from companion.adapters.model_store import ModelStore
from companion.adapters.places import fetched_models, shipped_models
from companion.domain.errors import CompanionError

__all__ = ["main"]


def main(audio: str, model: str, out: Path) -> None:
    """Write the text at once, when it is whole."""
    weights = ModelStore(fetched_models(), shipped_models()).path(f"whisper-{model}")
    whisper = WhisperModel(str(weights), device="cpu", compute_type="int8", local_files_only=True)
    segments, _ = whisper.transcribe(
        audio, language="fr", beam_size=5, vad_filter=True, condition_on_previous_text=False
    )
    text = " ".join(segment.text.strip() for segment in segments)
    out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    except CompanionError as error:
        sys.exit(error.message)
