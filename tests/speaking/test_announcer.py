"""The announcer: due at once, sounded in a pause, stopped by a voice, silent when told."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest

from companion.adapters.chime import chime
from companion.adapters.clock import ReplayClock
from companion.adapters.methods import load_method
from companion.bus import Bus
from companion.domain.errors import PartMissing
from companion.domain.messages import (
    AnnouncementDue,
    AnnouncementFinished,
    AnnouncementStarted,
    Event,
    PartFailed,
    Recorded,
    SessionEnded,
    SessionPrepared,
    SilenceChanged,
    Sounds,
    SoundsChanged,
    StepEndingSoon,
    StepOverrun,
    StepStarted,
)
from companion.domain.people import Person, Role
from companion.domain.session import Session, apply
from companion.domain.speech import RoomVoice, VoiceOver
from companion.ports import AudioChunk, Playback
from companion.speaking.announcer import Announcer
from companion.speaking.phrases import Phrasebook
from companion.web.catalogue import Catalogues
from tests.fakes.loudspeaker import WrittenLoudspeaker

FRAME = 0.032
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SPOKEN = AudioChunk(np.zeros(24_000 * 4, np.float32), 24_000)


class Ready:
    """A voice that can say everything, or nothing."""

    def __init__(self, *, able: bool = True) -> None:
        self.able = able
        self.asked: list[str] = []
        self.unready: set[str] = set()

    def ready(self, text: str) -> list[AudioChunk] | None:
        self.asked.append(text)
        return [SPOKEN] if self.able and text not in self.unready else None

    def wish(self, text: str) -> None:
        pass


class Broken:
    """No loudspeaker."""

    async def play(self, chunks: object, playback: Playback | None = None) -> None:
        raise PartMissing("loudspeaker_missing", "Aucun haut-parleur n'a été trouvé.")


class Table:
    """An announcer and its room, moved by hand."""

    def __init__(self, *, able: bool = True, broken: bool = False) -> None:
        self.bus, self.clock, self.session = Bus(), ReplayClock(START), Session()
        self.said: list[Event] = []
        self._seq = 0
        self.loudspeaker = Broken() if broken else WrittenLoudspeaker(self.clock)
        self.voice = Ready(able=able)
        self.phrases = Phrasebook(load_method("codev"), "fr", Catalogues()["fr"])
        self.announcer = Announcer(
            bus=self.bus,
            clock=self.clock,
            session=lambda: self.session,
            report=self._keep,
            loudspeaker=self.loudspeaker,
            phrases=self.phrases,
            voice=self.voice,
            chime=chime(),
        )
        people = (Person(id="c", name="Claire", role=Role.CLIENT),)
        self.happens(
            SessionPrepared(
                title="t",
                language="fr",
                method="codev",
                date=START.date(),
                people=people,
                minutes=(("expose", 8.0),),
            )
        )

    async def __aenter__(self) -> "Table":
        self._task = asyncio.create_task(self.announcer.run())
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _keep(self, event: Event) -> None:
        self.said.append(event)

    def happens(self, event: Event) -> None:
        self._seq += 1
        now = self.clock.elapsed()
        recorded = Recorded(seq=self._seq, at=START, elapsed=now, session_id="s", event=event)
        self.session = apply(self.session, recorded)
        self.bus.publish(recorded)

    async def room(self, seconds: float, *, voiced: bool) -> None:
        for _ in range(round(seconds / FRAME)):
            start = self.clock.elapsed()
            await self.clock.advance_to(start + FRAME)
            self.bus.publish(RoomVoice(start=start, end=start + FRAME, voiced=voiced))
            for _ in range(8):
                await asyncio.sleep(0)

    async def unheard(self, seconds: float) -> None:
        """Time passes and nothing is heard of the room."""
        for _ in range(round(seconds / 0.25)):
            await self.clock.advance_to(self.clock.elapsed() + 0.25)
            for _ in range(8):
                await asyncio.sleep(0)

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.said if isinstance(event, kind)]

    def outcomes(self) -> list[str]:
        return [event.outcome for event in self.said if isinstance(event, AnnouncementFinished)]


OPENING = StepStarted(step="expose", ends_at=480.0)


async def test_it_is_shown_at_once_and_said_in_the_next_pause() -> None:
    async with Table() as table:
        table.happens(OPENING)
        await table.room(0.1, voiced=True)
        [due] = table.of(AnnouncementDue)
        assert isinstance(due, AnnouncementDue)
        assert due.text.startswith("Exposé.")
        assert "Claire" not in due.text
        await table.room(3.0, voiced=True)
        assert table.of(AnnouncementStarted) == []
        await table.room(6.0, voiced=False)
        [started], [finished] = table.of(AnnouncementStarted), table.of(AnnouncementFinished)
        assert isinstance(started, AnnouncementStarted)
        assert isinstance(finished, AnnouncementFinished)
        assert started.sound is Sounds.VOICE
        assert finished.outcome == "spoken"
        assert finished.start == started.start
        assert finished.end - finished.start == pytest.approx(4.0, abs=0.1)


async def test_a_voice_stops_it_and_it_is_not_said_again() -> None:
    async with Table() as table:
        table.happens(OPENING)
        await table.room(2.5, voiced=False)
        table.bus.publish(VoiceOver(start=table.clock.elapsed()))
        await table.room(0.1, voiced=True)
        assert table.outcomes() == ["interrupted"]
        await table.room(30.0, voiced=False)
        assert table.outcomes() == ["interrupted"]


async def test_silence_cuts_it_and_keeps_the_next_one_on_the_screen() -> None:
    async with Table() as table:
        table.happens(OPENING)
        await table.room(2.5, voiced=False)
        table.happens(SilenceChanged(on=True))
        await table.room(0.2, voiced=False)
        table.happens(StepStarted(step="clarification", ends_at=900.0))
        await table.room(3.0, voiced=False)
        assert table.outcomes() == ["silenced", "shown"]
        assert len(table.of(AnnouncementStarted)) == 1


@pytest.mark.parametrize(
    ("make", "outcome"), [(lambda: Table(able=False), "chimed"), (lambda: Table(broken=True), "shown")]
)
async def test_what_cannot_be_said_is_chimed_and_without_a_loudspeaker_shown(
    make: Callable[[], Table], outcome: str
) -> None:
    async with make() as table:
        table.happens(OPENING)
        await table.room(4.0, voiced=False)
        assert table.outcomes() == [outcome]
        failures = [event.code for event in table.said if isinstance(event, PartFailed)]
        assert failures == (["loudspeaker_missing"] if outcome == "shown" else [])


async def test_two_that_are_due_together_are_said_as_one_with_a_breath_between_them() -> None:
    """Their words were rendered one by one: no third sound has to be ready."""
    async with Table() as table:
        table.happens(OPENING)
        await table.room(0.1, voiced=True)
        table.happens(StepEndingSoon(step="expose", remaining=60.0))
        table.happens(StepOverrun(step="expose", over=0.0))
        await table.room(0.5, voiced=True)
        table.happens(SoundsChanged(sounds=Sounds.VOICE))  # marks too, in the client's own time
        await table.room(14.0, voiced=False)
        assert table.outcomes() == ["outdated", "spoken", "spoken"]
        first, second = table.of(AnnouncementStarted)
        assert isinstance(first, AnnouncementStarted)
        assert isinstance(second, AnnouncementStarted)
        assert (first.start, first.sound) == (second.start, Sounds.VOICE) == (second.start, second.sound)
        assert [chunk.samples.size / chunk.rate for chunk in table.loudspeaker.played] == [4.0, 0.35, 4.0]


async def test_two_of_which_one_cannot_be_said_are_one_chime() -> None:
    async with Table() as table:
        table.voice.unready = {"Le temps de cette étape est écoulé."}
        table.happens(SoundsChanged(sounds=Sounds.VOICE))
        table.happens(OPENING)
        await table.room(0.1, voiced=True)
        table.happens(SoundsChanged(sounds=Sounds.VOICE))
        table.happens(StepOverrun(step="expose", over=0.0))
        await table.room(4.0, voiced=False)
        assert table.outcomes() == ["chimed", "chimed"]
        assert len(table.loudspeaker.played) == 1


async def test_a_room_that_is_not_heard_is_never_sounded_into() -> None:
    """As in a séance whose people did not all agree to be heard: a timer, on the screen alone."""
    async with Table() as table:
        for event in (
            OPENING,
            StepEndingSoon(step="expose", remaining=60.0),
            StepOverrun(step="expose", over=0.0),
            StepStarted(step="clarification", ends_at=900.0),
            SessionEnded(),
        ):
            table.happens(event)
            await table.unheard(40.0)
        assert table.of(AnnouncementStarted) == []
        assert table.outcomes() == ["shown", "shown", "outdated", "shown", "shown"]
        assert len(table.of(AnnouncementDue)) == 5


async def test_the_break_between_two_rounds_is_announced() -> None:
    async with Table() as table:
        table.announcer.tell(table.phrases.between_rounds())
        await table.unheard(0.25)
        [due] = table.of(AnnouncementDue)
        assert isinstance(due, AnnouncementDue)
        assert (due.phrase, due.text) == (
            "break",
            "Pause entre deux tours\N{NO-BREAK SPACE}: le micro est fermé.",
        )
