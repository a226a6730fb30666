"""What is struck, swapped away or withdrawn is gone from the store, even after a crash in between."""

from collections.abc import Sequence

import pytest

from companion.conducting.erasure import finish_erasures
from companion.domain.errors import StoreFailed
from companion.domain.messages import (
    AgreeContract,
    Command,
    ContractProposed,
    CorrectSpeaker,
    CorrectText,
    CorrectVoice,
    Event,
    GiveConsent,
    NextStep,
    ProposeContract,
    Recorded,
    ShowContract,
    SpeakerCorrected,
    SpeechStarted,
    SpokeOutOfTurn,
    Strike,
    SwapClient,
    UtteranceRedacted,
    UtteranceTranscribed,
    WithdrawConsent,
)
from companion.domain.people import Consent
from companion.domain.session import Session, apply
from companion.domain.speech import UnassignedWords
from tests.conducting.house import House
from tests.domain.table import identified, transcribed
from tests.fakes.store import ListStore


async def say(house: House, utterance: str, person: str | None, start: float, text: str) -> None:
    await house.engine.hear(SpeechStarted(utterance=utterance, start=start))
    await house.engine.hear(identified(utterance, person, start, start + 1))
    await house.engine.hear(transcribed(utterance, start, start + 1, text))


async def stored(house: House) -> str:
    """Everything that the store says."""
    return str(await house.log())


def folded(log: Sequence[Recorded]) -> Session:
    session = Session()
    for recorded in log:
        session = apply(session, recorded)
    return session


async def talked() -> House:
    """The exposé since second 100, with a word of Karim's before it."""
    house = await House().started()
    await say(house, "u1", "karim", 50, "Bonjour Zéphyrin.")
    await house.clock.advance_to(100)
    await house.do(NextStep())
    await say(house, "u2", "claire", 110, "Mon équipe du Xanadu.")
    flag = SpokeOutOfTurn(
        person="karim", step="expose", start=120, end=122, raised_at=122, rule="intrusion", utterance="u3"
    )
    await say(house, "u3", "karim", 120, "Tu exagères, Ysoline.")
    await house.engine.hear(flag)
    await house.clock.advance_to(160)
    house.shown.clear()
    return house


async def test_a_struck_line_leaves_the_store_with_its_corrections_and_its_cue() -> None:
    house = await talked()
    await house.do(CorrectText(utterance="u3", text="Tu exagères, Wilfrid."))
    await house.do(Strike(utterance="u3"))
    assert house.events()[-1] == UtteranceRedacted(utterance="u3")
    left = await house.log()
    assert not any(word in str(left) for word in ("Ysoline", "Wilfrid", "intrusion"))
    assert [one.event for one in left if getattr(one.event, "utterance", "") == "u3"] == [
        UtteranceRedacted(utterance="u3")
    ]
    assert "Xanadu" in str(left)
    assert folded(left) == house.engine.session


async def test_what_comes_late_of_a_struck_line_is_dropped() -> None:
    house = await talked()
    await house.engine.hear(identified("u4", "karim", 130, 131))
    await house.do(Strike(utterance="u4"))
    before = await house.log()
    await house.engine.hear(transcribed("u4", 130, 132, "Trop tard, Wilfrid."))
    await house.engine.hear(identified("u4", "lea", 130, 132))
    assert await house.log() == before


async def test_a_line_of_an_unknown_voice_is_struck_from_memory() -> None:
    house = await talked()
    await say(house, "u4", None, 130, "Qui sait, Wilfrid ?")
    await house.do(Strike(utterance="u4"))
    assert await house.refusal(CorrectSpeaker(utterance="u4", person="lea")) == "unknown_utterance"
    assert "Wilfrid" not in await stored(house)


async def test_a_swap_erases_everything_since_the_first_expose_and_the_demand() -> None:
    house = await talked()
    await say(house, "u4", None, 130, "Qui sait, Wilfrid ?")
    await house.do(ProposeContract(text="Comment quitter Xanadu ?", type="idées"))
    await house.do(SwapClient(person="lea"))
    left = await house.log()
    assert not any(word in str(left) for word in ("Xanadu", "Ysoline", "Wilfrid"))
    assert not any(isinstance(one.event, ContractProposed) for one in left)
    assert "Zéphyrin" in str(left), "what was said before stays"
    assert await house.refusal(CorrectSpeaker(utterance="u4", person="paul")) == "unknown_utterance"
    await house.engine.hear(transcribed("u5", 155, 158, "Encore Xanadu."))
    await house.engine.hear(identified("u5", "claire", 155, 158))
    assert "Xanadu" not in await stored(house)
    assert folded(await house.log()) == house.engine.session


async def test_withdrawing_from_the_notes_takes_that_persons_words_alone() -> None:
    house = await talked()
    await house.do(WithdrawConsent(person="karim", consent=Consent.NOTES))
    text = await stored(house)
    assert "Ysoline" not in text and "Zéphyrin" not in text
    assert "Xanadu" in text
    await say(house, "u4", "karim", 170, "Et Wilfrid ?")
    assert "Wilfrid" not in await stored(house)
    assert await house.refusal(CorrectText(utterance="u3", text="Wilfrid.")) == "unknown_utterance"
    await house.do(GiveConsent(person="karim", consent=Consent.NOTES))
    await say(house, "u5", "karim", 180, "Bonjour Ulysse.")
    text = await stored(house)
    assert "Ulysse" in text and "Wilfrid" not in text


async def test_a_client_who_withdraws_takes_the_demand_too() -> None:
    house = await talked()
    await house.do(ProposeContract(text="Comment quitter Xanadu ?", type="idées"))
    await house.do(AgreeContract())
    await house.do(ShowContract(on=True))
    await house.do(WithdrawConsent(person="claire", consent=Consent.NOTES))
    assert "Xanadu" not in await stored(house)
    assert house.engine.session.contract_agreed
    assert folded(await house.log()) == house.engine.session
    await house.do(GiveConsent(person="claire", consent=Consent.NOTES))
    await house.do(WithdrawConsent(person="claire", consent=Consent.NOTES))
    assert house.engine.session.contract_agreed, "what is left of it holds no word"
    assert folded(await house.log()) == house.engine.session


@pytest.mark.parametrize(
    "correct", [CorrectSpeaker(utterance="u3", person="lea"), CorrectVoice(utterance="u3", person="lea")]
)
async def test_words_given_to_somebody_who_refused_them_are_erased(correct: Command) -> None:
    house = await talked()
    await house.do(WithdrawConsent(person="lea", consent=Consent.NOTES))
    await house.do(correct)
    text = await stored(house)
    assert "Ysoline" not in text
    assert "Xanadu" in text


async def test_a_nameless_line_given_to_somebody_who_refused_is_not_written() -> None:
    house = await talked()
    await house.do(WithdrawConsent(person="lea", consent=Consent.NOTES))
    await say(house, "u4", None, 170, "Qui sait, Wilfrid ?")
    await house.do(CorrectSpeaker(utterance="u4", person="lea"))
    await house.do(CorrectSpeaker(utterance="u4", person="paul"))
    assert "Wilfrid" not in await stored(house), "it was forgotten at the first name"


@pytest.mark.parametrize("late", [0, 1])
async def test_a_better_look_that_names_somebody_who_refused_takes_the_words_away(late: int) -> None:
    house = await talked()
    await house.do(WithdrawConsent(person="lea", consent=Consent.NOTES))
    heard: list[Event] = [identified("u4", "lea", 170, 171), transcribed("u4", 170, 171, "Wilfrid.")]
    await house.engine.hear(heard[late])
    await house.engine.hear(heard[1 - late])
    await house.engine.hear(identified("u3", "lea", 120, 122))
    await house.engine.tick()
    text = await stored(house)
    assert "Wilfrid" not in text and "Ysoline" not in text


async def test_a_whole_voice_is_corrected_with_the_words_that_waited() -> None:
    house = await talked()
    await say(house, "u4", None, 130, "Un.")
    await say(house, "u5", None, 140, "Deux.")
    house.shown.clear()
    await house.do(CorrectVoice(utterance="u5", person="lea"))
    assert house.events() == [
        SpeakerCorrected(utterance="u5", person="lea"),
        transcribed("u5", 140, 141, "Deux."),
        SpeakerCorrected(utterance="u4", person="lea"),
        transcribed("u4", 130, 131, "Un."),
    ]


async def test_an_erasure_that_fails_is_refused_and_may_be_tried_again() -> None:
    house = await talked()
    house.store.read_elsewhere = True
    assert await house.refusal(Strike(utterance="u3"), command_id="c1") == "not_erased"
    assert house.events()[-1] == UtteranceRedacted(utterance="u3"), "pages drop it all the same"
    assert await house.refusal(Strike(utterance="u3"), command_id="c1") == "not_erased"
    await house.do(NextStep())  # nothing else is held up
    assert "Ysoline" in await stored(house)
    house.store.read_elsewhere = False
    await house.do(Strike(utterance="u3"), command_id="c1")
    assert "Ysoline" not in await stored(house)
    assert sum(isinstance(event, UtteranceRedacted) for event in house.events()) == 1


async def test_an_erasure_that_failed_is_tried_again_by_itself() -> None:
    house = await talked()
    house.store.read_elsewhere = True
    await house.refusal(Strike(utterance="u3"))
    await house.engine.tick()
    house.store.read_elsewhere = False
    await house.clock.advance_to(200)
    await house.engine.tick()
    assert "Ysoline" not in await stored(house)


@pytest.mark.parametrize(
    "command",
    [
        Strike(utterance="u3"),
        SwapClient(person="lea"),
        WithdrawConsent(person="karim", consent=Consent.NOTES),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_a_crash_between_the_event_and_the_erasure_is_mended_at_recovery(command: Command) -> None:
    house = await talked()
    house.store.read_elsewhere = True
    await house.refusal(command, command_id="c1")
    house.store.read_elsewhere = False
    again = House(house.store)
    await again.engine.recover()
    assert "Ysoline" not in await stored(again)
    assert again.engine.session == folded(await again.log())
    last = again.engine.last
    assert await again.do(command, command_id="c1") <= last, "the same press, told that it is done"
    assert again.engine.last == last


async def test_an_erasure_cut_short_is_finished_without_conducting_the_seance() -> None:
    house = await talked()
    house.store.read_elsewhere = True
    await house.refusal(Strike(utterance="u3"))
    house.store.read_elsewhere = False
    before = await house.log()
    await finish_erasures(house.store)
    after = await house.log()
    assert "Ysoline" not in str(after)
    assert {one.seq for one in before} - {one.seq for one in after} == {
        one.seq for one in before if getattr(one.event, "utterance", "") == "u3"
    } - {before[-1].seq}


async def test_a_seance_is_looked_through_once_until_it_is_written_in_again() -> None:
    """Else every start reads every séance of the machine."""
    house = await talked()
    await finish_erasures(house.store)
    read: list[str] = []

    class Watched(ListStore):
        async def events(self, session_id: str, after: int = 0) -> list[Recorded]:
            read.append(session_id)
            return await super().events(session_id, after)

    watched = Watched()
    watched.__dict__.update(house.store.__dict__)
    await finish_erasures(watched)
    assert read == []
    house.store.read_elsewhere = True
    await house.refusal(Strike(utterance="u3"))
    watched.__dict__.update(house.store.__dict__)
    for _ in range(2):  # as long as it fails it is not done
        with pytest.raises(StoreFailed):
            await finish_erasures(watched)
    watched.read_elsewhere = False
    await finish_erasures(watched)
    await finish_erasures(watched)
    assert read == ["s1", "s1", "s1"]
    assert "Ysoline" not in str(await watched.events("s1"))


async def test_a_command_is_not_carried_out_again_after_a_restart() -> None:
    house = await House().started()
    first = await house.do(NextStep(), command_id="c1")
    again = House(house.store)
    await again.engine.recover()
    assert await again.do(NextStep(), command_id="c1") == first
    assert again.engine.session.step and again.engine.session.step.id == "expose"
    await again.do(NextStep(), command_id="c2")
    assert again.engine.session.step.id == "clarification"


async def test_nothing_heard_without_everybodys_consent_leaves_a_trace() -> None:
    house = await House().started()
    await house.do(WithdrawConsent(person="paul", consent=Consent.HEARING))
    before = await house.log()
    house.shown.clear()
    await say(house, "u1", "karim", 5, "Wilfrid ?")
    await say(house, "u2", None, 6, "Ulysse ?")
    assert await house.log() == before
    assert house.shown == []
    await house.clock.advance_to(10)
    await house.do(GiveConsent(person="paul", consent=Consent.HEARING))
    await house.engine.hear(transcribed("u1", 5, 12, "Wilfrid encore"))
    await say(house, "u3", "karim", 11, "Bonjour.")
    texts = [one.event.text for one in await house.log() if isinstance(one.event, UtteranceTranscribed)]
    assert texts == ["Bonjour."]
    assert not any(isinstance(one, UnassignedWords) for one in house.shown)
