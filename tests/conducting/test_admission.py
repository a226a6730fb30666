"""What hearing says is taken in only as far as everybody agreed to it."""

import pytest

from companion.domain.messages import (
    CancelEnrolment,
    Command,
    EnrolmentFailed,
    EnrolVoice,
    Event,
    GiveConsent,
    StartSession,
    VoiceEnrolled,
    VoiceForgotten,
    WithdrawConsent,
)
from companion.domain.people import Consent
from companion.domain.speech import WordsHeard
from tests.conducting.house import House
from tests.domain.table import preparing

KARIM = VoiceEnrolled(person="karim", start=1, end=12, speech=10)


@pytest.mark.parametrize(
    "meanwhile",
    [CancelEnrolment(person="karim"), WithdrawConsent(person="karim", consent=Consent.VOICEPRINT)],
    ids=lambda one: type(one).__name__,
)
async def test_a_voice_learnt_although_it_was_called_off_is_forgotten_at_once(meanwhile: Command) -> None:
    house = await House().started()
    await house.do(EnrolVoice(person="karim"))
    await house.do(meanwhile)
    house.shown.clear()
    await house.engine.hear(KARIM)
    assert house.events() == [VoiceForgotten(person="karim")]
    assert house.engine.session.enrolled == frozenset()


async def test_a_failure_of_a_voice_that_was_called_off_is_told_once() -> None:
    house = await House().started()
    await house.do(EnrolVoice(person="karim"))
    await house.do(CancelEnrolment(person="karim"))
    failed = EnrolmentFailed(person="karim", reason="too_short")
    await house.engine.hear(failed)
    assert failed not in house.events()
    await house.do(EnrolVoice(person="karim"))
    await house.engine.hear(failed)
    assert house.events()[-1] == failed


@pytest.mark.parametrize(
    ("started", "agreed", "taken"),
    [
        (False, True, KARIM),
        (False, False, VoiceForgotten(person="karim")),
        (True, True, VoiceForgotten(person="karim")),
    ],
)
async def test_voices_of_the_round_before_are_known_in_the_next(
    started: bool, agreed: bool, taken: Event
) -> None:
    house = House()
    await house.do(preparing(round=2, follows="s0"))
    if agreed:
        await house.do(GiveConsent(person="karim", consent=Consent.VOICEPRINT))
    if started:
        await house.do(StartSession())
    await house.engine.hear(KARIM)
    assert house.events()[-1] == taken


@pytest.mark.parametrize(("person", "shown"), [("karim", False), ("lea", True), (None, True)])
async def test_words_in_progress_of_somebody_without_notes_are_shown_to_nobody(
    person: str | None, shown: bool
) -> None:
    house = await House().started()
    await house.do(WithdrawConsent(person="karim", consent=Consent.NOTES))
    words = WordsHeard(utterance="u1", person=person, start=1, end=2, text="Mais")
    await house.engine.hear(words)
    assert house.signals() == ([words] if shown else [])
    assert house.floor.asked_at == [0.0], "the floor rules hear them all the same"
