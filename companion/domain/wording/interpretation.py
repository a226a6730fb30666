"""Interpretation: giving a meaning, a motive or a diagnosis instead of asking for it. Welcome in the
consultation, where it is offered as a hypothesis; a fault while the group is still to understand.
"""

import re

from companion.domain.wording.advice import advises
from companion.domain.wording.spoken import Sentence, Turn

__all__ = ["interpretation"]

_STATES = (
    r"(?:peur|trouille|frousse|petoche|jetons|honte|col[e]re|jalou\w+|coupable\w*|culpabili\w+|trahi\w*"
    r"|l?egitim\w+"
    r"|perfectionni\w+|frustr\w+|decu\w*|bless\w+"
    r"|menac\w+|humili\w+|deprim\w+|epuis\w+|stress\w+|angoiss\w+|insecur\w+|confiance en"
    r"|envie d\w*|du mal a|hauteur|rancun\w+"
    r"|orgueil\w*|ego|controle\w*|controler|lacher prise|trop gentil\w*|trop exigeant\w*"
    r"|trop dure?|trop impliqu\w+|vulnerab\w+|perdu\w*"
    r"|seule? dans|isole\w*|rejet\w+|abandon\w+|deborde\w*|submerg\w+|depass\w+|fragil\w+"
    r"|incompetent\w*|impostur\w*|imposteur"
    r"|impostrice|naif|naive|rigide\w*|autoritaire\w*|tetue?|anxieu\w+|manipul\w+|susceptib\w+"
    r"|envahi\w*|prisonni\w+|tiraille\w*"
    r"|pris\w* entre|resist\w+|(?:dans le |en plein |en )?deni\b|demotiv\w+|amoureu\w+|gene\w*"
    r"|en veux|en veut"
    r"|desir d\w*|besoin (?:de|d|qu)|mefi\w+"
    r"|dans (?:le (?:controle|deni|jugement|sacrifice|role|faire)|la (?:fuite|plainte|reaction"
    r"|toute puissance"
    r"|rivalite|seduction|posture|justification|peur|colere)|l (?:evitement|affect|emotion|ego"
    r"|hypercontrole))"
    r"|accro|parano|mal dans (?:ta|sa) peau|en (?:colere|rivalite|competition|souffrance|lutte|fuite)"
    r"|sauveur|sauveuse|bonne eleve|premier de la classe"
    r"|complex\w+|inferieur\w*|superieure? a|rivalit\w+|reconnu\w*|reconnaissance|aime\w* de"
    r"|trop \w+e?|pas assez)"
)
_NEG = r"(?:(?:ne|n|me|m|te|t|se|s|l|le|la|les|lui|leur|en|y) )*"
_ADV = (
    r"(?:pas |plus |jamais |peut etre |un peu |bien |surtout |tellement |vraiment |trop "
    r"|simplement |juste |toujours |quand meme"
    r" |en fait |au fond |sans doute |surement |tout |aussi |assez |tres |plutot |finalement "
    r"|encore |deja |quelque part )*"
)
_BEING = (
    r"(?:as|avez|a|ont|avais|avait|es|etes|est|sont|serais|serait|seriez|sens|sentez|sent|sentais"
    r"|sentait|aurais|aurait"
    r"|doit etre|doit se sentir|dois etre|dois te sentir|doit avoir|dois avoir|manques|manque"
    r"|manquez|restes|vis|eprouves)"
)
_YOU_ARE = re.compile(
    rf"\b(?:tu|vous|t) {_NEG}{_BEING} {_ADV}(?:de |d |dans |en |une? |la |les |trop |a la )*{_STATES}\b"
)
_THEY_ARE = re.compile(
    r"\b(?:il|elle|ils|elles|lui|ca|(?:ton|ta|tes|votre|vos) \w+|marc"
    rf"|on) {_NEG}{_BEING} {_ADV}(?:de |d |dans |en |une? |trop )*{_STATES}\b"
)
_YOU_DO = re.compile(
    rf"\b(?:tu|vous) {_NEG}{_ADV}(?:oses?|osez|fuis|fuyez|evites|evitez|culpabilises?|projettes"
    r"|rejoues?|revis|transposes?|transferes?|confonds|deplaces?|retournes ta|te venges|te mens"
    r"|repares?|payes? pour"
    r"|projetez|reproduis|reproduisez"
    r"|assumes|assumez|subis|subissez|compenses|sabotes|surjoues|rationalises|minimises"
    r"|dramatises|idealises|infantilises|controles"
    r"|surproteges|t interdis|te sabotes|te caches|te voiles|te protege\w*|te devalorises"
    r"|te sous estimes|te victimises|te punis"
    r"|te mets la pression|te mets trop|te crois|te racontes|t accroches|t identifies"
    r"|te sacrifies|t en veux|lui en veux|leur en veux"
    r"|cherches (?:a (?:plaire|etre|te|te faire|prouver|controler|tout|eviter|le punir|la punir)"
    r"|(?:sa|son|leur|la|l|une forme de) (?:reconnaissance|approbation|amour|validation|accord"
    r"|perfection|conflit))"
    r"|veux (?:tout|surtout|en fait|au fond|etre (?:aime|reconnu|parfait)\w*|plaire|qu on t aime"
    r"|te venger|prouver|pas (?:vraiment|voir|grandir|lacher))"
    r"|refuses (?:de voir|d admettre|d accepter|de grandir|le conflit)|n as (?:jamais"
    r"|pas) (?:vraiment )?(?:accepte|digere|fait le deuil|pardonne|tourne)"
    r"|as (?:jamais|pas) (?:vraiment )?(?:accepte|digere|fait le deuil|pardonne|tourne)"
    r"|as besoin (?:de|d|qu)|n arrives pas a (?:lacher|faire confiance|t affirmer|couper|dire non)"
    r"|(?:es|etes|serais|seriez) (?:pas )?(?:peut etre |un peu )*en train (?:de|d)|prends (?:ca"
    r"|tout|les choses) (?:trop )?(?:personnellement|a coeur)"
    r"|portes (?:tout|trop)|joues (?:le|la|au|a la) \w+|resistes|te sens responsable)\b"
)
_THEY_DO = re.compile(
    rf"\b(?:il|elle|ils|elles|(?:ton|ta|tes|votre|vos) \w+|marc) {_NEG}{_ADV}(?:(?:me|te|t|vous"
    r"|se) )?(?:respecte(?:nt)?|manipule(?:nt)?|deteste(?:nt)?"
    r"|meprise(?:nt)?|jalouse(?:nt)?|sabote(?:nt)?|teste(?:nt)?|provoque(?:nt)?|utilise(?:nt)?"
    r"|craigne(?:nt)?|craint|cherche(?:nt)? (?:a|le conflit|ta|ton|la|l)|veu(?:t|lent)"
    r" (?:ta|ton|te|t|juste|surtout|prendre|garder|etre reconnu\w*|le pouvoir|qu on|que tu)"
    r"|en veut|en veulent|(?:te |t )?fait payer|profite(?:nt)?|exerce une emprise"
    r"|(?:te |t )?(?:fait|font) pas confiance|(?:se sert|se servent|se moque|se moquent|profite"
    r"|abuse|a besoin|se mefie|est jaloux|est jalouse) de (?:toi|vous)|te (?:craint|envie|cherche"
    r"|juge|bloque|snobe|ignore|boycotte|prend|considere|voit|met a l epreuve)"
    r"|(?:ne |n )?(?:te |t |vous )(?:soutient|croit|reconnait|aime|voit|ecoute|prend|considere"
    r"|supporte|pardonne)(?:nt)? pas|essa\w+ de (?:te|t|vous|se|prendre)|joue (?:un jeu|avec)"
    r"|se venge\w*|se protege\w*|se sent\w*|te met des batons|te prend pour"
    r"|ressent\w*|a (?:surement|surement|peut etre) (?:peur|honte|besoin)"
    r"|doit (?:se sentir|etre|avoir|penser)|reagit comme ca parce)\b"
)
_MEANS = re.compile(
    r"\b(?:c est|ce serait|ca serait|ce ne serait|ce n est|c etait|il y a|y a|y aurait|ce n etait"
    r"|ne serait ce|n est ce|serait ce)"
    r"(?: pas)?(?: plutot| peut etre| surtout| juste| simplement| vraiment| avant tout| la"
    r"| quand meme| en fait| au fond| quelque part)*"
    r" (?:(?:un|une|de la|du|le|la|ton|ta|l|des|de) )?(?:(?:vrai|gros|petit) )?(?:(?:probleme"
    r"|question|histoire|conflit|souci|manque|jeu|lutte|relation|rapport|besoin|enjeu|blocage"
    r"|syndrome|forme|cote|"
    r"part|peur|guerre) (?:de|d|du) )?(?:la |l )?(?:legitimite|confiance|pouvoir|autorite|loyaute"
    r"|reconnaissance|communication|ego|jalousie|peur|colere|orgueil"
    r"|generation|culpabilite|harcelement|manipulation|imposteur|emprise|respect|place|valeurs?"
    r"|deni|deuil|vengeance|rivalite|domination|soumission"
    r"|resistance|posture|estime|paresse|lachete|perfectionnisme|fatigue|mefiance|frustration"
    r"|trahison|susceptibilite|burn out|depression|toxique)\b"
    r"|\bc est (?:pas )?(?:(?:un peu|peut etre|surtout|juste|plutot) )?parce (?:que|qu) (?:tu"
    r"|vous|il|elle|ils|elles|t|ton|ta)\b"
    r"|\b(?:ton|votre|le (?:vrai|fond du|vrai fond du"
    r"|coeur du)) (?:vrai )?probleme\b.{0,10}\b(?:c est|est|serait|ce serait)\b"
    r"|\b(?:ca|cela|ce qui|derriere ca|la dessous).{0,12}\bcache\b|\b(?:la dessous|la derriere"
    r"|derriere tout ca)\b.{0,30}\b(?:il y a|y a|un|une|ca)\b"
    r"|\b(?:il y a|y a) .{0,40}\b(?:la dessous|la derriere|derriere tout ca|derriere ca)\b"
    r"|\bca (?:te|vous) (?:rappelle|renvoie|ramene)\b.{0,20}\b(?:ton|ta|tes|votre|a ton|a ta"
    r"|a tes|l enfance)\b"
    r"|\bc est (?:\w+ )?(?:\w+ ){1,3}que (?:tu|vous) (?:revois|cherches|fuis|veux (?:punir|plaire)"
    r"|retrouves|rejoues"
    r"|attaques|vises|entends|combats|protege\w*|punis)\b"
    r"|\bpervers\w*\b|\btoxique\b|\bnarcissi\w+\b|\bparano\w*\b|\bborderline\b|\bbipolaire\b"
    r"|\b(?:en|un|le|ce) burn out\b|\bhysteri\w+\b|\bsyndrome de\b"
    r"|\bprobleme (?:de|d) (?:confiance|communication|posture|ego|autorite|place|respect"
    r"|legitimite|reconnaissance|valeurs?)\b|\b(?:jamais|pas) (?:digere|accepte|pardonne|avale"
    r"|supporte)\b|\binconsciemment\b|\benfance\b|\b(?:ta|ton) (?:mere|pere|passe)\b"
    r"|\bca (?:doit |peut "
    r"|te )*(?:te |vous )?(?:renvoy\w+|rappel\w+|touch\w+|reveill\w+|ramen\w+)\b.{0,20}\b(?:chose"
    r"|toi|ton|ta|tes|histoire|blessure)\b"
    r"|\b(?:il|elle|ils|elles|(?:ton|ta|tes) \w+|marc)\b.{0,25}\b(?:pour|parce que|parce qu"
    r"|afin de|juste pour) (?:(?:t|te|vous|se|s|m|il|elle|tu|ca|il se|elle se) )+\w+"
    r"|\b(?:je sens|je percois|je vois|on sent|j entends|il y a|y a)\b.{0,22}\b(?:colere|peur"
    r"|tristesse|culpabilite|souffrance|rancune|amertume|lassitude|fatigue|resistance|deception"
    r"|frustration|orgueil|jalousie|ambivalence)\b"
    r"|\b(?:c est|ce serait|ce n est) (?:pas )?(?:plutot|peut etre|surtout|juste) (?:que"
    r"|qu) (?:tu|vous|il|elle|ton|ta|on)\b|\bc est (?:pas )?que (?:tu|il|elle|vous|ton|ta)\b"
    r"|\b(?:il|elle|ils|elles|tu|ton \w+|ta \w+)\b.{0,40}\b(?:on dirait|surement|forcement"
    r"|visiblement|clairement|sans doute|evidemment|c est evident|c est clair|ca se voit"
    r"|ca saute aux yeux|a l evidence|manifestement)\b"
    r"|\b(?:on dirait|surement|visiblement|clairement|evidemment|manifestement"
    r"|sans doute)\b.{0,25}\b(?:il|elle|ils|elles|tu|ton \w+|ta \w+)\b"
)
_OPINES = re.compile(
    r"\b(?:j ai (?:quand meme |un peu )?(?:l impression|le sentiment|dans l idee)|je (?:me dis"
    r"|pense|crois|trouve|sens|suppose|imagine|devine|soupconne|me demande si)"
    r"|il me semble|on dirait|on sent|on voit bien|je fais l hypothese|mon hypothese c est"
    r"|m est avis|je vois bien|ce que (?:j entends|je comprends|je vois|je sens) c est)"
    r"(?: (?:bien|surtout|aussi|plutot|quand meme|vraiment|que c est))? ?(?:que|qu"
    r"|si)? (?:au fond |en fait )?"
    r"(?:tu|vous|t|il|elle|ils|elles|ton|ta|tes|votre|vos|c est (?:toi|lui|elle|parce)"
    r"|ce n est pas|ce serait|ca (?:te|vous)|il y a|y a)\b"
    r"(?! (?:(?:n |ne |nous |en |l |me |m )*(?:as|avez|a|avait|avais) (?:\w+ )?(?:dit|parle"
    r"|mentionn\w+|evoqu\w+|expliqu\w+|repondu|precise|cite)))"
    r"(?! (?:est|sont|etes|es) (?:\w+ )?(?:\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze))"
)
_DEEP = re.compile(
    r"\b(?:au fond|en fait c est|en fait tu|en realite|en verite|dans le fond|inconsciemment|finalement c est"
    r"|la verite c est)\b.{0,12}"
    r"\b(?:tu|vous|il|elle|ils|c est|ce n est|ton|ta|ca)\b"
    r"|\b(?:pour moi|selon moi|a mon sens|a mon avis|d apres moi|mon hypothese|moi j y vois"
    r"|moi je vois)\b.{0,14}\b(?:tu|vous|il|elle|ils|c est|ton|ta|ca|un|une|du|de la)\b"
    r"|\bsi (?:tu|il|elle|ton \w+)\b.{0,40}\bc est (?:que|parce que|qu)\b|\bce que tu (?:cherches"
    r"|veux|vis|ressens|fuis|redoutes)\b.{0,12}\bc est\b"
)
_BLOCKING = re.compile(
    r"\bc est (?:toi|vous|lui|elle) (?:qui |qu )(?:\w+ )?(?:bloqu|empech|provoqu|entret|cre|frein"
    r"|cherch|mets|met|fais tout|te mets|resist)\w*"
)
_HEARD_SO = re.compile(r"\b(?:c est ca|c est bien ca|non|hein|je me trompe|si je comprends|n est ce pas)\b")


_ABOUT = re.compile(
    r"^(?:\w+ ){0,3}?(?:tu|vous|il|elle|ils|elles|(?:ton|ta|tes|votre|vos) \w+) (?!\w+ (?:dit|dis"
    r"|parle)\b)"
)
_TAG = re.compile(
    r"\b(?:non|hein|c est ca|tu crois pas|tu penses pas|n est ce pas|pas vrai|en fait|au fond"
    r"|je pense|je crois|je trouve|j ai l impression|on dirait|tu vois)$"
)
_FACT = re.compile(
    r"\b(?:\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|vingt|lundi|mardi"
    r"|mercredi|jeudi|vendredi|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre"
    r"|novembre|decembre|heures?|jours?|semaines?|mois|ans|hier|demain|depuis|poste|bureau"
    r"|reunions?|planning|contrat|budget|dossiers?|projet|calendrier"
    r"|dit|dis|disais|disait|dire|parle|parlais|propose|explique|expliquais|demande|repondu"
    r"|commence|fini|signe|envoye|recu|arrive|arrives|parti|partie|travaill\w+|anim\w+|presen\w+"
    r"|rencontre|appele|ecrit|embauche|nomme\w*|remplac\w+|voyez|vois|encadr\w+|dirig\w+|gere\w*"
    r"|habit\w+|prevenu\w*|au courant|peux|pouvez|pourrais|compris|entendu)\b"
)
"""What a clarification may well repeat: numbers, dates, who did what."""


def interpretation(turn: Turn) -> Sentence | None:
    """The first sentence that says what somebody feels, wants or is."""
    return next((sentence for sentence in turn.sentences if _interprets(sentence)), None)


def _interprets(sentence: Sentence) -> bool:
    own = sentence.own
    if sentence.open:
        return False  # « qu'est-ce qui te fait peur ? » asks for the meaning
    if any(pattern.search(own) for pattern in (_MEANS, _OPINES, _BLOCKING, _YOU_DO, _DEEP)):
        return True
    asked = re.search(r"\best ce (?:que|qu)\b", own) and not re.search(
        r"\b(?:pas|plutot|en fait|au fond)\b", own
    )
    if asked:
        return False  # a plain « est-ce que tu as peur ? » is a closed question, counted as such
    if _YOU_ARE.search(own) or _THEY_ARE.search(own):
        return True
    if _THEY_DO.search(own):
        return True
    if advises(sentence):
        return False
    if re.match(
        r"(?:je|j) (?:voudrais|aimerais|ai (?:une|deux|juste)|cherche|veux (?:bien )?(?:comprendre|savoir))",
        own,
    ):
        return False
    told = "?" not in sentence.text or bool(_TAG.search(own))
    return told and not sentence.inverted and bool(_ABOUT.search(sentence.core)) and not _FACT.search(own)
