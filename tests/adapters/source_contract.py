"""What every AudioSource owes its listener, checked on whatever it yielded."""

from collections.abc import Sequence

import numpy as np
import pytest

from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples, SourceLost

FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE


def check_source(items: Sequence[Frame | SourceLost]) -> None:
    """Frames of 512 float32, one right after the other; a loss begins where the sound stopped."""
    assert items, "a source yields something"
    due: float | None = None
    lost = False
    for item in items:
        if isinstance(item, SourceLost):
            assert item.reason and not lost, "a loss is told once, with its reason"
            assert due is None or item.start == pytest.approx(due, abs=1e-6)
            lost = True
            continue
        assert item.samples.shape == (FRAME_SAMPLES,) and item.samples.dtype == np.float32
        assert float(np.max(np.abs(item.samples))) <= 1.0
        if due is not None:
            assert item.start >= due - 1e-6, "time does not go back"
            assert lost or item.start == pytest.approx(due, abs=1e-6), "no silent gap"
        due, lost = item.start + FRAME_SECONDS, False


def sound_of(items: Sequence[Frame | SourceLost]) -> Samples:
    """The frames joined, losses closed up."""
    return np.concatenate([item.samples for item in items if isinstance(item, Frame)])
