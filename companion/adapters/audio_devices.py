"""The microphones and loudspeakers of this machine, as the system names them."""

from typing import Any

from companion.adapters import portaudio
from companion.ports import AudioDevice

__all__ = ["SystemAudioDevices"]


class SystemAudioDevices:
    """The ``AudioDevices`` of the house, through PortAudio. Raises PartMissing without the library."""

    def inputs(self) -> list[AudioDevice]:
        """What can be heard through, the default first."""
        return _listed("input")

    def outputs(self) -> list[AudioDevice]:
        """What can be spoken through, the default first."""
        return _listed("output")


def _listed(direction: str) -> list[AudioDevice]:
    sounddevice = portaudio.load()
    default = sounddevice.default.device[direction]
    devices = [
        _described(index, info, direction, default)
        for index, info in enumerate(sounddevice.query_devices())
        if info[f"max_{direction}_channels"] > 0
    ]
    return sorted(devices, key=lambda device: not device.default)


def _described(index: int, info: Any, direction: str, default: int) -> AudioDevice:
    return AudioDevice(
        name=str(info["name"]),
        rate=round(info["default_samplerate"]),
        channels=int(info[f"max_{direction}_channels"]),
        default=index == default,
    )
