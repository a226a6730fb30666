"""What any sound file becomes, and one sentence for each thing that can be wrong with it."""

from pathlib import Path

import numpy as np
import pytest

from companion.adapters.sound_file import read_recording
from companion.domain.errors import BadSeance
from companion.ports import SAMPLE_RATE, Samples
from tests.fakes.sounds import babble, write_sound

SECONDS = 4.0


@pytest.fixture(scope="module")
def voice() -> Samples:
    return babble(SECONDS)


def lag(heard: Samples, played: Samples) -> int:
    """By how many samples ``heard`` comes after ``played``."""
    size = 1 << (len(heard) + len(played)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    peak = int(np.argmax(np.fft.irfft(product, size)))
    return peak if peak < size // 2 else peak - size


@pytest.mark.parametrize(
    ("name", "codec", "rate", "channels"),
    [
        ("house.flac", "flac", 16_000, 1),
        ("stereo.flac", "flac", 44_100, 2),
        ("mono.wav", "pcm_s16le", 8_000, 1),
        ("stereo.wav", "pcm_s16le", 44_100, 2),
        ("studio.wav", "pcm_f32le", 48_000, 2),
        ("speech.opus", "libopus", 48_000, 1),
        ("browser.webm", "libopus", 48_000, 2),
        ("pocket.mp3", "libmp3lame", 44_100, 2),
        ("phone.m4a", "aac", 44_100, 1),
    ],
)
def test_a_sound_comes_out_in_time_and_in_full(
    tmp_path: Path, voice: Samples, name: str, codec: str, rate: int, channels: int
) -> None:
    write_sound(tmp_path / name, voice, codec=codec, rate=rate, channels=channels)
    heard = read_recording(tmp_path / name)
    assert heard.dtype == np.float32 and heard.ndim == 1
    assert abs(len(heard) - len(voice)) < 0.05 * SAMPLE_RATE  # AAC ends on a whole packet
    assert lag(heard, voice) == 0
    expected = 0.95 if rate == 8_000 else 0.99  # above 4 kHz nothing is left
    assert np.corrcoef(heard[: len(voice)], voice)[0, 1] > expected
    assert 0.9 < np.std(heard) / np.std(voice) < 1.1


def test_channels_are_averaged_not_summed(tmp_path: Path, voice: Samples) -> None:
    """One side silent: half the level; nothing is lost of who sits on the other side."""
    sides = np.stack([voice, np.zeros_like(voice)])
    write_sound(tmp_path / "one-side.wav", sides, codec="pcm_f32le", rate=SAMPLE_RATE, channels=2)
    assert np.allclose(read_recording(tmp_path / "one-side.wav"), voice / 2, atol=1e-6)


def test_a_recording_cannot_be_written_to(tmp_path: Path, voice: Samples) -> None:
    write_sound(tmp_path / "a.flac", voice)
    with pytest.raises(ValueError, match="read-only"):
        read_recording(tmp_path / "a.flac")[0] = 1.0


def refusal(path: Path) -> str:
    """The code of the refusal, once its sentence is seen to name the file and to stay on one line."""
    with pytest.raises(BadSeance) as caught:
        read_recording(path)
    assert path.name in caught.value.message and "\n" not in caught.value.message
    return caught.value.code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "rien.flac") == "audio_missing"


@pytest.mark.parametrize("name", ["texte.flac", "texte.wav", "texte.opus", "texte.txt"])
def test_a_text_is_no_sound_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Ceci n'est pas un son.\n" * 50, encoding="utf-8")
    assert refusal(tmp_path / name) == "audio_unreadable"


def test_a_folder_is_no_sound(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "audio_unreadable"


def test_a_playlist_is_no_sound(tmp_path: Path) -> None:
    (tmp_path / "liste.m3u8").write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.wav\n")
    assert refusal(tmp_path / "liste.m3u8") == "audio_unreadable"


def test_noise_bytes_are_no_sound(tmp_path: Path) -> None:
    (tmp_path / "a.flac").write_bytes(np.random.default_rng(1).bytes(5000))
    assert refusal(tmp_path / "a.flac") in {"audio_unreadable", "audio_damaged"}


@pytest.mark.parametrize(("name", "codec"), [("a.flac", "flac"), ("a.wav", "pcm_s16le")])
def test_zero_seconds(tmp_path: Path, name: str, codec: str) -> None:
    write_sound(tmp_path / name, np.zeros(0, dtype=np.float32), codec=codec)
    assert refusal(tmp_path / name) == "audio_empty"


def test_zero_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.flac").touch()
    assert refusal(tmp_path / "a.flac") == "audio_empty"


def test_a_flac_cut_short_is_refused(tmp_path: Path, voice: Samples) -> None:
    path = tmp_path / "a.flac"
    write_sound(path, voice)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    assert refusal(path) == "audio_damaged"


@pytest.mark.parametrize(
    ("name", "codec"), [("a.flac", "flac"), ("a.opus", "libopus"), ("a.mp3", "libmp3lame")]
)
def test_a_hole_is_refused_rather_than_closed(tmp_path: Path, voice: Samples, name: str, codec: str) -> None:
    """A decoder that skips a bad packet would move all that follows."""
    path = tmp_path / name
    write_sound(path, voice, codec=codec, rate=48_000)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = np.random.default_rng(1).bytes(3000)
    path.write_bytes(content)
    assert refusal(path) == "audio_damaged"


def test_a_wav_cut_short_is_heard_as_far_as_it_goes(tmp_path: Path, voice: Samples) -> None:
    path = tmp_path / "a.wav"
    write_sound(path, voice, codec="pcm_s16le")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert len(read_recording(path)) == pytest.approx(len(voice) / 2, abs=100)


def test_a_sound_that_is_not_made_of_numbers_is_refused(tmp_path: Path) -> None:
    sound = np.full(SAMPLE_RATE, np.nan, dtype=np.float32)
    write_sound(tmp_path / "a.wav", sound, codec="pcm_f32le")
    assert refusal(tmp_path / "a.wav") == "audio_damaged"
