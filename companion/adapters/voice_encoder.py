"""Voiceprints with CAM++ (3D-Speaker, zh-en « common advanced », 192 dimensions)."""

from pathlib import Path

import kaldi_native_fbank as knf
import numpy as np

from companion.adapters.onnx import open_onnx
from companion.ports import SAMPLE_RATE, Embedding, Samples

__all__ = ["CampplusEncoder"]

_SHORTEST = 0.1
"""Seconds under which there is no voice to encode: the sound is repeated up to there."""


class CampplusEncoder:
    """The ``SpeakerEncoder`` of the house. Raises PartMissing if the model cannot be loaded."""

    def __init__(self, path: Path) -> None:
        self._session = open_onnx(path, "empreinte vocale")
        self._options = knf.FbankOptions()
        self._options.frame_opts.samp_freq = SAMPLE_RATE
        self._options.frame_opts.dither = 0.0  # the same sound always gives the same voiceprint
        self._options.mel_opts.num_bins = 80

    def embed(self, samples: Samples) -> Embedding:
        """The voice in these samples, L2-normalised, shape (192,)."""
        if samples.size < _SHORTEST * SAMPLE_RATE:
            samples = np.resize(
                samples if samples.size else np.zeros(1, np.float32), int(_SHORTEST * SAMPLE_RATE)
            )
        features = self._features(samples)
        embedding = self._session.run(None, {"feats": features[np.newaxis]})[0][0]
        normalised: Embedding = embedding / max(float(np.linalg.norm(embedding)), 1e-9)
        return normalised

    def _features(self, samples: Samples) -> Samples:
        """80 log mel bands per 10 ms, mean-normalised over the window, shape (frames, 80)."""
        fbank = knf.OnlineFbank(self._options)
        fbank.accept_waveform(SAMPLE_RATE, samples)
        fbank.input_finished()
        bands = np.stack([fbank.get_frame(i) for i in range(fbank.num_frames_ready)])
        normalised: Samples = (bands - bands.mean(axis=0)).astype(np.float32)
        return normalised
