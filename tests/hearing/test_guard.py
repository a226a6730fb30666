"""Words that Whisper wrote and nobody said are dropped; the same words, really said, are kept."""

import pytest

from companion.domain.speech import Transcript, Word
from companion.hearing.guard import invented

VOCABULARY = ("Claire", "Karim", "Léa", "Codéveloppement professionnel")


def heard(text: str, word: float = 0.9, **measures: float) -> Transcript:
    sure = {"no_speech": 0.05, "evidence": -0.25, "compression": 1.1}
    words = tuple(Word(each, i * 0.3, (i + 1) * 0.3, word) for i, each in enumerate(text.split()))
    return Transcript(words, **{**sure, **measures})


CREDITS = (
    "Sous-titres réalisés par la communauté d'Amara.org",
    "Sous-titrage Société Radio-Canada",
    "Merci d'avoir regardé cette vidéo !",
    "Abonnez-vous !",
    "À la prochaine.",
    "Merci.",
    "...",
)


@pytest.mark.parametrize("text", CREDITS)
@pytest.mark.parametrize(
    "measures", [{"no_speech": 0.8}, {"evidence": -0.9}, {"no_speech": 0.9, "evidence": -1.2}]
)
def test_credits_on_silence_are_dropped(text: str, measures: dict[str, float]) -> None:
    assert invented(heard(text, **measures), seconds=3.0, speech=3.0)


@pytest.mark.parametrize("text", CREDITS)
def test_credits_without_detected_speech_are_dropped(text: str) -> None:
    assert invented(heard(text), seconds=2.0, speech=0.1)


@pytest.mark.parametrize(
    ("text", "speech"),
    [("Merci.", 0.5), ("Merci !", 0.6), ("À la prochaine fois.", 1.1), ("Oui.", 0.3), ("Mmh.", 0.4)],
)
def test_a_real_thank_you_is_kept(text: str, speech: float) -> None:
    assert not invented(heard(text), speech, speech)


def test_a_doubtful_sentence_is_kept_when_it_is_no_credit() -> None:
    """A far voice is decoded badly; that is no reason to lose it."""
    doubtful = heard("Je ne sais pas quoi leur dire.", no_speech=0.55, evidence=-0.85)
    assert not invented(doubtful, seconds=2.0, speech=2.0)


def test_a_hum_that_whisper_made_words_of_is_dropped() -> None:
    """« Mmh » is short, and Whisper does not believe the words that it writes for it."""
    assert invented(heard("Il m'a l'air.", word=0.3), seconds=0.7, speech=0.5)
    assert not invented(heard("Il m'a l'air.", word=0.8), seconds=0.7, speech=0.5)
    assert not invented(heard("Il m'a l'air bien fatigué.", word=0.3), seconds=1.6, speech=1.5)


def test_a_loop_is_dropped() -> None:
    assert invented(heard("et puis " * 20, compression=5.0), seconds=14.0, speech=14.0)


@pytest.mark.parametrize("text", ["", "…", "- ?"])
def test_a_text_without_a_letter_is_dropped(text: str) -> None:
    assert invented(heard(text), seconds=3.0, speech=3.0)


def test_more_words_than_anybody_can_say_are_dropped() -> None:
    text = "Nous sommes neuf à la médiathèque et le maire m'a convoquée."
    assert invented(heard(text), seconds=1.0, speech=1.0)
    assert not invented(heard(text), seconds=3.5, speech=1.0)


def test_an_echo_of_the_vocabulary_is_dropped_when_the_sound_is_doubtful() -> None:
    echo = "Claire, Karim, Léa"
    assert invented(heard(echo, no_speech=0.8), 2.0, 2.0, VOCABULARY)
    assert not invented(heard(echo), 2.0, 2.0, VOCABULARY)
    assert not invented(heard("Karim et Léa sont là", no_speech=0.55), 2.0, 2.0, VOCABULARY)
    assert not invented(heard("Merci Karim", no_speech=0.55), 2.0, 2.0, VOCABULARY)
