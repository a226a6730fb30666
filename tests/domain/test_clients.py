"""The client is chosen in the room, may give way before the contract, and owns the demand."""

import pytest

from companion.adapters.methods import load_method
from companion.domain.messages import (
    AddPerson,
    AgreeContract,
    ChooseClient,
    ClientChosen,
    ClientSwapped,
    ContractHidden,
    ContractProposed,
    ContractShown,
    ExtendStep,
    NextStep,
    Pause,
    PreviousStep,
    ProposeContract,
    ShowContract,
    SpokeOutOfTurn,
    StartSession,
    StepEnded,
    StepStarted,
    SwapClient,
)
from companion.domain.people import Role, Topic
from tests.domain.refusing import refusal
from tests.domain.table import PEOPLE, Table, preparing


def without_client() -> Table:
    table = Table(started=False)
    people = tuple(p for p in PEOPLE if p.role is not Role.CLIENT)
    table.do(preparing(people))
    table.agree()
    table.do(StartSession())
    return table


def exposed() -> Table:
    """The client has spoken for a minute of eight."""
    table = Table()
    table.now = 100
    table.do(NextStep())
    table.now = 160
    return table


def proposed(table: Table, *, agreed: bool = True) -> Table:
    table.do(ProposeContract(text="Comment tenir bon ?", type="idées"))
    if agreed:
        table.do(AgreeContract())
    return table


def client(table: Table) -> str | None:
    found = table.session.roster.client()
    return found.id if found else None


def test_a_client_is_chosen_in_the_room() -> None:
    table = without_client()
    assert client(table) is None
    chosen = ChooseClient(person="lea", topic=Topic.PROJECT)
    assert table.do(chosen) == (ClientChosen(person="lea", topic=Topic.PROJECT),)
    assert client(table) == "lea"
    assert table.session.prepared and table.session.prepared.topic is Topic.PROJECT
    assert table.do(chosen) == (), "said twice"


def test_another_choice_makes_the_former_client_a_consultant_again() -> None:
    table = Table()
    table.do(ChooseClient(person="lea"))
    assert client(table) == "lea"
    assert table.session.roster.role_of("claire") is Role.CONSULTANT


def test_a_client_may_be_chosen_during_the_expose_but_not_changed() -> None:
    table = without_client()
    table.do(NextStep())
    table.do(ChooseClient(person="lea"))
    assert refusal(table, ChooseClient(person="karim")) == "exposed"
    table.do(ChooseClient(person="lea", topic=Topic.PROBLEM))


def test_nobody_is_chosen_who_cannot_be_nor_when_it_is_settled() -> None:
    table = Table()
    assert refusal(table, ChooseClient(person="sophie")) == "facilitator"
    assert refusal(table, ChooseClient(person="zoe")) == "unknown_person"
    assert refusal(Table(started=False), ChooseClient(person="lea")) == "not_prepared"
    assert refusal(proposed(table), ChooseClient(person="lea")) == "agreed"


def test_a_demand_goes_with_its_client() -> None:
    table = proposed(Table(), agreed=False)
    table.do(ChooseClient(person="claire", topic=Topic.PROJECT))
    assert table.session.contract is not None
    table.do(ChooseClient(person="lea"))
    assert table.session.contract is None


def test_a_swap_closes_the_step_and_begins_the_expose_anew_with_its_whole_time() -> None:
    table = exposed()
    table.do(ExtendStep(minutes=5))
    table.do(NextStep())
    table.now = 200
    proposed(table, agreed=False)
    assert table.do(SwapClient(person="lea", topic=Topic.PREOCCUPATION)) == (
        StepEnded(step="clarification", lasted=40.0),
        ClientSwapped(person="lea", topic=Topic.PREOCCUPATION, since=100.0),
        StepStarted(step="expose", ends_at=200 + 480),
    )
    assert client(table) == "lea"
    assert table.session.contract is None
    table.do(NextStep())
    assert table.session.step and table.session.step.planned == 1200, "and so have the steps after it"


def test_a_swap_goes_back_to_the_first_expose_of_several_visits() -> None:
    table = exposed()
    table.do(NextStep())
    table.do(PreviousStep())
    table.now = 170
    (_, swapped, _) = table.do(SwapClient(person="lea"))
    assert swapped == ClientSwapped(person="lea", topic=Topic.OPEN, since=100.0)
    table.now = 180
    (_, again, _) = table.do(SwapClient(person="karim"))
    assert again == ClientSwapped(person="karim", topic=Topic.OPEN, since=170.0)


def test_what_was_said_since_the_first_expose_is_heard_no_more() -> None:
    table = exposed()
    early = SpokeOutOfTurn(
        person="lea", step="accueil", start=50, end=52, raised_at=52, rule="intrusion", utterance="u1"
    )
    late = SpokeOutOfTurn(
        person="lea", step="expose", start=150, end=152, raised_at=152, rule="intrusion", utterance="u2"
    )
    table.happen(early, late)
    table.do(SwapClient(person="lea"))
    assert [table.session.hears(t) for t in (99, 100, 159, 160)] == [True, False, False, True]
    assert list(table.session.cues.values()) == [early]


def test_a_swap_is_refused_when_there_is_nothing_to_erase_or_too_late() -> None:
    assert refusal(Table(), SwapClient(person="lea")) == "not_exposed"
    table = exposed()
    assert refusal(table, SwapClient(person="claire")) == "same_client"
    assert refusal(table, SwapClient(person="sophie")) == "facilitator"
    table.do(Pause())
    assert refusal(table, SwapClient(person="lea")) == "paused"
    assert refusal(proposed(exposed()), SwapClient(person="lea")) == "agreed"


def test_somebody_who_came_late_may_be_the_client() -> None:
    table = exposed()
    table.do(AddPerson(name="Noé"))
    table.do(SwapClient(person="noe"))
    assert client(table) == "noe"


def test_only_an_agreed_contract_is_shown_until_it_is_proposed_again() -> None:
    table = Table()
    assert refusal(table, ShowContract(on=True)) == "not_agreed"
    assert table.do(ShowContract(on=False)) == ()
    assert refusal(proposed(table, agreed=False), ShowContract(on=True)) == "not_agreed"
    table.do(AgreeContract())
    assert table.do(ShowContract(on=True)) == (ContractShown(text="Comment tenir bon ?"),)
    assert table.do(ShowContract(on=True)) == ()
    other = ProposeContract(text="Autre chose", type="idées")
    assert table.do(other) == (ContractHidden(), ContractProposed(text="Autre chose", type="idées"))
    table.do(AgreeContract())
    table.do(ShowContract(on=True))
    assert table.do(ShowContract(on=False)) == (ContractHidden(),)


def test_a_contract_is_a_sentence_or_two() -> None:
    assert refusal(Table(), ProposeContract(text="mot " * 200, type="idées")) == "long_contract"


@pytest.mark.parametrize(
    ("method", "step"), [("codev", "expose"), ("action-learning", "presentation"), ("troika", "partage")]
)
def test_every_method_knows_the_step_in_which_the_client_presents(method: str, step: str) -> None:
    found = load_method(method)
    assert found.steps[found.exposition].id == step
