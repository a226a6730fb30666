"""The listener: frames in, speech events out.

Two lanes work beside it, one for voices and one for words, each with its own thread and order. Looks at
who speaks go out during the speech; names and words of an utterance when it is complete.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing

from companion.bus import Bus
from companion.domain.messages import (
    AudioLost,
    AudioRecovered,
    EnrolmentStarted,
    Event,
    FinishEnrolment,
    Recorded,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SpeechStarted,
    StepStarted,
)
from companion.domain.speech import VoiceObserved, WordsHeard
from companion.hearing.lane import Lane
from companion.hearing.recent import Recent
from companion.hearing.segmenter import Closed, Opened, Segmenter
from companion.hearing.voice_lane import VoiceLane
from companion.hearing.word_lane import WordLane
from companion.ports import (
    FRAME_SAMPLES,
    SAMPLE_RATE,
    AudioSource,
    Clock,
    Frame,
    OverlapDetector,
    SourceLost,
    SpeakerEncoder,
    SpeechDetector,
    Transcriber,
)

__all__ = ["Listener"]

Report = Callable[[Event | VoiceObserved | WordsHeard], Awaitable[None]]

MEMORY = 45.0
"""Seconds of the room kept: the longest utterance, its context, and a decoding that runs late."""
LOOK_EVERY = 8
"""Frames between two looks at who speaks: 0.256 s while a floor rule watches, else half as often."""
SPEECH = 0.5
"""Probability from which a frame counts as speech."""


class Listener:
    """Hears one source for one séance. ``report`` takes what was heard; ``run`` until it ends.

    ``prefix`` begins the ids of utterances: each listener of a séance needs its own.
    """

    def __init__(
        self,
        *,
        source: AudioSource,
        detector: SpeechDetector,
        transcriber: Transcriber,
        encoder: SpeakerEncoder,
        overlap: OverlapDetector,
        clock: Clock,
        bus: Bus,
        report: Report,
        vocabulary: Sequence[str],
        wants_words: Callable[[str], bool],
        live: bool,
        watching: Callable[[], bool] = lambda: True,
        prefix: str = "u",
    ) -> None:
        self._source, self._detector, self._clock, self._report = source, detector, clock, report
        self._recent = Recent(MEMORY)
        self._segmenter = Segmenter()
        self._lanes = Lane("voices"), Lane("words")
        self._words = WordLane(self._lanes[1], transcriber, clock, report, vocabulary, live=live)
        self._voices = VoiceLane(
            self._lanes[0], encoder, overlap, clock, report, self._words, wants_words, self._recent
        )
        self._watching = watching
        self._hearing = asyncio.Event()
        self._hearing.set()
        self._ended = False
        self._prefix, self._count = prefix, 0
        self._utterance: str | None = None
        self._frames = 0
        self._speech = 0.0
        self._lost: float | None = None
        self._stops = (
            bus.subscribe(Recorded, self._follow),
            bus.subscribe(FinishEnrolment, self._finish_enrolment),
        )

    async def run(self) -> None:
        """Hear the source to its end, or until the séance ends; everything heard has then been reported."""
        try:
            async with asyncio.TaskGroup() as group:
                lanes = [group.create_task(lane.run()) for lane in self._lanes]
                await self._listen()
                self._close_utterance(list(self._segmenter.flush(self._recent.end)))
                await self.idle()
                for lane in lanes:
                    lane.cancel()
        finally:
            for stop in self._stops:
                stop()

    async def idle(self) -> None:
        """Return when everything heard so far has been dealt with: voices first, then the words."""
        for lane in self._lanes:
            await lane.idle()

    async def _listen(self) -> None:
        """« Hors micro » lets the source go, so that the device itself is closed, until the resumption."""
        while not self._ended:
            await self._hearing.wait()
            async with aclosing(self._source.frames()) as items:
                async for item in items:
                    if not self._deaf:  # it may have become so while this sound was awaited
                        await self._take(item)
                    if self._deaf:
                        break
                else:
                    return

    @property
    def _deaf(self) -> bool:
        return self._ended or not self._hearing.is_set()

    async def _take(self, item: Frame | SourceLost) -> None:
        if isinstance(item, SourceLost):
            if self._lost is None:
                self._lost = item.start
                self._forget_sound()
                await self._report(AudioLost(start=item.start, reason=item.reason))
            return
        if self._lost is not None:
            gap = max(0.0, item.start - self._lost)
            await self._report(AudioRecovered(start=self._lost, gap=gap))
            self._lost = None
        await self._hear(item)

    async def _hear(self, frame: Frame) -> None:
        end = frame.start + FRAME_SAMPLES / SAMPLE_RATE
        probability = self._detector.probability(frame.samples)
        self._recent.add(frame.samples, frame.start)
        self._voices.enrol_from(frame.samples, probability)
        self._speech += FRAME_SAMPLES / SAMPLE_RATE * (probability >= SPEECH)
        boundaries = list(self._segmenter.push(frame.start, end, probability))
        self._close_utterance(boundaries)
        for boundary in boundaries:
            if isinstance(boundary, Opened):
                await self._open_utterance(boundary.start)
        if self._segmenter.open_since is not None:
            if self._utterance is None:  # a long monologue was cut: it goes on
                await self._open_utterance(self._segmenter.open_since)
            self._frames += 1
            if self._frames % self._look_every() == 0:
                await self._split_at_change(end)
                self._voices.look(self._utterance or "", end, end - self._segmenter.voiced_since(end))

    def _look_every(self) -> int:
        return LOOK_EVERY if self._watching() else LOOK_EVERY * 2

    async def _split_at_change(self, now: float) -> None:
        """Before the next look, act on the last one: a new speaker begins a new utterance.

        Acting at a fixed sample, and not when the look is done, makes every run of a recording alike.
        """
        change = await self._voices.changed()
        if change is None or self._utterance is None:
            return
        for closed in list(self._segmenter.split(change, now)):
            self._close_utterance([closed], self._segmenter.open_since)
            await self._open_utterance(self._segmenter.open_since or now)

    async def _open_utterance(self, start: float) -> None:
        self._count += 1
        self._utterance = f"{self._prefix}{self._count}"
        self._frames, self._speech = 0, 0.0
        await self._report(SpeechStarted(utterance=self._utterance, start=start))

    def _close_utterance(
        self, boundaries: Sequence[Opened | Closed], next_start: float | None = None
    ) -> None:
        for closed in boundaries:
            if isinstance(closed, Closed) and self._utterance is not None:
                self._voices.complete(self._utterance, closed.start, closed.end, self._speech, next_start)
                self._utterance = None

    def _forget_sound(self) -> None:
        """Whatever was being said is cut off: what is complete is kept, the rest is not guessed."""
        self._close_utterance(list(self._segmenter.flush(self._recent.end)))
        self._words.forget()
        self._detector.reset()

    def _follow(self, recorded: Recorded) -> None:
        event = recorded.event
        if isinstance(event, EnrolmentStarted):
            self._voices.start_enrolment(event.person, event.start)
        elif isinstance(event, StepStarted):
            self._voices.forget_unknown()
        elif isinstance(event, SessionPaused) and event.off_the_record:
            self._hearing.clear()
            self._segmenter.reset()
            self._utterance = None
            self._voices.cancel_enrolment()
            self._recent.clear()
            self._words.forget()
            self._detector.reset()
        elif isinstance(event, SessionResumed):
            self._hearing.set()
        elif isinstance(event, SessionEnded):
            self._ended = True
            self._hearing.set()

    def _finish_enrolment(self, command: FinishEnrolment) -> None:
        self._voices.finish_enrolment(command.person)
