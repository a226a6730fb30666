"""A séance at one moment, as a value. It changes only in ``companion.domain.session.apply``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from companion.domain.contract import Contract
from companion.domain.messages import SessionPrepared, SpokeOutOfTurn, TurnTakingCue, WordingCue
from companion.domain.people import Consent, Roster
from companion.domain.review import Review

__all__ = ["Contract", "Cue", "Halt", "OpenStep", "Session", "Visit"]

Cue = SpokeOutOfTurn | WordingCue | TurnTakingCue
"""What a facilitator is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """The step in progress.

    ``planned`` is the time given to it in seconds, extensions included, and ``ends_at`` when that
    time is up if nothing pauses it. ``told`` is the lowest number of seconds left already told to
    the room: time marks at or above it are behind us.
    """

    id: str
    started_at: float
    planned: float
    ends_at: float
    told: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A pause in progress. ``off_since`` is when the room was no longer heard, if it is not."""

    since: float
    off_since: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A step that was open once: how long it ``lasted`` and what was ``left`` of its time, in seconds."""

    step: str
    started_at: float
    lasted: float
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A séance at one moment.

    ``prepared`` is kept true: late people, another client, other sounds are in it. ``cues`` are the cues
    not set aside, by sequence number, of which ``kept`` were read; ``chosen`` are the people who answered
    their four choices; ``deaf`` the closed spans in which nothing was heard, in seconds
    (« hors micro », somebody had not agreed, an exposé was erased); ``unheard_since`` is when the room
    ceased to be heard for want of a consent, if it is not heard now; ``struck`` are the utterances erased.
    ``found`` are the people whose voice was kept since an earlier séance and waits to be confirmed.
    ``review`` is what became of the notes; ``mended`` is the number of the last event that changed what was
    said before it: notes drafted from less are out of date.
    """

    prepared: SessionPrepared | None = None
    consents: frozenset[tuple[str, Consent]] = frozenset()
    chosen: frozenset[str] = frozenset()
    unheard_since: float | None = None
    step: OpenStep | None = None
    halt: Halt | None = None
    visits: tuple[Visit, ...] = ()
    contract: Contract | None = None
    enrolling: str | None = None
    enrolled: frozenset[str] = frozenset()
    found: frozenset[str] = frozenset()
    cues: Mapping[int, Cue] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()
    struck: frozenset[str] = frozenset()
    silence: bool = False
    deaf: tuple[tuple[float, float], ...] = ()
    ended_at: float | None = None
    review: Review = field(default_factory=Review)
    mended: int = 0

    @property
    def roster(self) -> Roster:
        """The people prepared, none before."""
        return Roster(self.prepared.people if self.prepared else ())

    @property
    def started(self) -> bool:
        """Whether a first step was opened, even if the séance has ended since."""
        return self.step is not None or bool(self.visits)

    @property
    def contract_agreed(self) -> bool:
        """Whether the contract proposed last was agreed."""
        return self.contract is not None and self.contract.agreed

    @property
    def off_the_record(self) -> bool:
        """Whether « hors micro » is on."""
        return self.halt is not None and self.halt.off_since is not None

    @property
    def listening(self) -> bool:
        """Whether everybody present agrees to be heard, before the end (« hors micro » is another matter)."""
        if self.prepared is None or self.ended_at is not None:
            return False
        return all(self.consented(person.id, Consent.HEARING) for person in self.prepared.people)

    def consented(self, person: str, consent: Consent) -> bool:
        """Whether that person said yes to that choice; « no » until then."""
        return (person, consent) in self.consents

    def written(self, person: str) -> bool:
        """Whether that person's words may be written down."""
        return self.consented(person, Consent.NOTES) and self.consented(person, Consent.HEARING)

    def step_time(self, now: float) -> float:
        """The moment at which the step's clock stands: ``now``, or the beginning of the pause."""
        return self.halt.since if self.halt else now

    def hears(self, start: float) -> bool:
        """Whether speech that began at ``start`` belongs to the record."""
        if self.prepared is None or (self.ended_at is not None and start >= self.ended_at):
            return False
        if self.unheard_since is not None and start >= self.unheard_since:
            return False
        if self.halt and self.halt.off_since is not None and start >= self.halt.off_since:
            return False
        return not any(begin <= start < end for begin, end in self.deaf)
