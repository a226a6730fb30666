"""The contract of a Synthesizer, on the fake and on the real voices; and the best one that is here."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from companion.adapters.espeak import EspeakSynthesizer, phonemes
from companion.adapters.kokoro import KokoroSynthesizer
from companion.adapters.model_store import ModelStore
from companion.adapters.places import shipped_models
from companion.app.announcing import SPEECH, STYLE, synthesizer_for
from companion.cli.models import open_store
from companion.domain.errors import CompanionError, PartMissing
from companion.ports import AudioChunk, Synthesizer
from tests.fakes.synthesizer import ToneSynthesizer

SENTENCES = {
    "fr": ("Il reste une minute.", "Exposé. La parole est au client. 8 minutes."),
    "en": ("One minute left.", "Presentation. The client has the floor. 8 minutes."),
}


def kokoro(language: str) -> Synthesizer:
    store = open_store()
    try:
        return KokoroSynthesizer(store.path(SPEECH), store.path(STYLE), language)
    except CompanionError as missing:
        pytest.skip(f"no natural voice here: {missing}")


def said(synthesizer: Synthesizer, text: str) -> tuple[float, float]:
    """Seconds, and the loudest sample; what every chunk owes its listener is checked."""
    chunks = list(synthesizer.synthesize(text))
    assert chunks
    assert len({chunk.rate for chunk in chunks}) == 1
    for chunk in chunks:
        assert isinstance(chunk, AudioChunk)
        assert (chunk.samples.ndim, chunk.samples.dtype) == (1, np.float32)
        assert 8_000 <= chunk.rate <= 48_000
        assert np.isfinite(chunk.samples).all()
    sound = np.concatenate([chunk.samples for chunk in chunks])
    return sound.size / chunks[0].rate, float(np.abs(sound).max())


@pytest.mark.parametrize(
    ("make", "language"),
    [
        (lambda _: ToneSynthesizer(), "fr"),
        (EspeakSynthesizer, "fr"),
        (EspeakSynthesizer, "en"),
        (kokoro, "fr"),
    ],
    ids=["fake", "espeak", "espeak-en", "kokoro"],
)
def test_it_says_sentences_in_their_time_and_refuses_what_cannot_be_said(
    make: Callable[[str], Synthesizer], language: str
) -> None:
    synthesizer = make(language)
    short = said(synthesizer, SENTENCES[language][0])
    assert 0.5 < short[0] < 3.0
    assert 0.02 < short[1] <= 1.0
    for nothing in ("", " ", "…"):
        with pytest.raises(PartMissing) as caught:
            list(synthesizer.synthesize(nothing))
        assert "unsayable" == caught.value.code
    long = said(synthesizer, SENTENCES[language][1])
    assert short[0] < long[0] < 8.0, "an opening is 8 s at most"


def unstressed(text: str) -> str:
    return phonemes(text, "fr").replace("ˈ", "")


def test_numbers_and_the_terms_of_the_method_are_said_in_french() -> None:
    assert phonemes("8 minutes.", "fr") == phonemes("huit minutes.", "fr")
    assert unstressed("25 minutes.") == unstressed("vingt-cinq minutes.")
    assert unstressed("codéveloppement").startswith("kodev")


def test_without_its_model_the_simple_voice_speaks_and_one_sentence_says_so(tmp_path: Path) -> None:
    bare = ModelStore(tmp_path, shipped_models())
    name, synthesizer, lacking = synthesizer_for(bare, "fr")
    assert (name, type(synthesizer)) == ("espeak", EspeakSynthesizer)
    assert lacking is not None
    assert "companion models fetch kokoro-82m" in lacking
