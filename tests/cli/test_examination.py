"""What the doctor looks at, on machines that are made up."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from companion.adapters.model_store import ModelStore
from companion.app.whisper_choice import Speed
from companion.cli.examination import examine_devices, examine_models, measure_speeds
from companion.domain.errors import PartMissing
from companion.domain.speech import Transcript
from companion.ports import SAMPLE_RATE, AudioDevice, Samples
from tests.fakes.models import CONFIG, WEIGHTS, make_shipped

JABRA = AudioDevice(name="Jabra", rate=48_000, channels=1, default=True)


class Devices:
    """A machine with these devices, or without PortAudio."""

    def __init__(self, *devices: AudioDevice, portaudio: bool = True) -> None:
        self._devices = devices
        self._portaudio = portaudio

    def inputs(self) -> Sequence[AudioDevice]:
        if not self._portaudio:
            raise PartMissing("portaudio_missing", "PortAudio est absent.")
        return self._devices

    outputs = inputs


class Stopwatch:
    """A transcriber that takes ``factor`` seconds per second of sound, on a clock of its own."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self.now = 0.0

    def __call__(self, _: Path) -> "Stopwatch":
        self.now += 5.0  # loading is not measured
        return self

    def transcribe(self, samples: Samples, *, vocabulary: Sequence[str]) -> Transcript:
        self.now += self._factor * len(samples) / SAMPLE_RATE
        return Transcript(())

    def elapsed(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "data", make_shipped(tmp_path / "shipped"))


def _install(tmp_path: Path, weights: bytes = WEIGHTS) -> None:
    home = tmp_path / "data" / "tiny-whisper"
    home.mkdir(parents=True)
    (home / "model.bin").write_bytes(weights)
    (home / "config.json").write_bytes(CONFIG)


def _muted() -> float:
    return 0.0


def _closed() -> float:
    raise PartMissing("microphone_closed", "Le micro ne s'ouvre pas.")


def test_microphone_that_hears_works() -> None:
    """By its name."""
    microphone, loudspeaker = examine_devices(Devices(JABRA), lambda: 0.02)
    assert (microphone.works, microphone.sentence) == (True, "« Jabra » entend.")
    assert loudspeaker.works


@pytest.mark.parametrize(("level", "said"), [(_muted, "coupé"), (_closed, "ne s'ouvre pas")])
def test_microphone_that_gives_nothing_does_not_work(level: object, said: str) -> None:
    """Muted or closed: said, not taken for a working one."""
    microphone, _ = examine_devices(Devices(JABRA), level)  # type: ignore[arg-type]
    assert microphone.works is False
    assert said in microphone.sentence


def test_machine_without_devices() -> None:
    """Neither microphone nor loudspeaker, and nobody listens to what is not there."""
    findings = examine_devices(Devices(), _closed)
    assert [finding.works for finding in findings] == [False, False]
    assert "Aucun micro" in findings[0].sentence


def test_machine_without_portaudio() -> None:
    """The sentence of the adapter is passed on."""
    findings = examine_devices(Devices(JABRA, portaudio=False), _closed)
    assert [finding.sentence for finding in findings] == ["PortAudio est absent."] * 2


def test_models_that_are_here_are_read(store: ModelStore, tmp_path: Path) -> None:
    """What is absent is not a finding; no Whisper at all is one."""
    assert [finding.works for finding in examine_models(store)] == [True, False]
    _install(tmp_path, WEIGHTS[::-1])
    assert [finding.works for finding in examine_models(store)] == [True, False]
    assert "abîmé" in examine_models(store)[1].sentence


def test_installed_whisper_is_measured_and_the_others_are_not(store: ModelStore, tmp_path: Path) -> None:
    """Work per second of sound, without loading nor warming up."""
    _install(tmp_path)
    watch = Stopwatch(0.25)
    clip = np.zeros(20 * SAMPLE_RATE, dtype=np.float32)
    speeds = measure_speeds(store, watch, clip, watch.elapsed)
    assert speeds == (Speed("tiny-whisper", 0.25), Speed("wheel-whisper", None))


def test_damaged_whisper_and_missing_clip_are_not_measured(store: ModelStore, tmp_path: Path) -> None:
    """Neither ends the examination."""
    _install(tmp_path, WEIGHTS[::-1])
    watch = Stopwatch(0.25)
    clip = np.zeros(20 * SAMPLE_RATE, dtype=np.float32)
    assert measure_speeds(store, watch, clip, watch.elapsed)[0].factor is None
    assert measure_speeds(store, watch, None, watch.elapsed)[0].factor is None
