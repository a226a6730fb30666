"""Words without a name stay out of the log until somebody is known to have said them."""

import pytest

from companion.conducting.unassigned import MOST_HELD, Unassigned
from companion.domain.messages import (
    CorrectSpeaker,
    CorrectText,
    Event,
    NextStep,
    SpeakerCorrected,
    SpeechStarted,
    StepStarted,
    UtteranceCorrected,
    UtteranceTranscribed,
)
from companion.domain.speech import UnassignedWords
from companion.domain.traces import Traces
from tests.conducting.house import House
from tests.domain.table import Table, identified, transcribed

TEXT = transcribed("u1", 1, 3, "Le café est servi.")
WORDS = UnassignedWords(utterance="u1", start=1, end=3, text="Le café est servi.")
KARIM = identified("u1", "karim", 1, 3)
NOBODY = identified("u1", None, 1, 3)
PROVISIONAL = identified("u1", "karim", 1, 2, final=False)
NAMED = SpeakerCorrected(utterance="u1", person="lea")


async def heard(*events: Event) -> House:
    house = await House().started()
    for event in events:
        await house.engine.hear(event)
    return house


@pytest.mark.parametrize(
    ("events", "recorded", "told"),
    [
        ([KARIM, TEXT], [KARIM, TEXT], []),
        ([TEXT, KARIM], [KARIM, TEXT], []),
        ([NOBODY, TEXT], [NOBODY], [WORDS]),
        ([TEXT, NOBODY], [NOBODY], [WORDS]),
        ([NOBODY, TEXT, KARIM], [NOBODY, KARIM, TEXT], [WORDS]),
        ([NOBODY, KARIM, TEXT], [NOBODY, KARIM, TEXT], []),
        ([PROVISIONAL, TEXT], [PROVISIONAL], []),
        ([TEXT], [], []),
    ],
    ids=str,
)
async def test_text_is_recorded_once_a_final_label_names_somebody(
    events: list[Event], recorded: list[Event], told: list[object]
) -> None:
    house = await heard(*events)
    assert house.events() == recorded
    assert house.signals() == told


async def test_the_facilitator_gives_an_unknown_voice_its_name() -> None:
    house = await heard(NOBODY, TEXT)
    await house.do(CorrectSpeaker(utterance="u1", person="lea"))
    assert house.events() == [NOBODY, NAMED, TEXT]
    await house.do(CorrectSpeaker(utterance="u1", person="lea"))
    assert house.events() == [NOBODY, NAMED, TEXT, NAMED], "its text is there already"


async def test_a_name_given_before_the_text_comes_lets_the_text_in() -> None:
    house = await heard(SpeechStarted(utterance="u1", start=1))
    await house.do(CorrectSpeaker(utterance="u1", person="lea"))
    await house.engine.hear(NOBODY)
    await house.engine.hear(TEXT)
    assert house.events()[1:] == [NAMED, NOBODY, TEXT], "hearing does not take back a given name"


async def test_a_known_utterance_is_only_corrected() -> None:
    house = await heard(KARIM, TEXT)
    await house.do(CorrectSpeaker(utterance="u1", person="lea"))
    await house.do(CorrectText(utterance="u1", text="Le café est prêt."))
    assert house.events()[2:] == [NAMED, UtteranceCorrected(utterance="u1", text="Le café est prêt.")]


async def test_what_is_not_there_cannot_be_corrected() -> None:
    house = await heard(NOBODY, TEXT)
    assert await house.refusal(CorrectSpeaker(utterance="u9", person="lea")) == "unknown_utterance"
    assert await house.refusal(CorrectText(utterance="u1", text="Non.")) == "unknown_utterance"
    assert house.events() == [NOBODY]


async def test_nameless_words_are_forgotten_when_the_step_ends() -> None:
    house = await heard(NOBODY, TEXT)
    await house.clock.advance_to(60)
    await house.do(NextStep())
    await house.do(CorrectSpeaker(utterance="u1", person="lea"))
    assert not any(isinstance(event, UtteranceTranscribed) for event in house.events())


@pytest.mark.parametrize("late", [[NOBODY, TEXT], [TEXT, NOBODY]], ids=str)
async def test_nameless_words_of_an_earlier_step_are_not_even_held(late: list[Event]) -> None:
    house = await House().started()
    await house.clock.advance_to(60)
    await house.do(NextStep())
    for event in late:
        await house.engine.hear(event)
    await house.do(CorrectSpeaker(utterance="u1", person="lea"))
    assert house.signals() == []
    assert not any(isinstance(event, UtteranceTranscribed) for event in house.events())


async def test_words_still_waiting_for_their_first_label_outlive_the_step() -> None:
    house = await heard(TEXT)
    await house.clock.advance_to(60)
    await house.do(NextStep())
    assert isinstance(house.events()[-1], StepStarted)
    await house.engine.hear(KARIM)
    assert house.events()[-2:] == [KARIM, TEXT]


@pytest.mark.parametrize(
    ("events", "ended"),
    [
        ([KARIM, TEXT], ["u1"]),
        ([TEXT, KARIM], ["u1"]),
        ([NOBODY, TEXT], ["u1"]),
        ([TEXT, NOBODY], ["u1"]),
        ([TEXT], []),
        ([KARIM], []),
        ([TEXT, PROVISIONAL], []),
    ],
    ids=str,
)
async def test_the_floor_forgets_an_utterance_whose_label_and_words_are_known(
    events: list[Event], ended: list[str]
) -> None:
    assert (await heard(*events)).floor.forgotten == ended


def test_the_words_held_are_bounded() -> None:
    agreed = Table().session
    unassigned = Unassigned(Traces())
    for number in range(MOST_HELD + 1):
        unassigned.sort(transcribed(f"u{number}", number, number + 1, "Mot."), agreed)
    first, second = (
        unassigned.sort(identified(f"u{number}", "karim", number, number + 1), agreed) for number in (0, 1)
    )
    assert (len(first.record), len(second.record)) == (1, 2), "the oldest was forgotten"
