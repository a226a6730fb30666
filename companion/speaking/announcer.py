"""The announcer: what happens in the séance becomes announcements, sounded when the manners allow it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

import numpy as np

from companion.bus import Bus
from companion.domain.errors import CompanionError
from companion.domain.messages import (
    AnnouncementDue,
    AnnouncementFinished,
    AnnouncementStarted,
    AudioLost,
    Event,
    ListeningChanged,
    PartFailed,
    PartRecovered,
    Recorded,
    Sounds,
    SoundsChanged,
    StepStarted,
)
from companion.domain.session import Session
from companion.domain.speech import RoomVoice, VoiceOver
from companion.ports import AudioChunk, Clock, Loudspeaker, Playback
from companion.speaking.manners import Chosen, Due, Manners, Play
from companion.speaking.phrases import Phrase, Phrasebook

__all__ = ["PART", "Announcer", "Voice"]

PART = "loudspeaker"

_LOOK = 0.25
"""Seconds between two looks at what waits, when the room is not heard."""

_BREATH = 0.35
"""Seconds between two phrases that are said as one."""

_SILENT = "Le haut-parleur ne répond pas : les annonces restent à l'écran. La séance continue."


class Voice(Protocol):
    """The phrases as sound: ``companion.speaking.rendering.Rendering``."""

    def ready(self, text: str) -> Sequence[AudioChunk] | None:
        """The sound of that text if it is ready, None if it is not, or cannot be said."""

    def wish(self, text: str) -> None:
        """Make it ready before the others."""


class Announcer:
    """Speaks for one séance. ``report`` records; ``session`` gives the present state."""

    def __init__(
        self,
        *,
        bus: Bus,
        clock: Clock,
        session: Callable[[], Session],
        report: Callable[[Event], Awaitable[None]],
        loudspeaker: Loudspeaker,
        phrases: Phrasebook,
        voice: Voice,
        chime: AudioChunk,
    ) -> None:
        self._bus, self._clock, self._session, self._report = bus, clock, session, report
        self._loudspeaker, self._phrases, self._voice, self._chime = loudspeaker, phrases, voice, chime
        self._manners = Manners()
        self._moved = asyncio.Event()
        self._news: list[Recorded] = []
        self._unasked: list[Phrase] = []
        self._own_time, self._count = False, 0
        self._failed: str | None = None
        self._playing: asyncio.Task[None] | None = None
        self._why = ""

    def tell(self, phrase: Phrase) -> None:
        """Announce this too, which no event says: where the séance stands."""
        self._unasked.append(phrase)
        self._moved.set()

    async def run(self) -> None:
        """Announce until cancelled."""
        stops = (
            self._bus.subscribe(Recorded, self._take),
            self._bus.subscribe(RoomVoice, self._hear),
            self._bus.subscribe(VoiceOver, lambda _: self._stop("interrupted")),
        )
        try:
            while True:
                await self._something()
                await self._tell_news()
                await self._give_up()
                if play := self._manners.next(self._clock.elapsed(), self._chosen()):
                    await self._sound(play)
        finally:
            for stop in stops:
                stop()

    async def _something(self) -> None:
        """Return when something happened, or, while something waits, after a moment."""
        waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._moved.wait())]
        if self._manners.waiting:
            waits.append(asyncio.ensure_future(self._clock.sleep_until(self._clock.elapsed() + _LOOK)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._moved.clear()

    def _take(self, recorded: Recorded) -> None:
        self._news.append(recorded)
        self._moved.set()
        match recorded.event:
            case StepStarted():
                self._own_time = False
                self._stop("outdated")
            case SoundsChanged(sounds=sounds):
                self._own_time = sounds is Sounds.VOICE
            case AudioLost() | ListeningChanged(listening=False):
                self._manners.deaf()
        chosen = self._chosen()
        if chosen.silence or chosen.off_the_record or chosen.sounds is Sounds.SCREEN:
            self._stop("silenced")

    def _hear(self, heard: RoomVoice) -> None:
        self._manners.heard(heard.start, heard.end, voiced=heard.voiced)
        if self._manners.waiting:
            self._moved.set()

    def _stop(self, why: str) -> None:
        if self._playing is not None and not self._why:
            self._why = why
            self._playing.cancel()

    def _chosen(self) -> Chosen:
        session = self._session()
        return Chosen(
            sounds=session.prepared.sounds if session.prepared else Sounds.SCREEN,
            silence=session.silence,
            off_the_record=session.off_the_record,
            own_time=self._own_time,
        )

    async def _tell_news(self) -> None:
        """Show at once what is due, and let it wait for its moment."""
        while self._unasked:
            await self._due(self._unasked.pop(0), self._clock.elapsed())
        while self._news:
            recorded = self._news.pop(0)
            step = self._session().step
            phrase = self._phrases.of(
                recorded.event, step.id if step else "", step.planned if step else 0.0, recorded.elapsed
            )
            if phrase is not None:
                await self._due(phrase, recorded.elapsed)

    async def _due(self, phrase: Phrase, at: float) -> None:
        self._count += 1  # not the log's number: the table may not count what it is not shown
        due = Due(self._count, phrase, at, self._phrases.clients_own(phrase.step))
        gone = self._manners.due(due)
        self._voice.wish(phrase.text)
        await self._report(
            AnnouncementDue(
                announcement=due.number, phrase=phrase.kind.value, step=phrase.step, text=phrase.text
            )
        )
        await self._finish(gone, "outdated")

    async def _give_up(self) -> None:
        await self._finish(self._manners.given_up(self._clock.elapsed(), self._chosen()), "shown")

    async def _finish(
        self, dues: Sequence[Due], outcome: str, span: tuple[float, float] | None = None
    ) -> None:
        start, end = span or (self._clock.elapsed(),) * 2
        for due in dues:
            await self._report(
                AnnouncementFinished(announcement=due.number, outcome=outcome, start=start, end=end)
            )

    async def _sound(self, play: Play) -> None:
        """Say it, or chime when not all of its words are ready."""
        chunks = self._said(play.texts)
        sound = Sounds.VOICE if chunks else Sounds.CHIME
        playback = Playback()
        self._why = ""
        self._playing = asyncio.ensure_future(self._loudspeaker.play(chunks or [self._chime], playback))
        telling = asyncio.ensure_future(self._tell_begun(play, sound, playback))
        try:
            await asyncio.wait((self._playing,))
            outcome = "spoken" if chunks else "chimed"
            await self._ended(play, self._why or outcome, playback, self._playing)
        finally:
            self._playing.cancel()
            telling.cancel()
            with suppress(asyncio.CancelledError):
                await telling
            self._playing = None
            self._manners.deaf()

    def _said(self, texts: Sequence[str]) -> list[AudioChunk]:
        """The sound of these phrases, a breath between them; nothing unless all of them are ready."""
        chunks: list[AudioChunk] = []
        for text in texts:
            sound = self._voice.ready(text)
            if sound is None:
                return []
            chunks += [*([_breath(sound[0].rate)] if chunks else []), *sound]
        return chunks

    async def _tell_begun(self, play: Play, sound: Sounds, playback: Playback) -> None:
        await playback.begun.wait()
        for due in play.dues:
            await self._report(
                AnnouncementStarted(announcement=due.number, start=playback.began or 0.0, sound=sound)
            )

    async def _ended(self, play: Play, outcome: str, playback: Playback, done: "asyncio.Task[None]") -> None:
        await asyncio.sleep(0)  # its beginning is told first
        span = playback.began, playback.ended
        whole = (span[0], span[1]) if span[0] is not None and span[1] is not None else None
        if done.cancelled() or done.exception() is None:
            await self._finish(play.dues, outcome if whole else "outdated", whole)
            await self._works()
            return
        await self._finish(play.dues, "shown", whole)
        await self._fails(done.exception())

    async def _fails(self, error: BaseException | None) -> None:
        """Once: the page says what is missing, and the séance goes on."""
        code, message = ("loudspeaker_failed", _SILENT)
        if isinstance(error, CompanionError):
            code, message = error.code, error.message
        if code != self._failed:
            self._failed = code
            await self._report(PartFailed(part=PART, code=code, message=message))

    async def _works(self) -> None:
        if self._failed is not None:
            self._failed = None
            await self._report(PartRecovered(part=PART))


def _breath(rate: int) -> AudioChunk:
    return AudioChunk(np.zeros(round(_BREATH * rate), np.float32), rate)
