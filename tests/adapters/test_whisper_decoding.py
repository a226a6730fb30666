"""What a decoding's text says of itself, without a model."""

from companion.adapters.whisper_decoding import echoes, loops


def test_a_text_that_only_repeats_what_was_told_is_an_echo() -> None:
    told = "je dors mal depuis lundi, mais c'est la période des budgets."
    assert echoes("Mais c'est la période...", told)
    assert echoes("mal depuis lundi", told)


def test_new_words_around_old_ones_are_no_echo() -> None:
    told = "mais c'est la période des budgets."
    assert not echoes("C'est la période des bilans", told)
    assert not echoes("C'est la péri", told), "half a word is another word"
    assert not echoes("C'est la période des budgets. Voilà.", told)


def test_two_words_are_often_said_twice() -> None:
    assert not echoes("Je sais", "oui, je sais")
    assert not echoes("", "")


def test_the_same_phrase_six_times_in_a_row_loops() -> None:
    assert loops("et puis voilà, " * 6)
    assert not loops("et puis voilà, " * 3)
