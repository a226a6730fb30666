"""From a device's blocks, at its own rate and by its own sample clock, to the house's frames."""

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import soxr

from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples, SourceLost

__all__ = ["Block", "Framer"]

_log = logging.getLogger(__name__)

_MOST_DRIFT = 0.5
"""Seconds that the samples may fall behind the clock before it is told as a loss. Quartz drifts by
0.36 s an hour at worst (100 ppm); more than this at once means that the device dropped sound."""

_MOST_PAUSE = 2.0
"""Seconds between two deliveries, beside one each 32 ms: longer, and the device has not heard meanwhile."""

_SLEEP = 5.0
"""Seconds from which that is put down to the machine's sleep."""

_DRIFT_WINDOW = 160
"""Blocks, about 5 s: a block may be delivered late, but not each of so many."""


@dataclass(frozen=True, slots=True)
class Block:
    """Mono samples at the device's rate; ``first`` counts them from the opening, lost ones included.

    ``at`` is when the block was delivered, on the séance's clock.
    """

    samples: Samples
    first: int
    at: float


class Framer:
    """Frames of 512 samples at 16 kHz, stamped by the count of samples since an anchor.

    The anchor is the first block after each opening or gap; its last sample was heard when it came.
    Time never goes back: a device that runs ahead of the clock is let ahead.
    """

    def __init__(self) -> None:
        self.heard_until: float | None = None
        """The end of the last frame given, or None before the first."""
        self._rate = SAMPLE_RATE
        self._lateness: deque[float] = deque(maxlen=_DRIFT_WINDOW)
        self._due: int | None = None
        self._delivered = 0.0
        self._rest: Samples = np.zeros(0, dtype=np.float32)
        self._resampler: Any = None

    @property
    def drift(self) -> float:
        """Seconds by which the clock is ahead of the samples; negative if the device runs fast."""
        return min(self._lateness, default=0.0)

    def restart(self, rate: int) -> None:
        """A device of that rate was opened: the next block is an anchor."""
        self._rate = rate
        self._due = None

    def feed(self, block: Block) -> Iterator[Frame | SourceLost]:
        """The frames that this block completes, after the loss that it reveals, if any."""
        reason = self._gap(block)
        if reason and self.heard_until is not None:
            _log.warning("microphone: sound was lost (%s), drift %.3f s", reason, self.drift)
            yield SourceLost(self.heard_until, reason)
        if reason or self._due is None:
            self._anchor(block)
        self._due = block.first + len(block.samples)
        self._delivered = block.at
        sound = self._resampler.resample_chunk(block.samples) if self._resampler else block.samples
        self._rest = np.concatenate([self._rest, sound])
        while len(self._rest) >= FRAME_SAMPLES:
            samples, self._rest = self._rest[:FRAME_SAMPLES], self._rest[FRAME_SAMPLES:]
            start = self._origin + self._given * FRAME_SAMPLES / SAMPLE_RATE
            self._given += 1
            self.heard_until = start + FRAME_SAMPLES / SAMPLE_RATE
            yield Frame(np.clip(samples, -1.0, 1.0), start)

    def _gap(self, block: Block) -> str | None:
        """Why sound is missing before this block, if it is."""
        if self._due is None:
            return None
        if block.first != self._due:
            return "overflow"
        if block.at - self._delivered > _MOST_PAUSE:
            return "slept" if block.at - self._delivered > _SLEEP else "dropped"
        begun = block.at - len(block.samples) / self._rate
        self._lateness.append(begun - self._zero - block.first / self._rate)
        full = len(self._lateness) == _DRIFT_WINDOW
        return "dropped" if full and self.drift > _MOST_DRIFT else None

    def _anchor(self, block: Block) -> None:
        begun = max(block.at - len(block.samples) / self._rate, self.heard_until or 0.0)
        self._zero = begun - block.first / self._rate
        self._origin, self._given = begun, 0
        self._rest = np.zeros(0, dtype=np.float32)
        self._lateness.clear()
        same = self._rate == SAMPLE_RATE
        self._resampler = None if same else soxr.ResampleStream(self._rate, SAMPLE_RATE, 1)
