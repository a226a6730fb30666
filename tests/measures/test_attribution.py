"""Whose name stands over single-speaker time."""

import pytest
from measures.attribution import Attribution, attributed
from measures.heard import Label
from measures.seance import Said


def said(start: float, end: float, person: str = "ana", kind: str = "speech") -> Said:
    return Said(start, end, person, "expose", "", kind)


def judged(truth: list[Said], labels: list[Label]) -> Attribution:
    """All utterances together, to the millisecond."""
    total = sum((each for _, each in attributed(truth, labels)), Attribution())
    return Attribution(round(total.right, 3), round(total.wrong, 3), round(total.nobody, 3))


def test_time_is_right_wrong_or_nobodys() -> None:
    labels = [Label(0, 4, "ana"), Label(4, 6, "bob"), Label(6, 7, None)]
    assert judged([said(0, 10)], labels) == Attribution(right=4, wrong=2, nobody=4)


@pytest.mark.parametrize(("gap", "right"), [(0.7, 10.0), (0.71, 9.29)])
def test_a_short_gap_belongs_to_the_speaker_who_goes_on(gap: float, right: float) -> None:
    labels = [Label(0, 5, "ana"), Label(5 + gap, 10, "ana")]
    assert judged([said(0, 10)], labels).right == pytest.approx(right)


def test_a_gap_between_two_people_is_nobodys() -> None:
    labels = [Label(0, 5, "ana"), Label(5.5, 10, "bob")]
    assert judged([said(0, 10)], labels) == Attribution(right=5, wrong=4.5, nobody=0.5)


def test_a_gap_with_somebody_in_it_is_not_filled() -> None:
    labels = [Label(0, 5, "ana"), Label(5.2, 5.4, None), Label(5.6, 10, "ana")]
    assert judged([said(0, 10)], labels) == Attribution(right=9.4, nobody=0.6)


def test_a_wrong_name_fills_its_gaps_too() -> None:
    labels = [Label(0, 5, "bob"), Label(5.5, 10, "bob")]
    assert judged([said(0, 10)], labels) == Attribution(wrong=10)


def test_time_when_another_speaks_is_left_out() -> None:
    truth = [said(0, 10), said(9, 11, "bob", "overlap"), said(2, 2.5, "eve", "backchannel")]
    labels = [Label(0, 10, "ana"), Label(10, 11, "bob")]
    assert judged(truth, labels) == Attribution(right=8.5 + 1)


def test_short_utterances_and_backchannels_are_not_judged() -> None:
    truth = [said(0, 1.4), said(5, 8, "bob", "backchannel"), said(10, 11.5)]
    assert judged(truth, []).seconds == 1.5


def test_a_second_name_over_the_same_time_is_wrong() -> None:
    assert judged([said(0, 4)], [Label(0, 4, "ana"), Label(1, 2, "bob")]) == Attribution(3, 1)


def test_nothing_judged_has_no_share() -> None:
    assert Attribution().share(0.0) is None
