"""Words, in order: one Whisper, one thread."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from companion.domain.command_sounds import LONGEST, PROMPT, called, meant
from companion.domain.errors import EngineLost
from companion.domain.messages import Event, LagChanged, UtteranceTranscribed, WordsLost
from companion.domain.speech import Transcript, VoiceObserved, Word, WordsHeard
from companion.domain.voice_commands import VoiceCommand, spoken_command
from companion.hearing.attribution import Part
from companion.hearing.context import LEAD, Context
from companion.hearing.guard import invented
from companion.hearing.lane import Lane
from companion.ports import SAMPLE_RATE, Clock, Samples, Transcriber

__all__ = ["ALLOWED", "Spoken", "WordLane", "utterance_ids"]

MOST_WAITING = 1
"""Utterances that may wait before early words are given up, live."""
NOTICEABLE = 4.0
"""Seconds behind the room from which the page is told."""
ALLOWED = 3.0
"""Seconds that go on in a fast replay while an utterance is transcribed: what real time takes (p95), and long
enough for voices and words to be found side by side."""


Watched = Callable[[str], bool]
"""Does a floor rule wait for this person's words?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A finished utterance, and the sound from ``sound_start``, well before it, to just after its end.

    ``speech`` is how many seconds of speech the detector heard between ``start`` and ``end``.
    """

    utterance: str
    start: float
    end: float
    speech: float
    sound: Samples
    sound_start: float


@dataclass(frozen=True, slots=True)
class _Understood:
    """What an utterance said: an order, words, or nothing; and which part of it was whose."""

    parts: Sequence[Part]
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class _Held:
    """An utterance of a fast replay, whose words are told at second ``due``, or at once if pressing."""

    due: float
    spoken: Spoken
    parts: "asyncio.Future[list[Part]]"
    watched: Watched
    understood: "asyncio.Future[_Understood | None]"


def utterance_ids(utterance: str, count: int) -> list[str]:
    """The ids of the parts of an utterance in which the speaker changes: u7, u7.2, u7.3."""
    return [utterance if i == 0 else f"{utterance}.{i + 1}" for i in range(count)]


class WordLane:
    """Transcribes finished utterances, and early words when a floor rule waits for them.

    Words are told as soon as they are found. A replay that is faster than the room allows them some seconds:
    they are found while the voices of what follows are looked at, and told at a second that depends on the
    recording alone: that much later, or at once where a flag or an order may depend on them.
    """

    def __init__(
        self,
        lane: Lane,
        transcriber: Transcriber,
        clock: Clock,
        report: Callable[[Event | VoiceObserved | WordsHeard], Awaitable[None]],
        vocabulary: Sequence[str],
        *,
        live: bool,
        conducts: Callable[[str], bool] = lambda person: False,
        allowed: float = 0.0,
    ) -> None:
        """``conducts`` says who is obeyed. Where seconds are ``allowed``, call ``idle`` at every frame."""
        self._lane, self._transcriber, self._clock, self._report = lane, transcriber, clock, report
        self._vocabulary, self._live, self._conducts = vocabulary, live, conducts
        self._allowed = allowed
        self._context = Context()
        self._lag = 0
        self._held: deque[_Held] = deque()
        self._telling = asyncio.Lock()
        self._early = asyncio.Event()
        self._early.set()

    async def idle(self, *, end: bool = False) -> None:
        """Return when the words that are due by now are told; at the ``end``, all of them.

        Who speaks in the utterances that are over is known: call it when the voices are idle.
        """
        if end or not self._allowed:
            await self._lane.idle()
        await self._early.wait()
        async with self._telling:
            pressing = [i for i, held in enumerate(self._held) if end or self._pressing(held)]
            for _ in range(pressing[-1] + 1 if pressing else 0):
                held = self._held.popleft()
                await self._tell(held.spoken, await held.understood, held.watched)

    def _pressing(self, held: _Held) -> bool:
        if held.due <= self._clock.elapsed():
            return True
        parts, seconds = held.parts.result(), held.spoken.end - held.spoken.start
        persons = {part.person for part in parts if part.person is not None}
        an_order = len(parts) == 1 and seconds <= LONGEST and any(map(self._conducts, persons))
        return an_order or any(map(held.watched, persons))

    def forget(self) -> None:
        """What was said before helps no more: the sound was cut, or must not be kept.

        In its turn: an utterance that still waits for its words would be remembered afterwards.
        """

        async def work() -> None:
            self._context.forget()

        self._lane.add(work)

    def early(self, utterance: str, person: str, start: float, end: float, samples: Samples) -> bool:
        """Hear the first words of a turn that goes on, before the texts that wait: a flag depends on them.

        Live, these are shed first when the machine cannot follow: ask again a little later.
        """
        if self._live and self._lane.waiting > MOST_WAITING:
            return False

        done = self._early = asyncio.Event()

        async def work() -> None:
            try:
                heard = await self._lane.blocking(
                    self._transcriber.transcribe, samples, vocabulary=self._vocabulary, quick=True
                )
                await self._report(
                    WordsHeard(utterance=utterance, person=person, start=start, end=end, text=heard.text)
                )
            except EngineLost:
                return  # the whole utterance will be heard
            finally:
                done.set()

        self._lane.add(work, urgent=True)
        return True

    def finish(self, spoken: Spoken, parts: "asyncio.Future[list[Part]]", watched: Watched) -> None:
        """Transcribe a whole utterance, then give each of its parts the words said in it."""
        understood: asyncio.Future[_Understood | None] = asyncio.get_running_loop().create_future()

        async def work() -> None:
            try:
                found = await self._understand(spoken, parts)
            except EngineLost:
                found = None
            if self._allowed:
                understood.set_result(found)
            else:
                await self._tell(spoken, found, watched)

        self._lane.add(work)
        if self._allowed:
            due = self._clock.elapsed() + self._allowed
            self._held.append(_Held(due, spoken, parts, watched, understood))

    async def _understand(self, spoken: Spoken, parts: "asyncio.Future[list[Part]]") -> _Understood:
        """Raises EngineLost."""
        heard = await self._lane.blocking(self._transcribe, spoken)
        labelled = await parts
        order = await self._order(spoken, labelled, heard)
        if order is not None:
            return _Understood(labelled, [order])
        if self._invented(heard, spoken):
            return _Understood(labelled, [])
        if heard.sure:
            self._context.remember(spoken.start, spoken.end, heard.words)
        return _Understood(labelled, heard.words)

    def _transcribe(self, spoken: Spoken) -> Transcript:
        """The words in the séance's time, understood with the help of what came before (blocking)."""
        first, earlier = self._context.before(spoken.start, spoken.end)
        first = max(first, spoken.sound_start)
        samples = spoken.sound[round((first - spoken.sound_start) * SAMPLE_RATE) :]
        heard = self._transcriber.transcribe(samples, vocabulary=self._vocabulary, earlier=earlier)
        words = tuple(replace(w, start=first + w.start, end=first + w.end) for w in heard.words)
        return replace(heard, words=words)

    async def _order(self, spoken: Spoken, parts: Sequence[Part], heard: Transcript) -> Word | None:
        """A command, when a short utterance of one known voice is heard again as one: its sentence.

        It is no context for what follows: Whisper would write the next command with the words of this one.
        """
        person = parts[0].person if len(parts) == 1 else None
        if person is None or spoken.end - spoken.start > LONGEST:
            return None
        if not called(heard.text):
            return None
        try:
            again = await self._lane.blocking(self._transcribe_again, spoken, PROMPT)
            sentence = meant(heard.text, again.text)
            if sentence is None:  # what came before, and the names, may have misled the first hearing
                plainly = await self._lane.blocking(self._transcribe_again, spoken)
                sentence = meant(plainly.text, again.text)
        except EngineLost:
            return None
        known = spoken_command(sentence) if sentence else None
        if sentence is None or known is None:
            return None
        if known.command is not VoiceCommand.STRIKE and not self._conducts(person):
            return None  # nobody else is obeyed: what they said stays as it was heard
        sure = math.fsum(word.probability for word in again.words) / len(again.words)
        return Word(sentence, spoken.start, spoken.end, sure)

    def _transcribe_again(self, spoken: Spoken, hint: str = "") -> Transcript:
        """The utterance alone, leaning towards the words of the hint, or to nothing (blocking)."""
        skipped = max(0.0, spoken.start - LEAD - spoken.sound_start)
        return self._transcriber.transcribe(spoken.sound[round(skipped * SAMPLE_RATE) :], hint=hint)

    def _invented(self, heard: Transcript, spoken: Spoken) -> bool:
        return invented(heard, spoken.end - spoken.start, spoken.speech, self._vocabulary)

    async def _tell(self, spoken: Spoken, understood: _Understood | None, watched: Watched) -> None:
        if understood is None:
            lost = WordsLost(utterance=spoken.utterance, start=spoken.start, end=spoken.end)
            await self._report(lost)
            return
        parts = understood.parts
        names = utterance_ids(spoken.utterance, len(parts))
        for name, part, words in zip(names, parts, _shared(understood.words, parts), strict=True):
            if not words:
                continue
            text = " ".join(word.text for word in words)
            if part.person is not None and watched(part.person):
                await self._report(
                    WordsHeard(utterance=name, person=part.person, start=part.start, end=part.end, text=text)
                )
            await self._report(
                UtteranceTranscribed(
                    utterance=name,
                    start=part.start,
                    end=part.end,
                    text=text,
                    ready_at=self._clock.elapsed(),
                    confidence=math.fsum(word.probability for word in words) / len(words),
                )
            )
        await self._tell_lag(spoken.end)

    async def _tell_lag(self, end: float) -> None:
        if self._allowed:
            return  # a replay is never behind
        behind = self._clock.elapsed() - end
        lag = math.floor(behind) if behind >= NOTICEABLE else 0
        if lag != self._lag:
            self._lag = lag
            await self._report(LagChanged(seconds=float(lag)))


def _shared(words: Sequence[Word], parts: Sequence[Part]) -> list[list[Word]]:
    """Each word to the part in which its middle was said."""
    shares: list[list[Word]] = [[] for _ in parts]
    for word in words:
        middle = (word.start + word.end) / 2
        index = sum(1 for part in parts[1:] if middle >= part.start)
        shares[index].append(word)
    return shares
