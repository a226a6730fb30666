"""A voice-like sound that is the same on every machine, and the features that CAM++ was trained on."""

import hashlib

import kaldi_native_fbank as knf
import numpy as np

from companion.ports import SAMPLE_RATE, Samples

_FORMANTS = ((650, 90), (1100, 110), (2600, 160))
"""Centre and width in Hz."""


def vowel(seconds: float = 3.0) -> Samples:
    """A sung vowel: harmonics of 120 Hz under three formants, a vibrato, a little noise."""
    count = round(seconds * SAMPLE_RATE)
    time = np.arange(count) / SAMPLE_RATE
    phase = 2 * np.pi * (120 * time + 0.8 * np.sin(2 * np.pi * 5 * time))
    sound = np.zeros(count)
    for harmonic in range(1, 60):
        formants = (
            (120 * harmonic - centre) / width for centre, width in ((650, 90), (1100, 110), (2600, 160))
        )
        sound += sum(1 / (1 + distance**2) for distance in formants) * np.sin(harmonic * phase)
    # not numpy's generator: its stream may change from one version to the next
    bits = hashlib.shake_256(b"companion").digest(2 * count)
    noise = np.frombuffer(bits, dtype="<i2") / 32768
    mixed = sound / np.abs(sound).max() * 0.5 + 0.01 * noise
    return mixed.astype(np.float32)


def features(samples: Samples) -> np.ndarray:
    """80 log mel bands per 10 ms, mean-normalised, shape (1, frames, 80)."""
    options = knf.FbankOptions()
    options.frame_opts.samp_freq = SAMPLE_RATE
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = 80
    fbank = knf.OnlineFbank(options)
    fbank.accept_waveform(SAMPLE_RATE, samples)
    fbank.input_finished()
    bands = np.stack([fbank.get_frame(index) for index in range(fbank.num_frames_ready)])
    return (bands - bands.mean(axis=0))[np.newaxis].astype(np.float32)
