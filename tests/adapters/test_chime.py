"""The chime: short, soft, and without a click."""

import numpy as np

from companion.adapters.chime import chime


def test_it_is_short_and_soft() -> None:
    sound = chime()
    assert (48_000, np.float32) == (sound.rate, sound.samples.dtype)
    assert 0.5 <= sound.samples.size / sound.rate <= 1.0
    peak = float(np.abs(sound.samples).max())
    assert -20 <= 20 * np.log10(peak) <= -12


def test_it_fades_from_its_first_tenth_to_nothing() -> None:
    levels = [float(np.abs(part).max()) for part in np.array_split(chime().samples, 9)]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] < levels[0] / 10


def test_it_begins_and_ends_without_a_click() -> None:
    sound = chime().samples
    assert 0.0 == sound[0] == sound[-1]
    assert np.abs(np.diff(sound)).max() < 0.05, "no step that an ear takes for a click"


def test_it_has_two_partials_an_octave_apart() -> None:
    sound = chime()
    power = np.abs(np.fft.rfft(sound.samples)) ** 2
    hertz = np.fft.rfftfreq(sound.samples.size, 1 / sound.rate)
    first, second = (power[np.abs(hertz - f) < 40].sum() for f in (660, 1320))
    assert (first + second) / power.sum() > 0.95
    assert first > second > 0
