"""How loud a frame is, in dBFS: 0 is a square wave at full scale."""

import numpy as np

from companion.ports import Samples

__all__ = ["SILENT", "decibels"]

SILENT = -120.0
"""dBFS given to digital silence: below anything that a microphone hears (24 bits end at -144)."""


def decibels(samples: Samples) -> float:
    """The level of these samples, SILENT at least."""
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return max(SILENT, 10 * float(np.log10(max(power, 1e-30))))
