"""The sound of the room for the sound check, whether a séance is being heard already or nobody agreed yet."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from companion.domain.errors import PartMissing
from companion.domain.messages import Recorded
from companion.domain.session import Session
from companion.domain.speech import RoomSound
from companion.hearing.sound_check import SoundCheck
from companion.ports import AudioSource, Clock, Seance, SpeechDetector

__all__ = ["Sounding"]

PATIENCE = 1.0
"""Seconds without a measure from the séance's own ear, which gives four a second, before the microphone is
opened for the check alone."""

_OFF = PartMissing("not_listening", "Le micro est fermé : la séance n'est pas écoutée en ce moment.")


class Sounding:
    """Levels alone, from the ear that hears the séance, else from a microphone opened for the time it lasts.

    One that is « hors micro », ended, or begun without everybody's consent opens none.
    """

    def __init__(
        self, seance: Seance, open_source: Callable[[Clock], AudioSource], detector: SpeechDetector
    ) -> None:
        self._seance, self._open_source, self._detector = seance, open_source, detector
        self._told: asyncio.Queue[RoomSound] = asyncio.Queue()
        self._from_ear = asyncio.Event()
        self._shut = asyncio.Event()

    async def sounds(self) -> AsyncGenerator[RoomSound, None]:
        """Until closed. Raises PartMissing when the microphone is closed, or there is none."""
        bus = self._seance.bus
        stops = bus.subscribe(RoomSound, self._ear_tells), bus.subscribe(Recorded, self._follow)
        self._follow()
        try:
            while not self._shut.is_set():
                self._from_ear.clear()
                if await self._ear_is_silent():
                    async with aclosing(self._checked()) as sounds:
                        async for sound in sounds:
                            yield sound
                while not self._told.empty():
                    yield self._told.get_nowait()
            raise _OFF
        finally:
            for stop in stops:
                stop()

    async def _checked(self) -> AsyncGenerator[RoomSound, None]:
        """With a microphone of one's own, until the séance's ear hears, or nothing may be heard."""
        source = self._open_source(self._seance.clock)
        check = asyncio.ensure_future(SoundCheck(source, self._detector, self._told.put_nowait).run())
        ends = asyncio.ensure_future(self._from_ear.wait()), asyncio.ensure_future(self._shut.wait())
        try:
            while not any(task.done() for task in (check, *ends)):
                coming = asyncio.ensure_future(self._told.get())
                await asyncio.wait((coming, check, *ends), return_when=asyncio.FIRST_COMPLETED)
                if coming.done():
                    yield coming.result()
                else:
                    coming.cancel()
            if check.done():
                check.result()
                raise _OFF  # a microphone has no end
        finally:
            for task in (check, *ends):
                task.cancel()
            await asyncio.gather(check, *ends, return_exceptions=True)

    async def _ear_is_silent(self) -> bool:
        """Whether nothing comes from the séance's own ear for a while."""
        clock = self._seance.clock
        waiting = (
            asyncio.ensure_future(self._from_ear.wait()),
            asyncio.ensure_future(self._shut.wait()),
            asyncio.ensure_future(clock.sleep_until(clock.elapsed() + PATIENCE)),
        )
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return not (self._from_ear.is_set() or self._shut.is_set())
        finally:
            for task in waiting:
                task.cancel()

    def _ear_tells(self, sound: RoomSound) -> None:
        self._told.put_nowait(sound)
        self._from_ear.set()

    def _follow(self, _: Recorded | None = None) -> None:
        if may_check(self._seance.session):
            self._shut.clear()
        else:
            self._shut.set()


def may_check(session: Session) -> bool:
    """Whether levels may be taken: before the séance begins, or while it is heard."""
    if session.off_the_record or session.ended_at is not None:
        return False
    return session.listening or not session.started
