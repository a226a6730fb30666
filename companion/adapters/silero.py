"""Speech detection with Silero VAD v6: the ONNX file that faster-whisper carries, one frame at a time."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np

from companion.domain.errors import PartMissing
from companion.ports import FRAME_SAMPLES, Samples

__all__ = ["SileroDetector"]

_CONTEXT = 64
"""Samples of the previous frame that v6 wants before each frame at 16 kHz (snakers4/silero-vad)."""

_STATE = (1, 1, 128)
"""Shape of each half (h, c) of the recurrent state."""


class SileroDetector:
    """The ``SpeechDetector`` of the house: 512 samples in, a probability out, on one thread.

    Raises PartMissing when faster-whisper, onnxruntime or the model file is not there.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._session = _open(model or _bundled_model())
        self.reset()

    def reset(self) -> None:
        """Forget what came before."""
        self._input = np.zeros((1, _CONTEXT + FRAME_SAMPLES), dtype=np.float32)
        self._h = np.zeros(_STATE, dtype=np.float32)
        self._c = np.zeros(_STATE, dtype=np.float32)

    def probability(self, samples: Samples) -> float:
        """Probability in [0, 1] that this frame of 512 samples holds speech."""
        if samples.shape != (FRAME_SAMPLES,):
            raise ValueError(f"a frame is {FRAME_SAMPLES} samples, not {samples.shape}")
        self._input[0, :_CONTEXT] = self._input[0, -_CONTEXT:]
        self._input[0, _CONTEXT:] = samples
        feed = {"input": self._input, "h": self._h, "c": self._c}
        probability, self._h, self._c = self._session.run(None, feed)
        return float(probability[0])


def _bundled_model() -> Path:
    """The model inside the installed faster-whisper, found without importing it."""
    package = importlib.util.find_spec("faster_whisper")
    if package is None or package.origin is None:
        raise _missing()
    return Path(package.origin).parent / "assets" / "silero_vad_v6.onnx"


def _open(model: Path) -> Any:
    """The inference session; Any because onnxruntime has no types. One thread: 0.2 ms needs no more."""
    try:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        return onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime's own errors derive from plain Exception
        raise _missing() from error


def _missing() -> PartMissing:
    return PartMissing(
        "detector_missing",
        "Le détecteur de parole (Silero, fourni avec faster-whisper) est absent ou abîmé : "
        "relancez ./scripts/start --setup pour le réinstaller.",
    )
