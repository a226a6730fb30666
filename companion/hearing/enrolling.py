"""Who is being enrolled: from « écoute Claire » to a voiceprint, or to nothing."""

from collections.abc import Awaitable, Callable

from companion.domain.errors import EngineLost
from companion.domain.messages import EnrolmentFailed, Event, VoiceEnrolled
from companion.domain.speech import EnrolmentProgress, VoiceObserved, WordsHeard
from companion.hearing.enrolment import Enrolment
from companion.hearing.lane import Lane
from companion.hearing.voiceprints import Voices
from companion.ports import Clock, Embedding, Samples, SpeakerEncoder

__all__ = ["Enrolling"]

PROGRESS_EVERY = 16
"""Frames between two reports of progress: about twice a second."""


class Enrolling:
    """One person at a time. ``learnt`` is called when a voice has become known."""

    def __init__(
        self,
        lane: Lane,
        encoder: SpeakerEncoder,
        clock: Clock,
        report: Callable[[Event | VoiceObserved | WordsHeard], Awaitable[None]],
        voices: Voices,
        learnt: Callable[[], Awaitable[None]],
    ) -> None:
        self._lane, self._encoder, self._clock, self._report = lane, encoder, clock, report
        self._voices, self._learnt = voices, learnt
        self._present: Enrolment | None = None
        self._finished: Enrolment | None = None
        self._declared: list[tuple[float, float, str]] = []
        self._frames = 0

    def start(self, person: str, start: float) -> None:
        """What is heard from now on is this person's voice."""
        self.drop()
        self._present = Enrolment(person, start, confirming=self._voices.offered(person))
        self._frames = 0

    def anew(self) -> None:
        """Drop what was heard so far of the voice being learnt: it is learnt from what comes now."""
        if self._present is not None:
            self.start(self._present.person, self._clock.elapsed())

    def drop(self) -> None:
        """Drop the voice being heard, whoever's it is."""
        present, self._present = self._present, None
        if present is not None:
            present.drop()

    def cancel(self, person: str) -> None:
        """Learn nothing of this person, even if enough was heard and the voiceprint is under way."""
        if self._present is not None and self._present.person == person:
            self.drop()
        if self._finished is not None and self._finished.person == person:
            self._finished.drop()

    def forget(self, person: str) -> None:
        """Learn nothing of this person, and no longer remember when this person was enrolled."""
        self.cancel(person)
        self._declared = [each for each in self._declared if each[2] != person]

    def hear(self, samples: Samples, probability: float, noise: float) -> EnrolmentProgress | None:
        """A frame, and the room's floor in dBFS; now and then, how far the enrolment is."""
        if self._present is None:
            return None
        self._present.add(samples, probability, noise)
        self._frames += 1
        return self._present.progress() if self._frames % PROGRESS_EVERY == 0 else None

    def finish(self, person: str) -> None:
        """Make the voiceprint from what was heard since the start."""
        enrolment, self._present = self._present, None
        if enrolment is None or enrolment.person != person:
            return
        end = self._clock.elapsed()
        self._finished = enrolment
        self._declared.append((enrolment.start, end, person))
        self._lane.add(lambda: self._learn(enrolment, end))

    def declared(self, time: float) -> str | None:
        """Who spoke at that time because the facilitator said so."""
        if self._present is not None and time >= self._present.start:
            return self._present.person
        return next((person for start, end, person in self._declared if start <= time <= end), None)

    async def _learn(self, enrolment: Enrolment, end: float) -> None:
        """It may have been cancelled since, or be so while the encoder works: then nothing is said."""
        refused = enrolment.refused
        if refused is None and not enrolment.dropped:
            try:
                embeddings = await self._lane.blocking(enrolment.embeddings, self._encoder)
            except EngineLost:
                embeddings, refused = [], "engine_lost"
            if refused is None and not enrolment.dropped:
                refused, closest = self._know(enrolment, embeddings)
            for embedding in embeddings:
                embedding[:] = 0.0
        if enrolment.dropped:
            return
        enrolment.drop()
        if refused is not None:
            await self._report(EnrolmentFailed(person=enrolment.person, reason=refused))
            return
        await self._report(
            VoiceEnrolled(
                person=enrolment.person,
                start=enrolment.start,
                end=end,
                speech=round(enrolment.speech, 2),
                closest=closest,
                confirmed=enrolment.confirming,
            )
        )
        await self._learnt()

    def _know(self, enrolment: Enrolment, embeddings: list[Embedding]) -> tuple[str | None, str | None]:
        """Why that voice is not known, if so; else whose voice is confusingly near, if any is."""
        if not enrolment.confirming:
            return None, self._voices.enrol(enrolment.person, embeddings)
        if not self._voices.offered(enrolment.person):  # destroyed meanwhile
            return "cancelled", None
        if self._voices.confirms(enrolment.person, embeddings):
            return None, self._voices.know_again(enrolment.person)
        return "other_voice", None
