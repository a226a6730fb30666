"""Whatever is asked and heard, in any order: the log gives back the state, and what is erased is gone."""

import asyncio
import tempfile
from functools import reduce
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.adapters.clock import ReplayClock
from companion.bus import Bus
from companion.conducting.engine import Engine
from companion.domain.consents import everybody
from companion.domain.messages import (
    AddPerson,
    AgreeContract,
    ChooseClient,
    Command,
    CorrectSpeaker,
    CorrectText,
    CorrectVoice,
    DismissCue,
    EndSession,
    Event,
    GiveConsent,
    NextStep,
    OffTheRecord,
    PreviousStep,
    ProposeContract,
    Resume,
    ShowContract,
    SpeechStarted,
    SpokeOutOfTurn,
    StartSession,
    Strike,
    SwapClient,
    WithdrawConsent,
)
from companion.domain.minutes import minutes_of
from companion.domain.people import Consent, Topic
from companion.domain.session import Session, apply
from companion.storage.event_log import EventLog
from tests.domain.table import CODEV, PEOPLE, START, identified, preparing, transcribed
from tests.fakes.floor import ScriptedFloor

WHO = st.sampled_from(["claire", "karim", "lea"])
MOST = 5
UTTERANCE = st.integers(0, MOST - 1)
CONSENT = st.sampled_from([Consent.NOTES, Consent.NOTES, Consent.HEARING])


def words(number: int, count: int) -> str:
    """Words that only that utterance holds, long enough now and then to fill pages of the file."""
    return f"Quetzal{number}x " * (1 + 300 * (count % 4))


def commands() -> st.SearchStrategy[Command]:
    u = UTTERANCE.map(lambda number: f"u{number}")
    return st.one_of(
        st.builds(Strike, utterance=u),
        st.builds(Strike, utterance=u),
        st.builds(CorrectSpeaker, utterance=u, person=WHO),
        st.builds(CorrectVoice, utterance=u, person=WHO),
        UTTERANCE.map(lambda n: CorrectText(utterance=f"u{n}", text=words(n, 1))),
        st.builds(WithdrawConsent, person=WHO, consent=CONSENT),
        st.builds(GiveConsent, person=WHO, consent=CONSENT),
        st.builds(GiveConsent, person=WHO, consent=CONSENT),
        st.builds(ChooseClient, person=WHO, topic=st.just(Topic.PROJECT)),
        st.builds(SwapClient, person=WHO),
        st.just(ProposeContract(text="Comment tenir, Quetzal-demande ?", type="idées")),
        st.sampled_from(
            [
                AgreeContract(),
                ShowContract(on=True),
                NextStep(),
                NextStep(),
                PreviousStep(),
                OffTheRecord(),
                Resume(),
                AddPerson(name="Noé"),
                DismissCue(cue=30),
                EndSession(),
            ]
        ),
    )


def heard() -> st.SearchStrategy[tuple[str, int, str | None, int]]:
    """What kind of event, of which utterance, by whom, how many words."""
    kinds = st.sampled_from(["said", "said", "said", "began", "provisional", "label", "text", "flag"])
    return st.tuples(kinds, UTTERANCE, st.one_of(WHO, WHO, st.none()), st.integers(0, 3))


def events(kind: str, number: int, person: str | None, count: int) -> list[Event]:
    start, name = 10.0 * number, f"u{number}"
    text = transcribed(name, start, start + 2, words(number, count))
    match kind:
        case "began":
            return [SpeechStarted(utterance=name, start=start)]
        case "text":
            return [text]
        case "said":
            return [identified(name, person, start, start + 2), text]
        case "flag":
            who = person or "lea"
            times = {"start": start, "end": start + 2, "raised_at": start + 2}
            return [SpokeOutOfTurn(person=who, step="expose", rule="intrusion", utterance=name, **times)]
        case _:
            return [identified(name, person, start, start + 2, final=kind == "label")]


IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own in it
"""What the files hold is looked at, not when it reaches a disk (test_durability does): none is waited for."""

STORY = st.lists(st.tuples(st.integers(0, 6), st.one_of(commands(), heard())), min_size=10, max_size=50)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(story=STORY)
def test_the_log_gives_back_the_state_and_what_is_erased_is_nowhere(
    story: list[tuple[int, Command | tuple[str, int, str | None, int]]],
) -> None:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        asyncio.run(_tell(Path(folder), story))


def everything_in(folder: Path) -> bytes:
    """The database, its WAL and whatever else lies there."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def _tell(folder: Path, story: list[tuple[int, Command | tuple[str, int, str | None, int]]]) -> None:
    log = await EventLog.open(folder / "c.db")
    clock = ReplayClock(START)
    engine = Engine("s1", CODEV, log, Bus(), clock, ScriptedFloor())
    for command in (preparing(), *everybody(PEOPLE), StartSession()):
        await engine.submit(command)
    for seconds, what in story:
        await clock.advance_to(clock.elapsed() + seconds)
        if isinstance(what, tuple):
            for event in events(*what):
                await engine.hear(event)
        else:
            await engine.submit(what)
        await engine.tick()
    left = await log.events("s1")
    assert reduce(apply, left, Session()) == engine.session
    on_disk = everything_in(folder)
    again = Engine("s1", CODEV, log, Bus(), ReplayClock(START), ScriptedFloor())
    await again.recover()
    assert again.session == engine.session
    kept = {said.id for said in minutes_of(left).utterances}
    for number in range(MOST):
        found = f"Quetzal{number}x".encode() in on_disk
        assert found == (f"u{number}" in kept), f"u{number}"
    if engine.session.contract is None:
        assert b"Quetzal-demande" not in on_disk
    await log.close()
