"""Commands said aloud after the word « Compagnon »: which one these words are, if they are one at all.

The whole of what is said must be the command, its name first: the same words in a story, in a quotation or
without the name are only words. Who may give it is decided by ``allowed``; whose voice it is, by hearing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from companion.domain.debate import plain
from companion.domain.people import Role

__all__ = ["MOST_MINUTES", "Spoken", "VoiceCommand", "allowed", "minutes_in", "spoken_command"]


class VoiceCommand(StrEnum):
    """What may be asked for by voice."""

    PAUSE = "pause"
    RESUME = "resume"
    NEXT_STEP = "next_step"
    """Asks for a confirmation on the page."""
    EXTEND = "extend"
    OFF_THE_RECORD = "off_the_record"
    TIME_LEFT = "time_left"
    STRIKE = "strike"
    """The speaker's own last sentence."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command as it was understood; ``minutes`` is for EXTEND alone."""

    command: VoiceCommand
    minutes: float = 0.0


MOST_MINUTES = 30
"""More than that is a misheard number."""

_NAME = r"(?:qu on |comme )?[cgk]?(?:o|ou|a)?[mnr]?p[ae](?:gn|ni|n)\w*"
"""« Compagnon » and how a small Whisper may write its sounds; the rest of what is said must be a command."""
_POLITE = (
    r"(?:s il (?:te|vous) plait|s interplait|stp|svp|merci(?: bien| beaucoup)?|maintenant"
    r"|please|tout de suite)"
)
_BEFORE = rf"(?:(?:euh|bon|alors|ok|okay|d accord|allez|et|oui|donc|voila|hein|dis|eh|he|hey|{_POLITE}) )*"
_AFTER = rf"(?: {_POLITE})*"
_LEAD = (
    rf"(?:(?:{_POLITE}|euh|tu peux|vous pouvez|peux tu|pouvez vous|est ce que tu peux|on va|nous allons"
    r"|veuillez) )*"
)

_NUMBERS = {
    word: value
    for value, words in enumerate(
        [
            "une",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
        ],
        1,
    )
    for word in (words,)
} | {"un": 1, "vingt": 20, "trente": 30, "cinque": 5, "cinqs": 5}
_NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_MINUTES = r"minutes?(?: (?:de plus|supplementaires?|en plus))?"

_GRAMMAR: tuple[tuple[VoiceCommand, str], ...] = (
    (
        VoiceCommand.PAUSE,
        (
            r"(?:(?:on |nous )?(?:fais|fait|faire|faisons|faites|mets|met|mettre|mettez|mettons|prends"
            r"|prend|prenons) )?"
            r"(?:(?:une|en|la seance en|nous en|la) )?(?:petite )?pauses?|(?:la )?(?:seance en )?pause"
        ),
    ),
    (
        VoiceCommand.RESUME,
        (
            r"(?:on |nous )?(?:reprend|reprends|reprendre|reprenez|reprenons|repart|repartons|continue"
            r"|continuons|reprise)"
            r"(?: la seance| le travail)?|fin de (?:la )?pause"
        ),
    ),
    (
        VoiceCommand.NEXT_STEP,
        (
            r"(?:(?:on |nous |au )?(?:passe|passes|passer|passons|passez|va|vas|allons"
            r"|aller) a )?(?:l )?(?:etapes?|et tape) suivantes?"
            r"|(?:on |nous )?(?:passe|passes|passer|passons|passez) a la suite"
        ),
    ),
    (
        VoiceCommand.EXTEND,
        (
            r"(?:on |nous )?(?:prolong\w+|ajout\w+|rajout\w+|donn\w+(?: nous)?"
            r"|accord\w+(?: nous)?|rallong\w+)"
            rf"(?: (?:l etape|la|encore))?(?: de| d)? {_NUMBER} {_MINUTES}"
            rf"|(?:encore )?{_NUMBER.replace('n>', 'm>')} {_MINUTES}"
        ),
    ),
    (
        VoiceCommand.OFF_THE_RECORD,
        (
            r"(?:(?:on |nous )?(?:passe|passes|passer|passons|passez|mets|met|mettre) )?(?:en )?hors micros?"
            r"|(?:on )?(?:coupe|coupes|couper|coupez|coupons|ferme|fermer|fermez) (?:le|ton|les|ce) micros?"
        ),
    ),
    (
        VoiceCommand.TIME_LEFT,
        (
            r"(?:il (?:nous )?reste )?combien de (?:temps|minutes)(?: (?:il (?:nous )?)?(?:reste|restes"
            r"|restent)(?: t il| il)?| avons nous| on a)?(?: encore)?"
            r"|quel (?:est le )?temps (?:reste t il|restant|il reste)"
        ),
    ),
    (
        VoiceCommand.STRIKE,
        (
            r"(?:on )?(?:retir(?:ait|ais|e[zsr]?)|retire|retires|retirez|retirer|efface|effacer"
            r"|effacez|supprime|supprimer"
            r"|supprimez|enleve|enlever|enlevez|oublie"
            r"|oubliez|oublier|raye|rayez|annule|annulez) (?:ma dernieres? phrases?"
            r"|mes dernieres? phrases?|ce que (?:je viens de|j ai) dire?t?|ma phrase)"
        ),
    ),
)
_PATTERNS = tuple(
    (command, re.compile(rf"^{_BEFORE}{_NAME} {_LEAD}(?:{words}){_AFTER}$")) for command, words in _GRAMMAR
)


def spoken_command(text: str) -> Spoken | None:
    """The command that these words are, the whole of them; None for any other words."""
    words = plain(text)
    for command, pattern in _PATTERNS:
        if found := pattern.match(words):
            if command is not VoiceCommand.EXTEND:
                return Spoken(command)
            number = found["n"] or found["m"]
            minutes = float(_NUMBERS.get(number) or number)
            return Spoken(command, minutes) if 0 < minutes <= MOST_MINUTES else None
    return None


def minutes_in(text: str) -> float | None:
    """The number of minutes at the end of these words, if they say one."""
    found = re.search(rf"\b{_NUMBER} minutes?(?: de plus| en plus)?$", plain(text))
    return float(_NUMBERS.get(found["n"]) or found["n"]) if found else None


def allowed(command: VoiceCommand, role: Role | None) -> bool:
    """The facilitator conducts; everybody may take back their own words."""
    return role is Role.FACILITATOR or (role is not None and command is VoiceCommand.STRIKE)
