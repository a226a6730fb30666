"""A method from plain data: what is wrong is said, with the word that is wrong."""

from copy import deepcopy
from typing import Any

import pytest

from companion.domain.errors import BadMethod
from companion.domain.method import Due
from companion.domain.method_reader import method_from_plain
from companion.domain.people import Role

TEXTS = {"fr": "Un texte"}
STEP = {
    "id": "parole",
    "name": TEXTS,
    "aim": TEXTS,
    "rule": TEXTS,
    "script": TEXTS,
    "holders": ["client"],
    "marks": [60],
    "floor": "silence",
}
METHOD: dict[str, Any] = {
    "id": "essai",
    "name": TEXTS,
    "default_preset": 10,
    "tolerated": ["mmh"],
    "presets": {"10": [4, 6]},
    "rules": {"silence": {"kind": "intrusion", "watched": ["consultant"], "after": 1.2}},
    "wording": {
        "Q2-CONSEIL": {"steps": ["suite"], "roles": ["consultant"], "due": "now", "tell": TEXTS},
    },
    "steps": [STEP, {**STEP, "id": "suite", "needs_contract": True}],
}


def with_change(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    data = deepcopy(METHOD)
    here: Any = data
    for key in path[:-1]:
        here = here[key]
    if value is None:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return data


def test_a_whole_method_is_read() -> None:
    method = method_from_plain(METHOD)
    step = method.step("parole")
    assert method.presets == {10: (4.0, 6.0)}
    assert step.holders == (Role.CLIENT,)
    assert step.floor is not None
    assert (step.floor.kind, step.floor.after, step.floor.tolerated) == ("intrusion", 1.2, ("mmh",))
    assert [s.needs_contract for s in method.steps] == [False, True]
    (rule,) = method.wording
    assert (rule.id, rule.due, rule.tell) == ("Q2-CONSEIL", Due.NOW, TEXTS)
    assert rule.listens("suite", Role.CONSULTANT)
    assert not rule.listens("parole", Role.CONSULTANT)
    assert not rule.listens("suite", Role.CLIENT)
    assert not rule.listens(None, Role.CONSULTANT)


def test_a_rule_of_wording_without_steps_listens_in_all() -> None:
    (rule,) = method_from_plain(with_change(("wording", "Q2-CONSEIL", "steps"), None)).wording
    assert [rule.listens(step, Role.CONSULTANT) for step in ("parole", "suite")] == [True, True]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("colour",), "red", "colour"),
        (("wording", "Q2-HUMEUR"), {}, "Q2-HUMEUR"),
        (("wording", "Q2-CONSEIL", "steps"), ["ailleurs"], "ailleurs"),
        (("wording", "Q2-CONSEIL", "due"), "later", "due"),
        (("wording", "Q2-CONSEIL", "roles"), ["facilitator"], "animateur"),
        (("wording", "Q2-CONSEIL", "tell"), {"en": "x"}, "français"),
        (("wording", "Q2-CONSEIL", "colour"), "red", "colour"),
        (("steps", 0, "colour"), "red", "parole"),
        (("rules", "silence", "colour"), "red", "silence"),
        (("id",), None, "id"),
        (("id",), "", "id"),
        (("name",), {"en": "No French"}, "fr"),
        (("name",), "Un texte", "français"),
        (("steps", 0, "aim"), None, "aim"),
        (("steps", 1, "id"), "parole", "identifiant"),
        (("steps",), [], "0 étapes"),
        (("steps", 0, "holders"), ["chef"], "chef"),
        (("steps", 0, "marks"), [-60], "marks"),
        (("steps", 0, "floor"), "bruit", "bruit"),
        (("steps", 0, "needs_contract"), "oui", "needs_contract"),
        (("rules", "silence", "kind"), "reproche", "silence"),
        (("rules", "silence", "watched"), ["facilitator"], "animateur"),
        (("rules", "silence", "after"), 0, "after"),
        (("presets", "10"), [4, 5], "font 9"),
        (("presets", "10"), [4, 5, 1], "3 nombres"),
        (("presets", "10"), [10, 0], "presets"),
        (("presets",), {"dix": [4, 6]}, "forme"),
        (("default_preset",), 20, "20"),
        (("steps",), 3, "forme"),
    ],
)
def test_what_is_wrong_is_said(path: tuple[Any, ...], value: Any, said: str) -> None:
    with pytest.raises(BadMethod) as caught:
        method_from_plain(with_change(path, value))
    assert said in caught.value.message
    assert "\n" not in caught.value.message
