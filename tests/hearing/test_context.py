"""What the transcriber is given with an utterance: what came shortly before it, and never too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.speech import Word
from companion.hearing.context import LEAD, REACH, TAIL, TOLD, WINDOW, Context

turns = st.lists(st.tuples(st.floats(0.5, 15.0), st.floats(0.0, 20.0)), min_size=1, max_size=20)


def said(text: str, start: float, end: float) -> list[Word]:
    """The words of a text, spread evenly."""
    texts = text.split()
    step = (end - start) / max(1, len(texts))
    return [Word(each, start + i * step, start + (i + 1) * step, 0.9) for i, each in enumerate(texts)]


def test_the_first_utterance_has_only_a_little_sound_before_it() -> None:
    assert (5.0 - LEAD, None) == Context().before(5.0, 8.0)


def test_the_turn_before_is_told_with_its_times_in_the_samples() -> None:
    recent = Context()
    recent.remember(10.0, 13.0, said("Bonjour à tous.", 10.0, 13.0))
    recent.remember(13.5, 15.0, said("Je commence.", 13.5, 15.0))
    first, earlier = recent.before(16.0, 19.0)
    assert earlier is not None
    assert first == pytest.approx(10.0 - LEAD)
    assert earlier.text == "Je commence."
    assert (13.5, 15.0, 16.0) == pytest.approx(
        (first + earlier.start, first + earlier.end, first + earlier.resume)
    )


def test_only_the_last_words_of_a_long_turn_are_told() -> None:
    recent = Context()
    recent.remember(0.0, 10.0, said("un deux trois quatre cinq", 0.0, 10.0))
    first, earlier = recent.before(10.5, 12.0)
    assert earlier is not None
    assert earlier.text == "quatre cinq.", "told as a sentence that ended"
    assert 10.0 - TOLD <= first + earlier.start <= 10.0


def test_what_was_said_long_ago_is_left_out() -> None:
    recent = Context()
    recent.remember(10.0, 13.0, said("Bonjour.", 10.0, 13.0))
    assert recent.before(13.0 + REACH, 30.0)[1] is None


def test_an_utterance_without_text_is_no_context() -> None:
    recent = Context()
    recent.remember(10.0, 11.0, said("", 10.0, 11.0))
    assert recent.before(12.0, 13.0)[1] is None


def test_what_is_forgotten_is_not_told() -> None:
    recent = Context()
    recent.remember(10.0, 13.0, said("Bonjour.", 10.0, 13.0))
    recent.forget()
    assert recent.before(14.0, 15.0)[1] is None


@given(turns)
def test_the_whole_always_fits_in_the_window(talk: list[tuple[float, float]]) -> None:
    recent, now = Context(), 0.0
    for length, silence in talk:
        start, now = now + silence, now + silence + length
        first, earlier = recent.before(start, now)
        assert 0.0 <= first <= start
        assert now + TAIL - first <= WINDOW + 1e-9
        if earlier:
            assert 0.0 <= earlier.start < earlier.end <= earlier.resume + 1e-9
        recent.remember(start, now, said("un deux trois quatre", start, now))
