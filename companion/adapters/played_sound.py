"""What the loudspeaker has played lately, in memory, on the séance's clock."""

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np

from companion.ports import SAMPLE_RATE, Samples

__all__ = ["PlayedSound"]

BEFORE, TAIL = 0.1, 0.5
"""Seconds around a sound in which it may be heard: the two devices' clocks are not one, a microphone hands
over late, and a living room rings for 0.3 to 0.4 s."""


@dataclass(slots=True)
class _Played:
    samples: Samples
    start: float
    end: float


class PlayedSound:
    """The ``OwnVoice`` of the room. Written on PortAudio's thread, read on the loop's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._played: deque[_Played] = deque(maxlen=4)

    def begins(self, samples: Samples, start: float) -> None:
        """These samples, at 16 kHz, leave the loudspeaker from ``start`` on."""
        with self._lock:
            self._played.append(_Played(samples, start, start + samples.size / SAMPLE_RATE))

    def began(self, start: float) -> None:
        """The last one leaves the loudspeaker from ``start`` on, as is known better by now."""
        with self._lock:
            if self._played:
                each = self._played[-1]
                each.end += start - each.start
                each.start = start

    def ends(self, at: float) -> None:
        """The last one fell silent then, maybe before its end."""
        with self._lock:
            if self._played:
                self._played[-1].end = min(self._played[-1].end, at)

    def sounds(self, start: float, end: float) -> bool:
        """Whether any of it may be heard between these times."""
        with self._lock:
            return any(each.start - BEFORE < end and start < each.end + TAIL for each in self._played)

    def between(self, start: float, end: float) -> Samples:
        """What left the loudspeaker between these times."""
        found = np.zeros(round((end - start) * SAMPLE_RATE), dtype=np.float32)
        with self._lock:
            for each in self._played:
                length = min(each.samples.size, round((each.end - each.start) * SAMPLE_RATE))
                offset = round((start - each.start) * SAMPLE_RATE)
                first, last = max(0, offset), min(length, offset + found.size)
                if first < last:
                    found[first - offset : last - offset] += each.samples[first:last]
        return found
