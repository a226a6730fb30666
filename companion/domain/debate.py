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


_ASKS = (
    r"\b(tu peux|vous pouvez|tu pourrais|vous pourriez|peux tu|pouvez vous|est ce que (tu|vous) (peux|pouvez))\b"
    r".{0,25}\b(precis|repet|redi|explique|develop|reformul|donner un exemple|dire plus|en dire)",
    r"\b(qu est ce que|est ce que|qu entend|c est a dire|comment|pourquoi|quand|lequel|laquelle|combien"
    r"|a quel moment|dans quel|de quel|par quoi|avec qui)\b.{0,60}\b(tu|vous|ton|ta|tes|votre)\b",
    r"\b(entends|entendez|veux dire|voulez dire|appelles|appelez)\b.{0,20}\bpar\b",
    r"\b(on s eloigne de|revenir a|je rappelle|par rapport a) (ma demande|mon contrat|la demande|ma question)",
    r"\b(j ai pas|je n ai pas|j avais pas) (bien )?(compris|entendu|saisi|suivi)\b",
    r"^(pardon|attends|excuse).{0,12}\b(tu|vous) (as|avez|parles|parlez|dis|dites)\b.{0,40}$",
)
_THANKS = (
    r"^(ah |oh |oui |ok |bon |d accord |bien )*(merci|je note|c est note|j ecoute|je vous ecoute|je t ecoute)\b",
    r"\b(ca|c est|tres|vraiment)\b.{0,20}\b(m aide|me parle|interessant|precieux|m eclaire)\b",
)
_ARGUES = (
    r"^(oui|ouais|non|si|ah|ben|bah|enfin|mais|attends?|attendez|ecoute[zs]?|franchement|ok|d accord)?"
    r"( (oui|ouais|non|si|ah|ben|bah|enfin|attends?|attendez|ecoute[zs]?))* ?(mais|sauf que|seulement|or)\b",
    r"^(ah |oh |euh |ben |bah )*(non|pas du tout|justement|c est faux|c est pas vrai|ce n est pas vrai)\b",
    r"\b(j ai|on a|je l ai|je lui ai|on l a) (deja|pourtant|bien|tout) (essaye|tente|fait|propose|parle|dit|vu|demande)",
    r"\bdeja (essaye|tente|fait)\b",
    r"\b(ca|cela|ce|c est) (ne |n )?(marche|marchera|fonctionne|fonctionnera|changera|change|passe|passera|sert"
    r"|est|va|suffit|suffira|tient)? ?(pas|jamais|impossible|rien)\b",
    r"\bc est (impossible|hors de question|trop|plus complique|beaucoup plus|pas si simple|facile a dire)\b",
    r"\b(je|on) (ne |n )?(peux|peut|pouvons|pouvait|pouvais|ai|a|avons|vais|va) (pas|aucun|jamais|plus)\b",
    r"\b(vous|tu) (ne |n )?(comprenez|comprends|connaissez|connais|savez|sais|voyez|vois|realises?|realisez) pas\b",
    r"\b(je|moi) (ne |n )?suis pas (d accord|convaincue?|sure?)\b",
    r"\bpas (d accord|possible|le choix|le temps|les moyens|realiste|question|ma faute|comme ca chez)\b",
    r"\bc est (parce que|a cause|de leur faute|pas moi|pas ma)\b",
    r"\b(en fait|en realite|le probleme)\b.{0,15}\b(c est|est) (que|pas)\b",
    r"\bchez (nous|moi)\b.{0,30}\b(pas|jamais|impossible|different)\b",
)


def plain(text: str) -> str:
    """Lower case, no accents, apostrophes and punctuation to single spaces."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    letters = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())


def speech_of(text: str) -> Speech:
    """What these words do. A question mark alone proves nothing: Whisper puts them at will."""
    words = plain(text)
    if any(re.search(pattern, words) for pattern in _ASKS):
        return Speech.ASKS
    if any(re.search(pattern, words) for pattern in _THANKS) and not _but(words):
        return Speech.THANKS
    if any(re.search(pattern, words) for pattern in _ARGUES):
        return Speech.ARGUES
    return Speech.ASKS if text.rstrip().endswith("?") else Speech.STATES


def trivial(text: str, tolerated: Sequence[str]) -> bool:
    """Nothing but tolerated backchannels (« mmh », « d'accord »), in any number."""
    words = plain(text)
    for item in sorted((plain(t) for t in tolerated), key=len, reverse=True):
        words = re.sub(rf"\b{re.escape(item)}\b", " ", words)
    return not words.strip()


def _but(words: str) -> bool:
    """Thanks followed by an objection is an objection."""
    return re.search(r"\bmais\b", words) is not None
