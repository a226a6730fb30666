"""The ring of the last seconds, held against a plain array."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.hearing.recent import Recent
from companion.ports import SAMPLE_RATE

RING = 800
moves = st.lists(
    st.one_of(
        st.tuples(st.just("sound"), st.integers(1, 500)), st.tuples(st.just("gap"), st.integers(50, 5000))
    ),
    max_size=25,
)


@given(moves, st.integers(-200, 9000), st.integers(0, 2000))
def test_the_ring_is_the_tail_of_a_plain_array(heard: list[tuple[str, int]], first: int, length: int) -> None:
    """What is older than the ring, or before a gap, is gone; the rest is there to the sample."""
    recent = Recent(RING / SAMPLE_RATE)
    plain, origin, at, value = np.zeros(0, np.float32), 0, 0, 0
    for kind, count in heard:
        if kind == "gap":
            at += count
            continue
        if at != origin + len(plain):
            plain, origin = np.zeros(0, np.float32), at
        sound = np.arange(value, value + count, dtype=np.float32)
        recent.add(sound, at / SAMPLE_RATE)
        plain, at, value = np.concatenate([plain, sound]), at + count, value + count
    oldest = max(0, len(plain) - RING)
    a, b = (min(max(edge - origin, oldest), len(plain)) for edge in (first, first + length))
    found = recent.between(first / SAMPLE_RATE, (first + length) / SAMPLE_RATE)
    assert np.array_equal(plain[a:b], found)
    assert recent.start == pytest.approx((origin + oldest) / SAMPLE_RATE)
    assert recent.end == pytest.approx((origin + len(plain)) / SAMPLE_RATE)


def test_what_is_given_is_a_copy() -> None:
    recent = Recent(1.0)
    recent.add(np.ones(512, np.float32), 0.0)
    recent.between(0.0, 0.01)[:] = 7.0
    assert float(recent.between(0.0, 0.032).max()) == 1.0


def test_clearing_leaves_no_sample_in_memory() -> None:
    recent = Recent(0.1)
    recent.add(np.ones(512, np.float32), 5.0)
    recent.clear()
    assert 0 == recent.between(0.0, 10.0).size
    assert not recent._ring.any()


def test_nothing_heard_is_nothing() -> None:
    assert (0.0, 0.0, 0) == (Recent(1.0).start, Recent(1.0).end, Recent(1.0).between(0.0, 1.0).size)


def test_what_is_let_go_is_nowhere_any_more() -> None:
    recent = Recent(1.0)
    ring = recent._ring
    recent.add(np.ones(512, np.float32), 0.0)
    recent.let_go()
    assert not ring.any()
    assert recent.between(0.0, 1.0).size == 0
