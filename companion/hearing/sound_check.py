"""The sound check: how a microphone hears the room, before anybody agreed to be heard.

Levels and nothing else: no voice, no word; each frame is forgotten once it is measured.
"""

from collections.abc import Callable
from contextlib import aclosing

from companion.domain.speech import RoomSound
from companion.hearing.room_sound import RoomMeter
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, AudioSource, Frame, SpeechDetector

__all__ = ["SoundCheck"]


class SoundCheck:
    """Tells the sound of the room through one source, four times a second, until it ends or is cancelled."""

    def __init__(
        self, source: AudioSource, detector: SpeechDetector, tell: Callable[[RoomSound], None]
    ) -> None:
        self._source, self._detector, self._tell = source, detector, tell

    async def run(self) -> None:
        """Listen to the levels; the device is let go on return. After a loss, measuring begins anew."""
        meter = RoomMeter()
        self._detector.reset()
        async with aclosing(self._source.frames()) as items:
            async for item in items:
                if not isinstance(item, Frame):
                    meter = RoomMeter()
                    self._detector.reset()
                    continue
                probability = self._detector.probability(item.samples)
                end = item.start + FRAME_SAMPLES / SAMPLE_RATE
                if (sound := meter.hear(item.samples, end, probability)) is not None:
                    self._tell(sound)
