"""A séance at a table: commands and time go in, the log and the state come out. No engine, no clock."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from companion.adapters.methods import load_method
from companion.domain.consents import everybody
from companion.domain.decisions import decide
from companion.domain.messages import (
    Command,
    Event,
    PrepareSession,
    Recorded,
    SpeakerIdentified,
    StartSession,
    UtteranceTranscribed,
)
from companion.domain.people import Person, Role
from companion.domain.session import Session, apply
from companion.domain.timekeeping import tick
from companion.domain.traces import Traces

CODEV = load_method("codev")
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

PEOPLE = (
    Person(id="claire", name="Claire", role=Role.CLIENT),
    Person(id="karim", name="Karim", role=Role.CONSULTANT),
    Person(id="lea", name="Léa", role=Role.CONSULTANT),
    Person(id="paul", name="Paul", role=Role.CONSULTANT),
    Person(id="sophie", name="Sophie", role=Role.FACILITATOR),
)


def preparing(people: tuple[Person, ...] = PEOPLE, **changes: object) -> PrepareSession:
    """A command that prepares a séance of ninety minutes."""
    plain = {"title": "Reprendre une équipe", "language": "fr", "method": "codev", "date": date(2026, 11, 20)}
    return PrepareSession(people=people, **{**plain, **changes})  # type: ignore[arg-type]


def record(seq: int, elapsed: float, event: Event) -> Recorded:
    """An envelope as the engine makes it."""
    return Recorded(
        seq=seq, at=START + timedelta(seconds=elapsed), elapsed=elapsed, session_id="s1", event=event
    )


def identified(
    utterance: str, person: str | None, start: float, end: float, *, final: bool = True
) -> SpeakerIdentified:
    return SpeakerIdentified(
        utterance=utterance, person=person, start=start, end=end, confidence=0.7, final=final, ready_at=end
    )


def transcribed(utterance: str, start: float, end: float, text: str) -> UtteranceTranscribed:
    return UtteranceTranscribed(
        utterance=utterance, start=start, end=end, text=text, ready_at=end + 1, confidence=0.6
    )


class Table:
    """Runs the pure functions as the engine does."""

    def __init__(self, *, started: bool = True) -> None:
        self.now = 0.0
        self.session = Session()
        self.traces = Traces()
        self.log: list[Recorded] = []
        if started:
            self.do(preparing())
            self.agree()
            self.do(StartSession())

    def agree(self) -> None:
        """Everybody agrees to be heard, recognised and written down."""
        for consent in everybody(self.session.roster):
            self.do(consent)

    def do(self, command: Command) -> Sequence[Event]:
        """Carry out a command now; its events. Raises Refusal."""
        return self.happen(*decide(self.session, CODEV, command, self.now, self.traces))

    def wait(self, seconds: float) -> Sequence[Event]:
        """Let time pass, then tick once."""
        self.now += seconds
        return self.happen(*tick(self.session, CODEV, self.now))

    def happen(self, *events: Event) -> Sequence[Event]:
        for event in events:
            self.log.append(record(len(self.log) + 1, self.now, event))
            before, self.session = self.session, apply(self.session, self.log[-1])
            self.traces.fold(self.log[-1], before, self.session)
        return events

    @property
    def step(self) -> str | None:
        return self.session.step.id if self.session.step else None
