"""The methods that come with Companion."""

import pytest

from companion.adapters.methods import known_methods, load_method
from companion.domain.errors import BadMethod
from companion.domain.people import Role

CODEV = load_method("codev")


def test_three_methods_come_with_companion() -> None:
    assert known_methods() == ("action-learning", "codev", "troika")


@pytest.mark.parametrize("method_id", known_methods())
def test_a_method_is_whole_in_french_and_english(method_id: str) -> None:
    method = load_method(method_id)
    assert method.id == method_id
    for total, minutes in method.presets.items():
        assert sum(minutes) == total
        assert len(minutes) == len(method.steps)
    for step in method.steps:
        for texts in (step.name, step.aim, step.rule, step.script):
            assert set(texts) - {"fr-CA"} == {"fr", "en"}
        assert step.holders
        assert step.floor is None or Role.FACILITATOR not in step.floor.watched
        assert step.floor is None or not set(step.floor.watched) & set(step.holders)


def test_codev_has_its_seven_steps_and_its_presets() -> None:
    ids = ["accueil", "expose", "clarification", "contrat", "consultation", "synthese", "apprentissages"]
    assert [step.id for step in CODEV.steps] == ids
    assert dict(CODEV.presets) == {
        60: (5, 5, 12, 5, 18, 7, 8),
        75: (5, 8, 15, 6, 22, 9, 10),
        90: (10, 8, 20, 7, 25, 10, 10),
        120: (15, 10, 25, 10, 30, 15, 15),
    }
    assert CODEV.default_preset == 90


def test_codev_watches_consultants_in_expose_and_synthese_and_the_client_in_consultation() -> None:
    watched = {s.id: (s.floor.kind, s.floor.watched, s.floor.after) for s in CODEV.steps if s.floor}
    assert watched == {
        "expose": ("intrusion", (Role.CONSULTANT,), 1.2),
        "consultation": ("debate", (Role.CLIENT,), 4.0),
        "synthese": ("intrusion", (Role.CONSULTANT,), 1.2),
    }
    assert [step.id for step in CODEV.steps if step.needs_contract] == ["consultation"]


def test_the_rule_shown_to_the_table_fits_one_line() -> None:
    assert all(len(text) <= 80 for step in CODEV.steps for text in step.rule.values())


def test_an_unknown_method_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadMethod) as caught:
        load_method("../codev")
    assert "action-learning, codev, troika" in caught.value.message
