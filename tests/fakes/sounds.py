"""Sounds made by arithmetic: noise, and a voice of sorts that needs no recording and no licence."""

from pathlib import Path

import av
import numpy as np
import soxr

from companion.ports import SAMPLE_RATE, Samples

_VOWELS = ((700, 1200, 2600), (300, 2300, 3000), (350, 800, 2300), (450, 1900, 2600))
"""First three formants in Hz of French a, i, ou, é, rounded from phonetics textbooks."""


def noise(seconds: float, level: float = 0.1, seed: int = 1) -> Samples:
    """White noise of that RMS."""
    rng = np.random.default_rng(seed)
    return (level * rng.standard_normal(round(seconds * SAMPLE_RATE))).astype(np.float32)


def babble(seconds: float, pitch: float = 120.0, seed: int = 1) -> Samples:
    """Syllables at 4 Hz: a glottal pulse train through the resonances of vowels, never twice alike."""
    rng = np.random.default_rng(seed)
    syllables = []
    for index in range(int(np.ceil(seconds * 4))):
        t = np.arange(SAMPLE_RATE // 4) / SAMPLE_RATE
        hertz = pitch * (1 + 0.1 * rng.standard_normal()) * (1 + 0.1 * np.sin(2 * np.pi * 2 * t))
        phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE
        syllable = np.zeros_like(t)
        for harmonic in range(1, 30):
            syllable += _gain(harmonic * pitch, _VOWELS[index % 4]) / harmonic * np.sin(harmonic * phase)
        syllables.append(syllable * np.sin(np.pi * t * 4) ** 0.5)
    voice = np.concatenate(syllables)[: round(seconds * SAMPLE_RATE)]
    return (0.3 * voice / np.max(np.abs(voice))).astype(np.float32)


def _gain(frequency: float, formants: tuple[int, ...]) -> float:
    """Response of resonances 100 Hz wide."""
    return float(sum(1 / (1 + ((frequency - formant) / 100) ** 2) for formant in formants)) + 0.02


def at_rate(samples: Samples, rate: int) -> Samples:
    """The same sound at another rate in Hz."""
    return soxr.resample(samples, SAMPLE_RATE, rate)


def write_sound(
    path: Path, samples: Samples, *, codec: str = "flac", rate: int = SAMPLE_RATE, channels: int = 1
) -> None:
    """Write 16 kHz sound, shape (n,) or (channels, n), to a file of the kind its name says."""
    sides = np.broadcast_to(samples, (channels, samples.shape[-1]))
    with av.open(path, "w") as container:
        stream = container.add_stream(codec, rate=rate, layout="stereo" if channels == 2 else "mono")
        container.start_encoding()
        if samples.size:
            interleaved = at_rate(sides.T, rate).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(interleaved, format="flt", layout=stream.layout.name)
            frame.rate, frame.pts = rate, 0
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
