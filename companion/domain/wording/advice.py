"""Advice, whatever it is dressed as: a modal, « tu as pensé à », « pourquoi tu ne… pas », « et si tu »,
« à ta place », an imperative. Welcome in the consultation, a fault in every other step.
"""

import re

from companion.domain.wording.spoken import YOU, Sentence, Turn

__all__ = ["advice", "advises", "relapse"]

_CLITICS = r"(?:(?:n|ne|me|te|t|se|s|le|la|l|les|lui|leur|en|y|nous|vous) )*"
_NOT = (
    r"(?:pas |plus |jamais |peut etre |deja |aussi |bien |donc |juste |vraiment |quand meme "
    r"|encore |toujours )*"
)

_MODALS = re.compile(
    rf"\b{YOU} {_CLITICS}(?:devrais|devriez|pourrais|pourriez|gagnerais|gagneriez|ferais mieux"
    r"|feriez mieux)\b"
    r"|\b(?:devrais|devriez|pourrais|pourriez|gagnerais|gagneriez) (?:tu|vous)\b"
    rf"|\b{YOU} {_CLITICS}(?:as|avez|aurais|auriez|aurait) {_NOT}(?:tout )?interet\b|\b(?:aurais"
    r"|auriez|as|avez) (?:tu|vous) (?:pas )?interet\b"
    rf"|\b{YOU} {_CLITICS}(?:peux|pouvez) (?:pas|aussi|toujours|peut etre|quand meme|tres bien"
    r"|essayer|tenter)\b"
    r"|\b(?:peux|pouvez) (?:tu|vous) pas\b"
    r"|\b(?:tu|vous) (?:ne )?(?:dois|devez) (?:(?:absolument|vraiment|quand meme|surtout|d abord"
    rf"|aussi|peut etre) )+{_CLITICS}\w+(?:er|ir|re|oir)\b"
    r"|\b(?:tu|vous) (?:ne )?(?:dois|devez) (?:pas )?(?:lui|leur|le|la|les|l|te|vous|en) \w+(?:er"
    r"|ir|re)\b(?! \?)"
    rf"|\b(?:tu|vous|t) {_CLITICS}(?:as|avez|aurais|auriez) {_NOT}avantage a\b|\b(?:aurais|auriez"
    r"|as|avez) tu pas (?:avantage|interet)\b"
    r"|\b(?:tu|vous) (?:ne |n )?(?:penses|pensez|crois|croyez|trouves|trouvez) pas (?:que|qu)\b"
    r"|\b(?:ne |n )?(?:penses|crois|trouves|pensez|croyez) (?:tu|vous) pas (?:que|qu)\b"
    r"|\b(?:tu|vous) (?:ne )?(?:veux|voulez|voudrais|voudriez|aimerais|prefererais"
    r"|preferes) pas (?:plutot |essayer de |aussi |lui |leur |le |la |l |en |y )*\w+(?:er|ir|re"
    r"|oir)\b"
    r"|\b(?:tu|vous) (?:n )?(?:as|aurais|avez|auriez) pas (?:envie|moyen|la possibilite|le droit"
    r"|l occasion) de\b|\b(?:tu|vous) (?:as|avez) (?:le droit|la possibilite|le choix"
    r"|tout interet|toute la latitude)\b(?! a)"
    r"|\b(?:sais|savez) (?:tu |vous )?(?:que|qu) (?:tu peux|vous pouvez|tu as|on peut|il existe"
    r"|il y a|y a|ca existe)\b|\bca (?:te |vous )?(?:dirait|tenterait)\b"
)
_IMPERSONAL = re.compile(
    r"\b(?:(?:il|ca) )?(?:(?:ne|n) )?(?:faut|faudrait|faudra|fallait)(?: pas| peut etre| vraiment"
    r"| aussi| absolument"
    r"| surtout| quand meme| plutot| d abord)* (?:que (?:tu|vous|t)\b|(?:lui|leur|l|le|la|les|en"
    r"|y|tout|d abord|bien|plutot)"
    r" \w+(?:er|ir|re)\b|(?:parler|dire|voir|prevenir|faire|poser|mettre|prendre|demander"
    r"|deleguer|arreter|commencer|recadrer))"
    r"|\b(?:il )?(?:suffi\w+|vaut|vaudrait) (?:pas )?(?:mieux |juste |peut etre )?(?:de|d|que tu"
    r"|que vous|le coup|la peine"
    r"|(?:lui |leur |l |le |en |y )*\w+(?:er|ir|re)\b)"
    r"|\b(?:serait|est) (?:ce )?(?:il )?(?:pas |peut etre |sans doute |surement "
    r"|beaucoup )*(?:plus (?:simple|facile|efficace|judicieux|sage|utile"
    r"|malin|clair)|mieux|bien|utile|bon|temps|interessant|judicieux|preferable|possible"
    r"|une bonne idee|l occasion)"
    r" (?:de|d|que|qu|si|pour toi de)\b(?! \w+ (?:moi|nous))"
    r"|\b(?:t|vous) (?:aiderait|arrangerait|soulagerait|ferait du bien|simplifierait)\b"
    r"|\ble (?:mieux|plus simple|plus efficace)\b.{0,14}\b(?:de|d|que tu|serait)\b"
    r"|\bon pourrait (?:imaginer|envisager|se dire) (?:que|qu)\b|\bca (?:vaudrait"
    r"|vaut) (?:pas )?(?:peut etre )?(?:le coup|la peine)\b"
    r"|\b(?:c est|ce serait|ce n est|n est ce|serait ce|ca serait) (?:pas |peut etre "
    r"|plutot )*(?:une (?:option|solution|idee|piste|possibilite|bonne idee)|envisageable|jouable"
    r"|faisable|possible|l occasion)\b"
    r"|\b(?:serait|sera|ca serait|ca pourrait etre|pourrait etre) (?:pas |peut etre |sans doute "
    r"|plus |tres )*(?:utile|bien|une (?:bonne )?(?:solution|idee|piste)|une aide|benefique"
    r"|judicieux|mieux)\b"
    r"|\b(?:il )?faudrait (?:pas |peut etre |plutot |juste |aussi |bien |sans doute )*(?:lui "
    r"|leur |le |la |l |les |en |y |te )*\w{2,}(?:er|ir|re|oir)\b"
    r"|\b(?:une|la) (?:solution|option|possibilite|piste|idee)\b.{0,12}\b(?:ce serait|serait"
    r"|ca serait|c est) (?:de|d)\b"
)
_TRIED = re.compile(
    rf"\b{YOU} {_CLITICS}(?:as|avez|aurais|auriez) {_NOT}(?:pense|songe|reflechi)(?: (?:deja"
    r"|un peu|au moins|aussi|plutot|peut etre))* (?:a|au|aux)\b"
    rf"|\b{YOU} {_CLITICS}(?:as|avez|aurais|auriez) {_NOT}(?:envisage|imagine|tente|essaye"
    r"|cherche)(?: deja| un peu| plutot)* (?:de|d|a|un|une|la|le|l|du|des)\b"
    rf"|\b(?:as|avez|aurais|auriez) (?:tu|vous) {_NOT}(?:pense|songe|reflechi) (?:a|au|aux)\b"
    rf"|\b(?:as|avez|aurais|auriez) (?:tu|vous) {_NOT}(?:envisage|imagine|tente|essaye"
    r"|cherche)(?: deja)? (?:que|qu|de|d|a|un|une|la|le|l|du|des)\b"
    rf"|\b(?:tu|vous) (?:n )?y (?:as|avez) {_NOT}(?:pense|songe)\b|\by (?:as|avez) (?:tu"
    rf"|vous) {_NOT}(?:pense|songe)\b"
    rf"|\b{YOU} {_CLITICS}(?:penses|pensez|songes|songez|envisages|envisagez|comptes"
    rf"|comptez) {_NOT}(?:a|de|d) \w+(?:er|ir|re)\b"
)
_WHY_NOT = re.compile(
    r"\bpourquoi (?:ne )?pas\b(?! (?:compris|ete))|\bpourquoi (?:est ce que "
    rf"|donc )?{YOU} {_CLITICS}\w+(?: \w+)? (?:pas|plus|jamais)\b"
    rf"|\bpourquoi (?:n|ne) {_CLITICS}\w+ (?:tu|vous) (?:pas|plus|jamais)\b"
    rf"|\bpourquoi (?:est ce que )?(?:tu|t|vous) {_CLITICS}(?:as|avez) (?:rien|jamais|pas)\b"
)
_WHAT_IF = re.compile(
    rf"\b(?:et|ou|meme|alors) si (?:jamais )?(?:tu|t|vous|on) {_CLITICS}\w+(?:ais|iez|ait)\b"
    rf"|^si (?:tu|vous) {_CLITICS}\w+(?:ais|iez)\b(?!.*\b(?:je|j|nous|tu|vous|ca) \w+(?:rais|rait|riez)\b)"
)
_IF_THEY = re.compile(
    r"^(?:et |mais |alors )?(?:et )?si (?!je\b|j\b)(?:\w+ ){1,6}?\w+(?:ait|aient|ais|iez)\b"
)
_WOULD_NOT = re.compile(
    r"\b(?!aurais\b|auriez\b)\w+r(?:ais|ait|iez|aient)(?: (?:tu|vous|il|elle|ce|ils|elles))? pas\b"
)
"""« Ça ne te soulagerait pas de… ? »: a question in the conditional that expects a yes."""
_IN_YOUR_PLACE = re.compile(
    r"\b(?:a (?:ta|votre) place|si j etais (?:toi|vous|a ta place|a votre place)|si c etait moi"
    r"|a la place de toi)\b"
)
_I_WOULD = re.compile(
    rf"\b(?:je|j) {_CLITICS}(?!(?:voudrais|aimerais|souhaiterais|pourrais|dirais (?:que|plutot que"
    r"|comment)|serais|aurais"
    r"|saurais|prefererais"
    r"|devrais|sentirais|oserais|adorerais|apprecierais|demanderais si|reviendrais|desirerais)\b)\w{2,}rais\b"
)
_FELT = re.compile(r"\b(?:je|j) (?:me )?(?:serais|sentirais|aurais (?:peur|honte|du mal)|ressentirais)\b")
_COUNSELS = re.compile(
    r"\b(?:je|j) (?:te |vous |t )(?:conseill\w+|recommand\w+|sugger\w+|encourag\w+|invite a"
    r"|propose de|engage a|deconseill\w+)"
    r"|\b(?:un|mon|le|autre|petit|dernier) (?:autre |petit |dernier )?conseil\b(?! d administration| de|s )"
    r"|\b(?:que dirais tu|que diriez vous|qu est ce que (?:tu dirais|vous diriez|tu penserais"
    r"|vous penseriez)|tu dirais quoi|vous diriez quoi|ca te dit|ca vous dit) (?:de|d|si)\b"
    r"|\b(?:une|autre|derniere|petite|mon) (?:autre |derniere |petite )?(?:suggestion|idee|piste"
    r"|recommandation) (?:pour (?:toi|vous|ton|ta|ta situation)|a te)\b"
)
_PRESSES = re.compile(
    r"\bqu(?:i)? est ce qui (?:t|vous) (?:empeche|retient|bloque pour)\b (?:de|d)\b"
    r"|\b(?:c est quoi|quoi|qu) qui (?:t|te|vous) (?:empeche|retient|bloque|arrete|freine)\b"
    r"|\bqu est ce qui (?:t|te|vous) (?:arrete|freine)\b"
    r"|\bca (?:te |vous )?(?:couterait|coute|engagerait|ferait perdre|prendrait) (?:quoi|rien|pas grand chose"
    r"|combien) (?:de|d)\b|\bqu est ce que ca (?:te |vous )?couterait (?:de|d)\b"
    r"|\b(?:tu|vous) (?:perdrais|perdriez|risquerais|risqueriez|gagnerais|gagneriez) quoi (?:a|de)\b"
    r"|\bqu est ce que (?:tu|vous) (?:perdrais|perdriez|risquerais|risqueriez|aurais a perdre"
    r"|auriez a perdre) (?:a|de)\b"
    r"|\bqu est ce que (?:tu attends|vous attendez) pour\b"
    r"|\bqu attends tu pour\b|\bqu attendez vous pour\b|\bqu est ce que tu (?:risques|perds) a\b"
)
_IMPERATIVES = (
    "parle|dis|fais|demande|va|vas|appelle|ecris|prends|mets|remets|essaie|essaye|pense|commence|propose|pose|laisse"
    "|prepare|organise|delegue|evite|garde|donne|ajoute|rajoute|note|refuse|accepte|impose|explique|envoie|choisis|vois"
    "|rencontre|negocie|convoque|change|cherche|trouve|reprends|renvoie|oublie|attaque|concentre|occupe|entoure|protege"
    "|fixe|formalise|valorise|ecoute|investis|inscris|repousse|annule|confie|trace|cadre|recadre|ose|arrete|supprime"
    "|previens|adresse|repartis|planifie|priorise|anticipe|teste|lance|reunis|associe|implique|tiens|montre|decoupe"
    "|separe|positionne|affirme|defends|assume|quitte|pars|reste|reflechis|retiens|fonce"
)
_POLITE = (
    "parlez|dites|faites|demandez|allez|appelez|ecrivez|prenez|mettez|essayez|pensez|commencez|proposez|posez|laissez"
    "|preparez|organisez|deleguez|evitez|gardez|donnez|ajoutez|rajoutez|notez|refusez|acceptez|imposez|expliquez"
    "|envoyez|choisissez|voyez|rencontrez|changez|cherchez|fixez|confiez|recadrez|osez|arretez|prevenez|testez|lancez"
    "|reunissez|associez|impliquez|montrez|oubliez"
)
_IMPERATIVE = re.compile(
    r"^(?:ne |n )(?:(?:te|t|l|le|la|les|lui|leur|en|y) )*(?!est\b|a\b|ai\b|es\b|etait\b)\w+(?:s|e"
    r"|ez|a) (?:surtout )?(?:pas|plus|jamais|rien)\b|"
    rf"^(?:(?:ne |n )(?:(?:te|t|l|le|la|les|lui|en|y) )?(?:hesite|oublie|{_IMPERATIVES}|hesitez"
    rf"|oubliez|{_POLITE})\w* (?:pas|plus|rien|jamais|surtout)"
    rf"|n (?:hesite|oublie)|(?:hesite|oublie|n hesitez|hesitez|oubliez) (?:surtout )?pas"
    rf"|(?:{_IMPERATIVES}|{_POLITE})\b(?! (?:t )?(?:il|elle|on|ils|tu|vous)\b)(?: \w+|$))"
)
_TO_US = re.compile(
    r"^(?:\w+) (?:nous|moi)\b|^(?:attends|va|vas y|allez y|ecoute|vois tu|dis donc|laisse tomber"
    r"|pense|reste)$"
    r"|^(?:pense a qui|demande juste|note bien que|donne nous|parle nous)\b|^va falloir\b"
)


def advice(turn: Turn) -> Sentence | None:
    """The first sentence that advises (« Tu as pensé à… ? »), if any."""
    return next((sentence for sentence in turn.sentences if advises(sentence)), None)


def advises(sentence: Sentence) -> bool:
    """Whether it tells the other what to do, or what the speaker would do instead."""
    own = sentence.own
    if _WHY_NOT.search(own) or _PRESSES.search(own) or _COUNSELS.search(own):
        return True
    if sentence.open:
        return False  # « qu'est-ce que tu pourrais faire ? » leaves the choice
    if any(pattern.search(own) for pattern in (_MODALS, _IMPERSONAL, _TRIED, _WHAT_IF)) and not _of_oneself(
        own
    ):
        return True
    if ("?" in sentence.text and _WOULD_NOT.search(own)) or _IF_THEY.search(sentence.core):
        return True
    if _IN_YOUR_PLACE.search(own):
        return not _FELT.search(own)
    if _I_WOULD.search(own) and not re.search(r"\bsi (?:j|je|on)\b", own):
        return True
    return any(_IMPERATIVE.search(clause) and not _TO_US.search(clause) for clause in sentence.clauses)


def _of_oneself(own: str) -> bool:
    """« Il faut que je prenne le temps »: a learning, not advice."""
    return bool(re.search(r"\b(?:que|qu) (?:je|j|nous|on)\b", own)) and not re.search(
        r"\b(?:tu|vous|toi)\b", own
    )


_BACK_TO_THE_CASE = re.compile(
    r"\bil (?:te|vous) (?:faut|faudrait|manque)\b|"
    r"\b(?:pour |je )?(?:re)?(?:venir|viens|revenir|reviens) (?:sur|a) (?:ton|ta|votre|la"
    r"|le) (?:cas|situation|histoire|probleme|sujet|plan|dossier)\b"
    r"|\b(?:ton|votre|le) plan\b.{0,25}\b(?:manque|oublie|ne|pas|faudrait)\b"
    r"|\bfai(?:s|tes) (?:bien |tres )?attention (?:a|au|aux)\b|\b(?:tu|vous) (?:es"
    r"|etes) (?:vraiment |bien )?sure?s? (?:de|d|que)\b"
    r"|\b(?:ne )?lache rien\b|\b(?:tu|vous) (?:vas|allez|comptes|penses)\b.{0,20}\b(?:faire|dire"
    r"|lui|leur|prendre|commencer|annoncer|parler|appeler)\b"
    r"|\b(?:tu|vous) (?:oublies|oubliez|risques|risquez)\b|\bj (?:ai|avais|aurais) (?:encore "
    r"|aussi |juste )?(?:un|une|d autres?)\b.{0,20}\b(?:conseil|idee|suggestion"
    r"|piste)s?\b(?=.{0,12}\b(?:pour (?:toi|vous|ton|ta)|si tu|si vous|a te)|$)"
)
_ASKS_AGAIN = re.compile(
    r"\b(?:tu|vous|ton|ta|tes|votre|vos)\b.*\b(?:va|vas|vont|allez|feras|ferez|diras|fera)\b"
)


def relapse(turn: Turn) -> Sentence | None:
    """Back to advice, or to the case, once everybody is to say what they learnt."""
    return next((sentence for sentence in turn.sentences if _relapses(sentence)), None)


def _relapses(sentence: Sentence) -> bool:
    if advises(sentence) or _BACK_TO_THE_CASE.search(sentence.own):
        return not re.search(r"\b(?:prochaine fois|prochaine seance)\b", sentence.own)
    return sentence.asks and bool(_ASKS_AGAIN.search(sentence.own))
