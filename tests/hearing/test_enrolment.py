"""Learning a voice: how much speech is enough, and which windows are encoded."""

import numpy as np
import pytest

from companion.hearing.enrolment import (
    GOOD_SPEECH,
    LEAST_SPEECH,
    LONGEST,
    NOISY,
    TOO_NOISY,
    WINDOW,
    Enrolment,
)
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Embedding, Samples
from tests.fakes.encoder import SpectrumEncoder, tone

FRAME = FRAME_SAMPLES / SAMPLE_RATE


class Lengths(SpectrumEncoder):
    """Writes down how long each window was."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def embed(self, samples: Samples) -> Embedding:
        self.seconds.append(samples.size / SAMPLE_RATE)
        return super().embed(samples)


def enrolled(*stretches: tuple[float, float], hertz: float = 750.0, noise: float = -50.0) -> Enrolment:
    """Stretches of (seconds, probability of speech)."""
    enrolment = Enrolment("claire", 10.0)
    for seconds, probability in stretches:
        for _ in range(round(seconds / FRAME)):
            enrolment.add(tone(FRAME, hertz if probability >= 0.5 else 3750.0), probability, noise)
    return enrolment


def test_only_speech_counts() -> None:
    enrolment = enrolled((3.0, 0.9), (20.0, 0.1))
    assert enrolment.speech == pytest.approx(3.0, abs=2 * FRAME)
    assert not enrolment.enough


def test_four_seconds_of_speech_in_pieces_are_enough() -> None:
    assert enrolled(*[(1.0, 0.9), (0.5, 0.1)] * 5).enough
    assert not enrolled((LEAST_SPEECH - 0.2, 0.9)).enough


def test_nothing_heard_is_not_enough() -> None:
    assert (0.0, False) == (Enrolment("claire", 0.0).speech, Enrolment("claire", 0.0).enough)


def test_windows_are_three_seconds_and_a_short_rest_is_left_out() -> None:
    encoder = Lengths()
    enrolled((7.0, 0.9)).embeddings(encoder)
    assert [WINDOW, WINDOW] == pytest.approx(encoder.seconds, abs=FRAME)


def test_a_rest_of_half_a_window_is_used() -> None:
    encoder = Lengths()
    enrolled((8.0, 0.9)).embeddings(encoder)
    assert [WINDOW, WINDOW, 2.0] == pytest.approx(encoder.seconds, abs=3 * FRAME)


def test_windows_of_silence_are_left_out() -> None:
    """The sound of the room is not part of a voice."""
    voice = SpectrumEncoder().embed(tone(3.0, 750.0))
    found = enrolled((3.0, 0.9), (6.0, 0.1), (3.0, 0.9)).embeddings(SpectrumEncoder())
    assert 2 == len(found)
    assert all(each @ voice > 0.9 for each in found)


def test_the_frame_given_may_be_reused_by_its_owner() -> None:
    enrolment, frame = Enrolment("claire", 0.0), tone(FRAME, 750.0)
    for _ in range(100):
        enrolment.add(frame, 0.9, -50.0)
    frame[:] = 0.0
    [embedding] = enrolment.embeddings(SpectrumEncoder())
    assert embedding @ SpectrumEncoder().embed(np.tile(tone(FRAME, 750.0), 94)) > 0.99


def test_a_forgotten_enrolment_does_not_fill_the_memory() -> None:
    enrolment = enrolled((LONGEST + 30.0, 0.9))
    assert enrolment.speech == pytest.approx(LONGEST, abs=2 * FRAME)


def test_progress_counts_speech_and_not_seconds() -> None:
    progress = enrolled((3.0, 0.9), (20.0, 0.1)).progress()
    assert ("claire", GOOD_SPEECH, False) == (progress.person, progress.needed, progress.noisy)
    assert progress.speech == pytest.approx(3.0, abs=2 * FRAME)


@pytest.mark.parametrize(
    ("above", "noisy", "refused"),
    [(NOISY + 1, False, None), (NOISY - 1, True, None), (TOO_NOISY - 1, True, "too_noisy")],
)
def test_a_voice_must_stand_above_the_room(above: float, noisy: bool, refused: str | None) -> None:
    """The tone of 0.2 has -17 dBFS."""
    enrolment = enrolled((8.0, 0.9), noise=-17.0 - above)
    assert (noisy, refused) == (enrolment.progress().noisy, enrolment.refused)


def test_too_short_is_said_before_too_noisy() -> None:
    assert "too_short" == enrolled((1.0, 0.9), noise=-17.0).refused


def test_nothing_is_left_of_the_sound_of_an_enrolment_that_was_dropped() -> None:
    enrolment = enrolled((5.0, 0.9))
    enrolment.drop()
    assert not np.concatenate(enrolment._frames).any()
    enrolment.add(tone(FRAME, 750.0), 0.9, -50.0)
    assert not np.concatenate(enrolment._frames).any(), "nor is anything added"
