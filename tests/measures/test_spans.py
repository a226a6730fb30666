"""Cutting time into stretches."""

from measures.spans import common, length, without


def test_what_is_cut_out_leaves_both_sides() -> None:
    assert without([(0.0, 10.0)], [(2.0, 3.0), (2.5, 5.0), (9.0, 12.0)]) == [(0.0, 2.0), (5.0, 9.0)]


def test_what_is_covered_twice_counts_once() -> None:
    assert length(common([(0.0, 10.0)], [(1.0, 4.0), (3.0, 5.0), (11.0, 12.0)])) == 4.0


def test_touching_stretches_take_nothing() -> None:
    assert without([(1.0, 2.0)], [(0.0, 1.0), (2.0, 3.0)]) == [(1.0, 2.0)]
