"""Notes as a page of French Markdown for the client. It carries no utterance id and no time."""

import re
from collections.abc import Iterator
from datetime import date

from companion.domain.notes import NoteLine, Notes, NoteSection
from companion.domain.people import Role

__all__ = ["to_markdown"]

_HEAD = (
    "Brouillon : des extraits de ce qui a été entendu pendant la séance, rien d'autre. "
    "Les notes personnelles du client prévalent. "
    "Les paroles d'une voix inconnue n'y figurent pas."
)
_NOTHING = "rien relevé"
_TITLES = {
    "expose": "Exposé",
    "clarification": "Clarification",
    "contrat": "Contrat",
    "consultation": "Consultation",
    "synthese": "Synthèse et plan d'action",
    "apprentissages": "Apprentissages",
}
_ROLES = {Role.CLIENT: "Client", Role.CONSULTANT: "Consultants", Role.FACILITATOR: "Animation"}
_CONTRACT_TYPES = {
    "temoignages": "témoignages",
    "suggestions": "idées et suggestions",
    "questions": "questions réflexives",
    "hypotheses": "hypothèses et interprétations",
    "mixte": "un peu de tout",
}
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_OTHERS_KEPT_BACK = "Les apprentissages des autres personnes n'y figurent qu'avec leur accord."


def to_markdown(notes: Notes, *, authors: bool = False, every_learning: bool = False) -> str:
    """The client's page.

    ``authors``: the group agreed that each contribution shows who made it. ``every_learning``: everybody
    agreed that the client's page shows their learnings; else only the client's own are there.
    """
    names = {person.id: person.name for person in notes.roles}
    blocks = [f"# {_escape(notes.title) or 'Séance'}", *_head(notes)]
    for section in notes.sections:
        blocks.append(f"## {_TITLES[section.id]}")
        match section.id:
            case "clarification":
                lines = [_bullet(line, _asked_or_answered(notes, line)) for line in section.lines]
            case "contrat":
                blocks.extend(_agreement(notes))
                lines = [f"- « {_escape(line.text)} »" for line in section.lines]
            case "consultation" if authors:
                lines = [_bullet(line, names[line.person]) for line in section.lines]
            case "apprentissages":
                blocks.extend(_learnings(notes, section, every_learning))
                continue
            case _:
                lines = [_bullet(line) for line in section.lines]
        blocks.append("\n".join(lines) or _NOTHING)
    return "\n\n".join(blocks) + "\n"


def _head(notes: Notes) -> Iterator[str]:
    yield f"> {_HEAD}"
    yield from (f"> **{_escape(warning)}**" for warning in notes.warnings)
    people = [
        f"- {title} : {', '.join(_escape(p.name) for p in notes.roles if p.role is role) or 'non précisé'}"
        for role, title in _ROLES.items()
    ]
    yield "\n".join([f"- Date : {_day(notes.date) if notes.date else 'non précisée'}", *people])


def _agreement(notes: Notes) -> Iterator[str]:
    """What was written down in the room, when it was: the lines below it are what was heard."""
    if contract := notes.contract:
        kind = _CONTRACT_TYPES.get(contract.type, contract.type)
        yield f"Noté pendant la séance : « {_escape(contract.text)} »"
        yield f"Type de consultation : {_escape(kind) or 'non précisé'}"
        yield f"Accord du groupe : {'oui' if contract.agreed else _NOTHING}"
        yield "Dit par le client à cette étape :"


def _learnings(notes: Notes, section: NoteSection, every: bool) -> Iterator[str]:
    shown = [p for p in notes.roles if every or p.role is Role.CLIENT]
    by_person = {p: [line for line in section.lines if line.person == p.id] for p in shown}
    for person, lines in by_person.items():
        if every:
            yield f"### {_escape(person.name)}"
        yield "\n".join(_bullet(line) for line in lines) or _NOTHING
    if not shown:
        yield _NOTHING
    if not every:
        yield _OTHERS_KEPT_BACK


def _asked_or_answered(notes: Notes, line: NoteLine) -> str:
    client = next((p for p in notes.roles if p.role is Role.CLIENT), None)
    if client and client.id == line.person:
        return client.name
    return "Question" if "?" in line.text else "Groupe"


def _bullet(line: NoteLine, label: str = "") -> str:
    return f"- **{_escape(label)}** : {_escape(line.text)}" if label else f"- {_escape(line.text)}"


def _day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def _escape(text: str) -> str:
    """Spoken words on one line, never read as Markdown or HTML."""
    flat = re.sub(r"([\\`*_\[\]<>#|~&$])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(?:(\d+)([.)])|([-+=]))", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", flat)
