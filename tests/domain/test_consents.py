"""Everybody is a « no » until they say yes; one « no » to being heard closes the microphone for all."""

import pytest

from companion.domain.messages import (
    AddPerson,
    AgreeContract,
    ChoicesMade,
    Command,
    ConsentGiven,
    ConsentWithdrawn,
    ContractAgreed,
    ContractHidden,
    ContractProposed,
    EndSession,
    EnrolmentFailed,
    EnrolVoice,
    GiveConsent,
    ListeningChanged,
    MakeChoices,
    NextStep,
    PersonArrived,
    ProposeContract,
    ShowContract,
    StartSession,
    VoiceEnrolled,
    VoiceForgotten,
    WithdrawConsent,
)
from companion.domain.names import MOST_PEOPLE
from companion.domain.people import Consent, Person, Role
from companion.domain.session import Contract
from tests.domain.refusing import refusal, refused
from tests.domain.table import PEOPLE, Table, preparing


def prepared() -> Table:
    table = Table(started=False)
    table.do(preparing())
    return table


def give(person: str, consent: Consent = Consent.HEARING) -> GiveConsent:
    return GiveConsent(person=person, consent=consent)


def withdraw(person: str, consent: Consent = Consent.HEARING) -> WithdrawConsent:
    return WithdrawConsent(person=person, consent=consent)


def test_nobody_has_agreed_to_anything_at_first() -> None:
    table = prepared()
    assert not any(table.session.consented(p.id, consent) for p in PEOPLE for consent in Consent)
    assert not table.session.listening


def test_the_room_is_heard_once_the_last_person_agrees() -> None:
    table = prepared()
    for person in PEOPLE[:-1]:
        assert table.do(give(person.id)) == (ConsentGiven(person=person.id, consent=Consent.HEARING),)
        assert not table.session.listening
    last = PEOPLE[-1].id
    heard = (ConsentGiven(person=last, consent=Consent.HEARING), ListeningChanged(listening=True))
    assert table.do(give(last)) == heard
    assert table.session.listening


def test_the_other_three_choices_do_not_open_the_microphone() -> None:
    table = prepared()
    for consent in (Consent.VOICEPRINT, Consent.NOTES, Consent.KEEPING):
        for person in PEOPLE:
            table.do(give(person.id, consent))
    assert not table.session.listening


def test_saying_it_twice_is_saying_it_once() -> None:
    table = Table()
    assert table.do(give("lea")) == ()
    table.do(withdraw("lea"))
    assert table.do(withdraw("lea")) == ()


def test_one_withdrawal_closes_the_microphone_for_all_at_once() -> None:
    table = Table()
    table.now = 10
    refused_to_be_heard = ConsentWithdrawn(person="lea", consent=Consent.HEARING)
    assert table.do(withdraw("lea")) == (refused_to_be_heard, ListeningChanged(listening=False))
    assert [table.session.hears(t) for t in (9.9, 10.0, 30.0)] == [True, False, False]
    table.now = 20
    table.do(give("lea"))
    assert [table.session.hears(t) for t in (9.9, 10.0, 19.9, 20.0)] == [True, False, False, True]


def test_the_room_is_told_that_it_is_heard_and_never_who_refuses() -> None:
    table = Table()
    changed = [one for one in table.do(withdraw("lea")) if one.audience == "table"]
    assert changed == [ListeningChanged(listening=False)]


def test_without_everybody_a_seance_runs_as_a_silent_timekeeper() -> None:
    table = prepared()
    table.do(StartSession())
    table.do(NextStep())
    assert table.step == "expose"
    assert not table.session.hears(table.now + 1)


def test_a_microphone_that_closes_calls_off_the_voice_being_learnt() -> None:
    table = Table()
    table.do(EnrolVoice(person="karim"))
    assert EnrolmentFailed(person="karim", reason="cancelled") in table.do(withdraw("lea"))
    assert table.session.enrolling is None


def test_no_voiceprint_without_consent() -> None:
    table = Table()
    table.do(withdraw("karim", Consent.VOICEPRINT))
    assert refusal(table, EnrolVoice(person="karim")) == "no_voiceprint"
    table.do(give("karim", Consent.VOICEPRINT))
    table.do(withdraw("lea"))
    assert refusal(table, EnrolVoice(person="karim")) == "not_listening"


def test_withdrawing_a_voiceprint_destroys_it() -> None:
    table = Table()
    table.do(EnrolVoice(person="karim"))
    table.happen(VoiceEnrolled(person="karim", start=0, end=9, speech=8))
    withdrawn = ConsentWithdrawn(person="karim", consent=Consent.VOICEPRINT)
    assert table.do(withdraw("karim", Consent.VOICEPRINT)) == (withdrawn, VoiceForgotten(person="karim"))
    assert "karim" not in table.session.enrolled
    assert table.session.listening, "the others go on being heard"


def test_withdrawing_a_voiceprint_being_learnt_calls_it_off() -> None:
    table = Table()
    table.do(EnrolVoice(person="karim"))
    events = table.do(withdraw("karim", Consent.VOICEPRINT))
    assert events[1:] == (EnrolmentFailed(person="karim", reason="cancelled"), VoiceForgotten(person="karim"))


def test_a_client_who_withdraws_from_the_notes_takes_the_sentence_and_leaves_the_agreement() -> None:
    table = Table()
    table.do(ProposeContract(text="Comment tenir bon ?", type="idées"))
    table.do(AgreeContract())
    table.do(ShowContract(on=True))
    events = table.do(withdraw("claire", Consent.NOTES))
    assert events[1:] == (ContractHidden(), ContractProposed(text="", type="idées"), ContractAgreed())
    assert table.session.contract == Contract(text="", type="idées", agreed=True)


def test_without_notes_the_contract_is_its_type_alone() -> None:
    table = Table()
    table.do(withdraw("claire", Consent.NOTES))
    told = refused(table, ProposeContract(text="Comment tenir bon ?", type="idées"))
    assert (told.code, told.field) == ("no_notes", "text")
    table.do(ProposeContract(text=" ", type="idées"))
    table.do(AgreeContract())
    assert table.session.contract_agreed
    assert refusal(table, ShowContract(on=True)) == "not_noted"


@pytest.mark.parametrize("consent", list(Consent))
def test_a_consent_may_be_withdrawn_after_the_end(consent: Consent) -> None:
    table = Table()
    table.do(give("lea", Consent.KEEPING))
    table.do(EndSession())
    assert table.do(withdraw("lea", consent))[0] == ConsentWithdrawn(person="lea", consent=consent)
    assert not table.session.listening


@pytest.mark.parametrize("command", [give("zoe"), withdraw("zoe")], ids=lambda one: type(one).__name__)
def test_only_people_of_the_seance_choose(command: Command) -> None:
    assert refusal(Table(), command) == "unknown_person"
    assert refusal(Table(started=False), command) == "not_prepared"


def test_a_late_arrival_pauses_listening_until_that_person_has_chosen() -> None:
    table = Table()
    noe = Person(id="noe", name="Noé", role=Role.CONSULTANT)
    assert table.do(AddPerson(name="  Noé ")) == (
        PersonArrived(person=noe),
        ListeningChanged(listening=False),
    )
    assert table.session.roster.get("noe") == noe
    assert table.do(give("noe"))[-1] == ListeningChanged(listening=True)


def test_an_id_is_nobody_elses() -> None:
    table = Table()
    table.do(AddPerson(name="Karim B."))
    table.do(AddPerson(name="Karim-B"))
    table.do(AddPerson(name="…"))
    assert [person.id for person in table.session.roster][-3:] == ["karim-b", "karim-b-2", "personne"]


def test_a_late_name_is_checked_as_any_other() -> None:
    table = Table()
    assert refusal(table, AddPerson(name=" \x00 ")) == "no_name"
    assert refusal(table, AddPerson(name="k" * 61)) == "long_name"
    told = refused(table, AddPerson(name="karim"))
    assert (told.code, told.field) == ("same_name", "name")
    for number in range(MOST_PEOPLE - len(PEOPLE)):
        table.do(AddPerson(name=f"Tardif {number}"))
    assert refusal(table, AddPerson(name="Un de trop")) == "full"


def test_preparing_again_keeps_the_choices_of_whoever_is_still_there() -> None:
    table = prepared()
    table.agree()
    table.do(EnrolVoice(person="karim"))
    table.happen(VoiceEnrolled(person="karim", start=0, end=9, speech=8))
    others = tuple(p for p in PEOPLE if p.id != "karim")
    renamed = (*others, Person(id="karim", name="Quelqu'un d'autre", role=Role.CONSULTANT))
    events = table.do(preparing(renamed))
    assert events[0] == VoiceForgotten(person="karim")
    assert events[-1] == ListeningChanged(listening=False)
    assert table.session.consented("lea", Consent.HEARING)
    assert not table.session.consented("karim", Consent.HEARING), "the id is the same, the person is not"


def test_four_answers_are_one_command_with_the_effects_of_each() -> None:
    table = prepared()
    chosen = ChoicesMade(person="karim")
    yes = MakeChoices(person="karim", consents=(Consent.HEARING, Consent.NOTES))
    assert table.do(yes) == (
        ConsentGiven(person="karim", consent=Consent.HEARING),
        ConsentGiven(person="karim", consent=Consent.NOTES),
        chosen,
    )
    assert table.do(yes) == (chosen,), "the same answers again: they were given again"
    table.agree()
    no = table.do(MakeChoices(person="karim", consents=(Consent.VOICEPRINT,)))
    assert ConsentWithdrawn(person="karim", consent=Consent.HEARING) in no
    assert no[-2:] == (chosen, ListeningChanged(listening=False))
    assert table.session.consented("karim", Consent.VOICEPRINT)


def test_somebody_who_says_no_to_everything_has_chosen() -> None:
    table = prepared()
    assert table.do(MakeChoices(person="lea", consents=())) == (ChoicesMade(person="lea"),)
    assert table.session.chosen == {"lea"}
    table.do(preparing(tuple(p for p in PEOPLE if p.id != "lea")))
    table.do(preparing())
    assert table.session.chosen == frozenset(), "whoever comes back chooses again"
    assert refusal(table, MakeChoices(person="nobody", consents=())) == "unknown_person"
