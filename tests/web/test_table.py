"""The table's stream on the real engine: the same with and without cues, and captions only when asked for."""

import json
from typing import Any

import pytest

from companion.conducting.engine import Engine
from companion.domain.consents import everybody
from companion.domain.messages import (
    AgreeContract,
    Command,
    ContractShown,
    CorrectSpeaker,
    CorrectText,
    NextStep,
    OffTheRecord,
    PrepareSession,
    ProposeContract,
    SetCaptions,
    ShowContract,
    ShowReminder,
    SpeakerIdentified,
    SpokeOutOfTurn,
    StartSession,
    Strike,
    SwapClient,
    UtteranceTranscribed,
    WithdrawConsent,
    WordingCounted,
    WordingCue,
)
from companion.domain.people import Consent
from companion.domain.speech import UnassignedWords, VoiceObserved, WordsHeard
from tests.fakes.floor import ScriptedFloor
from tests.fakes.seances import OneSeance
from tests.web.room import SESSION, Page, Room
from tests.web.story import DEMAND, PEOPLE, PREPARED

SAID = {
    "claire": "Je voudrais reprendre une équipe qui ne me parle plus.",
    "bruno": "Et pourquoi tu n'as rien dit ?",
    "denis": "Chez nous, on déjeunait ensemble.",
}


class Conducted(Room):
    """A room with the real engine and a clock that tests move; ``flag`` is what its floor raises once."""

    def __init__(self, flag: SpokeOutOfTurn | None = None) -> None:
        super().__init__()
        self.floor = ScriptedFloor()
        self.floor.flag = flag
        method = self.seances.room.method
        self.engine = Engine(SESSION, method, self.store, self.bus, self.clock, self.floor)
        parts = {"store": self.store, "bus": self.bus, "clock": self.clock, "desk": self.engine}
        self.seances.room = OneSeance(session_id=SESSION, method=method, **parts)

    async def do(self, *commands: Command) -> None:
        for command in commands:
            answer = await self.engine.submit(command)
            assert hasattr(answer, "seq"), answer

    async def open(self) -> None:
        fields = ("title", "language", "method", "date", "people")
        await self.do(PrepareSession(**{name: getattr(PREPARED, name) for name in fields}))
        await self.do(*everybody(self.engine.session.roster), StartSession())

    async def say(self, utterance: str, person: str | None, at: float, text: str) -> None:
        await self.clock.advance_to(at)
        span = {"utterance": utterance, "start": at - 2.0, "end": at}
        await self.engine.hear(VoiceObserved(**span, person=person, confidence=0.7, sure=True))
        await self.engine.hear(WordsHeard(**span, person=person, text=text))
        label = SpeakerIdentified(**span, person=person, confidence=0.7, final=True, ready_at=at)
        await self.engine.hear(label)
        await self.engine.hear(UtteranceTranscribed(**span, text=text, ready_at=at))


async def evening(room: Conducted, said: dict[str, str] = SAID) -> None:
    """A whole séance in short: every kind of thing that a table may see, among what it may not."""
    await room.open()
    await room.say("u0", "bruno", 20.0, said["bruno"])
    await room.do(NextStep())
    await room.say("u1", "claire", 40.0, said["claire"])
    await room.say("u2", None, 50.0, said["bruno"])
    await room.do(ShowReminder(reminder="one_at_a_time"), NextStep(), NextStep())
    await room.clock.advance_to(500.0)
    await room.do(ProposeContract(text=DEMAND, type="temoignages"), AgreeContract(), NextStep())
    await room.say("u3", "denis", 520.0, said["denis"])
    await room.do(Strike(utterance="u3"), NextStep())


async def watched(room: Conducted, said: dict[str, str] = SAID) -> list[dict[str, Any]]:
    await room.server.start()
    try:
        async with room.browser() as browser, browser.stream("table") as page:
            await page.frame()
            await evening(room, said)
            return await page.frames_until_now()
    finally:
        await room.server.close()


def flagged() -> SpokeOutOfTurn:
    span = {"start": 18.0, "end": 20.0, "raised_at": 20.0}
    return SpokeOutOfTurn(person="bruno", step="accueil", rule="intrusion", utterance="u0", **span)


async def test_the_tables_stream_is_the_same_with_and_without_flags() -> None:
    with_flags, without = Conducted(flagged()), Conducted()
    frames = await watched(with_flags)
    assert frames == await watched(without)
    raised = [
        [
            recorded
            for recorded in await room.store.events(SESSION)
            if isinstance(recorded.event, SpokeOutOfTurn)
        ]
        for room in (with_flags, without)
    ]
    assert [len(flags) for flags in raised] == [1, 0]
    assert len(frames) > 10


async def test_the_tables_stream_is_the_same_with_and_without_cues_of_wording() -> None:
    """One séance whose words are at fault and one whose words are not, at the same moments."""
    faults = {**SAID, "bruno": "Tu n'as qu'à dire non.", "denis": "J'en parlerai à ta responsable."}
    frames, kinds = [], []
    for said in (faults, dict.fromkeys(SAID, "Bonjour à tous.")):
        room = Conducted()
        frames.append(await watched(room, said))
        log = await room.store.events(SESSION)
        kinds.append([r.event.rule for r in log if isinstance(r.event, WordingCue)])
    assert frames[0] == frames[1]
    assert kinds == [["V-JUGE"], []]


async def test_the_table_never_holds_a_name_a_word_or_a_cue() -> None:
    sent = json.dumps(await watched(Conducted(flagged())), ensure_ascii=False)
    secrets = [
        *SAID.values(),
        DEMAND,
        PREPARED.title,
        "temoignages",
        "intrusion",
        "SpokeOutOfTurn",
        "utterance",
    ]
    secrets += [value for person in PEOPLE for value in (person.id, person.name)]
    secrets += [
        kind.__name__ for kind in (UnassignedWords, WordsHeard, VoiceObserved, WordingCue, WordingCounted)
    ]
    assert [secret for secret in secrets if secret in sent] == []


async def test_the_contract_is_the_one_text_that_the_client_may_show() -> None:
    room = Conducted()
    await room.server.start()
    async with room.browser() as browser, browser.stream("table") as page:
        await room.open()
        await room.do(
            ProposeContract(text=DEMAND, type="temoignages"), AgreeContract(), ShowContract(on=True)
        )
        frames = await page.frames_until_now()
    await room.server.close()
    assert [f["data"] for f in frames if f.get("event") == ContractShown.__name__] == [{"text": DEMAND}]


@pytest.fixture
async def captioned() -> Any:
    room = Conducted()
    await room.server.start()
    await room.open()
    await room.do(SetCaptions(on=True))
    async with room.browser() as browser, browser.stream("table") as page:
        await page.frames_until_now()
        yield room, page
    await room.server.close()


async def captions(page: Page) -> list[dict[str, Any]]:
    return [frame for frame in await page.frames_until_now() if "signal" in frame]


def caption(line: int, text: str) -> dict[str, Any]:
    return {"signal": "Caption", "data": {"line": line, "text": text}}


def struck(line: int) -> dict[str, Any]:
    return {"signal": "CaptionStruck", "data": {"line": line}}


async def test_captions_are_words_alone_and_only_while_they_are_on(captioned: Any) -> None:
    room, page = captioned
    await room.say("u1", "claire", 40.0, SAID["claire"])
    await room.do(SetCaptions(on=False))
    await room.say("u2", "bruno", 50.0, SAID["bruno"])
    assert await captions(page) == [caption(1, SAID["claire"])]


async def test_a_caption_is_mended_and_struck_as_its_line_is(captioned: Any) -> None:
    room, page = captioned
    await room.say("u1", "claire", 40.0, SAID["claire"])
    await room.do(CorrectText(utterance="u1", text="Reprendre."), Strike(utterance="u1"))
    assert await captions(page) == [caption(1, SAID["claire"]), caption(1, "Reprendre."), struck(1)]


async def test_words_named_much_later_are_no_caption(captioned: Any) -> None:
    room, page = captioned
    await room.say("u1", None, 40.0, SAID["bruno"])
    await room.clock.advance_to(90.0)
    await room.do(CorrectSpeaker(utterance="u1", person="bruno"))
    assert await captions(page) == []


async def test_what_is_withdrawn_leaves_the_captions(captioned: Any) -> None:
    """Whoever spoke: one line that goes would say whose it was."""
    room, page = captioned
    await room.say("u1", "claire", 40.0, SAID["claire"])
    await room.say("u2", "bruno", 50.0, SAID["bruno"])
    await room.do(WithdrawConsent(person="claire", consent=Consent.NOTES))
    assert (await captions(page))[2:] == [struck(1), struck(2)]


async def test_the_captions_of_an_expose_that_is_erased_go_with_its_step(captioned: Any) -> None:
    room, page = captioned
    await room.do(NextStep())
    await room.say("u1", "claire", 40.0, SAID["claire"])
    await page.frames_until_now()
    await room.do(SwapClient(person="denis"))
    assert (await page.frames_until_now())[0]["event"] == "StepEnded"  # a page shows no caption after it
    async with room.browser() as browser, browser.stream("table") as later:
        assert await captions(later) == []


@pytest.mark.parametrize(
    "command",
    [NextStep(), OffTheRecord(), WithdrawConsent(person="claire", consent=Consent.HEARING)],
    ids=str,
)
async def test_a_table_that_opens_later_shows_what_one_that_was_open_shows(
    captioned: Any, command: Command
) -> None:
    """Captions go with their step, « hors micro » and the last agreement; a reload brings none back."""
    room, _ = captioned
    await room.say("u1", "claire", 40.0, SAID["claire"])
    await room.do(command)
    async with room.browser() as browser, browser.stream("table") as page:
        assert await captions(page) == []


async def test_a_table_that_opens_is_given_the_last_two_sentences(captioned: Any) -> None:
    room, _ = captioned
    for index, (person, text) in enumerate(SAID.items()):
        await room.say(f"u{index}", person, 40.0 + 10 * index, text)
    async with room.browser() as browser, browser.stream("table") as page:
        assert await captions(page) == [caption(2, SAID["bruno"]), caption(3, SAID["denis"])]
