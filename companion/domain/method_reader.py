"""A ``Method`` from plain data (what a TOML file holds), checked once; errors say what is wrong."""

from collections.abc import Mapping, Sequence
from math import isclose, isfinite
from typing import Any

from companion.domain.errors import BadMethod
from companion.domain.method import TURN_RULES, Due, FloorRule, Method, Step, Texts, WordingRule
from companion.domain.people import Role
from companion.domain.wording.rules import RULES

__all__ = ["method_from_plain"]

FLOOR_KINDS = ("intrusion", "debate")
_METHOD_KEYS = {"id", "name", "group", "default_preset", "presets", "tolerated", "rules", "steps"} | {
    "turns",
    "wording",
}
_RULE_KEYS = {"kind", "watched", "after"}
_WORDING_KEYS = {"steps", "roles", "due", "tell"}
_STEP_KEYS = {"id", "name", "aim", "rule", "script", "holders", "marks", "floor", "needs_contract"}


def method_from_plain(data: Mapping[str, Any]) -> Method:
    """The method that the data describe. Raises BadMethod for anything unknown or inconsistent."""
    try:
        return _method(data)
    except KeyError as missing:
        raise _bad(f"il manque « {missing.args[0]} »") from None
    except (TypeError, ValueError, AttributeError):
        raise _bad("une valeur n'a pas la forme attendue") from None


def _bad(what: str) -> BadMethod:
    return BadMethod("bad_method", f"Fichier de méthode inutilisable : {what}.")


def _method(data: Mapping[str, Any]) -> Method:
    _known(data, _METHOD_KEYS, "la méthode")
    tolerated = tuple(_text(word, "tolerated") for word in data.get("tolerated", ()))
    rules = {name: _rule(name, rule, tolerated) for name, rule in data.get("rules", {}).items()}
    steps = tuple(_step(step, rules) for step in data["steps"])
    fewest, most = data.get("group", (4, 8))
    presets = {int(total): _preset(int(total), minutes, steps) for total, minutes in data["presets"].items()}
    ids = [step.id for step in steps]
    if not steps or len(set(ids)) != len(ids):
        raise _bad("chaque étape doit avoir un identifiant à elle, et il en faut au moins une")
    if data["default_preset"] not in presets:
        raise _bad(f"la durée par défaut ({data['default_preset']}) n'est pas dans « presets »")
    return Method(
        id=_text(data["id"], "id"),
        name=_texts(data["name"], "name"),
        steps=steps,
        presets=presets,
        default_preset=data["default_preset"],
        group=(int(fewest), int(most)),
        turns={name: _turns(name, value, ids) for name, value in data.get("turns", {}).items()},
        wording=tuple(_wording(name, rule, ids) for name, rule in data.get("wording", {}).items()),
    )


def _known(data: Mapping[str, Any], keys: set[str], where: str) -> None:
    if unknown := set(data) - keys:
        raise _bad(f"« {min(unknown)} » est inconnu dans {where}")


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _bad(f"« {key} » doit être un texte")
    return value.strip()


def _texts(value: Mapping[str, Any], key: str) -> Texts:
    if "fr" not in value:
        raise _bad(f"« {key} » n'a pas de texte français (fr)")
    return {language: _text(text, key) for language, text in value.items()}


def _roles(values: Any, key: str) -> tuple[Role, ...]:
    known = {role.value for role in Role}
    if unknown := [value for value in values if value not in known]:
        raise _bad(f"« {unknown[0]} » n'est pas un rôle ({key}) ; rôles : {', '.join(sorted(known))}")
    return tuple(Role(value) for value in values)


def _rule(name: str, data: Mapping[str, Any], tolerated: tuple[str, ...]) -> FloorRule:
    _known(data, _RULE_KEYS, f"la règle « {name} »")
    watched = _roles(data["watched"], "watched")
    if data["kind"] not in FLOOR_KINDS:
        raise _bad(f"la règle « {name} » doit être de genre {' ou '.join(FLOOR_KINDS)}")
    if Role.FACILITATOR in watched:
        raise _bad(f"la règle « {name} » surveille l'animateur, qui a toujours la parole")
    return FloorRule(
        kind=data["kind"], watched=watched, after=_positive(data["after"], "after"), tolerated=tolerated
    )


def _turns(name: str, value: Sequence[str], steps: Sequence[str]) -> tuple[str, ...]:
    where = f"la règle de parole « {name} »"
    if name not in TURN_RULES:
        raise _bad(f"{where} n'existe pas ; règles connues : {', '.join(TURN_RULES)}")
    if unknown := [step for step in value if step not in steps]:
        raise _bad(f"{where} nomme une étape inconnue, « {unknown[0]} »")
    return tuple(value)


def _wording(name: str, data: Mapping[str, Any], steps: Sequence[str]) -> WordingRule:
    where = f"la règle de langage « {name} »"
    _known(data, _WORDING_KEYS, where)
    if name not in RULES:
        raise _bad(f"{where} n'existe pas ; règles connues : {', '.join(RULES)}")
    if unknown := [step for step in data.get("steps", ()) if step not in steps]:
        raise _bad(f"{where} nomme une étape inconnue, « {unknown[0]} »")
    if data["due"] not in list(Due):
        raise _bad(f"« due » est {', '.join(Due)} dans {where}")
    roles = _roles(data["roles"], "roles")
    if Role.FACILITATOR in roles:
        raise _bad(f"{where} écoute l'animateur, qui a toujours la parole")
    return WordingRule(
        id=name,
        steps=tuple(data.get("steps", ())),
        roles=roles,
        due=Due(data["due"]),
        tell=_texts(data["tell"], "tell"),
    )


def _step(data: Mapping[str, Any], rules: Mapping[str, FloorRule]) -> Step:
    where = f"l'étape « {data['id']} »"
    _known(data, _STEP_KEYS, where)
    floor = data.get("floor")
    if floor is not None and floor not in rules:
        raise _bad(f"{where} suit une règle inconnue, « {floor} »")
    if not isinstance(data.get("needs_contract", False), bool):
        raise _bad(f"« needs_contract » est vrai ou faux dans {where}")
    return Step(
        id=_text(data["id"], "id"),
        name=_texts(data["name"], "name"),
        aim=_texts(data["aim"], "aim"),
        rule=_texts(data["rule"], "rule"),
        script=_texts(data["script"], "script"),
        holders=_roles(data["holders"], "holders"),
        marks=tuple(_positive(mark, "marks") for mark in data.get("marks", ())),
        floor=rules[floor] if floor is not None else None,
        needs_contract=data.get("needs_contract", False),
    )


def _positive(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value <= 0:
        raise _bad(f"« {key} » doit être un nombre plus grand que zéro")
    return float(value)


def _preset(total: int, minutes: Any, steps: tuple[Step, ...]) -> tuple[float, ...]:
    values = tuple(_positive(value, "presets") for value in minutes)
    if len(values) != len(steps):
        raise _bad(f"la durée {total} donne {len(values)} nombres pour {len(steps)} étapes")
    if not isclose(sum(values), total):
        raise _bad(f"les minutes de la durée {total} font {sum(values):g}")
    return values
