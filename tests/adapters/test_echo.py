"""The contract of an EchoCanceller, on the fake that knows the room and on the real one that learns it."""

from collections.abc import Callable

import numpy as np
import pytest

from companion.adapters.echo import WebRtcEchoCanceller
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, EchoCanceller, Samples
from tests.fakes.canceller import KnowingCanceller
from tests.fakes.sounds import babble, noise

DELAY, GAIN = SAMPLE_RATE // 16, 0.3
"""An echo 10 dB lower, 62 ms late."""
CANCELLERS = pytest.mark.parametrize("make", [lambda: KnowingCanceller(DELAY, GAIN), WebRtcEchoCanceller])


def through(canceller: EchoCanceller, heard: Samples, played: Samples) -> Samples:
    """Frame by frame, as the ears do."""
    made = []
    for first in range(0, heard.size // FRAME_SAMPLES * FRAME_SAMPLES, FRAME_SAMPLES):
        frame = slice(first, first + FRAME_SAMPLES)
        made.append(canceller.cancel(heard[frame], played[frame]))
        assert (made[-1].shape, made[-1].dtype) == ((FRAME_SAMPLES,), np.float32)
    return np.concatenate(made)


def decibels(samples: Samples) -> float:
    return 10 * float(np.log10(np.mean(np.square(samples)) + 1e-12))


@CANCELLERS
def test_an_echo_is_taken_out_once_the_room_is_known(make: Callable[[], EchoCanceller]) -> None:
    played = babble(6.0)
    echo = GAIN * np.concatenate([np.zeros(DELAY, np.float32), played[:-DELAY]])
    left = through(make(), echo + noise(6.0, level=1e-4), played)
    last = slice(4 * SAMPLE_RATE, None)
    assert decibels(left[last]) < decibels(echo[last]) - 15


@CANCELLERS
def test_a_voice_passes_when_nothing_is_played(make: Callable[[], EchoCanceller]) -> None:
    voice = babble(3.0)
    passed = through(make(), voice, np.zeros_like(voice))
    assert decibels(passed[SAMPLE_RATE:]) == pytest.approx(decibels(voice[SAMPLE_RATE:]), abs=3.0)


@CANCELLERS
def test_a_voice_over_an_echo_is_left(make: Callable[[], EchoCanceller]) -> None:
    played, voice = babble(6.0), babble(2.0, pitch=210.0, seed=3)
    heard = GAIN * np.concatenate([np.zeros(DELAY, np.float32), played[:-DELAY]]) + noise(6.0, level=1e-4)
    heard[4 * SAMPLE_RATE :] += voice
    left = through(make(), heard.astype(np.float32), played)
    assert decibels(left[4 * SAMPLE_RATE :]) > decibels(left[3 * SAMPLE_RATE : 4 * SAMPLE_RATE]) + 10
