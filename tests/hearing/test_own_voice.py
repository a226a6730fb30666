"""The companion never hears itself, and still hears who speaks over it."""

import numpy as np

from companion.hearing.own_voice import HELD, Ears
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples
from tests.fakes.detector import LoudnessDetector
from tests.fakes.encoder import tone

STEP = FRAME_SAMPLES / SAMPLE_RATE


class Sounding:
    """An own voice that sounds from frame ``first`` to ``last``."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = first * STEP, last * STEP

    def sounds(self, start: float, end: float) -> bool:
        return self._first < end and start < self._last

    def between(self, start: float, end: float) -> Samples:
        return np.zeros(round((end - start) * SAMPLE_RATE), np.float32)


class Perfect:
    """Takes out all that is below a level: the echo, and not a voice."""

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        return heard if np.abs(heard).max() > 0.05 else np.zeros_like(heard)


def frames(count: int, level: float, start: int = 0) -> list[Frame]:
    sound = level * tone(count * STEP, 750.0)
    cut = [sound[n * FRAME_SAMPLES : (n + 1) * FRAME_SAMPLES] for n in range(count)]
    return [
        Frame(samples, (start + n) * STEP) for n, samples in enumerate(cut) if samples.size == FRAME_SAMPLES
    ]


def heard(ears: Ears, sound: list[Frame]) -> list[tuple[float, bool]]:
    return [(each.frame.start, each.muted) for frame in sound for each in ears.through(frame, -60.0)]


def test_nothing_is_touched_while_nothing_sounds() -> None:
    ears = Ears(Sounding(1000, 1001), Perfect(), LoudnessDetector())
    sound = frames(20, 0.5)
    passed = [each.frame for frame in sound for each in ears.through(frame, -60.0)]
    assert all(a is b for a, b in zip(sound, passed, strict=True))


def test_its_own_sound_is_heard_as_silence_and_no_time_is_lost() -> None:
    ears = Ears(Sounding(5, 40), Perfect(), LoudnessDetector())
    passed = heard(ears, frames(60, 0.1))
    assert [round(start / STEP) for start, _ in passed] == list(range(len(passed)))
    assert len(passed) == 60
    assert [muted for _, muted in passed] == [5 <= n < 40 for n in range(60)]
    assert ears.voice_since is None


def test_a_voice_over_it_is_heard_from_its_onset() -> None:
    ears = Ears(Sounding(0, 60), Perfect(), LoudnessDetector())
    sound = frames(30, 0.1) + frames(20, 0.9, start=30)
    passed = heard(ears, sound)
    assert ears.voice_since is not None
    onset = round(ears.voice_since / STEP)
    assert 30 - HELD < onset <= 30
    assert [muted for _, muted in passed] == [n < onset for n in range(len(passed))]
    assert len(passed) == 50


def test_without_a_canceller_all_of_it_is_silence() -> None:
    ears = Ears(Sounding(0, 60), None, LoudnessDetector())
    assert all(muted for _, muted in heard(ears, frames(50, 0.9)))
