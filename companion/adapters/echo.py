"""The echo canceller: WebRTC's audio processing module, as the livekit package carries it.

Tried beside Speex's (two builds, four lengths) on a simulated room with its echo at -10 dB: Speex let the
voice detector take 15 to 45 % of the echo's frames for speech in the first sentence, this one none. No
server, no socket: the module is a library, and it alone is used.
"""

from typing import Any

import numpy as np

from companion.domain.errors import PartMissing
from companion.ports import SAMPLE_RATE, Samples

__all__ = ["WebRtcEchoCanceller"]

_PIECE = SAMPLE_RATE // 100
"""10 ms: what the module works on."""


class WebRtcEchoCanceller:
    """The ``EchoCanceller`` of the room; what it gives is 10 ms late. Raises PartMissing without it."""

    def __init__(self) -> None:
        try:
            from livekit.rtc import AudioFrame
            from livekit.rtc.apm import AudioProcessingModule
        except (ImportError, OSError) as error:
            raise PartMissing(
                "echo_missing", "L'annulation d'écho est absente : relancez « scripts/start »."
            ) from error
        self._frame: Any = AudioFrame
        self._module: Any = AudioProcessingModule(echo_cancellation=True)
        self._heard = np.zeros(0, np.int16)
        self._played = np.zeros(0, np.int16)
        self._made = np.zeros(_PIECE, np.float32)

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        """``heard`` less the echo of ``played``."""
        self._heard = np.concatenate([self._heard, _whole(heard)])
        self._played = np.concatenate([self._played, _whole(played)])
        pieces = [self._made]
        while self._heard.size >= _PIECE:
            pieces.append(self._piece(self._heard[:_PIECE], self._played[:_PIECE]))
            self._heard, self._played = self._heard[_PIECE:], self._played[_PIECE:]
        made = np.concatenate(pieces)
        self._made = made[heard.size :]
        return made[: heard.size]

    def _piece(self, heard: Any, played: Any) -> Samples:
        reverse = self._frame(bytearray(played.tobytes()), SAMPLE_RATE, 1, _PIECE)
        self._module.process_reverse_stream(reverse)
        near = self._frame(bytearray(heard.tobytes()), SAMPLE_RATE, 1, _PIECE)
        self._module.set_stream_delay_ms(0)
        self._module.process_stream(near)
        return (np.frombuffer(bytes(near.data), np.int16) / 32768).astype(np.float32)


def _whole(samples: Samples) -> Any:
    return np.clip(samples * 32767, -32768, 32767).astype(np.int16)
