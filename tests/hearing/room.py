"""A listener whose every port is a fake. Voices are tones, words are bursts of sound."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, datetime
from itertools import count

import numpy as np

from companion.adapters.clock import ReplayClock
from companion.bus import Bus
from companion.domain.messages import (
    EnrolmentStarted,
    Event,
    FinishEnrolment,
    Recorded,
    SessionPaused,
    SessionResumed,
    SpeakerIdentified,
    UtteranceTranscribed,
)
from companion.domain.speech import EnrolmentProgress, RoomSound, VoiceObserved, WordsHeard
from companion.hearing.listener import Listener
from companion.hearing.voiceprints import Voices
from companion.ports import Frame, Samples, SourceLost
from tests.fakes.detector import LoudnessDetector
from tests.fakes.encoder import SpectrumEncoder, silence, tone
from tests.fakes.overlap import BandOverlap
from tests.fakes.source import ListedSource
from tests.fakes.transcriber import BurstTranscriber

CLAIRE, KARIM, STRANGER = 750.0, 1750.0, 3750.0
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Act = Callable[[], None]


def say(words: int, hertz: float) -> Samples:
    """Half a second a word."""
    return np.concatenate([np.concatenate([tone(0.42, hertz), silence(0.08)]) for _ in range(words)])


class Room:
    """A listener whose every port is a fake, and what it reports.

    ``acts`` happen when the sound reaches their second. The sound waits until everything heard before is
    dealt with, as in a replay.
    """

    def __init__(
        self,
        *pieces: Samples | float,
        acts: Sequence[tuple[float, Act]] = (),
        watched: str = "",
        conducting: str = "",
        listening: bool = True,
        voices: Voices | None = None,
        enrolling: str | None = None,
        allowed: float = 0.0,
    ) -> None:
        self._items = ListedSource(*pieces).frames()
        self.acts = list(acts)
        self.clock, self.bus = ReplayClock(START), Bus()
        self.reported: list[Event | VoiceObserved | WordsHeard] = []
        self.closed: list[float] = []
        self.transcriber, self.encoder = BurstTranscriber(), SpectrumEncoder()
        self._seqs = count(1)
        self._listener = Listener(
            source=self,
            detector=LoudnessDetector(),
            transcriber=self.transcriber,
            encoder=self.encoder,
            overlap=BandOverlap(),
            clock=self.clock,
            bus=self.bus,
            report=self._keep,
            vocabulary=(),
            wants_words=lambda person: person == watched,
            conducts=lambda person: person == conducting,
            live=False,
            listening=listening,
            voices=voices,
            enrolling=enrolling,
            allowed=allowed,
        )
        self.progress: list[EnrolmentProgress] = []
        self.sounds: list[RoomSound] = []
        self.bus.subscribe(EnrolmentProgress, self.progress.append)
        self.bus.subscribe(RoomSound, self.sounds.append)

    async def hear(self) -> "Room":
        if self._listener._gate.shut:
            self._when_let_go()
        await self._listener.run()
        return self

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        """Goes on where it was left: a microphone that was let go has missed what came meanwhile."""
        try:
            async for item in self._items:
                await self._listener.idle()
                await self.clock.advance_to(item.start)
                while self.acts and self.acts[0][0] <= item.start:
                    self.acts.pop(0)[1]()
                yield item
        finally:
            self.closed.append(self.clock.elapsed())
            if self.acts:
                asyncio.get_running_loop().call_soon(self._when_let_go)

    def _when_let_go(self) -> None:
        """What happens while nothing is heard: everybody talks on, until hearing is allowed again."""
        asyncio.get_running_loop().create_task(self._unheard())

    async def _unheard(self) -> None:
        while self.acts and self._listener._gate.shut:
            at, act = self.acts.pop(0)
            async for item in self._items:
                if item.start >= at:
                    break
            act()

    def happens(self, event: Event) -> Act:
        return lambda: self.bus.publish(
            Recorded(
                seq=next(self._seqs), at=START, elapsed=self.clock.elapsed(), session_id="s", event=event
            )
        )

    def learns(self, person: str, start: float, end: float) -> None:
        """The facilitator has this voice learnt from second ``start`` to ``end``."""
        self.acts.append(
            (start, lambda: self.happens(EnrolmentStarted(person=person, start=self.clock.elapsed()))())
        )
        self.acts.append((end, lambda: self.bus.publish(FinishEnrolment(person=person))))

    async def _keep(self, what: Event | VoiceObserved | WordsHeard) -> None:
        await asyncio.sleep(0)
        self.reported.append(what)

    def of(self, *kinds: type) -> list[Event]:
        return [each for each in self.reported if isinstance(each, kinds)]

    def names(self) -> list[tuple[str, str | None]]:
        """Final names, in the order in which they were reported."""
        return [(e.utterance, e.person) for e in self.of(SpeakerIdentified) if e.final]

    def texts(self) -> list[tuple[str, str]]:
        return [(e.utterance, e.text) for e in self.of(UtteranceTranscribed)]


ROUND = (say(12, CLAIRE), silence(1.0), say(12, KARIM), silence(1.0))
"""An opening round of 14 s: Claire then Karim."""


def table(*pieces: Samples | float, watched: str = "", conducting: str = "") -> Room:
    """A room in which Claire and Karim are learnt first; ``pieces`` begin at second 14."""
    room = Room(*ROUND, *pieces, watched=watched, conducting=conducting)
    room.learns("claire", 0.0, 6.9)
    room.learns("karim", 7.0, 13.9)
    return room


def off_the_record(room: Room, start: float, end: float) -> None:
    room.acts.append((start, room.happens(SessionPaused(off_the_record=True))))
    room.acts.append((end, room.happens(SessionResumed(ends_at=600.0))))
