"""The contract of an AudioSource on the fake and on a recording; then the two paces."""

from collections.abc import Callable

import numpy as np
import pytest

from companion.adapters.recording import RecordingSource, as_fast_as_heard
from companion.ports import FRAME_SAMPLES, AudioSource, Frame, Samples, SourceLost
from tests.adapters.source_contract import FRAME_SECONDS, check_source, sound_of
from tests.fakes.sounds import babble
from tests.fakes.source import ListedSource


class Diary:
    """A clock and a worker that write down what was asked of them, in order."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, float]] = []
        self.elapsed = 0.0

    async def sleep_until(self, elapsed: float) -> None:
        self.lines.append(("slept until", elapsed))
        self.elapsed = max(self.elapsed, elapsed)

    def next_due(self) -> float | None:
        return None

    async def advance_to(self, elapsed: float) -> None:
        self.lines.append(("advanced to", elapsed))
        self.elapsed = elapsed

    async def idle(self) -> None:
        self.lines.append(("was idle", self.elapsed))


def real_time(samples: Samples) -> AudioSource:
    return RecordingSource(samples, Diary().sleep_until)


def full_speed(samples: Samples) -> AudioSource:
    diary = Diary()
    return RecordingSource(samples, as_fast_as_heard(diary, diary.idle))


async def heard(source: AudioSource) -> list[Frame | SourceLost]:
    return [item async for item in source.frames()]


@pytest.mark.parametrize("make", [ListedSource, real_time, full_speed])
@pytest.mark.parametrize("length", [FRAME_SAMPLES, 16_000, 16_000 + 1])
async def test_a_source_plays_all_of_its_sound_in_frames(
    make: Callable[[Samples], AudioSource], length: int
) -> None:
    sound = babble(2.0)[:length]
    items = await heard(make(sound))
    check_source(items)
    assert items[0].start == 0.0
    joined = sound_of(items)
    assert np.array_equal(joined[:length], sound)
    assert not joined[length:].any() and len(joined) - length < FRAME_SAMPLES


async def test_the_fake_tells_a_loss_and_how_long_it_was() -> None:
    items = await heard(ListedSource(babble(0.32), 2.0, babble(0.32)))
    check_source(items)
    [loss] = [item for item in items if isinstance(item, SourceLost)]
    following = items[items.index(loss) + 1]
    assert (loss.start, following.start) == (pytest.approx(0.32), pytest.approx(2.32))


async def test_in_real_time_a_frame_comes_when_its_last_sample_has_been_played() -> None:
    diary = Diary()
    ends = []
    async for item in RecordingSource(babble(1.0), diary.sleep_until).frames():
        assert diary.elapsed == pytest.approx(item.start + FRAME_SECONDS)
        ends.append(diary.elapsed)
    assert diary.lines == [("slept until", end) for end in ends]


async def test_a_late_listener_does_not_move_the_recording() -> None:
    """Each wait is for an absolute time: 100 frames that each took too long are still in time."""
    diary = Diary()
    async for item in RecordingSource(np.zeros(100 * FRAME_SAMPLES, np.float32), diary.sleep_until).frames():
        diary.elapsed += 0.05
        last = item
    assert last.start == pytest.approx(99 * FRAME_SECONDS)
    assert diary.lines[-1] == ("slept until", 100 * FRAME_SECONDS)


async def test_at_full_speed_time_moves_only_when_the_workers_are_idle() -> None:
    diary = Diary()
    source = RecordingSource(np.zeros(3 * FRAME_SAMPLES, np.float32), as_fast_as_heard(diary, diary.idle))
    async for item in source.frames():
        diary.lines.append(("heard", item.start))
    one, two, three = (n * FRAME_SECONDS for n in (1, 2, 3))
    assert diary.lines == [
        ("was idle", 0.0), ("advanced to", one), ("heard", 0.0),
        ("was idle", one), ("advanced to", two), ("heard", one),
        ("was idle", two), ("advanced to", three), ("heard", two),
    ]  # fmt: skip


async def test_a_recording_is_not_copied() -> None:
    sound = babble(1.0)
    async for item in RecordingSource(sound, Diary().sleep_until).frames():
        assert isinstance(item, Frame)
        if item.start + FRAME_SECONDS <= 1.0:
            assert np.shares_memory(item.samples, sound)
