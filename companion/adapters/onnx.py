"""One way to open an ONNX model: on the CPU, one thread, no telemetry."""

from pathlib import Path

import onnxruntime

from companion.domain.errors import PartMissing

__all__ = ["open_onnx"]


def open_onnx(path: Path, purpose: str) -> onnxruntime.InferenceSession:
    """The model of that file, ready to run. Raises PartMissing if it cannot be loaded."""
    options = onnxruntime.SessionOptions()
    # The windows are short: a second thread costs more than it brings, and Whisper wants the cores.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no base class
        raise PartMissing(
            "model_corrupt",
            f"Le modèle {path.name} ({purpose}) manque ou est illisible : "
            "lancez « companion models verify », puis « companion models fetch ».",
        ) from error
