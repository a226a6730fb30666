"""From the minutes of a séance to a draft of the client's notes: extracts, in the order said, nothing added.

It picks by step and role only: no line is judged, merged, ranked or reworded, and no date is computed.
"""

import re

from companion.domain.method import Method
from companion.domain.minutes import Minutes
from companion.domain.notes import SECTIONS, NoteLine, Notes, NoteSection
from companion.domain.people import Role
from companion.drafting.sentences import Group, sentence_groups

__all__ = ["draft"]

_WEAK = (
    "Transcription peu fiable : le modèle de reconnaissance utilisé est petit. Des mots, des noms, "
    "des nombres ou une négation peuvent être faux ou manquer : à relire avant tout usage."
)

_OTHER_METHOD = (
    "Ces notes suivent les étapes du codéveloppement ; la méthode choisie en a d'autres, "
    "et ce qui s'y est dit ne figure pas ici."
)

# The facilitator stays out of the content, but learns like everyone at the end.
_HEARD: dict[str, tuple[Role, ...]] = {
    "expose": (Role.CLIENT,),
    "clarification": (Role.CONSULTANT, Role.CLIENT),
    "contrat": (Role.CLIENT,),
    "consultation": (Role.CONSULTANT,),
    "synthese": (Role.CLIENT,),
    "apprentissages": (Role.CLIENT, Role.CONSULTANT, Role.FACILITATOR),
}


def draft(minutes: Minutes, method: Method, *, weak_transcription: bool) -> Notes:
    """The notes that these minutes hold, with every section, even empty.

    A consultant's utterance that is only a word the method tolerates (« mmh », « d'accord ») is not a line;
    the client's « oui » is, for it may answer. The contract's lines are verbatim, hesitations included.
    """
    prepared = minutes.prepared
    groups = [group for group in sentence_groups(minutes.utterances) if _says_something(group)]
    tolerated = {_bare(word) for step in method.steps if step.floor for word in step.floor.tolerated}

    def belongs(group: Group, section: str) -> bool:
        role = minutes.roster.role_of(group[0].person)
        if group[0].step != section or role not in _HEARD[section]:
            return False
        return role is Role.CLIENT or _bare(_said(group)) not in tolerated

    sections = (
        NoteSection(
            id=section,
            lines=tuple(
                _line(group, verbatim=section == "contrat") for group in groups if belongs(group, section)
            ),
        )
        for section in SECTIONS
    )
    return Notes(
        title=prepared.title if prepared else "",
        date=prepared.date if prepared else None,
        roles=tuple(minutes.roster),
        contract=minutes.contract,
        sections=tuple(sections),
        warnings=_warnings(method, weak_transcription),
    )


def _line(group: Group, *, verbatim: bool) -> NoteLine:
    clean = " ".join(sentence.text for sentence in group if sentence.text)
    return NoteLine(
        text=_said(group) if verbatim else clean,
        said=_said(group),
        person=group[0].person,
        evidence=tuple(dict.fromkeys(part for sentence in group for part in sentence.evidence)),
    )


def _said(group: Group) -> str:
    return " ".join(sentence.said for sentence in group)


def _says_something(group: Group) -> bool:
    return any(sentence.text for sentence in group)


def _bare(text: str) -> str:
    """Only letters and single spaces, in lower case: how a tolerated word is compared."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _warnings(method: Method, weak_transcription: bool) -> tuple[str, ...]:
    steps = {step.id for step in method.steps}
    other = not steps.issuperset(SECTIONS)
    return (*((_WEAK,) if weak_transcription else ()), *((_OTHER_METHOD,) if other else ()))
