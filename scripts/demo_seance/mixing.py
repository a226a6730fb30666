"""The séance as one recording: every turn in its seat, the room, the noise; and its Opus file."""

from collections.abc import Mapping
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from demo_seance.room import response, room_noise
from demo_seance.script import Script
from demo_seance.timeline import Timeline
from demo_seance.voices import RATE

__all__ = ["encode", "mix"]

Samples = NDArray[np.float32]

_PEAK = 10 ** (-3 / 20)  # loudest sample of the mix; Opus may overshoot it by a decibel
_BITS = 48_000  # a second of Opus
_FRAME = 320  # samples: 20 ms


def mix(script: Script, timeline: Timeline, speech: Mapping[int, Samples]) -> Samples:
    """16 kHz mono. ``speech`` holds the dry turn of each index of ``timeline.turns``, at one level."""
    length = int(timeline.duration * RATE)
    heard = np.zeros(length, np.float64)
    spoken = np.zeros(length, bool)
    for person in script.people:
        dry = np.zeros(length, np.float32)
        for index, placed in enumerate(timeline.turns):
            if placed.turn.person == person.id:
                first = round(placed.start * RATE)
                dry[first : first + len(speech[index])] += speech[index]
                spoken[first : first + len(speech[index])] = True
        wet = fftconvolve(dry, response(script.room, person.seat))[:length]
        heard += wet * _level(dry, wet) * 10 ** (person.gain / 20)
    level = np.sqrt(np.mean(heard[spoken] ** 2)) * 10 ** (-script.room.snr / 20)
    heard += room_noise(length, script.seed) * level
    return np.asarray(heard * (_PEAK / np.abs(heard).max()), dtype=np.float32)


def encode(samples: Samples, path: Path) -> None:
    """Writes Ogg Opus, mono; the same samples give the same file."""
    with av.open(str(path), "w", format="ogg", container_options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=RATE)
        stream.codec_context.layout = "mono"
        stream.codec_context.bit_rate = _BITS
        for first in range(0, len(samples), _FRAME):
            frame = av.AudioFrame.from_ndarray(samples[None, first : first + _FRAME], "flt", "mono")
            frame.sample_rate = RATE
            frame.pts = first
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _level(dry: Samples, wet: Samples) -> float:
    """What brings a person's sound in the room back to the level of the dry one."""
    return float(np.sqrt(np.mean(dry**2) / np.mean(wet**2)))
