"""« Nouveau tour »: the same people and another client, in a séance of its own."""

from dataclasses import replace

from companion.app.house import House
from companion.domain.messages import (
    MakeChoices,
    PrepareSession,
    SessionPrepared,
    VoiceEnrolled,
)
from companion.domain.people import Consent, Role, Topic

__all__ = ["carry_voices", "copy_consents", "next_preparation"]


def next_preparation(session_id: str, before: SessionPrepared) -> PrepareSession:
    """How the round after that one is prepared: nobody is the client yet, all else is the same."""
    people = tuple(
        replace(person, role=Role.CONSULTANT) if person.role is Role.CLIENT else person
        for person in before.people
    )
    return PrepareSession(
        title=before.title,
        language=before.language,
        method=before.method,
        date=before.date,
        people=people,
        minutes=before.minutes,
        sounds=before.sounds,
        captions=before.captions,
        shared_screen=before.shared_screen,
        topic=Topic.OPEN,
        round=before.round + 1,
        follows=session_id,
        programme=before.programme,
    )


async def copy_consents(before: House, after: House) -> None:
    """What each person chose holds for the next round too; the voices in memory are there from its start."""
    after.voices = before.voices
    for person in before.session.roster:
        consents = tuple(one for one in Consent if before.session.consented(person.id, one))
        if consents or person.id in before.session.chosen:
            await after.engine.submit(MakeChoices(person=person.id, consents=consents))


async def carry_voices(before: House, after: House) -> None:
    """Voices that are still in memory are known in the next round without being learnt again."""
    known = {
        recorded.event.person: recorded.event
        for recorded in await before.log()
        if isinstance(recorded.event, VoiceEnrolled)
    }
    at = after.clock.elapsed()
    for person in before.voices.people:
        if person in known and person in before.session.enrolled:
            await after.engine.hear(replace(known[person], start=at, end=at))
