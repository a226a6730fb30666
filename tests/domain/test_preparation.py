"""What a séance can be prepared with, and what the facilitator is told without being stopped."""

import pytest

from companion.domain.language import spoken
from companion.domain.messages import (
    AgreeContract,
    NextStep,
    PrepareSession,
    ProposeContract,
    SessionPrepared,
    Sounds,
    StartSession,
)
from companion.domain.notices import notices
from companion.domain.people import Person, Role, Topic
from companion.domain.preparation import prepare, problems
from companion.domain.refusal import Refusal
from tests.domain.table import CODEV, PEOPLE, Table, preparing


def person(name: str, role: Role = Role.CONSULTANT, *, key: str | None = None) -> Person:
    return Person(id=name.casefold() if key is None else key, name=name, role=role)


def codes(command: PrepareSession) -> set[str]:
    table = Table(started=False)
    table.do(command)
    return {notice.code for notice in notices(table.session, CODEV)}


@pytest.mark.parametrize("preset", [60, 75, 90, 120])
def test_every_preset_gives_each_step_its_minutes(preset: int) -> None:
    prepared = prepare(preparing(preset=preset), CODEV)
    assert isinstance(prepared, SessionPrepared)
    assert [step for step, _ in prepared.minutes] == [step.id for step in CODEV.steps]
    assert sum(minutes for _, minutes in prepared.minutes) == preset


def test_ninety_minutes_unless_said_and_single_steps_may_differ() -> None:
    minutes = dict(prepare(preparing(minutes=(("expose", 12.0),)), CODEV).minutes)
    assert minutes["accueil"] == 10
    assert minutes["expose"] == 12


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (preparing(method="troika"), "other_method"),
        (preparing(title="  "), "no_title"),
        (preparing(language="de"), "bad_language"),
        (preparing(()), "nobody"),
        (preparing((*PEOPLE, person("", key="x"))), "no_name"),
        (preparing((*PEOPLE, person("Zoé", key=" "))), "bad_id"),
        (preparing((*PEOPLE, person("Zoé", key="karim"))), "same_id"),
        (preparing((*PEOPLE, person(" karim", key="karim2"))), "same_name"),
        (preparing((*PEOPLE, person("Zoé", Role.CLIENT))), "two_clients"),
        (preparing((*PEOPLE, person("Zoé", Role.FACILITATOR))), "two_facilitators"),
        (preparing(preset=80), "bad_preset"),
        (preparing(minutes=(("pause", 5.0),)), "unknown_step"),
        (preparing(minutes=(("expose", 0.0),)), "bad_step_minutes"),
        (preparing(minutes=(("expose", -1.0),)), "bad_step_minutes"),
        (preparing(minutes=(("expose", float("nan")),)), "bad_step_minutes"),
        (preparing(minutes=(("expose", 5.0), ("expose", 6.0))), "same_step"),
    ],
)
def test_what_cannot_be_held_is_refused(command: PrepareSession, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        prepare(command, CODEV)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (preparing(title="t" * 121), "long_title", "title"),
        (preparing(title="\x00\u202e"), "no_title", "title"),
        (preparing(language="fr CA"), "bad_language", "language"),
        (preparing(language="de-CA"), "bad_language", "language"),
        (preparing((*PEOPLE, person("n" * 10_000, key="x"))), "long_name", "people.5.name"),
        (preparing((*PEOPLE, person(" ka\u200brim", key="x"))), "same_name", "people.5.name"),
        (preparing((*PEOPLE, person("Zoé", Role.CLIENT))), "two_clients", "people.5.role"),
        (preparing(tuple(person(f"P{n}") for n in range(13))), "too_many", "people"),
        (preparing(minutes=(("expose", 181.0),)), "bad_step_minutes", "minutes.expose"),
        (preparing(preset=80), "bad_preset", "preset"),
        (preparing(round=0), "bad_round", None),
    ],
)
def test_a_problem_names_the_field_that_it_is_about(
    command: PrepareSession, code: str, field: str | None
) -> None:
    assert [(found.code, found.field) for found in problems(command, CODEV)] == [(code, field)]


def test_every_problem_is_told_at_once() -> None:
    people = (person("", key="a"), person("Zoé", Role.CLIENT), person("Noé", Role.CLIENT))
    found = problems(preparing(people, title="", minutes=(("expose", 0.0),)), CODEV)
    assert [one.field for one in found] == ["title", "people.0.name", "people.2.role", "minutes.expose"]


def test_names_are_kept_without_what_nobody_meant_to_type() -> None:
    people = (person("  Élise\t<b>M.</b> \x07\u202e", key="elise"), person("Paul"))
    prepared = prepare(preparing(people, title=" Une \n équipe "), CODEV)
    assert [p.name for p in prepared.people] == ["Élise <b>M.</b>", "Paul"]
    assert prepared.title == "Une équipe"


@pytest.mark.parametrize("language", ["fr", "fr-x-tu", "fr-CA", "fr-CA-x-tu", "en"])
def test_a_language_may_say_its_region_and_its_address(language: str) -> None:
    assert prepare(preparing(language=language), CODEV).language == language
    assert spoken(language) == language[:2]


def test_how_time_is_told_and_who_sees_what_is_kept() -> None:
    changes = {"sounds": Sounds.CHIME, "captions": True, "shared_screen": True, "topic": Topic.PROJECT}
    prepared = prepare(preparing(round=2, follows="seance-1", **changes), CODEV)
    assert {name: getattr(prepared, name) for name in changes} == changes
    assert (prepared.round, prepared.follows) == (2, "seance-1")


def test_a_seance_without_a_facilitator_is_noticed_not_refused() -> None:
    assert "no_facilitator" in codes(preparing(tuple(p for p in PEOPLE if p.role is not Role.FACILITATOR)))


@pytest.mark.parametrize(("size", "noticed"), [(3, True), (4, False), (8, False), (9, True)])
def test_a_group_outside_four_to_eight_is_noticed_not_refused(size: int, noticed: bool) -> None:
    people = tuple(person(f"P{n}", Role.CLIENT if n == 0 else Role.CONSULTANT) for n in range(size))
    with_facilitator = (*people, person("Anne", Role.FACILITATOR))
    assert ("group_size" in codes(preparing(with_facilitator))) is noticed


def test_a_client_yet_to_be_chosen_is_noticed() -> None:
    assert "no_client" in codes(preparing(tuple(p for p in PEOPLE if p.role is not Role.CLIENT)))
    assert codes(preparing()) == set()


def test_less_than_the_shortest_preset_is_noticed() -> None:
    short = tuple((step.id, 6.0) for step in CODEV.steps)
    assert codes(preparing(minutes=short)) == {"short"}


def test_a_missing_contract_is_noticed_from_the_step_before_until_agreed() -> None:
    table = Table(started=False)
    assert notices(table.session, CODEV) == ()
    table.do(preparing())
    table.do(StartSession())
    noticed = {}
    for step in CODEV.steps:
        noticed[step.id] = [notice.code for notice in notices(table.session, CODEV)]
        if step is not CODEV.steps[-1]:
            table.do(NextStep())
    assert [step for step, found in noticed.items() if found == ["no_contract"]] == [
        "contrat",
        "consultation",
    ]
    table = Table()
    for _ in range(3):
        table.do(NextStep())
    table.do(ProposeContract(text="Aidez-moi", type="idées"))
    table.do(AgreeContract())
    assert notices(table.session, CODEV) == ()
