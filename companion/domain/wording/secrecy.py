"""What is said here stays here: a consultant who says that it will not."""

import re

from companion.domain.wording.spoken import Sentence, Turn

__all__ = ["leak"]

_PRON = r"(?:(?:le|la|l|les|lui|leur|en|y|te|t) )*"
_TELL = (
    r"(?:parler(?:ai|ais)?|dir(?:e|ai|ais)|racont(?:er|erai|erais)|repet(?:er|erai)|redir(?:e|ai)"
    r"|transmettr(?:e|ai)|prevenir|previendrai|informer(?:ai)?|appeler|appellerai|appelle"
    r"|contacter(?:ai)?|alerter(?:ai)?|signaler(?:ai)?"
    r"|toucher(?:ai)?|glisser(?:ai)?|glisse|ecrir(?:e|ai)|partager(?:ai)?|poster(?:ai)?"
    r"|publier(?:ai)?|montrer(?:ai)?|diffuser(?:ai)?|expliquer(?:ai)?|rapporter(?:ai)?"
    r"|citer(?:ai)?|jaser(?:ai)?|placoter(?:ai)?|causer(?:ai)?|balancer(?:ai)?|cafter(?:ai)?|tweeter(?:ai)?"
    r"|mentionner(?:ai)?|confier(?:ai)?|souffler(?:ai)?|utiliser(?:ai)?|mettrai|mettre|evoquer(?:ai)?"
    r"|reprendre|parlerai|"
    r"(?:m en |me )?servir|faire (?:remonter|ecouter|lire|passer|savoir|suivre)|ferai (?:remonter"
    r"|ecouter|lire|passer"
    r"|savoir|suivre)|servir|envoyer(?:ai)?|enverrai|discuter(?:ai)?|reparler(?:ai|a)?|parlera"
    r"|presenter(?:ai)?|noter(?:ai)?|demander(?:ai)?|voir)"
)
_I_TELL = re.compile(
    rf"\b(?:je|j|on|nous) (?:(?:ne|n) )?{_PRON}(?:(?:vais|peux|pourrais|veux|voudrais|dois|compte"
    rf"|pense|irai|voulais|pourrait|va|peut|aimerais|devrait|faut que je) {_PRON})?(?:bien |aussi "
    rf"|quand meme |peut etre |tout )*{_TELL}\b"
    r"|\bil faut que (?:je|j) (?:\w+ )?(?:parle|dise|raconte|repete|previenne|transmette|appelle"
    r"|montre|partage)\b|\b(?:je|j) (?:\w+ )?(?:raconte|repete|partage|poste|publie|transmets|dis"
    r"|previens|glisse|montre|appelle|parle)\b"
)
_TOLD = re.compile(
    r"\bj(?:e)? (?:en |l |y |lui |leur |les )*ai (?:deja |tout |un peu |bien )*(?:parle|dit"
    r"|raconte|repete|partage|montre|transmis|ecrit|envoye|enregistre|poste|publie|prevenu"
    r"|note pour|discut\w*|reparl\w*|evoqu\w*)\w*\b"
)
_WORK = (
    r"(?:responsables?|chefs?|cheffes?|directeurs?|directrices?|patronn?e?s?|boss|direction"
    r"|hierarchie|collegues?|equipe|employeur|rh|drh|manager|superieure?s?|adjointe?|n plus un"
    r"|boite|entreprise|service|client|mari|femme|president\w*|supérieur|gestionnaire"
    r"|superviseure?|maire|associee?)"
)
_TO_YOURS = re.compile(
    r"\b(?:a|au|aux|avec|la|le|l|les|ta|ton|tes|votre|vos|de) ?(?:ta|ton|tes|votre|vos|drh de ta"
    rf"|rh de ta)\b ?(?:\w+ )?{_WORK}\b|\b(?:ta|ton|tes|votre|vos) {_WORK}\b|\b(?:aux|la|le|les"
    rf"|au) (?:rh|drh|direction|syndicat)\b.{{0,10}}\b(?:ta|ton|votre|chez toi)\b|\baux rh\b"
)
_CASE = re.compile(
    r"\b(?:(?:de |d )?(?:ton|ta|tes|votre|vos|cette|son) (?:histoire|cas|situation|probleme"
    r"|exemple|dossier|recit|temoignage|expose|affaire)|ce que (?:tu|vous) (?:as|avez|viens|venez"
    r"|nous|m)\b|ce que (?:claire|[a-z]+) (?:a|vient) (?:\w+ )?(?:dit|raconte)|ce qu (?:on|elle"
    r"|il) (?:a|s est|vient) (?:\w+ )?(?:dit|raconte|entendu)|ce qui (?:s est|se) (?:dit|dire))\b"
)
_IT = re.compile(
    r"\b(?:en|l|le|la|ca) (?:parler|parle|dir|dis|raconte|repete|redir|enregistr|glisse)\w*"
    r"|\bl ai (?:deja )?(?:raconte|dit|repete|enregistre)|\ben ai (?:deja )?parle|\ben (?:toucher"
    r"|glisser)\w*|\b(?:raconte|repete|dire|montre|partage|poste|publie)\w* (?:ca|cela|tout ca)\b"
    r"|^ca \b.{0,16}\b(?:repete|raconte|redi)\w*"
)
_TO_SOMEBODY = re.compile(
    r"\b(?:a|aux|au|avec) (?!(?:mon|ma|mes|nous|notre|nos|toi|vous|moi|ta place|votre place"
    r"|l occasion|personne|ce|propos|cote|mi|tous|part|peu)\b)(?:\w+)\b"
)
_OUT = re.compile(
    r"\b(?:linkedin|instagram|whatsapp|slack|teams|intranet|newsletter|memoire|these|facebook|twitter"
    r"|reseaux?|blog|article|livre|formation|podcast|au bureau"
    r"|a la maison|cafeteria|a la cantine|au travail|en classe|etudiants?|en cours"
    r"|a l exterieur|dehors|enregistre\w*|en photo|une photo|la machine a cafe|a table)\b"
)
_ANYBODY = re.compile(r"\b(?:a|aux|avec|qu a) (?:mon|ma|mes|un|une|des) \w+")
_KNOWS = re.compile(
    r"\bje (?:la |le |les )?connais (?:bien |tres bien )?(?:ta|ton|tes|votre|sa|son"
    r"|[a-z]+)?\b.{0,40}\b(?:je|j) (?:vais )?(?:l|le|la|lui|en|les|leur)? ?(?:appel|parl|dir"
    r"|en parl|previen|ecri|toucher|demand)\w*"
)
_MAKES_A_STORY = re.compile(
    r"\b(?:ca|ton histoire|ton cas|ta situation|votre histoire|votre cas) (?:ferait|fera|va faire"
    r"|serait) (?:\w+ )?"
    r"(?:un|une|l objet d un) (?:\w+ ){0,2}(?:post|article|exemple|cas|podcast|anecdote"
    r"|histoire a raconter|video|sketch"
    r"|chapitre|illustration|livre)\b"
    r"|\b(?:photo|photographie\w*|capture|enregistre\w*|film\w+|copie)\b.{0,40}\b(?:pour"
    r"|afin de) (?:(?:la|le|les|l|en"
    r"|lui|leur) )*(?:montr|envoy|partag|garder|parl|mettr|post|fair)\w*"
)
"""« Ça ferait un bon article », « une photo pour la montrer »: out of the room without a word told."""
_NO = re.compile(
    r"\b(?:je|j|on|nous) (?:ne|n) (?:\w+ ){1,5}?(?:pas|rien|jamais|personne|aucun)\b|\b(?:je|j"
    r"|on) (?:\w+ ){0,3}(?:pas|rien|jamais)\b|\ba personne\b|\breste (?:ici|entre nous)\b"
    r"|\bpas (?:de )?(?:ton|ta) (?:cas|histoire)\b"
)
_MINE = re.compile(
    r"\b(?:mon (?:histoire|cas|exemple|experience|probleme|propre)|ma (?:facon|situation|propre"
    r"|maniere)|ce que j ai (?:appris|compris|vecu|decouvert|retenu)|cette (?:facon|maniere"
    r"|methode)|mes (?:apprentissages|propres))\b"
)
_WOULD = re.compile(r"\b(?:a ta place|a votre place|si j etais)\b")


def leak(turn: Turn) -> Sentence | None:
    """The first sentence that takes what was said, or the client's case, out of the room."""
    return next((sentence for sentence in turn.sentences if _leaks(sentence.own)), None)


def _leaks(own: str) -> bool:
    if _WOULD.search(own) or (_NO.search(own) and not re.search(r"\bqu (?:a|au|avec)\b", own)):
        return False
    if _KNOWS.search(own) or _MAKES_A_STORY.search(own):
        return True
    told = _TOLD.search(own) or _I_TELL.search(own)
    if not told or _MINE.search(own):
        return False
    if re.search(
        r"\b(?:me|nous) (?:le |la |l )?(?:dire|dis|dites|raconter|demander|parler|appeler|ecrire)\b", own
    ):
        return False  # said to us, not by us
    if (
        _CASE.search(own)
        or (_OUT.search(own) and _IT.search(own))
        or re.search(
            r"\bl ai enregistre|\bj ai tout (?:dit|raconte|explique|repete) (?:a|au|aux)\b"
            r"|\blui en (?:parl|touch|dir)\w*|\b(?:m en|me) servir (?:de |comme )"
            r"|\bce qui s est (?:passe|dit)\b|\b(?:chez vous|chez toi) je\b|\b(?:lui|leur) dir(?:ai"
            r"|e)\b.{0,20}\bque (?:tu|vous)\b|\ben repar\w+\b"
            r"|\b(?:raconte\w*|repete\w*|redi\w*) (?:ca|tout ca|cela)\b|\b(?:poster|publier|poste"
            r"|publie)\b|\bfaire remonter\b",
            own,
        )
    ):
        return True
    if _TO_YOURS.search(own):
        return not re.search(r"\b(?:comment|pourquoi|demand\w+ (?:si|pourquoi))\b", own)
    return bool(_IT.search(own)) and bool(
        _TO_SOMEBODY.search(own)
        or re.search(r"\b(?:racont|repet|redi)\w*\b.*\b(?:a|aux) m(?:on|a|es)\b", own)
        or re.search(r"\bphoto\b", own)
        or (_ANYBODY.search(own) and re.search(r"\bqu a\b", own))
    )
