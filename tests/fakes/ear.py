"""An ear that hears one utterance a second, whatever the sound, and works in a thread as a real one."""

import asyncio
from contextlib import aclosing

from companion.app.house import House
from companion.domain.messages import (
    EnrolmentStarted,
    FinishEnrolment,
    Recorded,
    SpeakerIdentified,
    UtteranceTranscribed,
    VoiceEnrolled,
)
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, AudioSource, Frame, SourceLost


class CountingEar:
    """Every second is an utterance of the person enrolled last."""

    def __init__(self, house: House, source: AudioSource) -> None:
        self._house = house
        self._source = source
        self._work: set[asyncio.Task[None]] = set()
        self._enrolling = ("", 0.0)
        house.bus.subscribe(Recorded, self._recorded)
        house.bus.subscribe(FinishEnrolment, self._finish)

    async def run(self) -> None:
        heard = 0
        async with aclosing(self._source.frames()) as frames:
            async for frame in frames:
                assert isinstance(frame, Frame), SourceLost
                if int(frame.start + FRAME_SAMPLES / SAMPLE_RATE + 1e-9) > heard:
                    heard += 1
                    self._start(self._utterance(heard))
        await self.idle()

    async def idle(self) -> None:
        while self._work:
            await asyncio.wait(self._work)

    def _recorded(self, recorded: Recorded) -> None:
        if isinstance(recorded.event, EnrolmentStarted):
            self._enrolling = (recorded.event.person, recorded.event.start)

    def _finish(self, command: FinishEnrolment) -> None:
        person, start = self._enrolling
        end = self._house.clock.elapsed()
        self._start(self._say(VoiceEnrolled(person=person, start=start, end=end, speech=end - start)))

    async def _utterance(self, number: int) -> None:
        at = self._house.clock.elapsed()
        span = {"utterance": f"u{number}", "start": number - 1.0, "end": float(number), "ready_at": at}
        label = SpeakerIdentified(**span, person=self._enrolling[0], confidence=0.7, final=True)
        await self._say(label)
        await self._say(UtteranceTranscribed(**span, text=f"seconde {number}"))

    async def _say(self, event: object) -> None:
        await asyncio.to_thread(sum, range(1000))
        await self._house.engine.hear(event)

    def _start(self, work: object) -> None:
        task = asyncio.ensure_future(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
