"""The client of the round: who it is, and the demand that the group agrees on."""

from companion.domain.messages import (
    AgreeContract,
    ChooseClient,
    ClientChosen,
    ClientSwapped,
    ContractAgreed,
    ContractHidden,
    ContractProposed,
    ContractShown,
    Event,
    ProposeContract,
    ShowContract,
    SwapClient,
)
from companion.domain.moment import Moment
from companion.domain.people import Consent, Person, Role
from companion.domain.refusal import Refusal

__all__ = ["agree", "choose", "propose", "show", "swap"]

LONGEST_CONTRACT = 600
"""Characters: a demand is a sentence or two."""


def choose(at: Moment, command: ChooseClient) -> tuple[Event, ...]:
    """Somebody is the client; whoever was it is a consultant again."""
    at.prepared()
    chosen = _possible_client(at, command.person)
    client, prepared = at.session.roster.client(), at.session.prepared
    if prepared and client == chosen and prepared.topic is command.topic:
        return ()
    _before_contract(at)
    if client is not None and client != chosen and _first_exposition(at) is not None:
        raise Refusal(
            "exposed",
            "{name} a déjà commencé son exposé : changez de client, son exposé sera effacé.",
            name=client.name,
        )
    return (ClientChosen(person=chosen.id, topic=command.topic),)


def swap(at: Moment, command: SwapClient) -> tuple[Event, ...]:
    """Another client: the first exposé is erased, and the exposé begins anew with its whole time."""
    step = at.running_step()
    chosen = _possible_client(at, command.person)
    _before_contract(at)
    if chosen.role is Role.CLIENT:
        raise Refusal("same_client", "{name} est déjà le client de ce tour.", "person", name=chosen.name)
    since = _first_exposition(at)
    if since is None:
        raise Refusal(
            "not_exposed", "L'exposé n'a pas commencé, il n'y a rien à effacer : choisissez le client."
        )
    return (
        at.closing(step),
        ClientSwapped(person=chosen.id, topic=command.topic, since=since),
        at.opening(at.method.exposition, anew=True),
    )


def propose(at: Moment, command: ProposeContract) -> tuple[Event, ...]:
    """The demand is written down; one that everybody had agreed to is no more."""
    at.open_step()
    text, kind = command.text.strip(), command.type.strip()
    client = at.session.roster.client()
    if client and not at.session.consented(client.id, Consent.NOTES):
        if text:
            raise Refusal(
                "no_notes",
                "{name} n'a pas accepté que ses paroles soient notées : laissez la phrase vide, "
                "seul le type de consultation est gardé.",
                "text",
                name=client.name,
            )
    elif not text:
        raise Refusal(
            "empty_contract", "Le contrat est vide : écrivez la demande du client dans ses mots.", "text"
        )
    if len(text) > LONGEST_CONTRACT:
        raise Refusal(
            "long_contract",
            "La demande tient en une phrase ou deux : {most} caractères au plus.",
            "text",
            most=LONGEST_CONTRACT,
        )
    if not kind:
        raise Refusal("no_type", "Précisez le type de consultation que demande le client.", "type")
    return (*_hidden(at), ContractProposed(text=text, type=kind))


def agree(at: Moment, _: AgreeContract) -> tuple[Event, ...]:
    """Everybody agrees."""
    at.open_step()
    if at.session.contract is None:
        raise Refusal("no_contract", "Aucun contrat n'est proposé : écrivez d'abord la demande du client.")
    if at.session.contract.agreed:
        raise Refusal("already_agreed", "Ce contrat est déjà accepté.")
    return (ContractAgreed(),)


def show(at: Moment, command: ShowContract) -> tuple[Event, ...]:
    """The agreed contract on the table's page, or not."""
    at.prepared()
    contract = at.session.contract
    if not command.on:
        return _hidden(at)
    if contract is None or not contract.agreed:
        raise Refusal("not_agreed", "Le contrat ne s'affiche qu'une fois accepté par tous.")
    if not contract.text:
        raise Refusal("not_noted", "La phrase du client n'est pas notée : il n'y a rien à afficher.")
    return () if contract.shown else (ContractShown(text=contract.text),)


def _hidden(at: Moment) -> tuple[Event, ...]:
    contract = at.session.contract
    return (ContractHidden(),) if contract and contract.shown else ()


def _possible_client(at: Moment, person: str) -> Person:
    at.prepared()
    chosen = at.person(person)
    if chosen.role is Role.FACILITATOR:
        raise Refusal(
            "facilitator",
            "L'animateur n'est pas le client : confiez d'abord l'animation à quelqu'un d'autre.",
            "person",
        )
    return chosen


def _before_contract(at: Moment) -> None:
    if at.session.contract_agreed:
        raise Refusal(
            "agreed", "Le contrat est accepté : pour un autre client, terminez et ouvrez un nouveau tour."
        )


def _first_exposition(at: Moment) -> float | None:
    """When the client's exposé was first opened, if it was."""
    exposition, step = at.method.steps[at.method.exposition].id, at.session.step
    visits = (visit.started_at for visit in at.session.visits if visit.step == exposition)
    return next(visits, step.started_at if step and step.id == exposition else None)
