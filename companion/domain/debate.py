"""What the client's words do during the consultation: ask, thank, argue, or just state.

Spoken French, as a small Whisper writes it: without accents or punctuation to rely on. The notions are
the method's (the client may ask for a precision and thank, recalls the demand, but does not justify,
refuse or debate); the patterns are the common ways to do each.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto

__all__ = ["Speech", "speech_of", "trivial"]


class Speech(Enum):
    """What a client's turn does."""

    ASKS = auto()
    """A question or a request for precision: allowed."""
    THANKS = auto()
    """Thanks, a word of reception, a note taken: allowed."""
    ARGUES = auto()
    """Justifies, refuses, contradicts: out of turn."""
    STATES = auto()
    """Something else: out of turn only when it lasts."""


_FILLERS = re.compile(
    r"^((euh|heu|ah|oh|eh|ben|bah|hein|bon|alors|enfin|ok|okay|d accord|oui|ouais|attends?|attendez"
    r"|ecoute[zs]?|franchement|et|du coup|tu sais|vous savez) )+"
)
"""What comes before the sentence itself."""

_RETORTS = (
    r"\bcomment (tu veux|veux tu|vous voulez|voulez vous) que\b",
    r"\bqu est ce que (tu veux|vous voulez) (que )?(je|j|on)\b|\bqu est ce que (tu crois|vous croyez)$",
    (
        r"\b(j ai|j y ai|j en ai|je (l|les|lui|leur)( en)? ai|on a|on l a|on y a|nous avons)"
        r" (deja|pourtant) (?!note|compris|entendu)\w"
    ),
    r"^mais .{0,12}deja\b|\bmais (chez|dans (mon|ma|mes|notre|nos)|nous|moi)\b",
    r"\bje (ne )?vois pas (comment|pourquoi|en quoi|l interet|le rapport)\b",
)
"""Objections even where a question goes with them."""

_DEMAND = r"(ma|la|mon|le|notre|du|au) (demande|question|contrat|sujet)\b"

_ASKS = (
    (
        r"\b(tu peux|vous pouvez|tu pourrais|vous pourriez|peux tu|pouvez vous|(tu|vous) (peux|pouvez))\b"
        r".{0,25}\b(precis|repet|redi|explique|develop|reformul|donner un exemple|dire plus|en dire)"
    ),
    (
        r"\b(qu est ce que|est ce que|qu entend|c est a dire|comment|pourquoi|lequel|laquelle|combien"
        r"|a quel moment|dans quel|de quel|par quoi|avec qui)\b.{0,60}\b(tu|vous|ton|ta|tes|votre)\b"
    ),
    r"\b(entends|entendez|veux dire|voulez dire|appelles|appelez)\b.{0,20}\bpar\b",
    r"\bce qu?e? (tu|vous) (veux|voulez dire|entends|entendez)\b",
    r"^(donc |en gros |mais )?(tu|vous) (veux|voulez) dire\b",
    r"^si je (comprends?|resume|t ai|vous ai)\b",
    rf"\b(eloign\w+|reven\w+|revien\w+|rappel\w+|recentr\w+|hors|loin|rapport)\b.{{0,20}}\b{_DEMAND}",
    r"\b(j ai|je n ai|j avais|c est|ce n est) pas (tres |bien |tout )?(compris|entendu|saisi|suivi|clair)\b",
    r"\bpas (sure?|certaine?) (de |d )(comprendre|avoir )",
    r"^(c etait )?quand (est ce|(tu|vous) (dis|dites|parles|parlez|penses|pensez))\b(?!.*\bmais\b)",
    r"^(pardon|excuse\w*) .{0,12}\b(tu|vous) (as|avez|parles|parlez|dis|dites)\b.{0,40}$",
    r"^(tu|vous) (parles|parlez) (de|d|du|des)\b(?!.*\bmais\b)",
)
_THANKS = (
    r"^(merci|je (le |la )?(note|retiens|garde|prends)|c est note|j ecoute|je vous ecoute|je t ecoute)\b",
    r"^(non )*(vas y|allez y|continue|continuez|rien\b|(c est|c etait) (tres |bien )?(bon|clair)\b)",
    (
        r"\b(ca|c est|tres|vraiment)\b.{0,20}"
        r"\b(m aide|me parle|me plait|interessant|precieux|m eclaire|bonne idee)\b(?! pas)"
    ),
    r"\b(y avais|y ai) (pas|jamais) (pense|songe)|\bpas venue? a l esprit\b",
    r"\bpas (mal|bete|faux|idiot|grave|une mauvaise)\b|\bc est trop (bien|gentil)\b",
)
_ARGUES = (
    r"^(non |si )*(mais|sauf que|seulement|or|justement|parce que|puisque|c est que)\b",
    (
        r"^(non|pas du tout|c est faux|c est pas vrai|ce n est pas vrai|au contraire|je t assure"
        r"|je vous assure|crois moi|croyez moi)\b"
    ),
    r"^si (je|j|on|c est|il|elle)\b.{0,25}\b(ai|a|avons|est)\b",
    r"^merci .{0,20}\bmais\b|^(je|j|c est|ca)\b.{0,40}\bmais\b",
    (
        r"\b(j ai|j y ai|j en ai|on a|on l a|nous avons|je (l|les|lui|leur)( en)? ai)"
        r"( deja| pourtant| bien| tout)*"
        r" (essaye|tente|propose|pense|parle|demande|fait (l|le|en|avec|pendant))\b"
    ),
    r"\b(je l ai|on l a|je les ai) (fait|dit|vu)\b",
    r"\b(deja|tout) (essaye|tente|fait)\b",
    r"\b(ils ont|elles ont|il a|elle a) (deja|toujours|pourtant) ",
    r"\b(ca|cela|ce|c est) (ne |n )?((me|m|se|s|lui|leur|nous) )?(\w+ )?(pas|jamais|impossible|rien)\b",
    (
        r"\b(il|elle|ils|elles|on|personne|je) (ne |n )?((me|m|se|s|le|l|y|lui|leur|nous) )?"
        r"\w+(ra|rai|ront|rons) (pas|jamais|rien|plus)\b"
    ),
    r"\bc est (impossible|hors de question|trop|plus complique|beaucoup plus|facile a dire|n importe quoi)\b",
    r"\b(je|j|on) (ne |n )?(peux|peut|pouvons|pouvait|pouvais|ai|a|avons|vais|va) (pas|aucun|jamais|plus)\b",
    (
        r"\b(vous|tu) (ne |n )?((vous|te|t|le|la) )?(comprenez|comprends|connaissez|connais|savez|sais|voyez"
        r"|vois|rends|rendez|realises?|realisez) pas\b"
    ),
    r"\b(je|moi) (ne |n )?suis pas (d accord|convaincue?|sure?)\b",
    r"\bpas (d accord|possible|le choix|le temps|les moyens|realiste|question|ma faute|comme ca chez)\b",
    r"\bc est (parce que|pour ca que|a cause|de leur faute|pas moi|pas ma)\b",
    r"\b(en fait|en realite|le probleme)\b.{0,15}\b(c est|est) (que|pas)\b",
    r"\bchez (nous|moi)\b.{0,30}\b(pas|jamais|impossible|different)\b",
    r"\b(de toutes? facons?|de toutes? manieres?|a quoi bon|obligee? de)\b",
)
_CLOSES = r"\bmerci( beaucoup| bien| a (toi|vous|tous)| \w+)?$"
"""Thanks at the end of a turn that objects to nothing."""


def plain(text: str) -> str:
    """Lower case, no accents, apostrophes and punctuation to single spaces."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    letters = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())


def speech_of(text: str) -> Speech:
    """What these words do. A question mark alone proves nothing: Whisper puts them at will."""
    words = _FILLERS.sub("", plain(text))
    if _any(_RETORTS, words):
        return Speech.ARGUES
    if _any(_ASKS, words):
        return Speech.ASKS
    if _any(_THANKS, words) and not _but(words):
        return Speech.THANKS
    if _any(_ARGUES, words):
        return Speech.ARGUES
    if re.search(_CLOSES, words):
        return Speech.THANKS
    return Speech.ASKS if text.rstrip().endswith("?") else Speech.STATES


def _any(patterns: Sequence[str], words: str) -> bool:
    return any(re.search(pattern, words) for pattern in patterns)


def trivial(text: str, tolerated: Sequence[str]) -> bool:
    """Nothing but tolerated backchannels (« mmh », « d'accord »), in any number."""
    words = plain(text)
    for item in sorted((plain(t) for t in tolerated), key=len, reverse=True):
        words = re.sub(rf"\b{re.escape(item)}\b", " ", words)
    return not words.strip()


def _but(words: str) -> bool:
    """Thanks followed by an objection is an objection."""
    return re.search(r"\bmais\b", words) is not None
