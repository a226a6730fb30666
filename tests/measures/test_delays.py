"""Delays and their growth."""

import pytest
from measures.delays import delays, growth, quantile
from measures.heard import Text


def text(end: float, delay: float) -> Text:
    return Text(end - 2, end, "", end + delay)


def test_a_quantile_is_interpolated() -> None:
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert quantile([0.0, 10.0], 0.9) == pytest.approx(9.0)
    assert quantile([7.0], 0.95) == 7.0
    assert quantile([], 0.5) is None


def test_a_delay_runs_from_the_end_of_the_speech() -> None:
    assert delays([text(10, 1.5), text(20, 0.5)]) == [1.5, 0.5]


def test_a_steady_delay_does_not_grow() -> None:
    grown = growth([text(10 * n, 1.25) for n in range(1, 10)], 90)
    assert grown is not None
    assert (grown.thirds, grown.slope) == (0.0, 0.0)


def test_a_delay_that_grows_is_seen() -> None:
    """One second more per minute: over 90 s, thirds of which are a minute apart."""
    grown = growth([text(10 * n, 10 * n / 60) for n in range(1, 10)], 90)
    assert grown is not None
    assert grown.slope == pytest.approx(1.0)
    assert grown.thirds == pytest.approx(1.0, abs=0.1)


def test_without_text_at_both_ends_nothing_is_said() -> None:
    assert growth([text(5, 1)], 90) is None
