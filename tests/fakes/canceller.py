"""An echo canceller that knows the room: one echo, of known delay and level."""

import numpy as np

from companion.ports import Samples


class KnowingCanceller:
    """An ``EchoCanceller`` for an echo ``delay`` samples late and ``gain`` times as loud."""

    def __init__(self, delay: int, gain: float) -> None:
        self._gain = gain
        self._played = np.zeros(delay, np.float32)

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        """``heard`` less the echo of ``played``."""
        self._played = np.concatenate([self._played, played])
        echo, self._played = self._played[: heard.size], self._played[heard.size :]
        less: Samples = (heard - self._gain * echo).astype(np.float32)
        return less
