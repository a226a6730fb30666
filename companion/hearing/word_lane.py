"""Words, in order: one Whisper, one thread."""

import asyncio
import math
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

__all__ = ["Spoken", "WordLane", "utterance_ids"]

MOST_WAITING = 1
"""Utterances that may wait before early words are given up, live."""
NOTICEABLE = 4.0
"""Seconds behind the room from which the page is told."""


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


def utterance_ids(utterance: str, count: int) -> list[str]:
    """The ids of the parts of an utterance in which the speaker changes: u7, u7.2, u7.3."""
    return [utterance if i == 0 else f"{utterance}.{i + 1}" for i in range(count)]


class WordLane:
    """Transcribes finished utterances, and early words when a floor rule waits for them."""

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
    ) -> None:
        """``conducts`` says who is obeyed."""
        self._lane, self._transcriber, self._clock, self._report = lane, transcriber, clock, report
        self._vocabulary, self._live, self._conducts = vocabulary, live, conducts
        self._context = Context()
        self._lag = 0

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

        async def work() -> None:
            try:
                heard = await self._lane.blocking(
                    self._transcriber.transcribe, samples, vocabulary=self._vocabulary, quick=True
                )
            except EngineLost:
                return  # the whole utterance will be heard
            await self._report(
                WordsHeard(utterance=utterance, person=person, start=start, end=end, text=heard.text)
            )

        self._lane.add(work, urgent=True)
        return True

    def finish(self, spoken: Spoken, parts: "asyncio.Future[list[Part]]", watched: Watched) -> None:
        """Transcribe a whole utterance, then give each of its parts the words said in it."""

        async def work() -> None:
            try:
                heard = await self._lane.blocking(self._transcribe, spoken)
            except EngineLost:
                lost = WordsLost(utterance=spoken.utterance, start=spoken.start, end=spoken.end)
                await self._report(lost)
                return
            labelled = await parts
            order = await self._order(spoken, labelled, heard)
            if order is not None:
                await self._tell(spoken.utterance, labelled, [order], watched)
            elif not self._invented(heard, spoken):
                if heard.sure:
                    self._context.remember(spoken.start, spoken.end, heard.words)
                await self._tell(spoken.utterance, labelled, heard.words, watched)
            await self._tell_lag(spoken.end)

        self._lane.add(work)

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

    async def _tell(
        self,
        utterance: str,
        parts: Sequence[Part],
        heard: Sequence[Word],
        watched: Watched,
    ) -> None:
        for name, part, words in zip(
            utterance_ids(utterance, len(parts)), parts, _shared(heard, parts), strict=True
        ):
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

    async def _tell_lag(self, end: float) -> None:
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
