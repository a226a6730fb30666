"""From a device's blocks to frames: rates, time stamps, gaps and drift, without a device."""

import numpy as np
import pytest

from companion.adapters.framing import Block, Framer
from companion.ports import SAMPLE_RATE, Frame, Samples, SourceLost
from tests.adapters.source_contract import check_source, sound_of
from tests.fakes.sounds import at_rate, babble

BLOCK = 0.032


def blocks(sound: Samples, rate: int, *, begun: float = 0.0, late: float = 0.0) -> list[Block]:
    """A device that began at ``begun`` and delivers each block ``late`` seconds after its last sample."""
    size = round(rate * BLOCK)
    return [
        Block(sound[first : first + size], first, begun + min(first + size, len(sound)) / rate + late)
        for first in range(0, len(sound), size)
    ]


def fed(framer: Framer, rate: int, *parts: list[Block]) -> list[Frame | SourceLost]:
    framer.restart(rate)
    return [item for part in parts for block in part for item in framer.feed(block)]


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_a_frame_is_stamped_with_the_time_of_its_first_sample(rate: int) -> None:
    played = babble(3.0)
    items = fed(Framer(), rate, blocks(at_rate(played, rate), rate, begun=10.0))
    check_source(items)
    assert items[0].start == pytest.approx(10.0)
    heard = sound_of(items)
    assert len(played) - len(heard) < 0.15 * SAMPLE_RATE  # what the resampler and the last frame still hold
    assert np.corrcoef(heard, played[: len(heard)])[0, 1] > (0.95 if rate == 8_000 else 0.999)


def test_late_deliveries_move_nothing() -> None:
    """A busy machine: from the second second on, every block comes 0.3 s late."""
    sound = babble(8.0)
    items = fed(Framer(), 16_000, blocks(sound, 16_000)[:31], blocks(sound, 16_000, late=0.3)[31:])
    check_source(items)
    assert all(isinstance(item, Frame) for item in items)
    assert np.array_equal(sound_of(items), sound[: len(items) * 512])


def test_dropped_blocks_are_told_as_a_loss_of_the_right_length() -> None:
    every = blocks(at_rate(babble(4.0), 48_000), 48_000)
    items = fed(Framer(), 48_000, every[:30], every[80:])
    check_source(items)
    [at] = [index for index, item in enumerate(items) if isinstance(item, SourceLost)]
    assert items[at].reason == "overflow"  # type: ignore[union-attr]
    assert items[at].start == pytest.approx(30 * BLOCK, abs=2 * BLOCK)
    assert items[at + 1].start == pytest.approx(80 * BLOCK)


@pytest.mark.parametrize(("seconds", "reason"), [(3.0, "dropped"), (3600.0, "slept")])
def test_a_machine_that_slept_has_a_gap_of_that_length_at_once(seconds: float, reason: str) -> None:
    """The device counts on as if nothing had happened; the clock has jumped."""
    sound = babble(4.0)
    before, after = blocks(sound, 16_000)[:60], blocks(sound, 16_000, begun=seconds)[60:]
    items = fed(Framer(), 16_000, before, after)
    check_source(items)
    [at] = [index for index, item in enumerate(items) if isinstance(item, SourceLost)]
    loss, again = items[at], items[at + 1]
    assert isinstance(loss, SourceLost)
    assert reason == loss.reason
    assert again.start - loss.start == pytest.approx(seconds, abs=2 * BLOCK)


def test_sound_that_the_device_itself_dropped_is_told_once_it_is_sure() -> None:
    """The count goes on as if nothing had happened; only the clock knows."""
    sound = babble(20.0)
    before, after = blocks(sound, 16_000)[:200], blocks(sound, 16_000, late=2.0)[200:]
    items = fed(Framer(), 16_000, before, after)
    check_source(items)
    losses = [item for item in items if isinstance(item, SourceLost)]
    assert [loss.reason for loss in losses] == ["dropped"]
    assert items[-1].start == pytest.approx(20.0 + 2.0 - BLOCK)


@pytest.mark.parametrize("speed", [1 - 1e-4, 1 + 1e-4])
def test_an_hour_of_the_worst_quartz_loses_nothing(speed: float) -> None:
    framer = Framer()
    quiet = np.zeros(512, dtype=np.float32)
    items = fed(framer, 16_000, [Block(quiet, n * 512, (n + 1) * BLOCK * speed) for n in range(112_500)])
    assert all(isinstance(item, Frame) for item in items)
    assert framer.drift == pytest.approx(3600 * (speed - 1), abs=0.01)


def test_time_never_goes_back_when_the_device_is_opened_anew() -> None:
    framer = Framer()
    first = fed(framer, 16_000, blocks(babble(1.0), 16_000, begun=5.0))
    again = fed(framer, 48_000, blocks(at_rate(babble(1.0), 48_000), 48_000, begun=5.5))
    assert again[0].start == pytest.approx(first[-1].start + BLOCK)


def test_nothing_louder_than_full_scale_comes_out() -> None:
    items = fed(Framer(), 16_000, blocks(4 * babble(1.0), 16_000))
    check_source(items)
