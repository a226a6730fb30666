"""Words, in order: one Whisper, one thread."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence

from companion.domain.messages import Event, LagChanged, UtteranceTranscribed
from companion.domain.speech import Transcript, VoiceObserved, Word, WordsHeard
from companion.hearing.attribution import Part
from companion.hearing.guard import invented
from companion.hearing.lane import Lane
from companion.ports import Clock, Samples, Transcriber

__all__ = ["LEAD", "TAIL", "WordLane", "utterance_ids"]

LEAD, TAIL = 0.3, 0.4
"""Seconds of the room given to Whisper before and after the detected speech."""
MOST_WAITING = 1
"""Utterances that may wait before early words are given up, live."""
NOTICEABLE = 4.0
"""Seconds behind the room from which the page is told."""


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
    ) -> None:
        self._lane, self._transcriber, self._clock, self._report = lane, transcriber, clock, report
        self._vocabulary, self._live = vocabulary, live
        self._lag = 0

    def early(self, utterance: str, person: str, start: float, end: float, samples: Samples) -> None:
        """Hear the first words of a turn that goes on. Live, these are shed first."""
        if self._live and self._lane.waiting > MOST_WAITING:
            return

        async def work() -> None:
            heard = await self._lane.blocking(
                self._transcriber.transcribe, samples, vocabulary=self._vocabulary
            )
            await self._report(
                WordsHeard(utterance=utterance, person=person, start=start, end=end, text=heard.text)
            )

        self._lane.add(work)

    def finish(
        self,
        utterance: str,
        start: float,
        end: float,
        samples: Samples,
        speech: float,
        parts: "asyncio.Future[list[Part]]",
        watched: Callable[[str], bool],
    ) -> None:
        """Transcribe a whole utterance (with LEAD before it), then give each part its words."""

        async def work() -> None:
            heard = await self._lane.blocking(
                self._transcriber.transcribe, samples, vocabulary=self._vocabulary
            )
            labelled = await parts
            if not invented(heard, speech, self._vocabulary):
                offset = end + TAIL - samples.size / 16_000
                await self._tell(utterance, labelled, heard, offset, watched)
            await self._tell_lag(end)

        self._lane.add(work)

    async def _tell(
        self,
        utterance: str,
        parts: Sequence[Part],
        heard: Transcript,
        offset: float,
        watched: Callable[[str], bool],
    ) -> None:
        for name, part, words in zip(
            utterance_ids(utterance, len(parts)), parts, _shared(heard.words, parts, offset), strict=True
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


def _shared(words: Sequence[Word], parts: Sequence[Part], offset: float) -> list[list[Word]]:
    """Each word to the part in which its middle was said."""
    shares: list[list[Word]] = [[] for _ in parts]
    for word in words:
        middle = offset + (word.start + word.end) / 2
        index = sum(1 for part in parts[1:] if middle >= part.start)
        shares[index].append(word)
    return shares
