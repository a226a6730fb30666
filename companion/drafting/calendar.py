"""Days as French writes them."""

from datetime import date

__all__ = ["DAYS", "MONTHS", "in_french"]

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def in_french(day: date, *, weekday: bool = False) -> str:
    """« 1er décembre 2026 », « mardi 1er décembre 2026 »."""
    written = f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{DAYS[day.weekday()]} {written}" if weekday else written
