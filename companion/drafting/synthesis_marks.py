"""The words by which a client keeps, sets aside and plans, and a group asks for it.

All patterns read a plain text: lower case, straight apostrophes, single spaces.
"""

import re

from companion.drafting.phrases import any_of

__all__ = [
    "ACTS",
    "ALSO",
    "ASIDE",
    "ASKS_KEPT",
    "ASKS_PLAN",
    "BACK",
    "COMMENCES",
    "FIRMLY",
    "FIRST_STEP",
    "INFINITIVE",
    "ITS_OBJECT",
    "JOINT",
    "KEEPS",
    "OBSTACLE",
    "OFFERS",
    "OPINES",
    "SIGN",
    "SUPPORT",
    "THANKS",
    "WILL",
]

ASIDE = any_of(r"""
    de côté  mets (?:ça |cela )?côté  je (?:la |le |les |l'|en )?(?:laisse|lâche|écarte|renonce|abandonne|jette|exclus)
    je (?:ne |n')(?:la |le |les |l'|y |en )?(?:retiens|prends|garde|reprends) (?:pas|plus)
    je (?:ne |n')(?:la |le |les |l'|y |en )?(?:conserve|vais|suivrai|ferai|prendrai|garderai) (?:pas|plus)
    je (?:la |le |les |l')?(?:retiens|prends|garde|suivrai|ferai) pas  (?:pas|non) merci  c'est non
    pas (?:maintenant|tout de suite)
    pas (?:pour (?:moi|l'instant|le moment|tout de suite)|prêt\w*|à l'aise|mon style)
    (?:ça|cela|il|elle|ce) (?:ne )?me (?:parle|tente|ressemble|convient|correspond|va) (?:pas|moins)
    (?:je|j') ?(?:la |le |les |l')?(?:garde|mets) (?:ça |cela )?(?:pour |à )?plus tard
    (?:je|j') ?(?:la |le |les |l')?(?:réserve|remets|vois|verrai) (?:ça |cela )?(?:pour |à )?plus tard
    (?:je|j') ?(?:ne |n')?(?:y )?(?:crois|adhère) pas  pas (?:\w+ )?(?:convaincue?|prioritaire|touchée?|inspirée?|emballée?)
    (?:pas|n'est plus) (?:ma|une) priorité  je (?:ne )?me vois pas
    je passe(?: mon tour)? (?:sur|là-dessus)  (?:un peu|c'est|plutôt) (?:trop tôt|prématuré)  trop tôt
    je (?:ne )?me sens pas  plus tard  je (?:ne )?(?:vais|veux|souhaite) pas
    """)
FIRMLY = any_of(r"""
    de côté  plus tard  je (?:la |le |les |l'|en )?(?:laisse|écarte|renonce|abandonne)
    """)
KEEPS_VERB = r"(?:retiens|garde|prends|conserve|emporte|note|achète|choisis|repars avec|pars avec|retiendrai|garderai|reprends à mon compte|m'approprie)"
KEEPS = any_of(rf"""
    (?:je|j')(?: |\b)(?:(?:la|le|les|l'|en|y) ?)?(?:aussi |bien )?{KEEPS_VERB}
    (?:je|j')(?: |\b)(?:(?:la|le|les|l'|en|y) ?)?(?:surtout |d'abord |volontiers )?{KEEPS_VERB}
    ce (?:que|qu') ?(?:je |j')?(?:{KEEPS_VERB}|tiens)  je l'(?:achète|emporte)
    j'ai envie de (?:garder|retenir|reprendre|prendre)
    (?:ça|cela|qui|ce qui) (?:me|m'a|m') ?(?:parle|plaît|plait|tente|inspire)\w*
    (?:ça|cela|qui|ce qui) (?:me|m'a|m') ?(?:va bien|touche|parlé|plu|marqué|frappé|aidé)\w*
    j'(?:ai )?(?:aim\w+|adore) (?:bien |beaucoup )?(?:l'|la |le |les |cette|ce|ton|votre)  ça aussi
    ça,? oui  (?:je )?vais (?:garder|retenir|l'essayer|les garder|la garder|le garder)
    (?:c'est|ça,? c'est) une évidence  me sera utile  je trouve (?:ça |cela |très |vraiment |assez )*(?:juste|intéressant|utile|précieux|pertinent|beau|bien)\w*  je suis (?:preneu\w+|séduit\w*)
    """)
ALSO = re.compile(r"(?<!\w)(?:oui|aussi|également|pareil|bien sûr|d'accord|évident)[ .!…]*$")
INFINITIVE = r"\w+(?:er|ir|re|oir)(?!\w)"
WILL = any_of(rf"""
    (?:je|j'|on|nous) ?(?:m'|me )?(?:vais|va|allons|compte|comptons) (?:d'abord |aussi |donc |ensuite )?(?:l'|la |le |les |lui |leur |y |en |me |m'|nous |te |vous )*{INFINITIVE}
    (?:je|j'|on|nous) ?(?:m'|me )?(?:prévois|pense) (?:d'abord |aussi |donc |ensuite )?(?:l'|la |le |les |lui |leur |y |en |me |m'|nous |te |vous )*{INFINITIVE}
    (?:je|j'|on|nous) ?(?:m'|me )?(?:veux|dois|envisage) (?:d'abord |aussi |donc |ensuite )?(?:l'|la |le |les |lui |leur |y |en |me |m'|nous |te |vous )*{INFINITIVE}
    (?:je|j'|on|nous) ?(?:m'|me )?(?:m'engage à|engage à|projette de) (?:d'abord |aussi |donc |ensuite )?(?:l'|la |le |les |lui |leur |y |en |me |m'|nous |te |vous )*{INFINITIVE}
    (?:je|j'|on|nous) ?(?:m'|me )?(?:souhaite) (?:d'abord |aussi |donc |ensuite )?(?:l'|la |le |les |lui |leur |y |en |me |m'|nous |te |vous )*{INFINITIVE}
    (?:je|j'|on|nous) ?(?:m'|me )?(?:commence par|commencerai par) (?:d'abord |aussi |donc |ensuite )?(?:l'|la |le |les |lui |leur |y |en |me |m'|nous |te |vous )*{INFINITIVE}
    (?:il (?:me )?(?:faut|faudra|faudrait)) (?:aussi |donc |absolument |déjà |d'abord |ensuite )*(?:que (?:je|j'|on|nous)|qu'on)
    (?:faut|faudra) (?:aussi |donc |absolument |déjà |d'abord |ensuite )*(?:que (?:je|j'|on|nous)|qu'on)
    il (?:me )?(?:faut|faudra) {INFINITIVE}  je m'engage à {INFINITIVE}
    (?:je|j'|on|nous) ?(?:l'|la |le |les |lui |leur |y |en |me |m'|nous )*\w+(?:erai|irai|rai|rons|ra)
    (?:j'|nous |on )a(?:urai|urons|ura) \w+
    (?:(?:mon|ma|la) (?:\w+ )?(?:action|engagement|plan|tâche)|la première chose),? (?:c'est|ce sera|sera)
    """)
ACTS = re.compile(
    r"(?<![\w-])(?:je|j'|on|nous) ?(?!(?:ne |n')?(?:suis|crois|pense|trouve|sais|vois que|sens|dis|ai)\b)(?:l'|la |le |les |lui |leur |y |en |me |m'|vous |t'|te |nous )*\w+"
)
OPINES = any_of(
    r"""
    je (?:ne )?(?:crois|pense|trouve|sais|vois)  c'est  ça (?:fait|suffit)  voilà  quoi d'autre  j'avais
    j'ai \w+é  je n'(?:y )?avais  j'étais  merci  je veux bien  c'était
    """,
    start=True,
)
OFFERS = re.compile(
    r"(?<![\w-])je (?:peux |pourrais |vais |veux bien )?(?:te |t'|vous )(?:l'|le |la |les |en |y )?(?!(?:suggère|conseille|propose de|recommande|sens|trouve|vois|entends|écoute|ai|remercie|rappelle que|dis|jure)\b)\w+"
    r"|(?:compter sur|comptez sur|compte sur) moi|(?:^|^moi,? )t'(?:envoie|apporte|prête|transmets)(?!\w)"
)
THANKS = any_of(r"""
    merci  volontiers  je veux bien  avec plaisir  oui  d'accord  t'es fine?  c'est gentil  super
    """)
ASKS_PLAN = any_of(r"""
    concr(?:ètement|et|ètes)  qu'est-ce que (?:tu|vous) (?:vas|allez|fais|faites|comptes?)
    (?:que|qu')[ ]?(?:vas-tu|allez-vous|comptes-tu|comptez-vous)  plan d'action  pour quand
    (?:pour|et) la suite  quelles? (?:sera|sont|seront|action)\w*
    """)
ASKS_KEPT = any_of(r"""
    (?:tu |vous )?(?:retiens|retenez|gardes?|gardez)(?:-tu|-vous)?
    (?:tu |vous )?(?:emportes?|emportez|trier|prends|prenez|pars|partez)(?:-tu|-vous)?  gardes-tu  avec quoi
    """)
COMMENCES = re.compile(
    r"(?<![\w-])(?:déjà|d'abord|pour commencer|je commence par|dans un premier temps)(?![\w-])"
)
BACK = re.compile(r"(?<![\w-])(?:je|j') ?(?:commence par )?(?:(?:lui|leur|le|la|les|l'|y|en) ?)\w+")
ITS_OBJECT = re.compile(r"je (?:(?:le|la|les) |l')\w+")
FIRST_STEP = any_of(r"""
    (?:tout )?premi(?:er|ère) (?:petit |petite )?(?:pas|étape)  petit pas
    """)
SIGN = any_of(r"""
    (?:à quoi|comment) (?:verr\w+|saur\w+|reconnaîtr\w+)[\w-]*
    (?:à quoi|comment) (?:vas-tu (?:voir|savoir)|est-ce que tu (?:verras|sauras))[\w-]*
    (?:je|on) (?:verrai|saurai|verra|saura) que  (?:un|le|mon|premier|bon) signe  indicateurs?
    ça (?:aura|a) (?:marché|réussi)
    """)
OBSTACLE = any_of(r"""
    obstacles?  freiner  freins?  empêcher  difficultés?  ce qui (?:risque|peut|pourrait)
    pourrait (?:me |te |vous )?(?:gêner|bloquer|coincer|faire échouer)
    """)
JOINT = re.compile(
    r",\s+(?=(?:et |puis |mais )?(?:ensuite|en revanche|par contre)\b"
    r"|(?:et |puis )?(?:il )?(?:faut|faudra|faudrait) (?:aussi |donc )?que j"
    r"|(?:et|puis) (?:le|avant|d['’]ici|dès|dans|pour|à|en|cette|lundi|mardi|mercredi|jeudi|vendredi|demain)\b"
    r"[\w'’ -]{0,40},? (?:je |j['’]|on |nous )\w"
    r"|(?:et |puis |mais )?je (?:garde|retiens|prends|conserve|emporte|note|laisse|écarte) (?:aussi |également |surtout )?"
    r"(?:(?:les?|la|des?|du|cette?|ces|mon|ma|mes|ton|ta|tes|votre|vos|une?|tout|ça|deux|trois)\b|[ld]['’])"
    r"|(?:et |puis |mais )?(?:(?:les?|la|cette?|ces|ton|ta|tes|votre|vos)\b|l['’])[\w'’ -]{2,50},? je (?:ne )?(?:les?|la)"
    r" (?:laisse|écarte|garde|retiens|prends|conserve|mets|réserve)\b)"
)
"""Where a second item begins after a comma that ought to have been a full stop."""
SUPPORT = any_of(r"""
    (?:t'|te |m'|me |vous )(?:aider|soutenir|accompagner|épauler|appuyer)  (?:de l'|besoin d')aide
    soutiens?  m'appuyer sur  compter sur  qui (?:peut|pourrait)
    """)
