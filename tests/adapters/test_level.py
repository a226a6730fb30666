"""The level of a source, told without touching its frames."""

import numpy as np
import pytest

from companion.adapters.level import MeteredSource
from companion.domain.speech import InputLevel
from companion.ports import FRAME_SAMPLES, Frame, SourceLost
from tests.fakes.sounds import noise
from tests.fakes.source import ListedSource

SECOND = 16_384  # 32 frames: a second, near enough


async def metered(source: ListedSource) -> tuple[list[Frame | SourceLost], list[InputLevel]]:
    levels: list[InputLevel] = []
    return [item async for item in MeteredSource(source, levels.append).frames()], levels


async def test_frames_and_losses_pass_untouched() -> None:
    pieces = noise(1.0), 2.0, noise(1.0)
    passed, _ = await metered(ListedSource(*pieces))
    expected = [item async for item in ListedSource(*pieces).frames()]
    assert [type(item) for item in passed] == [type(item) for item in expected]
    assert [item.start for item in passed] == [item.start for item in expected]


async def test_the_level_is_that_of_the_sound_four_times_a_second() -> None:
    _, levels = await metered(ListedSource(noise(2.048, level=0.1)))
    assert len(levels) == 8
    assert [level.rms for level in levels] == pytest.approx([0.1] * 8, rel=0.1)
    assert all(0.1 < level.peak <= 1.0 for level in levels)
    assert levels[-1].at == pytest.approx(2.048)


async def test_only_exact_zeros_for_three_seconds_make_an_input_dead() -> None:
    zeros = np.zeros(5 * SECOND, dtype=np.float32)
    _, levels = await metered(ListedSource(zeros))
    assert [level.dead for level in levels] == [level.at > 3.0 for level in levels]
    _, faint = await metered(ListedSource(zeros + np.float32(1e-5)))
    assert not any(level.dead for level in faint)


async def test_a_dead_input_that_speaks_again_is_alive() -> None:
    zeros, sound = np.zeros(5 * SECOND, dtype=np.float32), noise(1.0)[: 8 * FRAME_SAMPLES]
    _, levels = await metered(ListedSource(np.concatenate([zeros, sound])))
    assert [level.dead for level in levels[-2:]] == [True, False]


async def test_a_loss_is_not_a_dead_input() -> None:
    zeros = np.zeros(2 * SECOND, dtype=np.float32)
    _, levels = await metered(ListedSource(zeros, 10.0, zeros))
    assert not any(level.dead for level in levels)
