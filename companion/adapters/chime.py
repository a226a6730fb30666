"""A soft chime, made by arithmetic: to test a loudspeaker, and to call attention before a sentence."""

import numpy as np

from companion.ports import AudioChunk

__all__ = ["chime"]

_RATE = 48_000
_SECONDS = 0.9
_PEAK = 10 ** (-14 / 20)
"""-14 dBFS: beside voices at -24 to -31, heard at once and never startling."""
_PARTIALS = ((660.0, 1.0, 0.30), (1320.0, 0.45, 0.16))
"""Hertz, share, and seconds in which it falls to a third: the octave fades first, as on a struck bar."""
_EDGE = 0.008
"""Seconds of rise and of final fall: a sound that begins or ends at once clicks."""


def chime() -> AudioChunk:
    """Nine tenths of a second of two fading partials, mono at 48 kHz."""
    time = np.arange(round(_SECONDS * _RATE)) / _RATE
    sound = sum(share * np.exp(-time / fall) * np.sin(2 * np.pi * hz * time) for hz, share, fall in _PARTIALS)
    edges = np.minimum(1.0, np.minimum(time, time[::-1]) / _EDGE)
    shaped = np.asarray(sound * edges)
    return AudioChunk((_PEAK * shaped / np.abs(shaped).max()).astype(np.float32), _RATE)
