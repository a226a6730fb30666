"""Who agrees to what, and who is there: everybody decides alone, at any moment, with its effect at once."""

from collections.abc import Iterable

from companion.domain.messages import (
    AddPerson,
    ChoicesMade,
    ConsentGiven,
    ConsentWithdrawn,
    ContractAgreed,
    ContractHidden,
    ContractProposed,
    EnrolmentFailed,
    Event,
    GiveConsent,
    MakeChoices,
    PersonArrived,
    VoiceForgotten,
    WithdrawConsent,
)
from companion.domain.moment import Moment
from companion.domain.names import MOST_PEOPLE, clean, name_problem, new_id
from companion.domain.people import Consent, Person, Programme, Role
from companion.domain.refusal import Refusal
from companion.domain.session import Session

__all__ = ["RECORDED", "add", "choose", "everybody", "give", "no_longer_kept", "voice_gone", "withdraw"]

RECORDED = (Consent.HEARING, Consent.VOICEPRINT, Consent.NOTES)
"""What everybody of a recorded séance agreed to before it was recorded."""


def everybody(people: Iterable[Person]) -> tuple[GiveConsent, ...]:
    """What everybody of a recorded séance said, as commands."""
    return tuple(GiveConsent(person=p.id, consent=consent) for p in people for consent in RECORDED)


def give(at: Moment, command: GiveConsent) -> tuple[Event, ...]:
    """A yes. Saying it twice is saying it once."""
    at.exists()
    at.person(command.person)
    if at.session.consented(command.person, command.consent):
        return ()
    return (ConsentGiven(person=command.person, consent=command.consent),)


def withdraw(at: Moment, command: WithdrawConsent) -> tuple[Event, ...]:
    """A no, with what cannot stand without the yes."""
    at.exists()
    person = at.person(command.person)
    if not at.session.consented(person.id, command.consent):
        return ()
    withdrawn = ConsentWithdrawn(person=person.id, consent=command.consent)
    match command.consent:
        case Consent.VOICEPRINT:
            return (withdrawn, *voice_gone(at.session, person.id))
        case Consent.NOTES if person.role is Role.CLIENT:
            return (withdrawn, *_without_words(at.session))
        case _:
            return (withdrawn,)


def choose(at: Moment, command: MakeChoices) -> tuple[Event, ...]:
    """All four answers of one person, at once; also when nothing changes by them, for then they were made."""
    at.exists()
    person = at.person(command.person).id
    answers = (
        give(at, GiveConsent(person=person, consent=one))
        if one in command.consents
        else withdraw(at, WithdrawConsent(person=person, consent=one))
        for one in Consent
    )
    return (*(event for answer in answers for event in answer), ChoicesMade(person=person))


def voice_gone(session: Session, person: str) -> tuple[Event, ...]:
    """That voice is neither being learnt nor known any more.

    Said even of a voice that this log knows nothing of: it may be in memory since the round before.
    """
    failed = (EnrolmentFailed(person=person, reason="cancelled"),) if session.enrolling == person else ()
    return (*failed, VoiceForgotten(person=person))


def no_longer_kept(session: Session, programme: Programme | None) -> tuple[Event, ...]:
    """Voices were given to one programme, until one date: of another one everybody is asked anew."""
    if session.prepared is None or session.prepared.programme == programme:
        return ()
    agreed = (one.id for one in session.roster if session.consented(one.id, Consent.KEEPING))
    return tuple(ConsentWithdrawn(person=person, consent=Consent.KEEPING) for person in agreed)


def _without_words(session: Session) -> tuple[Event, ...]:
    """The contract stands, in its type alone: the sentence was the client's."""
    contract = session.contract
    if contract is None or not contract.text:
        return ()
    hidden = (ContractHidden(),) if contract.shown else ()
    agreed = (ContractAgreed(),) if contract.agreed else ()
    return (*hidden, ContractProposed(text="", type=contract.type), *agreed)


def add(at: Moment, command: AddPerson) -> tuple[Event, ...]:
    """Somebody more at the table, as a consultant, who has agreed to nothing yet."""
    at.prepared()
    roster = at.session.roster
    if len(roster) >= MOST_PEOPLE:
        said = "Vous êtes déjà {most} : une séance ne va pas au-delà."
        raise Refusal("full", said, "name", most=MOST_PEOPLE)
    name = clean(command.name)
    if problem := name_problem(name, (person.name for person in roster), "name"):
        raise problem
    return (PersonArrived(person=Person(id=new_id(name, roster), name=name, role=Role.CONSULTANT)),)
