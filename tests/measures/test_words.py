"""Counting wrong words."""

import pytest
from measures.seance import Said
from measures.words import Words, normalised, reference, word_errors


def said(start: float, text: str, kind: str = "speech") -> Said:
    return Said(start, start + 2, "ana", "expose", text, kind)


def test_punctuation_case_and_apostrophes_do_not_count() -> None:
    assert normalised("  C’est « vrai », dit-il :\nOUI… ") == "c'est vrai dit il oui"
    assert normalised("e\u0301te\u0301") == "été"


def test_backchannels_are_not_words_of_the_truth() -> None:
    told = [said(0, "Je commence."), said(2, "Mmh.", "backchannel"), said(3, "Attends !", "overlap")]
    assert reference(told) == "Je commence. Attends !"


def test_each_sort_of_error_is_counted() -> None:
    found = word_errors("Un deux trois quatre.", "un DEUX, toi quatre cinq")
    assert found == Words(said=4, replaced=1, missing=0, added=1)
    assert found.rate == 0.5


def test_hearing_nothing_misses_every_word() -> None:
    assert word_errors("Un deux trois.", "") == Words(said=3, missing=3)


@pytest.mark.parametrize("truth", ["", " ", "…"])
def test_without_a_text_there_is_no_rate(truth: str) -> None:
    assert word_errors(truth, "bonjour") is None


def test_errors_of_several_seances_are_pooled() -> None:
    both = Words(10, 1, 0, 0) + Words(90, 0, 8, 1)
    assert both.rate == 0.1
