"""What a microphone makes of a room, on made sounds and on the demonstration's voices, louder or fainter."""

import numpy as np
import pytest

from companion.adapters.silero import SileroDetector
from companion.domain.speech import RoomSound
from companion.hearing.loudness import SILENT, decibels
from companion.hearing.room_sound import CLEAR, RoomMeter
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, Samples, SpeechDetector
from tests.fakes.demo import demo_between
from tests.fakes.detector import LoudnessDetector
from tests.fakes.encoder import silence, tone
from tests.fakes.sounds import noise


def metered(
    sound: Samples, detector: SpeechDetector, *, meter: RoomMeter | None = None, start: float = 0.0
) -> list[RoomSound]:
    meter = meter or RoomMeter()
    told = []
    for first in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        frame = sound[first : first + FRAME_SAMPLES].astype(np.float32)
        at = start + (first + FRAME_SAMPLES) / SAMPLE_RATE
        told.append(meter.hear(frame, at, detector.probability(frame)))
    return [sound for sound in told if sound is not None]


def gained(sound: Samples, decibels: float) -> Samples:
    """What a microphone with that much more gain would have given."""
    return np.clip(sound * 10 ** (decibels / 20), -1.0, 1.0).astype(np.float32)


def room(sound: Samples, hiss: float = -60.0) -> Samples:
    return (sound + noise(len(sound) / SAMPLE_RATE, level=10 ** (hiss / 20))[: len(sound)]).astype(np.float32)


def talk(level: float) -> Samples:
    """Words of half a second, of that RMS in dBFS, one second apart."""
    word = tone(0.5, 750.0, level=float(np.sqrt(2)) * 10 ** (level / 20))
    return np.concatenate([np.concatenate([silence(0.5), word]) for _ in range(10)])


def test_levels_are_in_decibels_of_full_scale() -> None:
    assert -20.0 == pytest.approx(decibels(tone(1.0, 750.0, level=float(np.sqrt(2)) / 10)), abs=0.1)
    assert SILENT == decibels(silence(1.0))


def test_voices_and_room_are_told_apart() -> None:
    told = metered(room(talk(-20.0), -55.0), LoudnessDetector())
    assert len(told) == pytest.approx(4 * 10, abs=2)
    last = told[-1]
    assert (-20.0, -55.0) == pytest.approx((last.speech, last.noise), abs=1.0)
    assert "good" == last.verdict
    assert 10.0 == pytest.approx(last.at, abs=0.3)


def test_nothing_is_said_of_voices_before_a_second_of_speech() -> None:
    told = metered(room(talk(-20.0)), LoudnessDetector())
    assert "waiting" == told[0].verdict and told[0].speech is None
    assert "waiting" == [sound for sound in told if sound.at < 1.9][-1].verdict


def test_only_exact_zeros_for_three_seconds_are_a_dead_microphone() -> None:
    told = metered(silence(6.0), LoudnessDetector())
    assert [sound.at > 3.0 for sound in told] == [sound.verdict == "dead" for sound in told]
    faint = metered(noise(6.0, level=1e-5), LoudnessDetector())
    assert {"waiting"} == {sound.verdict for sound in faint}


def test_a_microphone_that_was_muted_is_judged_by_what_comes_after() -> None:
    meter, detector = RoomMeter(), LoudnessDetector(0.06)
    metered(silence(6.0), detector, meter=meter)
    told = metered(room(talk(-20.0), -29.0), detector, meter=meter)
    assert "noisy" == told[-1].verdict, "zeros do not pass for a quiet room"


def test_a_few_clipped_samples_are_no_clipping() -> None:
    sound = room(talk(-20.0))
    sound[5 * SAMPLE_RATE : 5 * SAMPLE_RATE + 100] = 1.0
    told = metered(sound, LoudnessDetector())
    assert 0 < max(each.clipped for each in told) < 0.01
    assert "clipping" not in {each.verdict for each in told}


def test_clipping_is_forgotten_once_the_gain_is_right() -> None:
    meter, detector = RoomMeter(), LoudnessDetector()
    assert "clipping" == metered(gained(talk(-3.0), 12.0), detector, meter=meter)[-1].verdict
    assert "good" == metered(room(talk(-20.0)), detector, meter=meter)[-1].verdict


def test_a_faint_voice_is_far_and_a_fair_one_in_a_loud_room_is_in_noise() -> None:
    detector = LoudnessDetector(threshold=0.002)
    assert "too_far" == metered(room(talk(-48.0), -75.0), detector)[-1].verdict
    assert "too_far" == metered(room(talk(-40.0), -40.0 - CLEAR + 2), LoudnessDetector(0.0065))[-1].verdict
    assert "noisy" == metered(room(talk(-25.0), -25.0 - CLEAR + 2), LoudnessDetector(0.03))[-1].verdict


def test_a_room_too_loud_for_any_voice_is_told_before_anybody_speaks() -> None:
    assert "noisy" == metered(noise(3.0, level=0.05), LoudnessDetector(0.5))[-1].verdict


# --- the demonstration's voices, with the real detector: 60 s, -24 dBFS, 25 dB above their room -------------


def real(sound: Samples) -> list[RoomSound]:
    return metered(sound, SileroDetector())


def settled(told: list[RoomSound]) -> set[str]:
    """The verdicts of the second half: it does not change its mind."""
    return {sound.verdict for sound in told[len(told) // 2 :]}


@pytest.fixture(scope="module")
def voices() -> Samples:
    return demo_between(13.0, 43.0)


def test_the_demonstration_sounds_good(voices: Samples) -> None:
    told = real(voices)
    assert {"good"} == settled(told)
    assert (-24.0, -48.5) == pytest.approx((told[-1].speech, told[-1].noise), abs=3.0)


def test_a_little_louder_or_fainter_is_still_good(voices: Samples) -> None:
    for gain in (-15.0, 8.0):
        assert {"good"} == settled(real(gained(voices, gain))), gain


def test_thirty_decibels_fainter_is_too_far(voices: Samples) -> None:
    assert {"too_far"} == settled(real(gained(voices, -30.0)))


def test_thirty_decibels_louder_is_clipping(voices: Samples) -> None:
    assert {"clipping"} == settled(real(gained(voices, 30.0)))


def test_white_noise_nine_decibels_under_the_voices_is_noisy(voices: Samples) -> None:
    hiss = noise(len(voices) / SAMPLE_RATE, level=10 ** (-33 / 20))[: len(voices)]
    assert {"noisy"} == settled(real(np.clip(voices + hiss, -1.0, 1.0)))


def test_digital_zeros_are_a_dead_microphone() -> None:
    assert {"dead"} == settled(real(silence(8.0)))
