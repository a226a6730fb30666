"""The words by which one takes the floor, asks a precision, or goes on.

All patterns read a plain text: lower case, straight apostrophes, single spaces.
"""

import re

from companion.drafting.phrases import any_of

__all__ = ["FLOOR", "FOR_MY_PART", "GOES_ON", "NEW_TELLING", "PRECISION", "SUBJECT", "TO_CLIENT", "VERB"]

FLOOR = any_of(
    r"""
    (?:je|j') ?(?:commence|vais commencer|peux commencer|rebondis|complète)\b.*
    (?:je|j') ?(?:continue|poursuis|me lance|y vais|passe|ai fini|laisse|n'ai rien)\b.*
    c'est (?:tout|bon|fini|vrai|clair|noté|ça|à toi|à vous|mon tour)\b.*  ça (?:fait|fera) le tour
    voilà\b.*  merci\b.*  (?:à|et) (?:toi|vous|qui)(?: (?:la parole|le tour))?  je suis d'accord.*
    (?:tout à fait|exactement|absolument|pareil|idem|bien sûr|entendu|très bien|pas de souci)\b.*
    (?:je )?(?:ne )?sais pas  rien à ajouter.*  pardon\b.*  excuse[zs]?-moi.*  attends.*  vas-y.*
    oui.*moi (?:aussi|non plus)
    j'ai (?:une|deux|plusieurs) (?:idées?|choses?)(?: (?:pour toi|pour vous|à dire))?
    j'ai (?:une|deux|plusieurs) (?:questions?|suggestions?|remarques?)(?: (?:pour toi|pour vous|à dire))?
    """,
    start=True,
)
PRECISION = any_of(r"""
    tu peux préciser  (?:vous pouvez|pouvez-vous) (?:me |nous )?(?:préciser|répéter|redire|expliquer)
    (?:peux-tu|tu pourrais|pourrais-tu) (?:me |nous )?(?:préciser|répéter|redire|expliquer)
    tu (?:parles|veux dire|dis|entends|penses à)  vous (?:parlez|voulez dire|entendez)  c'est-à-dire
    par exemple  comment ça
    """)
GOES_ON = any_of(
    r"""
    (?:par )?exemple  genre  comme(?! ça| si)  c'est-à-dire  ou (?:bien|alors)?  du style  du genre  et ça
    même (?:ceux|celles|les|si|quand|pour|pas)  (?:surtout|pas) (?:ceux|celles|les)
    (?:(?:l|d|c)es )?(?:trucs?|choses?|gens|situations|sujets|affaires) (?:comme|de) (?:ça|cela|ce genre)
    (?:il est|ce) truc comme ça
    """,
    start=True,
)
FOR_MY_PART = re.compile(
    r"(?:et |mais |alors )?(?:moi|pour ma part|de mon côté|à (?:ta|votre) place),? (?:je |j')"
)
NEW_TELLING = any_of(
    r"""
    (?:et )?ce qui (?:m'|nous )?a\b
    """,
    start=True,
)
SUBJECT = re.compile(
    r"(?<![\w-])(?:je|j'|tu|t'|il|ils|elle|elles|on|nous|vous|ça|c'|ce|cela|qui|y a)(?![\w-])|(?<=')(?:il|elle|on)s?\b"
)
VERB = re.compile(
    r"(?<![\w'-])(?:a|ont|est|sont|peut|peuvent|doit|va|vont|fait|font|veut|sait|prend|faut|\w{3,}(?:era|eront|ira|iront|ait|aient|rais|riez))(?![\w-])"
)
TO_CLIENT = re.compile(r"(?<![\w-])(?:tu|te|t'|toi|ton|ta|tes|vous|votre|vos)(?![\w-])")
