"""Notes as a page of French Markdown. It carries no utterance id and no time."""

import re
from collections.abc import Iterator

from companion.domain.notes import Caveat, DoubtReason, Kind, NoteLine, Notes, PlannedAction, Section
from companion.domain.people import Role
from companion.drafting.calendar import in_french

__all__ = ["to_markdown"]

_HEAD = (
    "Brouillon : des extraits de ce qui a été entendu pendant la séance, rien d'autre. "
    "Les notes personnelles du client prévalent. "
    "Les paroles d'une voix inconnue n'y figurent pas."
)
_TO_REVIEW = (
    "À relire par la personne qui anime : les auteurs et les apprentissages de chacun y figurent. "
    "Les notes remises au client ne les montrent qu'avec l'accord du groupe et de chacun."
)
_CAVEATS = {
    Caveat.WEAK_TRANSCRIPTION: (
        "Transcription peu fiable : le modèle de reconnaissance utilisé est petit. Des mots, des noms, "
        "des nombres ou une négation peuvent être faux ou manquer : à relire avant tout usage."
    ),
    Caveat.OTHER_METHOD: (
        "Ces notes suivent les étapes du codéveloppement ; la méthode choisie en a d'autres, "
        "et ce qui s'y est dit ne figure pas ici."
    ),
}
_NOTHING = "rien relevé"
_UNSAID = "non précisé"
_ROLES = {Role.CLIENT: "Client", Role.CONSULTANT: "Consultants", Role.FACILITATOR: "Animation"}
_TYPES = {
    "impressions": "impressions",
    "temoignages": "témoignages",
    "suggestions": "idées et suggestions",
    "questions": "questions réflexives",
    "hypotheses": "hypothèses et interprétations",
    "soutien": "soutien",
    "mixte": "un peu de tout",
}
_KINDS = {
    Kind.SUGGESTION: "Suggestions",
    Kind.TESTIMONY: "Témoignages",
    Kind.FEELING: "Ressentis",
    Kind.IDEA: "Idées et hypothèses",
    Kind.QUESTION: "Questions à méditer",
}
_DOUBTS = {
    DoubtReason.PLACE: "sa place dans les notes n'est pas sûre",
    DoubtReason.SPEAKER: "qui parle n'est pas sûr",
    DoubtReason.WORDS: "mal entendu",
    DoubtReason.NEGATION: "une négation mal entendue",
    DoubtReason.NUMBER: "un nombre mal entendu",
    DoubtReason.NAME: "un nom mal entendu",
    DoubtReason.DATE: "une date mal entendue",
}
_PLACES = {
    Section.CONTEXT: "Contexte",
    Section.STAKE: "Enjeu",
    Section.FACTS: "Clarification",
    Section.CONTRACT: "Contrat",
    Section.CONTRIBUTIONS: "Contributions",
    Section.KEPT: "Ce que le client garde",
    Section.SET_ASIDE: "Ce que le client laisse de côté",
    Section.PLAN: "Plan d'action",
    Section.LEARNINGS: "Apprentissages",
    Section.EVALUATION: "Évaluation de la séance",
    Section.VIGILANCE: "Points de vigilance pour le groupe",
}
_OTHERS_KEPT_BACK = "Les apprentissages des autres personnes n'y figurent qu'avec leur accord."


def to_markdown(notes: Notes, *, authors: bool = False, every_learning: bool = False) -> str:
    """The client's page, or with both choices the whole draft, for the facilitator to review.

    ``authors``: each contribution shows who made it. ``every_learning``: everybody's learnings are there,
    else only the client's own.
    """
    blocks = [f"# {_escape(notes.title) or 'Séance'}", *_head(notes, to_review=authors and every_learning)]
    for section in Section:
        blocks.append(f"## {_PLACES[section]}")
        match section:
            case Section.FACTS:
                blocks.append("\n\n".join(_fact(notes, line) for line in notes.of(section)) or _NOTHING)
            case Section.CONTRACT:
                blocks.extend(_contract(notes))
            case Section.CONTRIBUTIONS:
                blocks.extend(_contributions(notes, authors=authors))
            case Section.KEPT | Section.SET_ASIDE:
                blocks.append(
                    "\n".join(_sorted_out(notes, line, authors) for line in notes.of(section)) or _NOTHING
                )
            case Section.PLAN:
                blocks.append("\n".join(_planned(notes)) or _NOTHING)
            case Section.LEARNINGS:
                blocks.extend(_learnings(notes, every=every_learning))
            case _:
                blocks.append("\n".join(_bullet(line.text) for line in notes.of(section)) or _NOTHING)
    blocks += ["## À vérifier", "\n".join(_to_check(notes, every_learning)) or _NOTHING]
    return "\n\n".join(blocks) + "\n"


def _head(notes: Notes, *, to_review: bool) -> Iterator[str]:
    yield f"> {_HEAD}"
    if to_review:
        yield f"> {_TO_REVIEW}"
    yield from (f"> **{_CAVEATS[caveat]}**" for caveat in notes.caveats)
    people = [
        f"- {title} : {', '.join(_escape(p.name) for p in notes.roles if p.role is role) or _UNSAID}"
        for role, title in _ROLES.items()
    ]
    yield "\n".join([f"- Date : {in_french(notes.date) if notes.date else 'non précisée'}", *people])


def _fact(notes: Notes, line: NoteLine) -> str:
    if line.answer is None:
        return _bullet(line.text, "" if _role(notes, line) is Role.CLIENT else "Question")
    return f"{_bullet(line.text, 'Question')}\n  - **Réponse** : {_escape(line.answer.text)}"


def _contract(notes: Notes) -> Iterator[str]:
    """The client's sentence first; what was written down in the room beside it."""
    contract, written = notes.contract, notes.contract.written
    lines = notes.of(Section.CONTRACT)
    hidden = written is not None and not written.text
    if hidden:
        yield "La phrase du client n'est pas notée, selon son choix."
    for line in () if hidden else lines:
        yield f"« {_escape(line.text)} »"
        if line.said != line.text:
            yield f"Mots du client : « {_escape(line.said)} »"
    if written and written.text:
        yield f"Noté pendant la séance : « {_escape(written.text)} »"
    if not lines and not written:
        yield _NOTHING
    types = (written.type,) if written and written.type else contract.types
    yield f"Type de consultation : {', '.join(_TYPES.get(kind, _escape(kind)) for kind in types) or _UNSAID}"
    yield f"Accord du groupe : {'oui' if contract.agreed else _NOTHING}"


def _contributions(notes: Notes, *, authors: bool) -> Iterator[str]:
    """By kind, every one, in the order said."""
    lines = notes.of(Section.CONTRIBUTIONS)
    if not lines:
        yield _NOTHING
    for kind, title in _KINDS.items():
        if of_kind := [line for line in lines if line.kind is kind]:
            yield f"### {title}"
            yield "\n".join(
                _bullet(line.text, _name(notes, line.person) if authors else "") for line in of_kind
            )
    if others := [line for line in lines if line.kind is None]:
        yield "### Autres"
        yield "\n".join(_bullet(line.text) for line in others)


def _sorted_out(notes: Notes, line: NoteLine, authors: bool) -> str:
    sources = []
    for ref in line.refs:
        offer = next((n for n in notes.lines if n.id == ref), None)
        if offer:
            by = f" ({_escape(_name(notes, offer.person))})" if authors else ""
            sources.append(f"\n  - d'après : « {_escape(offer.text)} »{by}")
    return _bullet(line.text) + "".join(sources)


def _planned(notes: Notes) -> Iterator[str]:
    for place, line in enumerate(notes.of(Section.PLAN), 1):
        yield f"{place}. {_escape(line.text)}"
        action = line.action or PlannedAction()
        said = {
            "Qui": _escape(_name(notes, action.owner)),
            "Échéance": _due(action),
            "Avec qui": _escape(action.with_whom.text) if action.with_whom else "",
            "Premier pas": _escape(action.first_step.text) if action.first_step else "",
            "Signe de réussite": _escape(action.sign.text) if action.sign else "",
            "Obstacle": _escape(action.obstacle.text) if action.obstacle else "",
            "Soutien": _escape(action.support.text) if action.support else "",
        }
        for label in ("Qui", "Échéance"):
            yield f"   - {label} : {said[label] or _UNSAID}"
        yield from (f"   - {label} : {words}" for label, words in list(said.items())[2:] if words)
        unsaid = [label.lower() for label, words in list(said.items())[2:] if not words]
        if unsaid:
            yield f"   - {_UNSAID.capitalize()} : {', '.join(unsaid)}"


def _due(action: PlannedAction) -> str:
    if action.due is None:
        return ""
    words = f"« {_escape(action.due.words)} »"
    if action.due.day is None:
        return f"{words} (pas de jour précis)"
    day = in_french(action.due.day, weekday=True)
    return f"{words}, soit le {day}{' au plus tard (supposition)' if action.due.assumed else ''}"


def _learnings(notes: Notes, *, every: bool) -> Iterator[str]:
    """Each person who may be shown has a place, even empty."""
    shown = [p for p in notes.roles if every or p.role is Role.CLIENT]
    for person in shown:
        if every:
            yield f"### {_escape(person.name)}"
        own = [_bullet(line.text) for line in notes.of(Section.LEARNINGS) if line.person == person.id]
        yield "\n".join(own) or _NOTHING
    if not shown:
        yield _NOTHING
    if not every:
        yield _OTHERS_KEPT_BACK


def _to_check(notes: Notes, every_learning: bool) -> Iterator[str]:
    private = (Section.LEARNINGS, Section.EVALUATION)
    for line in notes.to_check:
        if line.section in private and not every_learning and _role(notes, line) is not Role.CLIENT:
            continue
        reasons = "; ".join(
            dict.fromkeys(
                _DOUBTS[d.reason] + (f" (« {_escape(d.words)} »)" if d.words else "") for d in line.doubts
            )
        )
        yield f"- {_PLACES[line.section]} — {reasons} : « {_escape(line.text)} »"


def _name(notes: Notes, person_id: str | None) -> str:
    return next((person.name for person in notes.roles if person.id == person_id), "")


def _role(notes: Notes, line: NoteLine) -> Role | None:
    return next((person.role for person in notes.roles if person.id == line.person), None)


def _bullet(text: str, label: str = "") -> str:
    return f"- **{_escape(label)}** : {_escape(text)}" if label else f"- {_escape(text)}"


def _escape(text: str) -> str:
    """Spoken words on one line, never read as Markdown or HTML."""
    flat = re.sub(r"([\\`*_\[\]<>#|~&$])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(?:(\d+)([.)])|([-+=]))", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", flat)
