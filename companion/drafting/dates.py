"""Dates as French says them, counted from the day of the séance.

A rule is a pattern with its reckoning. The longest words that begin first win. « dans quinze jours » is 14
days; a week or a month without a day is its last working or calendar day, and that is an assumption; a day
of the week is the next one. What recurs (« le mardi », « tous les lundis », « les points du lundi ») is no
date. Words that name a moment without giving it (« à la rentrée ») are kept without a day.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from companion.drafting.calendar import DAYS, MONTHS
from companion.drafting.numbers import NUMBER, number

__all__ = ["DateWords", "dates_in"]

Reckoning = Callable[[re.Match[str], date], date | None]

_DAY = rf"(?P<day>(?:{'|'.join(DAYS)})(?=s?\b))s?"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|fevrier|aout|decembre)"
_YEAR = r"(?:\s+(?P<year>20\d\d))?"
_ANY_DAY = rf"(?:{'|'.join(DAYS)})"
_PART = r"(?:\s+(?:matin|midi|après-midi|apres-midi|soir|prochaine?s?))*"
_NUMBER = rf"(?P<number>{NUMBER})"
_BEFORE = (
    r"(?:(?:au plus tard|d['’]ici(?: à)?|avant|dès|des|pour|à partir de|à compter de|jusqu['’]à|jusqu['’]au"
    r"|courant|vers|après|en|à|au)\s+)?"
)
FRIDAY, SUNDAY = 4, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """``words`` from ``start`` to ``end`` in the text; ``day`` None when they give none."""

    words: str
    start: int
    end: int
    day: date | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    reckon: Reckoning
    assumed: bool = False


def dates_in(text: str, today: date | None) -> tuple[DateWords, ...]:
    """Every date said in the text, in order; without ``today`` none has a day."""
    found = sorted(_found(text, today), key=lambda d: (d.start, -d.end))
    kept: list[DateWords] = []
    for candidate in found:
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return tuple(kept)


def _found(text: str, today: date | None) -> Iterator[DateWords]:
    for rule in _RULES:
        for match in rule.pattern.finditer(text.replace("’", "'")):
            words = text[match.start() : match.end()].rstrip()
            try:
                day = rule.reckon(match, today) if today else None
            except (ValueError, OverflowError):  # the 31st of February, the year 12000
                day = None
            yield DateWords(
                words=words,
                start=match.start(),
                end=match.start() + len(words),
                day=day,
                assumed=rule.assumed and day is not None,
            )


def _in_days(days: int) -> Reckoning:
    return lambda _, today: today + timedelta(days=days)


def _weekday(match: re.Match[str], today: date) -> date:
    """The next one; « en huit » a week later, « de la semaine prochaine » in the week after this one."""
    wanted = DAYS.index(match["day"].lower())
    if match["week"]:
        return _end_of_week(today, 0) + timedelta(days=1 + wanted)
    later = {"huit": 7, "quinze": 14}.get((match["later"] or "").lower(), 0)
    return today + timedelta(days=((wanted - today.weekday() - 1) % 7) + 1 + later)


def _end_of_week(today: date, weeks: int, day: int = SUNDAY) -> date:
    return today + timedelta(days=day - today.weekday() + 7 * weeks)


def _friday(weeks: int) -> Reckoning:
    def reckon(_: re.Match[str], today: date) -> date:
        friday = _end_of_week(today, weeks, FRIDAY)
        return friday if friday >= today else friday + timedelta(days=7)

    return reckon


def _sunday(weeks: int) -> Reckoning:
    return lambda _, today: _end_of_week(today, weeks)


def _end_of_month(months: int) -> Reckoning:
    return lambda _, today: _last_of(*divmod(today.year * 12 + today.month - 1 + months, 12))


def _last_of(year: int, month0: int) -> date:
    return date(year, month0 + 1, monthrange(year, month0 + 1)[1])


def _month_index(match: re.Match[str]) -> int:
    bare = match["month"].lower().translate(str.maketrans("éû", "eu"))
    return next(i for i, month in enumerate(MONTHS) if month.translate(str.maketrans("éû", "eu")) == bare)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    """The next such day: a month that is past means next year."""
    day, month = number(match["number"]), _month_index(match) + 1
    if day is None:
        return None
    if match["year"]:
        return date(int(match["year"]), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _day_alone(match: re.Match[str], today: date) -> date | None:
    day = number(match["number"])
    if day is None or not 1 <= day <= 31:
        return None
    first = today.replace(day=1) if day > today.day else _last_of(*_next_month(today)).replace(day=1)
    return first.replace(day=day)


def _next_month(today: date) -> tuple[int, int]:
    return divmod(today.year * 12 + today.month, 12)


def _month(match: re.Match[str], today: date) -> date | None:
    """The last day of that month; « avant mars » is the last day before it, « mi-mars » the 15th."""
    month0 = _month_index(match)
    year = int(match["year"]) if match["year"] else today.year + (month0 + 1 < today.month)
    how = (match["how"] or "").lower()
    if "début" in how:
        return None
    if "mi" in how:
        return date(year, month0 + 1, 15)
    last = _last_of(year, month0)
    if how == "avant":
        return last.replace(day=1) - timedelta(days=1)
    return last


def _in(match: re.Match[str], today: date) -> date | None:
    """« dans N jours »; eight days are a week and fifteen are two, as French counts them."""
    count = number(match["number"])
    if count is None:
        return None
    unit = (match["unit"] or "jours").lower()
    if unit.startswith("jour"):
        return today + timedelta(days={8: 7, 15: 14}.get(count, count))
    if unit.startswith("semaine"):
        return today + timedelta(weeks=count)
    year, month0 = divmod(
        today.year * 12 + today.month - 1 + count * (12 if unit.startswith("an") else 1), 12
    )
    return date(year, month0 + 1, min(today.day, monthrange(year, month0 + 1)[1]))


def _fixed(month: int, day: int) -> Reckoning:
    def reckon(_: re.Match[str], today: date) -> date:
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)

    return reckon


def _unsaid(_: re.Match[str], __: date) -> None:
    return None


def _rule(pattern: str, reckon: Reckoning, *, assumed: bool = False) -> _Rule:
    return _Rule(re.compile(rf"(?<![\w'-]){pattern}(?!\w)", re.IGNORECASE), reckon, assumed)


# « Le mardi », « les mardis », « du mardi », « chaque mardi » recur; « le mardi 12 » and « de mardi » do not.
_ONCE = r"(?<!\bdu )(?<!\ble )(?<!\bles )(?<!\bchaque )(?<!\bau )"
_THE = r"(?:la |le |l')?"
_AFTER_A_DAY = "au|je|on|nous|pour|avec|chez|du mois"
_END = rf"{_BEFORE}(?:à |en )?{_THE}fin"
_NAMED = (
    r"(?:rentrée|vacances|été|automne|hiver|printemps|audit|récolte|inventaire|congés|fêtes|retour"
    r"|prochaine? (?:séance|réunion|rencontre|comité|conseil|cours|fois|point))"
)

_RULES = (
    _rule(rf"{_BEFORE}après-demain{_PART}", _in_days(2)),
    _rule(rf"{_BEFORE}demain{_PART}", _in_days(1)),
    _rule(rf"{_BEFORE}(?:aujourd'hui|ce soir|cet après-midi|ce midi|tantôt)", _in_days(0)),
    _rule(r"(?:tout de suite|dès maintenant|immédiatement)", _in_days(0), assumed=True),
    _rule(
        rf"{_BEFORE}(?:ce )?{_ONCE}{_DAY}(?:(?<!s)|(?= prochain)){_PART}"
        r"(?:\s+(?:qui vient|en (?P<later>huit|quinze)|(?P<week>de la semaine (?:prochaine|qui vient))))?",
        _weekday,
    ),
    _rule(rf"{_BEFORE}(?:(?:le |ce )?{_ANY_DAY} )?(?:le )?{_NUMBER}\s+{_MONTH}{_YEAR}", _day_of_month),
    _rule(rf"{_BEFORE}le {_NUMBER}(?=\s*(?:[.,;!?]|$)| (?:{_AFTER_A_DAY})(?!\w)| j')", _day_alone),
    _rule(
        rf"(?P<how>(?:d'ici(?: à)?|pour|à|en|avant|au plus tard|courant|vers)?\s*"
        rf"(?:(?:à |en )?{_THE}fin(?: du mois)? (?:de |d')?"
        rf"|(?:le |au )?début (?:de |d')?|(?:la )?mi[- ]))(?:mois de |mois d')?{_MONTH}{_YEAR}",
        _month,
    ),
    _rule(rf"(?P<how>avant|d'ici|en|pour|courant|au mois de) (?:à )?{_MONTH}{_YEAR}", _month, assumed=True),
    _rule(rf"{_END} (?:du|de ce) mois(?:-ci)?(?! prochain)", _end_of_month(0)),
    _rule(rf"{_END} (?:du mois prochain|de mois prochain)", _end_of_month(1)),
    _rule(rf"{_BEFORE}(?:ce mois-ci|ce mois|dans le mois)", _end_of_month(0), assumed=True),
    _rule(rf"{_BEFORE}(?:le mois prochain|le mois qui vient)", _end_of_month(1), assumed=True),
    _rule(rf"{_END} de (?:la|cette) semaine(?! prochaine)", _friday(0), assumed=True),
    _rule(rf"{_END} de la semaine prochaine", _friday(1), assumed=True),
    _rule(rf"{_BEFORE}(?:cette semaine|dans la semaine)", _friday(0), assumed=True),
    _rule(rf"{_BEFORE}(?:dans )?(?:la semaine prochaine|la semaine qui vient)", _friday(1), assumed=True),
    _rule(rf"{_BEFORE}(?:ce week-?end|cette fin de semaine|en fin de semaine)", _sunday(0), assumed=True),
    _rule(rf"{_BEFORE}(?:le week-?end prochain|la fin de semaine prochaine)", _sunday(1), assumed=True),
    _rule(rf"{_END} (?:de l'année|d'année)", _fixed(12, 31)),
    _rule(rf"{_BEFORE}Noël", _fixed(12, 25)),
    _rule(
        rf"(?:dans|d'ici|sous|avant)(?: les| une)? {_NUMBER}"
        r"(?:\s+(?:prochains?\s+)?(?P<unit>jours?|semaines?|mois|ans?))(?! heures)",
        _in,
    ),
    _rule(r"(?:dans|d'ici|sous)(?: une)? (?P<number>huitaine|quinzaine)(?: de (?P<unit>jours))?", _in),
    _rule(rf"(?:avant|d'ici|après|à|dès|pour|pendant) (?:l[ae] |l'|les |m[ao]n? |mes )?{_NAMED}", _unsaid),
)  # fmt: skip
