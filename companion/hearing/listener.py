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
    ConsentWithdrawn,
    EnrolmentFailed,
    EnrolmentStarted,
    Event,
    FinishEnrolment,
    ListeningChanged,
    Recorded,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SpeechStarted,
    StepStarted,
    VoiceForgotten,
)
from companion.domain.people import Consent
from companion.domain.speech import RoomVoice, VoiceObserved, VoiceOver, WordsHeard
from companion.hearing.gate import Gate
from companion.hearing.lane import Lane
from companion.hearing.own_voice import Ears
from companion.hearing.recent import Recent
from companion.hearing.room_sound import RoomMeter
from companion.hearing.segmenter import Closed, Endpointing, Opened, Segmenter
from companion.hearing.voice_lane import VoiceLane
from companion.hearing.voiceprints import Voices
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

    ``prefix`` begins the ids of utterances: each listener of a séance needs its own. ``listening`` says
    whether everybody agrees to be heard now: until then, and after a refusal, the source is not open.
    ``voices`` are those known already; what is learnt is added to them. ``enrolling`` is whose voice was
    to be learnt before there was an ear: it is, from now on. ``allowed`` are the seconds that the source goes
    on while words are found (see WordLane).
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
        conducts: Callable[[str], bool] = lambda person: False,
        watching: Callable[[], bool] = lambda: True,
        prefix: str = "u",
        listening: bool = True,
        voices: Voices | None = None,
        enrolling: str | None = None,
        ears: Ears | None = None,
        allowed: float = 0.0,
    ) -> None:
        self._ears, self._voiced = ears, False
        self._detector, self._clock, self._bus, self._report = detector, clock, bus, report
        self._gate = Gate(source, listening=listening, live=live)
        self._meter = RoomMeter()
        self._recent = Recent(MEMORY)
        self._rule = Endpointing()
        self._segmenter = Segmenter(self._rule)
        self._lanes = Lane("voices"), Lane("words")
        self._words = WordLane(
            self._lanes[1],
            transcriber,
            clock,
            report,
            vocabulary,
            live=live,
            conducts=conducts,
            allowed=allowed,
        )
        self._voices = VoiceLane(
            self._lanes[0],
            encoder,
            overlap,
            clock,
            report,
            self._words,
            wants_words,
            self._recent,
            Voices() if voices is None else voices,
        )
        if enrolling is not None:
            self._voices.enrolling.start(enrolling, clock.elapsed())
        self._watching = watching
        self._prefix, self._count = prefix, 0
        self._utterance: str | None = None
        self._frames = 0
        self._speech = 0.0
        self._lost: float | None = None
        self._stops = (
            bus.subscribe(Recorded, self._follow),
            bus.subscribe(Recorded, self._obey),
            bus.subscribe(FinishEnrolment, self._finish_enrolment),
        )

    async def run(self) -> None:
        """Hear the source to its end, or until the séance ends; everything heard has then been reported."""
        try:
            async with asyncio.TaskGroup() as group:
                lanes = [group.create_task(lane.run()) for lane in self._lanes]
                async with aclosing(self._gate.frames()) as items:
                    async for item in items:
                        await self._take(item)
                self._close_utterance(list(self._segmenter.flush(self._recent.end)))
                await self._lanes[0].idle()
                await self._words.idle(end=True)
                for lane in lanes:
                    lane.cancel()
        finally:
            for stop in self._stops:
                stop()
            # now, and not whenever the collector comes by: it is the sound of the room, and its voices
            self._voices.forget_unknown()
            self._voices.enrolling.drop()
            self._recent.let_go()

    async def idle(self) -> None:
        """Return when everything heard so far, and due by now, has been dealt with: voices, then words."""
        await self._lanes[0].idle()
        await self._words.idle()

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
        if self._ears is None:
            await self._hear(item)
            return
        over = self._ears.voice_since
        for heard in self._ears.through(item, self._meter.noise):
            if over is None and (over := self._ears.voice_since) is not None:
                self._bus.publish(VoiceOver(start=over))
            await self._hear(heard.frame, muted=heard.muted)

    async def _hear(self, frame: Frame, *, muted: bool = False) -> None:
        """A frame of the room; a ``muted`` one is the companion's own sound, taken out."""
        if muted:
            self._recent.add(frame.samples, frame.start)
            self._close_utterance(list(self._segmenter.push(frame.start, self._recent.end, 0.0)))
            return
        end = frame.start + FRAME_SAMPLES / SAMPLE_RATE
        probability = self._detector.probability(frame.samples)
        self._tell_voiced(frame.start, end, probability)
        self._recent.add(frame.samples, frame.start)
        if (sound := self._meter.hear(frame.samples, end, probability)) is not None:
            self._bus.publish(sound)
        progress = self._voices.enrolling.hear(frame.samples, probability, self._meter.noise)
        if progress is not None:
            self._bus.publish(progress)
        self._speech += FRAME_SAMPLES / SAMPLE_RATE * (probability >= SPEECH)
        boundaries = list(self._segmenter.push(frame.start, end, probability))
        self._close_utterance(boundaries)
        for boundary in boundaries:
            if isinstance(boundary, Opened):
                await self._open_utterance(boundary.start)
        await self._follow_utterance(end)

    async def _follow_utterance(self, end: float) -> None:
        """Look now and then at who speaks, while somebody does."""
        if self._segmenter.open_since is not None:
            if self._utterance is None:  # a long monologue was cut: it goes on
                await self._open_utterance(self._segmenter.open_since)
            self._frames += 1
            if self._frames % self._look_every() == 0:
                await self._split_at_change(end)
                self._voices.look(self._utterance or "", end, end - self._segmenter.voiced_since(end))

    def _tell_voiced(self, start: float, end: float, probability: float) -> None:
        """For whoever waits for a pause: with two thresholds, so that a weak syllable is no pause."""
        rule = self._rule
        self._voiced = probability >= (rule.leave if self._voiced else rule.enter)
        self._bus.publish(RoomVoice(start=start, end=end, voiced=self._voiced))

    def _look_every(self) -> int:
        return LOOK_EVERY if self._watching() else LOOK_EVERY * 2

    async def _split_at_change(self, now: float) -> None:
        """Before the next look, act on the last one: a new speaker begins a new utterance.

        Acting at a fixed sample, and not when the look is done, makes every run of a recording alike.
        """
        change = await self._voices.changed(now)
        if change is None or self._utterance is None:
            return
        for closed in list(self._segmenter.split(change, now)):
            self._close_utterance([closed], self._segmenter.open_since)
            await self._open_utterance(self._segmenter.open_since or now)
            self._voices.goes_on(self._utterance or "")

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
        self._hear_anew()

    def _hear_anew(self) -> None:
        if self._ears is not None:
            self._ears.forget()
        self._detector.reset()
        self._meter = RoomMeter()

    def _shut_up(self) -> None:
        """Nothing may be heard: what was being said is dropped, and what it would have helped to hear."""
        self._segmenter.reset()
        self._utterance = None
        self._voices.drop_present()
        self._recent.clear()
        self._words.forget()
        self._hear_anew()

    def _follow(self, recorded: Recorded) -> None:
        """Whose voices are known, or being learnt."""
        match recorded.event:
            case EnrolmentStarted() as event:
                self._voices.learn(event.person, event.start)
            case EnrolmentFailed(reason="cancelled") as event:
                self._voices.enrolling.cancel(event.person)
            case VoiceForgotten() | ConsentWithdrawn(consent=Consent.VOICEPRINT) as event:
                self._voices.forget(event.person)
            case StepStarted():
                self._voices.forget_unknown()

    def _obey(self, recorded: Recorded) -> None:
        """Whether the room may be heard."""
        match recorded.event:
            case SessionPaused(off_the_record=True):
                self._gate.record(on=False)
                self._shut_up()
            case SessionResumed():
                self._gate.record(on=True)
            case ListeningChanged(listening=listening):
                self._gate.agree(listening)
                if not listening:
                    self._shut_up()
            case SessionEnded():
                self._gate.end()

    def _finish_enrolment(self, command: FinishEnrolment) -> None:
        self._voices.enrolling.finish(command.person)
