"""The engine: commands, ticks and what is heard become events, one at a time.

It holds the séance's present state, asks pure functions what follows, writes it down and publishes
it: committed first, shown after. Nothing else is decided here.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Protocol

from companion.bus import Bus
from companion.conducting.answers import Answers
from companion.conducting.journal import Journal
from companion.conducting.unassigned import Unassigned
from companion.domain import timekeeping
from companion.domain.decisions import decide
from companion.domain.errors import StoreFailed
from companion.domain.messages import (
    Accepted,
    Command,
    EnrolmentFailed,
    Event,
    Recorded,
    Refused,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SpeakerIdentified,
    SpeechStarted,
    SpokeOutOfTurn,
    StepStarted,
    UtteranceTranscribed,
)
from companion.domain.method import Method, Step
from companion.domain.people import Roster
from companion.domain.refusal import Refusal
from companion.domain.session import Session, apply
from companion.domain.speech import VoiceObserved, WordsHeard
from companion.ports import Clock, Store

__all__ = ["Engine", "Floor", "Heard"]

Heard = Event | VoiceObserved | WordsHeard
"""What hearing may say: events, and two signals that are never recorded."""

_SPEECH = (SpeechStarted, SpeakerIdentified, UtteranceTranscribed, VoiceObserved, WordsHeard)
_FLOOR_MOVES = (StepStarted, SessionPaused, SessionResumed, SessionEnded)
_MOST_WAITING = 5000


class Floor(Protocol):
    """Who may speak now: ``companion.domain.floor.FloorWatch``."""

    def step(self, step: Step | None, roster: Roster) -> None:
        """A step is open, or nobody is watched."""

    def voice(self, heard: VoiceObserved, now: float) -> SpokeOutOfTurn | None:
        """The flag that this look at a voice raises, if any."""

    def words(self, heard: WordsHeard, now: float) -> SpokeOutOfTurn | None:
        """The flag that these words raise, if any."""

    def ended(self, utterance: str) -> None:
        """Its final label and words are known."""


class Engine:
    """One séance, conducted. Fulfils ``CommandDesk``. Callers are served one at a time, in order."""

    def __init__(
        self, session_id: str, method: Method, store: Store, bus: Bus, clock: Clock, floor: Floor
    ) -> None:
        self.session_id = session_id
        self.method = method
        self.session = Session()
        self._store, self._bus, self._clock, self._floor = store, bus, clock, floor
        self._journal = Journal(session_id, store, clock)
        self._unassigned = Unassigned()
        self._waiting: deque[Event] = deque(maxlen=_MOST_WAITING)
        self._answers = Answers()
        self._lock = asyncio.Lock()

    @property
    def last(self) -> int:
        """The number of the last event in the log."""
        return self._journal.last

    async def recover(self) -> None:
        """Take up the séance where its log ends. An enrolment that was cut short has failed."""
        async with self._lock:
            for recorded in await self._store.events(self.session_id):
                self._fold(recorded)
                self._journal.last = recorded.seq
            if person := self.session.enrolling:
                failed = EnrolmentFailed(person=person, reason="cancelled")
                await self._record((failed,), self._clock.elapsed())

    async def submit(self, command: Command, *, command_id: str | None = None) -> Accepted | Refused:
        """Carry out a command once: the same ``command_id`` again answers as the first time.

        A command that makes no event (FinishEnrolment) is passed on to the bus for whoever serves it.
        """
        async with self._lock:
            if answer := self._answers.get(command_id):
                return answer
            try:
                answer = Accepted(await self._carry_out(command))
            except Refusal as refusal:
                answer = Refused(refusal.code, refusal.message)
            except StoreFailed as error:
                return self._unwritten(error)  # not remembered: the same command may be tried again
            self._answers.keep(command_id, answer)
            return answer

    async def hear(self, message: Heard) -> None:
        """Take what hearing says. Speech begun « hors micro » or after the end leaves no trace.

        While the log refuses to write, events wait in memory and are tried again at every tick.
        """
        async with self._lock:
            if isinstance(message, _SPEECH) and not self.session.hears(message.start):
                return
            if isinstance(message, Event):
                await self._keep(message)
                return
            self._bus.publish(message)
            if flag := self._look(message):
                await self._keep(flag)

    async def tick(self) -> None:
        """Tell what the passing of time makes true."""
        async with self._lock:
            try:
                await self._write_waiting()
                now = self._clock.elapsed()
                await self._record(timekeeping.tick(self.session, self.method, now), now)
            except StoreFailed as error:
                self._unwritten(error)

    async def idle(self) -> None:
        """Return when everything handed in before has been dealt with."""
        async with self._lock:
            return

    def _look(self, heard: VoiceObserved | WordsHeard) -> SpokeOutOfTurn | None:
        now = self._clock.elapsed()
        if isinstance(heard, VoiceObserved):
            return self._floor.voice(heard, now)
        return self._floor.words(heard, now)

    async def _carry_out(self, command: Command) -> int:
        """The number of the last event that the command made, 0 if none. Raises Refusal, StoreFailed."""
        await self._write_waiting()
        now = self._clock.elapsed()
        decided = decide(self.session, self.method, command, now)
        events = [event for one in decided for event in self._unassigned.complete(one)]
        if not events:
            self._bus.publish(command)
        return await self._record(events, now)

    async def _keep(self, event: Event) -> None:
        """Record what was heard, now or as soon as the log can be written."""
        self._waiting.append(event)
        try:
            await self._write_waiting()
        except StoreFailed as error:
            self._unwritten(error)

    async def _write_waiting(self) -> None:
        while self._waiting:
            event = self._waiting.popleft()
            kept = self._unassigned.sort(event)
            try:
                await self._record(kept.record, self._clock.elapsed())
            except StoreFailed:
                self._waiting.appendleft(event)
                raise
            for words in kept.tell:
                self._bus.publish(words)
            if kept.complete is not None:
                self._floor.ended(kept.complete)

    async def _record(self, events: Sequence[Event], now: float) -> int:
        """Commit, fold, publish; to the end even when the caller is cancelled meanwhile, since what is
        in the log must be in the state. Returns the last number, 0 when there is nothing to record.
        """
        if not events:
            return 0
        work = asyncio.ensure_future(self._commit(events, now))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait((work,))
            raise

    async def _commit(self, events: Sequence[Event], now: float) -> int:
        written = await self._journal.write(events, now)
        for recorded in written:
            self._fold(recorded)
        for recorded in written:
            self._bus.publish(recorded)
        return written[-1].seq

    def _fold(self, recorded: Recorded) -> None:
        self.session = apply(self.session, recorded)
        self._unassigned.fold(recorded.event, recorded.elapsed)
        if isinstance(recorded.event, _FLOOR_MOVES):
            step = self.session.step
            watched = self.method.step(step.id) if step and self.session.halt is None else None
            self._floor.step(watched, self.session.roster)

    def _unwritten(self, error: StoreFailed) -> Refused:
        if failed := self._journal.failure(error):
            self._bus.publish(failed)
        return Refused(error.code, error.message)
