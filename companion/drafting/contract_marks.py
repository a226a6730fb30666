"""The words by which a client demands, and a group agrees.

All patterns read a plain text: lower case, straight apostrophes, single spaces.
"""

import re

from companion.drafting.phrases import any_of

__all__ = [
    "AGREES",
    "ASKED_TYPE",
    "CONCLUDES",
    "DEMANDS",
    "DISAGREES",
    "FORMULA",
    "LEAD",
    "NOT",
    "TAKEN_BACK",
    "VAGUE",
]

WISH = r"(?:j'aimerais|je voudrais|je souhaite|je souhaiterais|j'ai besoin|j'aurais besoin|je veux|j'attends|j'attendrais|je vous demande|je demande|il faudrait)"
DEMANDS = (
    (5, any_of(rf"""
    {WISH},? (?:de vous |surtout )?qu(?:e |')(?:vous|tu|le groupe|on|nous)  aidez-moi à
    (?:vous )?m'aid(?:er|iez|ez) à  m'éclairer sur
    """)),
    (4, any_of(r"""
    comment (?:est-ce que |puis-|pourrais-|vais-)?(?:je|faire|m'|me|ne|re\w+)
    comment (?:est-ce que |puis-|pourrais-|vais-)?(?:\w+ ){0,2}(?:\w+er\b|\w+ir\b|\w+re\b|mon|ma|mes)
    de quelle (?:manière|façon)  par où  qu'est-ce que je (?:peux|pourrais|dois)  que puis-je
    """)),
    (3, any_of(rf"""
    (?:ma|la) (?:demande|question|requête)  mon contrat  {WISH}
    ce que (?:je|j') ?(?:voudrais|aimerais|attends|cherche|souhaite|souhaiterais|veux|demande)  je cherche
    """)),
)  # fmt: skip
TAKEN_BACK = any_of(
    r"""
    non  c'est pas (?:ça|ce)  ce n'est pas (?:ça|ce)  enfin,? non  je reformule  plutôt  il n'en sait pas
    """,
    start=True,
)
VAGUE = any_of(r"""
    dites-moi ce que vous en pensez  je (?:ne )?sais pas  un peu tout  en général
    """)
LEAD = re.compile(
    r"^(?:(?:(?:alors|bon|bien|oui|non|donc|et|euh|voilà|ok|d'accord|enfin|eh bien|ben|là|en fait|finalement|au fond)[,.…]*\s+)+)?"
    r"(?:(?:(?:je dirais|disons|je reformule|je reprends|on va dire|je le dirais comme ça|(?:donc )?(?:ma|la) (?:demande|question)(?:,? (?:c'est|ce serait|ça serait|serait|est))?(?: la suivante)?)\s*[,:]*\s+(?:que )?)+)?"
)
FORMULA = re.compile(
    rf"^(?:(?:que )?{WISH}|ce que (?:je |j')\w+(?: de vous)?,? (?:c'est|ce serait)),? (?:de vous |surtout )?qu(?:e |')(?:vous |tu |le groupe |on |nous )?(?:m'aidiez|m'aides|m'aide|puissiez m'aider|(?:me |m')?[\w']+) (?:à |pour )(?=\w+(?:er|ir|re|oir)\b)"
)
NOT = re.compile(r"\b(?:pas|ni|plutôt que|sans)\b[^,.;]*")
ASKED_TYPE = any_of(r"""
    j'(?:attends|aimerais|ai besoin|ai envie)
    je (?:voudrais|souhaite\w*|veux|cherche|préfère\w*|suis preneu\w+)  vos  des  surtout  plutôt  de vous
    """)
AGREES = any_of(r"""
    oui  ouais  d'accord  ok  okay  ça (?:me |nous )?va  très bien  c'est (?:\w+ )?clair  partante?s?
    (?:me|nous) convient  pour moi(?: aussi)?,? c'est  c'est bon  je (?:peux|suis prêt)  on peut travailler
    j'embarque  moi aussi  tout à fait  parfait  volontiers  entendu  exactement
    """)
DISAGREES = any_of(r"""
    non  pas (?:d'accord|clair|sûr|tout à fait|vraiment)  je préférerais  mais
    """)
CONCLUDES = any_of(r"""
    (?:on|nous) (?:part|partons|y va|reste|travaille|prend|garde)  très bien  le contrat est  c'est entendu
    parfait
    """)
