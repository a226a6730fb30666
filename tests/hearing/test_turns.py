"""Where turns begin and end, from who is active frame by frame."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.hearing.turns import SHORTEST, current_turn, solo_turns
from companion.ports import Samples

STEP = 0.02
stretches = st.lists(
    st.tuples(st.integers(1, 60), st.tuples(*[st.sampled_from([0.02, 0.4, 0.9])] * 3)),
    min_size=1,
    max_size=12,
)


def activity(*parts: tuple[float, str]) -> Samples:
    """Seconds and who is active: ``a``, ``b``, ``c``, ``ab``... or nothing."""
    rows = [
        [0.95 if who in said else 0.02 for who in "abc"]
        for seconds, said in parts
        for _ in range(round(seconds / STEP))
    ]
    return np.array(rows, dtype=np.float32)


def solo(*parts: tuple[float, str]) -> list[tuple[float, float]]:
    heard = activity(*parts)
    return [(round(a, 2), round(b, 2)) for a, b in solo_turns(heard, len(heard) * STEP)]


def current(*parts: tuple[float, str]) -> tuple[float, float] | None:
    heard = activity(*parts)
    turn = current_turn(heard, len(heard) * STEP)
    return turn and (pytest.approx(turn.start), pytest.approx(turn.end))  # type: ignore[return-value]


def test_a_turn_that_begins_over_another_says_for_how_long() -> None:
    def over(*parts: tuple[float, str]) -> float:
        heard = activity(*parts)
        turn = current_turn(heard, len(heard) * STEP)
        assert turn is not None
        return turn.over

    assert over((2, "a"), (0.6, "ab"), (1, "b")) == pytest.approx(0.6)
    assert over((2, "a"), (1, "b")) == 0.0
    assert over((0.6, "ab"), (1, "b")) == 0.0, "it began before the window"
    assert over((1, "a"), (3, "b"), (0.6, "ab"), (1, "b")) == 0.0, "somebody else, in its middle"


def test_a_change_of_voice_is_a_new_turn() -> None:
    assert [(0.0, 2.0), (2.0, 3.0)] == solo((2, "a"), (1, "b"))


def test_a_breath_is_no_new_turn_and_a_silence_is() -> None:
    assert [(0.0, 2.14)] == solo((1, "a"), (0.14, ""), (1, "a"))
    assert [(0.0, 1.0), (1.6, 2.6)] == solo((1, "a"), (0.6, ""), (1, "a"))


def test_what_two_say_at_once_is_nobodys() -> None:
    assert [(0.0, 1.0), (1.5, 2.5)] == solo((1, "a"), (0.5, "ab"), (1, "b"))


def test_a_flicker_of_the_model_is_no_turn() -> None:
    assert [(0.5, 1.5)] == solo((0.1, "b"), (0.4, ""), (1, "a"))


def test_a_voice_between_two_numbers_is_somebody_all_the_same() -> None:
    """When the model hesitates whose it is, the sum still tells that somebody talks."""
    heard = np.full((50, 3), 0.28, dtype=np.float32)
    assert [(0.0, pytest.approx(1.0))] == solo_turns(heard, 1.0)


@given(stretches)
def test_solo_turns_are_ordered_disjoint_and_long_enough(heard: list[tuple[int, tuple[float, ...]]]) -> None:
    rows = np.array([levels for frames, levels in heard for _ in range(frames)], dtype=np.float32)
    seconds = len(rows) * STEP
    turns = solo_turns(rows, seconds)
    edges = [edge for turn in turns for edge in turn]
    assert edges == sorted(edges)
    assert all(0 <= a and b <= seconds + 1e-9 and b - a >= SHORTEST for a, b in turns)


@given(stretches)
def test_the_present_turn_lies_in_the_window_and_its_solo_in_it(
    heard: list[tuple[int, tuple[float, ...]]],
) -> None:
    rows = np.array([levels for frames, levels in heard for _ in range(frames)], dtype=np.float32)
    seconds = len(rows) * STEP
    turn = current_turn(rows, seconds)
    if turn is None:
        return
    assert 0 <= turn.start < turn.end <= seconds + 1e-9
    assert all(turn.start - 1e-9 <= a < b <= turn.end + 1e-9 for a, b in turn.alone)
    assert turn.solo <= turn.end - turn.start + 1e-9


def test_nobody_talks_at_the_end_of_a_window_that_ends_in_silence() -> None:
    assert current((2, "a"), (0.5, "")) is None


def test_the_present_turn_begins_where_the_voice_changed() -> None:
    assert (3.0, 4.5) == current((3, "a"), (1.5, "b"))


def test_the_present_turn_goes_back_over_a_breath() -> None:
    assert (0.5, 2.66) == current((0.5, ""), (1, "a"), (0.16, ""), (1, "a"))


def test_the_present_turn_does_not_go_back_over_somebody_else() -> None:
    assert (1.6, 2.6) == current((1.5, "a"), (0.1, "b"), (1, "a"))


def test_the_present_turn_begins_while_the_other_still_talks() -> None:
    """From the first sound of the interruption, though only its end is alone."""
    heard = activity((2, "a"), (0.8, "ab"), (1, "b"))
    turn = current_turn(heard, 3.8)
    assert turn is not None
    assert (2.0, 3.8, 1.0) == pytest.approx((turn.start, turn.end, turn.solo))
