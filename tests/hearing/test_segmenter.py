"""Endpointing: where utterances open, close and are cut, whatever the detector says."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.hearing.segmenter import Closed, Endpointing, Opened, Segmenter

FRAME = 0.032
RULE = Endpointing()

# Speech and silence as a detector gives them: stretches, with doubtful frames between the thresholds.
stretches = st.lists(
    st.tuples(st.integers(1, 400), st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.5, 0.9, 1.0])), max_size=40
)


def spread(heard: list[tuple[int, float]]) -> list[float]:
    return [probability for frames, probability in heard for _ in range(frames)]


def boundaries(probabilities: list[float], rule: Endpointing = RULE) -> list[Opened | Closed]:
    segmenter = Segmenter(rule)
    found: list[Opened | Closed] = []
    for i, probability in enumerate(probabilities):
        found += segmenter.push(i * FRAME, (i + 1) * FRAME, probability)
    return [*found, *segmenter.flush(len(probabilities) * FRAME)]


def closed(probabilities: list[float], rule: Endpointing = RULE) -> list[Closed]:
    return [each for each in boundaries(probabilities, rule) if isinstance(each, Closed)]


def frames(seconds: float, probability: float) -> list[float]:
    return [probability] * round(seconds / FRAME)


@given(stretches)
def test_utterances_are_ordered_and_disjoint(heard: list[tuple[int, float]]) -> None:
    found = closed(spread(heard))
    assert all(each.start < each.end for each in found)
    assert all(first.end <= second.start + 1e-9 for first, second in pairwise(found))


@given(stretches)
def test_no_utterance_is_longer_than_the_hard_limit(heard: list[tuple[int, float]]) -> None:
    assert all(each.end - each.start <= RULE.hard_limit + FRAME + 1e-9 for each in closed(spread(heard)))


@given(stretches)
def test_what_opens_is_what_closes(heard: list[tuple[int, float]]) -> None:
    found = boundaries(spread(heard))
    opened = [each.start for each in found if isinstance(each, Opened)]
    begun = [each.start for each in found if isinstance(each, Closed)]
    assert set(opened) <= set(begun)


@given(stretches)
def test_no_utterance_holds_a_whole_pause(heard: list[tuple[int, float]]) -> None:
    probabilities = spread(heard)
    for each in closed(probabilities):
        inside = probabilities[round(each.start / FRAME) : round(each.end / FRAME)]
        quiet = longest = 0
        for probability in inside:
            quiet = quiet + 1 if probability < RULE.leave else 0
            longest = max(longest, quiet)
        assert longest * FRAME < RULE.pause + FRAME


@given(
    st.lists(st.tuples(st.integers(20, 110), st.integers(1, 12)), min_size=8, max_size=30),
)
def test_a_monologue_is_cut_in_a_dip_when_there_is_one(talk: list[tuple[int, int]]) -> None:
    probabilities = [p for loud, quiet in talk for p in [0.9] * loud + [0.0] * quiet]
    for each in closed(probabilities):
        if not each.cut:
            continue
        first, last = round(each.start / FRAME), round(each.end / FRAME)
        allowed = probabilities[first + round(RULE.soft_limit / FRAME) + 1 : last]
        quiet_after = probabilities[last] < RULE.leave
        assert quiet_after or 0.0 not in allowed


def test_a_click_opens_nothing() -> None:
    assert boundaries([*frames(1, 0.0), 0.9, 0.9, *frames(1, 0.0)]) == []


def test_a_turn_is_closed_where_the_speech_ended() -> None:
    found = closed(frames(1, 0.0) + frames(2, 0.9) + frames(1, 0.0))
    assert [pytest.approx((0.992, 2.976), abs=0.05)] == [(each.start, each.end) for each in found]
    assert not found[0].cut


def test_a_breath_does_not_close_a_short_turn() -> None:
    assert len(closed(frames(2, 0.9) + frames(0.4, 0.0) + frames(2, 0.9) + frames(1, 0.0))) == 1


def test_a_weak_syllable_does_not_close_what_a_clear_one_opened() -> None:
    assert len(closed(frames(2, 0.9) + frames(0.8, RULE.leave + 0.05) + frames(1, 0.9))) == 1


def test_a_breath_closes_a_long_turn() -> None:
    found = closed(frames(RULE.soft_limit + 0.5, 0.9) + frames(0.3, 0.0) + frames(2, 0.9))
    assert [True, False] == [each.cut for each in found]


def test_speech_without_a_dip_is_cut_at_the_hard_limit_and_nothing_is_lost() -> None:
    found = closed(frames(40, 0.9))
    assert all(second.start == first.end for first, second in pairwise(found))
    assert found[-1].end - found[0].start == pytest.approx(40, abs=0.05)


def test_the_end_of_the_source_closes_what_is_open() -> None:
    assert len(closed(frames(1, 0.9))) == 1


def test_a_first_syllable_before_a_loss_does_not_date_what_follows() -> None:
    """Two frames of speech, the source is lost for a minute, then somebody speaks."""
    segmenter = Segmenter()
    assert not [*segmenter.push(0.0, FRAME, 0.9), *segmenter.push(FRAME, 2 * FRAME, 0.9)]
    assert not list(segmenter.flush(2 * FRAME))
    found = [each for i in range(10) for each in segmenter.push(60 + i * FRAME, 60 + (i + 1) * FRAME, 0.9)]
    assert [Opened(60.0)] == found
