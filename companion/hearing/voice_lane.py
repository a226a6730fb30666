"""Voices, in order: looks during the speech, final names, enrolments beside. One encoder, one thread."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable

from companion.domain.errors import EngineLost
from companion.domain.messages import Event, SpeakerIdentified
from companion.domain.speech import VoiceObserved, WordsHeard
from companion.hearing.attribution import Part, label_windows, listen_to_windows
from companion.hearing.context import LEAD, REACH, TAIL
from companion.hearing.enrolling import Enrolling
from companion.hearing.lane import Lane
from companion.hearing.looks import LOOK_BACK, Follower, look
from companion.hearing.recent import Recent
from companion.hearing.voiceprints import Voices
from companion.hearing.word_lane import Spoken, WordLane, utterance_ids
from companion.ports import SAMPLE_RATE, Clock, OverlapDetector, Samples, SpeakerEncoder

__all__ = ["VoiceLane"]

EDGE = 0.1
"""Seconds before and after the detected speech that belong to it: the detector is late and early."""
EARLY_WORDS = (2.0, 3.4, 5.5, 8.0)
"""Seconds into a turn at which its first words are asked for, when a floor rule waits for them."""
SETTLED = 0.5
"""Seconds after a change of speaker from which it is acted on: the dip between the two may come later."""
EARLIER = 2.5
"""Seconds by which a turn that begins over another voice may begin before its part that is clear."""
MOST_UNKNOWN = 60
"""Parts of unknown voices kept for a later enrolment, within a step."""


class VoiceLane:
    """Everything about who speaks."""

    def __init__(
        self,
        lane: Lane,
        encoder: SpeakerEncoder,
        overlap: OverlapDetector,
        clock: Clock,
        report: Callable[[Event | VoiceObserved | WordsHeard], Awaitable[None]],
        words: WordLane,
        wants_words: Callable[[str], bool],
        recent: Recent,
        voices: Voices,
    ) -> None:
        self._lane, self._encoder, self._overlap = lane, encoder, overlap
        self._clock, self._report, self._words = clock, report, words
        self._wants_words, self._recent = wants_words, recent
        self._voices = voices
        self._follower = Follower(self._voices)
        self.enrolling = Enrolling(lane, encoder, clock, report, voices, self._voice_learnt)
        self._unknown: list[tuple[str, Part]] = []
        self._shown: tuple[str, str | None] = ("", None)
        self._speaking: tuple[str, str | None] = ("", None)
        self._change: float | None = None
        self._dropped = 0
        self._until = 0.0
        self._looked = asyncio.Event()
        self._looked.set()
        self._asked: tuple[float, int] = (-1.0, 0)
        self._overs: deque[VoiceObserved] = deque(maxlen=40)

    def forget(self, person: str) -> None:
        """Destroy this person's voiceprint, and every embedding that may be of that voice."""
        self.enrolling.forget(person)
        self._voices.forget(person)
        self.forget_unknown()
        self._drop_looks()

    def drop_present(self) -> None:
        """Nothing of what is being said may be heard: who says it, nor the voice being learnt."""
        self.enrolling.anew()
        self._drop_looks()

    def _drop_looks(self) -> None:
        """Looks that wait, or are under way, are not told."""
        self._dropped += 1
        self._follower.forget()
        self._shown = self._speaking = ("", None)
        self._change = None
        self._overs.clear()

    def learn(self, person: str, start: float) -> None:
        """What is heard from ``start`` on is this person's voice: a turn of its own."""
        self.enrolling.start(person, start)
        self._change, self._speaking = start, ("", None)

    async def _voice_learnt(self) -> None:
        self._follower.forget()
        await self._name_unknown()

    # --- during the speech ---

    def look(self, utterance: str, now: float, voiced: float) -> None:
        """Look at who speaks at ``now``; the detector has heard speech without a break for ``voiced`` s."""
        samples = self._recent.between(now - LOOK_BACK, now)
        looked = self._looked = asyncio.Event()
        dropped = self._dropped

        async def work() -> None:
            try:
                await self._look(utterance, samples, now - samples.size / SAMPLE_RATE, voiced, dropped)
            finally:
                looked.set()

        self._lane.add(work)

    async def changed(self, now: float) -> float | None:
        """When the last look is done: since when another person speaks in the same utterance, if so."""
        await self._looked.wait()
        if self._change is None or now - self._change < SETTLED:
            return None
        change, self._change = self._change, None
        return change

    def goes_on(self, utterance: str) -> None:
        """The voice of the last look goes on in this utterance, which its change began."""
        self._speaking = (utterance, self._speaking[1])

    async def _look(
        self, utterance: str, samples: Samples, start: float, voiced: float, dropped: int
    ) -> None:
        if dropped != self._dropped or self.enrolling.declared(start + samples.size / SAMPLE_RATE):
            return  # a voice that is being learnt resembles others until then
        try:
            seen = await self._lane.blocking(
                look, samples, voiced, encoder=self._encoder, overlap=self._overlap
            )
        except EngineLost:
            return
        if seen is None or dropped != self._dropped:
            return
        heard = self._follower.follow(seen, start, utterance)
        if heard.person is not None:
            if self._speaking[0] == utterance and self._speaking[1] not in (None, heard.person):
                self._change = heard.start
            self._speaking = (utterance, heard.person)
        if heard.person is not None and heard.over:
            self._overs.append(heard)
        await self._report(heard)
        await self._show(heard)
        if heard.person is not None and self._wants_words(heard.person):
            self._ask_words(heard, heard.person, start + samples.size / SAMPLE_RATE)

    async def _show(self, heard: VoiceObserved) -> None:
        """A provisional name is an event when it changes, not at every look."""
        if heard.person is None or self._shown == (heard.utterance, heard.person):
            return
        self._shown = (heard.utterance, heard.person)
        await self._report(
            SpeakerIdentified(
                utterance=heard.utterance,
                person=heard.person,
                start=heard.start,
                end=heard.end,
                confidence=heard.confidence,
                final=False,
                ready_at=self._clock.elapsed(),
            )
        )

    def _ask_words(self, heard: VoiceObserved, person: str, now: float) -> None:
        since, count = self._asked
        if since != heard.start:
            count = 0
        if count < len(EARLY_WORDS) and heard.end - heard.start >= EARLY_WORDS[count]:
            samples = self._recent.between(heard.start - LEAD, now)
            count += self._words.early(heard.utterance, person, heard.start, heard.end, samples)
        self._asked = (heard.start, count)

    # --- when it is complete ---

    def complete(
        self, utterance: str, start: float, end: float, speech: float, next_start: float | None = None
    ) -> None:
        """An utterance is over: name its parts and have it transcribed. Somebody else may speak at once,
        from ``next_start`` on."""
        parts: asyncio.Future[list[Part]] = asyncio.get_running_loop().create_future()
        samples = self._recent.between(start, end)
        until = min(end + EDGE, next_start or math.inf)
        since = max(start - EDGE, min(self._until, start))
        self._until = until
        self._lane.add(lambda: self._name(utterance, (since, until), samples, start, parts))
        sound_start = max(start - REACH - LEAD, self._recent.start)
        spoken = Spoken(
            utterance=utterance,
            start=start,
            end=end,
            speech=speech,
            sound=self._recent.between(sound_start, min(end + TAIL, next_start or math.inf)),
            sound_start=sound_start,
        )
        self._words.finish(spoken, parts, self._wants_words)

    async def _name(
        self,
        utterance: str,
        edges: tuple[float, float],
        samples: Samples,
        start: float,
        told: "asyncio.Future[list[Part]]",
    ) -> None:
        """Name the parts that fill an utterance between its edges; ``samples`` begin at ``start``."""
        try:
            windows = await self._lane.blocking(
                listen_to_windows, samples, start, encoder=self._encoder, overlap=self._overlap
            )
            parts = label_windows(windows, self._voices, *edges, self.enrolling.declared)
        except EngineLost:
            parts = [Part(*edges, person=None, confidence=0.0, windows=())]
        except BaseException:
            told.cancel()
            raise
        told.set_result(parts)
        for name, part in zip(utterance_ids(utterance, len(parts)), parts, strict=True):
            if part.person is None:
                self._unknown = [*self._unknown, (name, part)][-MOST_UNKNOWN:]
            await self._report_final(name, part)

    async def _report_final(self, name: str, part: Part) -> None:
        await self._report(
            SpeakerIdentified(
                utterance=name,
                person=part.person,
                start=part.start,
                end=part.end,
                confidence=part.confidence,
                final=True,
                ready_at=self._clock.elapsed(),
                over=self._over(part),
            )
        )

    def _over(self, part: Part) -> float:
        """Seconds for which this part began over another voice, as the looks saw it."""
        begun = (
            look.over
            for look in self._overs
            if look.person == part.person and part.start - EARLIER <= look.start <= part.start + SETTLED
        )
        return max(begun, default=0.0)

    async def _name_unknown(self) -> None:
        """A voice was learnt: it may be one that spoke before in this step."""
        waiting, self._unknown, named = self._unknown, [], []
        for name, part in waiting:
            again = label_windows(part.windows, self._voices, part.start, part.end)
            if len(again) == 1 and again[0].person is not None:
                named.append((name, again[0]))
            else:
                self._unknown.append((name, part))
        for name, part in named:
            await self._report_final(name, part)

    def forget_unknown(self) -> None:
        """Unknown voices are not kept any longer: the step is over, or one of them may not be known."""
        for _, part in self._unknown:
            for window in part.windows:
                window.embedding[:] = 0.0
        self._unknown = []
