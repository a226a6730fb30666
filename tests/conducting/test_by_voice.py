"""Commands given aloud: the right voice alone, carried out once, announced, and no word of them anywhere."""

from dataclasses import replace

import pytest

from companion.conducting.by_voice import VERIFIED
from companion.domain.messages import (
    EndSession,
    Event,
    Pause,
    SessionPaused,
    SessionResumed,
    StepExtended,
    StepStarted,
    UtteranceRedacted,
    UtteranceTranscribed,
    VoiceCommandHeard,
)
from companion.domain.speech import UnassignedWords
from tests.conducting.house import House
from tests.domain.table import identified, transcribed


async def says(
    house: House,
    who: str | None,
    text: str,
    *,
    name: str = "u1",
    likeness: float = 0.8,
    text_first: bool = False,
) -> None:
    now = house.clock.elapsed()
    await house.clock.advance_to(now + 3)
    label = replace(identified(name, who, now + 1, now + 3), confidence=likeness)
    events: list[Event] = [label, transcribed(name, now + 1, now + 3, text)]
    for event in reversed(events) if text_first else events:
        await house.engine.hear(event)


def heard(house: House) -> list[tuple[str, str]]:
    return [(e.command, e.outcome) for e in house.events() if isinstance(e, VoiceCommandHeard)]


@pytest.mark.parametrize("text_first", [False, True])
async def test_the_facilitators_command_is_carried_out_and_its_words_are_nowhere(text_first: bool) -> None:
    house = await House().started()
    await says(house, "sophie", "Compagnon, on fait une pause.", text_first=text_first)
    assert heard(house) == [("pause", "done")]
    assert house.engine.session.halt is not None
    log = [recorded.event for recorded in await house.log()]
    assert not any(isinstance(event, UtteranceTranscribed) for event in log)
    assert UtteranceRedacted(utterance="u1") in log
    assert not any(isinstance(one, UnassignedWords) for one in house.signals())


async def test_a_pause_is_ended_and_a_step_extended_by_voice() -> None:
    house = await House().started()
    await house.do(Pause())
    await says(house, "sophie", "Compagnon, on reprend.")
    await says(house, "sophie", "Compagnon, on prolonge de cinq minutes.", name="u2")
    assert heard(house) == [("resume", "done"), ("extend", "done")]
    kinds = [type(event) for event in house.events()]
    assert SessionResumed in kinds
    assert [e.minutes for e in house.events() if isinstance(e, StepExtended)] == [5.0]


async def test_the_next_step_is_only_asked_for() -> None:
    house = await House().started()
    await says(house, "sophie", "Compagnon, étape suivante.")
    assert heard(house) == [("next_step", "asked")]
    assert not any(isinstance(event, StepStarted) for event in house.events())


async def test_hors_micro_by_voice_hears_nothing_more() -> None:
    house = await House().started()
    await says(house, "sophie", "Compagnon, hors micro.")
    await says(house, "karim", "Entre nous, je cherche un autre poste.", name="u2")
    assert house.engine.session.off_the_record
    assert not any(isinstance(event, UtteranceTranscribed) for event in house.events())


@pytest.mark.parametrize(
    ("who", "likeness"), [("karim", 0.9), ("claire", 0.9), (None, 0.0), ("sophie", VERIFIED - 0.05)]
)
async def test_no_other_voice_and_no_doubtful_one_conducts(who: str | None, likeness: float) -> None:
    house = await House().started()
    await says(house, who, "Compagnon, on fait une pause.", likeness=likeness)
    assert heard(house) == []
    assert not any(isinstance(event, SessionPaused) for event in house.events())


@pytest.mark.parametrize(
    "text",
    ["On fait une pause.", "Il suffit de dire compagnon, pause, et tout s'arrête.", "Compagnon de route."],
)
async def test_the_same_words_in_a_story_are_words(text: str) -> None:
    house = await House().started()
    await says(house, "sophie", text)
    assert heard(house) == []
    assert [e.text for e in house.events() if isinstance(e, UtteranceTranscribed)] == [text]


async def test_anybody_takes_back_their_own_last_sentence_and_nobody_elses() -> None:
    house = await House().started()
    await says(house, "karim", "Mon chef est parti en claquant la porte.", name="u1")
    await says(house, "lea", "Chez nous, tout va bien.", name="u2")
    await says(house, "karim", "Compagnon, retirez ma dernière phrase.", name="u3")
    struck = [e.utterance for e in house.events() if isinstance(e, UtteranceRedacted)]
    assert struck == ["u3", "u1"]
    texts = [r.event.text for r in await house.log() if isinstance(r.event, UtteranceTranscribed)]
    assert texts == ["Chez nous, tout va bien."]


async def test_what_makes_no_sense_now_is_said_and_changes_nothing() -> None:
    house = await House().started()
    await says(house, "sophie", "Compagnon, on reprend.")
    await says(house, "lea", "Compagnon, retirez ma dernière phrase.", name="u2")
    assert heard(house) == [("resume", "refused"), ("strike", "refused")]


async def test_the_time_that_is_left_is_told_on_the_pages() -> None:
    house = await House().started()
    await says(house, "sophie", "Compagnon, combien de temps reste-t-il ?")
    assert heard(house) == [("time_left", "done")]


async def test_nothing_is_obeyed_after_the_end() -> None:
    house = await House().started()
    await house.do(EndSession())
    await says(house, "sophie", "Compagnon, on fait une pause.")
    assert heard(house) == []
