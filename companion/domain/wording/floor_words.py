"""Words said in a time that is the client's alone: exposé and synthèse."""

import re

from companion.domain.debate import plain
from companion.domain.wording.spoken import Sentence, Turn

__all__ = ["intervention"]

_RECEIVES = re.compile(
    r"^(?:(?:mmh|mm|mhm|hum|hm|oui|ouais|d accord|ok|okay|ah|oh|bon|je vois|je comprends|bien sur"
    r"|merci(?: (?:a toi|a vous|beaucoup|bien|\w+))?|pardon|voila|non|hein|exactement"
    r"|tout a fait|super|tres bien|bien|entendu|vas y|allez y|je t ecoute|on t ecoute"
    r"|je vous ecoute|prends ton temps|c est clair|parfait|genial|top|cool|bravo|bonne chance"
    r"|avec plaisir|de rien"
    r"|je t en prie|excuse moi|excusez moi|desolee?|a tes souhaits|en effet|effectivement"
    r"|absolument|d ac|eh ben|et bien|dis donc|ca marche|c est note|note|volontiers|je note) ?)+$"
)
_SHORTEST = 2


def intervention(turn: Turn) -> Sentence | None:
    """The first sentence of a turn that is more than a sign of listening."""
    words = plain(turn.text)
    if len(words.split()) < _SHORTEST or _RECEIVES.match(words):
        return None
    return next((sentence for sentence in turn.sentences if not _RECEIVES.match(sentence.words)), None)
