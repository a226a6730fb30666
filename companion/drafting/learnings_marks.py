"""The words by which one tells a learning, judges the séance, or warns the group.

All patterns read a plain text: lower case, straight apostrophes, single spaces.
"""

import re

from companion.drafting.phrases import any_of

__all__ = ["CALLS", "JUDGES", "LEARNS", "OWN", "SURELY", "WATCH"]

LEARNS = any_of(r"""
    j'(?:ai )?(?:appr(?:ends|is)|réalis\w+|découv\w+|emporte|observ\w+|retien\w*|compr\w+)
    j'ai (?:\w+ )?(?:appris|compris|réalisé|découvert)
    j'ai (?:\w+ )?(?:pris conscience|vu|senti que|observé|remarqué|constaté|retenu)
    je (?:\w+ )?(?:repars|pars|retiens|comprends|réalise|découvre)
    je (?:\w+ )?(?:prends conscience|m'aperçois|me rends compte|garde)
    je (?:\w+ )?(?:constate|remarque|vois (?:que|maintenant|mieux))
    je (?:\w+ )?(?:mesure|note pour moi|saisis|repartirai|retiendrai|m'en vais)
    ce (?:qui|que) (?:m'a|me|j'|je) ?(?:\w+ ){0,2}(?:frapp|marqu|touch|apprends|retiens|emporte)\w*
    ce (?:qui|que) (?:m'a|me|j'|je) ?(?:\w+ ){0,2}(?:appris|garde|parle|repars|découvre|réalise|reste)\w*
    (?:ça|cela) m'(?:a )?(?:appr\w+)
    (?:ça|cela) m'(?:a )?(?:fait (?:comprendre|réaliser|voir|réfléchir|prendre conscience))
    (?:ça|cela) m'(?:a )?(?:éclair\w+|interroge|ouvre)  ça me (?:renvoie|fait réfléchir|fait penser|ramène)
    ce que j'ai envie de (?:garder|retenir|reprendre)  m'a (?:permis|aidée?) (?:de|à)
    (?:mon|un) apprentissage  pour (?:ma pratique|moi,? c'(?:est|était|est que))  et que
    """)
JUDGES = any_of(r"""
    (?:la|cette|bonne|belle) (?:séance|rencontre|session)
    bon(?:ne)? (?:séance|rythme|moment|groupe|ambiance|rencontre)  beau (?:moment|travail|groupe)  sur dix
    je (?:vous |lui )?(?:mets|donne|mettrais|donnerais|note)\b(?! pour)
    (?:ça|c'était|c'est) (?:\w+ ){0,2}(?:fluide|long|court|riche|dense|intense|confortable|rapide)\w*
    (?:ça|c'était|c'est) (?:\w+ ){0,2}(?:agréable|précieux|doux|un bon moment|bien (?:animé|mené|tenu))\w*
    je me suis sentie? (?:\w+ )?(?:écout|souten|accueill|respect|à l'aise)\w*
    je me suis sentie? (?:\w+ )?(?:libre|en confiance|bouscul|jug|accompagn)\w*
    (?:le|un|ce) (?:rythme|cadre|temps)  (?:le|ce|un|du|notre|votre) groupe  ce moment
    (?:m'a|me) fait (?:beaucoup |du |de )+bien
    (?:aimé|apprécié|aurais (?:juste )?(?:aimé|voulu|préféré)|regrett\w+)
    (?:la|l'|votre) (?:clarification|consultation|animation)
    (?:la|l'|votre) (?:écoute|bienveillance|délicatesse|qualité|synthèse)
    (?:un peu |trop )(?:long|court|rapide)\w*  efficace  merci (?:pour|de)  satisf\w+
    on a (?:commencé|fini|débordé|pris|manqué|eu|bien)
    """)
WATCH = any_of(r"""
    (?:la|les) prochaines? fois  (?:pour|à) la suite,?  point de vigilance  vigilan\w+
    il (?:faudra|faudrait|faut) (?:qu'on|que (?:nous|le groupe|l'on))
    il (?:faudra|faudrait|faut) (?:veiller|faire attention|éviter|surveiller)
    (?:il faudra|on devra|nous devrons) (?:\w+ ){0,2}(?:veiller|éviter|surveiller)
    (?:on devrait|nous devrions|il faudrait) (?:\w+ ){0,2}(?:veiller|éviter|surveiller)
    (?:il faudra|on devra|nous devrons) (?:\w+ ){0,2}(?:faire attention|garder)
    (?:il faudra|on devra|nous devrons) (?:\w+ ){0,2}(?:mieux|démarrer|commencer|laisser)
    (?:on devrait|nous devrions|il faudrait) (?:\w+ ){0,2}(?:faire attention|garder)
    (?:on devrait|nous devrions|il faudrait) (?:\w+ ){0,2}(?:mieux|démarrer|commencer|laisser)
    veill(?:ons|er) à  attention,? (?:pour|à|au)  faire attention (?:collectivement|tous|ensemble)  évitons
    gare à
    """)
CALLS = any_of(
    r"""
    (?:on|nous) (?:termine|finit|passe|clôt|conclut|se retrouve)
    (?:terminons|finissons|passons|réfléchissez|commençons)  chacune?  un (?:mot|apprentissage)  que chacun
    avec quoi  prochaine (?:séance|rencontre)  merci\b.*  qui (?:commence|veut)
    bonne (?:fin|soirée|journée|route)  et ensuite  (?:à (?:toi|vous)|vas-y|allez-y)  aurevoir|au revoir
    bravo  c'est (?:fini|tout)  voilà
    """,
    start=True,
)
OWN = re.compile(r"(?<![\w-])(?:j'|(?:je|moi|m'a|me|mon|ma)(?!\w))")
SURELY = any_of(r"""
    appris  apprends  compris  comprends  réalis\w+  permis de  découv\w+  conscience  m'aperçois  rends? compte
    rendue? compte
    """)
