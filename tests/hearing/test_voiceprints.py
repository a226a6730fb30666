"""From an embedding to a person or to nobody: the best score, and how far it stands before the second."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from companion.hearing.voiceprints import STEADY, Decision, Voices
from companion.ports import Embedding

RULE = Decision()
# Cosines that never fall on a threshold to the last bit: either side of it would be right.
scores = st.integers(-20, 95).map(lambda hundredths: np.float32(hundredths / 100 + 0.003))
looks = st.integers(1, 5).flatmap(
    lambda people: st.lists(
        hnp.arrays(np.float32, people, elements=scores, unique=True), min_size=1, max_size=6
    )
)


def voice(number: int) -> Embedding:
    """One of 192 orthogonal voices."""
    return np.eye(192, dtype=np.float32)[number]


def table(count: int) -> Voices:
    voices = Voices()
    for number in range(count):
        voices.enrol(f"p{number}", [voice(number)])
    return voices


def mixed(*shares: float) -> Embedding:
    """An embedding whose cosine to voice i is the i-th share; the rest is like nobody."""
    embedding = np.zeros(192, dtype=np.float32)
    embedding[: len(shares)] = shares
    embedding[-1] = np.sqrt(max(0.0, 1 - sum(s * s for s in shares)))
    return embedding


@given(looks)
def test_a_name_needs_a_high_mean_that_stands_clear_of_the_second(heard: list[np.ndarray]) -> None:
    verdict = table(heard[0].size).verdict(heard)
    ranked = sorted(np.mean(heard, axis=0), reverse=True)
    clear = len(ranked) == 1 or ranked[0] - ranked[1] >= RULE.label_margin / 2
    assert verdict.named == (ranked[0] >= RULE.label and clear)
    assert verdict.sure == (ranked[0] >= RULE.sure)
    assert verdict.confidence == pytest.approx(float(ranked[0]))


@given(looks)
def test_doubts_are_whoever_is_within_the_margin(heard: list[np.ndarray]) -> None:
    """Half of it once several looks agree; never the nearest person."""
    voices, mean = table(heard[0].size), np.mean(heard, axis=0)
    margin = RULE.sure_margin if len(heard) < STEADY else RULE.sure_margin / 2
    gaps = mean.max() - mean
    expected = {p for p, gap in zip(voices.people, gaps, strict=True) if 0 < gap < margin}
    verdict = voices.verdict(heard)
    assert expected == set(verdict.doubts)
    assert voices.nearest(mean) not in verdict.doubts


def test_several_looks_that_agree_leave_fewer_doubts_than_one() -> None:
    voices, look = table(2), np.array([0.60, 0.52], dtype=np.float32)
    assert ("p1",) == voices.verdict([look]).doubts
    assert () == voices.verdict([look] * STEADY).doubts


def test_the_best_match_comes_with_its_margin() -> None:
    match = table(3).match(mixed(0.3, 0.8, 0.1))
    assert "p1" == match.person
    assert (0.8, 0.5) == pytest.approx((match.confidence, match.margin), abs=1e-5)


def test_with_one_voice_the_margin_is_its_whole_score() -> None:
    match = table(1).match(mixed(0.7))
    assert (0.7, 0.7) == pytest.approx((match.confidence, match.margin))


def test_while_nobody_is_enrolled_nobody_is_named() -> None:
    voices = Voices()
    assert voices.match(voice(0)).person is None
    assert voices.nearest(voices.scores(voice(0))) is None
    assert not voices.verdict([voices.scores(voice(0))]).named


def test_a_voiceprint_is_the_mean_of_its_windows() -> None:
    voices = Voices()
    voices.enrol("claire", [mixed(0.9, 0.1), mixed(0.1, 0.9)])
    first, second = voices.scores(voice(0)), voices.scores(voice(1))
    assert first == pytest.approx(second)


def test_a_voice_enrolled_again_replaces_the_first() -> None:
    voices = table(2)
    voices.enrol("p0", [voice(5)])
    assert ("p1", "p0") == voices.people
    assert "p0" == voices.match(voice(5)).person
    assert voices.match(voice(0)).confidence == pytest.approx(0.0)


def test_two_voices_that_are_near_are_told_at_enrolment() -> None:
    voices = table(2)
    assert "p1" == voices.enrol("lea", [mixed(0.0, RULE.confusable + 0.01)])
    assert voices.enrol("karim", [voice(7)]) is None


def test_forgetting_leaves_the_others_in_place_and_no_number_of_the_one() -> None:
    voices = table(3)
    numbers = voices._prints
    voices.forget("p1")
    assert ("p0", "p2") == voices.people
    assert voices.match(voice(1)).confidence == pytest.approx(0.0)
    assert not numbers[1].any(), "the old memory was overwritten"
    assert "p2" == voices.match(voice(2)).person


def test_forgetting_somebody_unknown_changes_nothing() -> None:
    voices = table(1)
    voices.forget("nobody")
    assert ("p0",) == voices.people


def test_nothing_is_left_of_voices_that_were_cleared() -> None:
    voices = table(3)
    numbers = voices._prints
    voices.clear()
    assert () == voices.people
    assert not numbers.any()
    voices.enrol("p1", [voice(1)])
    assert "p1" == voices.match(voice(1)).person


def test_no_old_copy_is_left_when_a_voice_is_added() -> None:
    voices = table(2)
    numbers = voices._prints
    voices.enrol("lea", [voice(9)])
    assert not numbers.any()
    assert "p0" == voices.match(voice(0)).person
