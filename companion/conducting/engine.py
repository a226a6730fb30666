"""The engine: commands, ticks and what is heard become events, one at a time.

It holds the séance's present state, asks pure functions what follows, writes it down and publishes
it: committed first, shown after. Nothing else is decided here.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from companion.bus import Bus
from companion.conducting import admission
from companion.conducting.answers import Answers
from companion.conducting.by_voice import ByVoice, Order
from companion.conducting.erasure import ERASING, Erasure
from companion.conducting.journal import Journal
from companion.conducting.unassigned import Unassigned
from companion.domain import timekeeping
from companion.domain.decisions import decide
from companion.domain.discretion import Discretion
from companion.domain.enrolments import unheard
from companion.domain.errors import StoreFailed
from companion.domain.messages import (
    Accepted,
    ClientChosen,
    ClientSwapped,
    Command,
    EnrolmentFailed,
    Event,
    FinishEnrolment,
    PersonArrived,
    Recorded,
    Refused,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SpokeOutOfTurn,
    StepStarted,
)
from companion.domain.method import Method, Step
from companion.domain.people import Roster
from companion.domain.refusal import Refusal
from companion.domain.retention import Retention
from companion.domain.session import Session, apply
from companion.domain.speech import VoiceObserved, WordsHeard
from companion.domain.traces import Traces
from companion.domain.turn_taking import TurnTaking
from companion.domain.wording_watch import WordingWatch
from companion.ports import Clock, Store

__all__ = ["Engine", "Floor", "Heard"]

Heard = Event | VoiceObserved | WordsHeard
"""What hearing may say: events, and two signals that are never recorded."""

_FLOOR_MOVES = (
    StepStarted,
    SessionPaused,
    SessionResumed,
    SessionEnded,
    PersonArrived,
    ClientChosen,
    ClientSwapped,
)
_LETS_GO = ("ApproveNotes", "ConfirmHandover")
"""Commands after which something need not be kept any longer."""
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
        self._traces = Traces()
        self._erasure = Erasure(session_id, store, self._traces)
        self._unassigned = Unassigned(self._traces)
        self._retention = Retention()
        self._discretion = Discretion()
        self._wording = WordingWatch(method, self._discretion)
        self._turns = TurnTaking(method, self._discretion)
        self._by_voice = ByVoice(self._traces)
        self._waiting: deque[Event] = deque(maxlen=_MOST_WAITING)
        self._answers = Answers()
        self._lock = asyncio.Lock()

    @property
    def retention(self) -> Retention:
        """What is kept of it, and until when."""
        return self._retention

    @property
    def last(self) -> int:
        """The number of the last event in the log."""
        return self._journal.last

    async def recover(self) -> None:
        """Take up the séance where its log ends. An enrolment that was cut short has failed, an erasure that
        was cut short is done again.
        """
        async with self._lock:
            for recorded in await self._store.events(self.session_id):
                self._fold(recorded)
                self._journal.last = recorded.seq
            await self._erasure.again(self._clock.elapsed())
            if person := self.session.enrolling:
                failed = EnrolmentFailed(person=person, reason="cancelled")
                await self._record((failed,), self._clock.elapsed())

    async def submit(self, command: Command, *, command_id: str | None = None) -> Accepted | Refused:
        """Carry out a command once: the same ``command_id`` again answers as the first time.

        A command that makes no event is passed on to the bus for whoever serves it; FinishEnrolment is
        refused when nobody does: no ear is at work, and the voice would never be learnt.
        """
        async with self._lock:
            try:
                answer = await self._answer(command, command_id)
            except StoreFailed as error:
                return self._unwritten(error)  # not remembered: the same command may be tried again
            self._answers.keep(command_id, answer)
            return answer

    async def hear(self, message: Heard) -> None:
        """Take what hearing says. Speech begun while the room is not to be heard leaves no trace.

        While the log refuses to write, events wait in memory and are tried again at every tick.
        """
        async with self._lock:
            if not admission.heard(message, self.session):
                return
            if isinstance(message, Event):
                await self._keep(message)
                return
            if admission.may_show(message, self.session):
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
                await self._record(self._wording.tick(now), now)
                await self._record(self._turns.tick(self.session, now), now)
                await self._erasure.later(now)
            except StoreFailed as error:
                self._unwritten(error)

    async def retain(self, now: datetime) -> None:
        """Erase what has at ``now`` been kept long enough. Raises StoreFailed; it is then still due."""
        async with self._lock:
            await self._let_go(now)

    async def idle(self) -> None:
        """Return when everything handed in before has been dealt with."""
        async with self._lock:
            return

    async def _let_go(self, now: datetime) -> None:
        await self._erasure.now()
        while due := self._retention.due(now):
            await self._record(due, self._clock.elapsed())
        await self._erasure.now()

    def _look(self, heard: VoiceObserved | WordsHeard) -> SpokeOutOfTurn | None:
        now = self._clock.elapsed()
        if isinstance(heard, VoiceObserved):
            return self._floor.voice(heard, now)
        return self._floor.words(heard, now)

    async def _answer(self, command: Command, command_id: str | None) -> Accepted | Refused:
        """As the first time, or carried out now. What was to be erased is erased before it is accepted."""
        answer = self._answers.get(command_id) or await self._journal.answered(command_id)
        if answer is None:
            try:
                answer = Accepted(await self._carry_out(command, command_id))
            except Refusal as refusal:
                return Refused(refusal.code, refusal.message, refusal.field, refusal.values)
        if isinstance(command, ERASING):
            await self._erasure.now()
        if type(command).__name__ in _LETS_GO:
            await self._let_go(self._clock.now())
        return answer

    async def _carry_out(self, command: Command, command_id: str | None) -> int:
        """The number of the last event that the command made, 0 if none. Raises Refusal, StoreFailed."""
        await self._write_waiting()
        now = self._clock.elapsed()
        decided = decide(self.session, self.method, command, now, self._traces)
        events = [event for one in decided for event in self._unassigned.complete(one, self.session)]
        if isinstance(command, FinishEnrolment) and not self._bus.serves(FinishEnrolment):
            raise unheard()
        if not events:
            self._bus.publish(command)
        return await self._record(self._wording.closing(events, now), now, command_id)

    async def _keep(self, event: Event) -> None:
        """Record what was heard, now or as soon as the log can be written."""
        self._waiting.append(event)
        try:
            await self._write_waiting()
        except StoreFailed as error:
            self._unwritten(error)

    async def _write_waiting(self) -> None:
        while self._waiting:
            heard = self._waiting.popleft()
            event = admission.admitted(heard, self.session)
            if event is None:
                continue
            kept, order = self._by_voice.take(self._unassigned.sort(event, self.session), self.session)
            try:
                await self._record(kept.record, self._clock.elapsed())
            except StoreFailed:
                self._waiting.appendleft(heard)
                raise
            for words in kept.tell:
                self._bus.publish(words)
            if order is not None:
                await self._obey(order)
            elif kept.complete is not None:
                self._floor.ended(kept.complete)
                now = self._clock.elapsed()
                cues = self._wording.heard(kept.complete, self.session, now)
                self._waiting.extend(cues or self._turns.heard(self.session, now))

    async def _obey(self, order: Order) -> None:
        """Carry out a command given aloud, once; its words are nowhere."""
        now = self._clock.elapsed()
        await self._record(self._by_voice.carried_out(order, self.session, self.method, now), now)
        await self._erasure.now()

    async def _record(self, events: Sequence[Event], now: float, command_id: str | None = None) -> int:
        """Commit, fold, publish; to the end even when the caller is cancelled meanwhile, since what is
        in the log must be in the state. Returns the last number, 0 when there is nothing to record.
        """
        if not events:
            return 0
        work = asyncio.ensure_future(self._commit(events, now, command_id))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait((work,))
            raise

    async def _commit(self, events: Sequence[Event], now: float, command_id: str | None) -> int:
        written = await self._journal.write(events, now, command_id)
        for recorded in written:
            self._fold(recorded)
        for recorded in written:
            self._bus.publish(recorded)
        return written[-1].seq

    def _fold(self, recorded: Recorded) -> None:
        before, self.session = self.session, apply(self.session, recorded)
        self._traces.fold(recorded, before, self.session)
        self._unassigned.fold(recorded.event, recorded.elapsed)
        self._retention.fold(recorded)
        self._discretion.fold(recorded)
        self._wording.fold(recorded)
        self._turns.fold(recorded, self.session)
        if isinstance(recorded.event, _FLOOR_MOVES):
            step = self.session.step
            watched = self.method.step(step.id) if step and self.session.halt is None else None
            self._floor.step(watched, self.session.roster)

    def _unwritten(self, error: StoreFailed) -> Refused:
        if failed := self._journal.failure(error):
            self._bus.publish(failed)
        return Refused(error.code, error.message)
