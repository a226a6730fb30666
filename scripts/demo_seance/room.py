"""A simulated meeting room: image-source responses from each seat to one microphone, and its noise."""

import numpy as np
import pyroomacoustics
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from demo_seance.script import Room
from demo_seance.voices import RATE

__all__ = ["measured_rt60", "response", "room_noise"]

Samples = NDArray[np.float32]

_DELAY = 40  # samples: half the length of pyroomacoustics' fractional-delay filter


def response(room: Room, seat: tuple[float, float, float]) -> Samples:
    """The impulse response from a seat to the microphone, its direct sound at sample 0 and of gain 1."""
    absorption, order = pyroomacoustics.inverse_sabine(room.rt60, room.size)
    box = pyroomacoustics.ShoeBox(
        room.size, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=order
    )
    box.add_source(seat)
    box.add_microphone(room.microphone)
    box.compute_rir()
    heard = np.asarray(box.rir[0][0], dtype=np.float32)
    direct = int(np.argmax(np.abs(heard[: _DELAY + int(0.02 * RATE)])))
    heard = heard[max(0, direct - 8) :]  # the filter's first lobes are kept, the way through the air is not
    return np.asarray(heard / np.abs(heard).max(), dtype=np.float32)


def measured_rt60(room: Room, seat: tuple[float, float, float]) -> float:
    """Seconds of reverberation measured on the response (Schroeder, 30 dB extrapolated)."""
    return float(pyroomacoustics.experimental.measure_rt60(response(room, seat), fs=RATE, decay_db=30))


def room_noise(samples: int, seed: int) -> Samples:
    """Ventilation-like noise: white noise weighted towards low frequencies, a faint 100 Hz hum; RMS 1."""
    random = np.random.default_rng(seed)
    white = random.standard_normal(samples + RATE)
    taps = np.exp(-np.arange(400) / 12.0)  # one-pole low-pass, corner about 200 Hz
    soft = fftconvolve(white, taps, mode="full")[:samples] / np.sqrt(np.sum(taps**2)) + 0.25 * white[:samples]
    noise = soft + 0.15 * np.sin(2 * np.pi * 100 * np.arange(samples) / RATE)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), dtype=np.float32)
