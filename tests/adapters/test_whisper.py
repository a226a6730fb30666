"""The contract of a Transcriber, on the fake and on Whisper base; then what is Whisper's alone.

The real one runs where its weights are: ``companion models fetch`` brings them.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from companion.adapters.model_store import ModelStore
from companion.adapters.places import fetched_models, shipped_models
from companion.adapters.remote_engines import RemoteTranscriber, word_engines
from companion.adapters.sound_file import read_recording
from companion.adapters.whisper import WhisperTranscriber
from companion.adapters.worker import Worker
from companion.domain.command_sounds import PROMPT
from companion.domain.errors import PartMissing
from companion.domain.speech import Earlier, Transcript
from companion.ports import SAMPLE_RATE, Samples, Transcriber
from tests.fakes.transcriber import BurstTranscriber

DEMO = Path(__file__).parents[2] / "companion" / "demo" / "audio.opus"


@pytest.fixture(scope="session")
def whisper() -> WhisperTranscriber:
    store = ModelStore(fetched_models(), shipped_models())
    if "whisper-base" not in store.installed():
        pytest.skip("whisper-base is not on this machine: companion models fetch whisper-base")
    return WhisperTranscriber(store.path("whisper-base"))


@pytest.fixture(scope="session")
def remote(whisper: WhisperTranscriber) -> Iterator[RemoteTranscriber]:
    """The same in a process of its own."""
    path = ModelStore(fetched_models(), shipped_models()).path("whisper-base")
    with Worker("essai") as worker:
        worker.start(partial(word_engines, path, "fr", 5))
        yield RemoteTranscriber(worker)


@pytest.fixture(
    params=[
        "fake",
        pytest.param("whisper", marks=pytest.mark.models),
        pytest.param("remote", marks=pytest.mark.models),
    ]
)
def transcriber(request: pytest.FixtureRequest) -> Transcriber:
    if request.param == "fake":
        return BurstTranscriber()
    found: Transcriber = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def demo() -> Samples:
    return read_recording(DEMO)[: 40 * SAMPLE_RATE]


def seconds(samples: Samples, start: float, end: float) -> Samples:
    return samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]


def trusted(heard: Transcript) -> bool:
    return heard.sure and heard.no_speech < 0.6


def test_words_come_in_order_within_the_sound(transcriber: Transcriber, demo: Samples) -> None:
    heard = transcriber.transcribe(seconds(demo, 0, 10))
    assert heard.words
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert all(0 <= word.start <= word.end <= 10.1 and 0 <= word.probability <= 1 for word in heard.words)


def test_a_hint_is_leant_on_and_not_repeated(transcriber: Transcriber, demo: Samples) -> None:
    heard = transcriber.transcribe(seconds(demo, 0, 6), hint=PROMPT)
    assert heard.words
    assert all(0 <= word.start <= word.end <= 6.1 for word in heard.words)
    assert "compagnon" not in heard.text.lower()


def test_both_measures_of_certainty_are_log_probabilities(transcriber: Transcriber, demo: Samples) -> None:
    heard = transcriber.transcribe(seconds(demo, 0, 10))
    assert -1.0 <= heard.log_probability <= 0
    assert heard.evidence <= 0


def test_silence_says_nothing_that_can_be_trusted(transcriber: Transcriber) -> None:
    assert not trusted(transcriber.transcribe(np.zeros(3 * SAMPLE_RATE, dtype=np.float32)))


def test_no_sound_at_all_is_no_word(transcriber: Transcriber) -> None:
    assert transcriber.transcribe(np.zeros(0, dtype=np.float32)).words == ()


def test_only_the_new_words_are_given(transcriber: Transcriber, demo: Samples) -> None:
    sound = seconds(demo, 0, 10)
    before = transcriber.transcribe(seconds(demo, 0, 5))
    earlier = Earlier(text=before.text, start=0.0, end=5.0, resume=5.0)
    heard = transcriber.transcribe(sound, earlier=earlier)
    assert heard.words
    assert all((word.start + word.end) / 2 >= 4.5 for word in heard.words)
    assert len(heard.words) < len(transcriber.transcribe(sound).words)


def test_no_more_than_thirty_seconds_are_heard(transcriber: Transcriber, demo: Samples) -> None:
    assert max(word.end for word in transcriber.transcribe(demo).words) <= 30.1


def test_the_same_sound_gives_the_same_words(transcriber: Transcriber, demo: Samples) -> None:
    sound = seconds(demo, 0, 6)
    assert transcriber.transcribe(sound) == transcriber.transcribe(sound)


@pytest.mark.models
def test_the_process_answers_as_the_model_does(
    whisper: WhisperTranscriber, remote: RemoteTranscriber, demo: Samples
) -> None:
    sound, earlier = seconds(demo, 13, 26), Earlier(text="Je commence.", start=0.0, end=1.0, resume=1.0)
    assert remote.transcribe(sound, vocabulary=["Paul"], earlier=earlier) == whisper.transcribe(
        sound, vocabulary=["Paul"], earlier=earlier
    )


def test_a_damaged_model_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"not a model")
    with pytest.raises(PartMissing, match="illisible") as caught:
        WhisperTranscriber(tmp_path)
    assert caught.value.code == "whisper_unreadable"
