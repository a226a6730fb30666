"""Flags against those that were due."""

import pytest
from measures.flags import Flags, matched, overlapped
from measures.heard import RaisedFlag
from measures.seance import DueFlag, Said


def due(start: float, end: float, person: str = "bob", step: str = "expose") -> DueFlag:
    return DueFlag(person, step, start, end)


def raised(at: float, person: str = "bob", step: str = "expose") -> RaisedFlag:
    return RaisedFlag(person, step, at - 1, at, at)


@pytest.mark.parametrize(("at", "matches"), [(9.9, 0), (10.0, 1), (13.5, 1), (13.6, 0)])
def test_a_flag_comes_between_the_onset_and_a_moment_after_the_end(at: float, matches: int) -> None:
    assert len(matched([due(10, 12)], [raised(at)]).matches) == matches


@pytest.mark.parametrize("flag", [raised(11, person="eve"), raised(11, step="synthese")])
def test_another_person_or_step_is_no_match(flag: RaisedFlag) -> None:
    found = matched([due(10, 12)], [flag])
    assert (found.missed, found.false) == ((due(10, 12),), (flag,))
    assert (found.recall, found.precision) == (0.0, 0.0)


def test_a_second_flag_for_one_intervention_is_false() -> None:
    found = matched([due(10, 14)], [raised(13), raised(11)])
    assert [match.raised.raised_at for match in found.matches] == [11]
    assert found.false == (raised(13),)
    assert (found.recall, found.precision) == (1.0, 0.5)
    assert found.delays == [1.0]


def test_as_many_as_possible_are_matched() -> None:
    """The first flag fits both; only if it takes the one that ends first does the second find one."""
    found = matched([due(11, 20), due(10, 12)], [raised(12.5), raised(18)])
    assert len(found.matches) == 2


def test_one_flag_does_not_count_for_two() -> None:
    found = matched([due(10, 12), due(12.2, 14)], [raised(12.3)])
    assert len(found.matches) == 1
    assert found.missed == (due(12.2, 14),)


def test_without_flags_there_is_no_rate() -> None:
    assert (Flags().recall, Flags().precision) == (None, None)


def test_a_part_keeps_its_own_matches_misses_and_false_alarms() -> None:
    found = matched([due(10, 12), due(20, 22, "ana")], [raised(11), raised(30, "ana")])
    part = found.of(lambda f: f.person == "ana")
    assert (part.matches, part.missed, part.false) == ((), (due(20, 22, "ana"),), (raised(30, "ana"),))


def test_an_onset_during_somebody_elses_speech_is_overlapped() -> None:
    told = [Said(0, 10.5, "ana", "expose", "", "speech"), Said(10, 12, "bob", "expose", "", "overlap")]
    assert overlapped(due(10, 12), told)
    assert not overlapped(due(10.6, 12), told)
    assert not overlapped(due(11, 12), told)
