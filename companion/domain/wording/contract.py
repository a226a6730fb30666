"""The contract: one sentence of the client's, a demand, of a type, that nobody else words."""

import re

from companion.domain.wording.spoken import Sentence, Turn

__all__ = ["imposed", "named", "no_demand", "not_one_sentence", "settled", "untyped"]

_DEMANDS = re.compile(
    r"\b(?:j (?:aimerais|attends|ai (?:surtout |vraiment |juste )?besoin|aurais (?:surtout "
    r"|vraiment )?besoin|ai envie de (?:savoir|comprendre|trouver)|espere)|je (?:voudrais"
    r"|souhaite\w*|cherche|demande|vous demande"
    r"|veux (?:savoir|trouver|comprendre|apprendre|que vous|bien|des|vos|m|sortir)|prefer\w+"
    r"|compte sur)|aide[rz]?(?: (?:moi|nous))|m aid\w+|vous m aid\w+|ma (?:demande"
    r"|question) (?:c est|est|serait|porte)"
    r"|mon besoin|ce (?:que (?:je (?:veux|cherche|voudrais|demande)|j (?:aimerais|attends))"
    r"|qui m aiderait)|donne[rz] moi|il me faudrait|(?:veux|voudrais|faut|besoin) (?:juste "
    r"|simplement |seulement )?(?:de l |d un peu d )aide|je prends|j apprecierais|il faut que vous"
    r"|votre aide|comptez? sur vous"
    r"|(?:comment|que|quoi|qu est ce que|de quelle (?:maniere|facon)|en quoi|ou"
    r"|quand) (?:est ce que |donc |)?(?:je|puis je|pourrais je|dois je|j)\b|comment (?:m |me "
    r"|s y prendre|faire pour|\w+(?:er|ir|re|oir)\b))"
)
_TYPES = re.compile(
    r"\bce que vous (?:auriez|avez|aviez|feriez|faites)\b|"
    r"\b(?:impressions?|temoignages?|experiences?|vecus?|idees?|suggestions?|pistes?|conseils?"
    r"|propositions?|hypotheses?|interpretations?|soutien|encouragements?|encourag\w+|ressentis?"
    r"|emotions?|reactions?"
    r"|retours?|regards?|avis|points? de vue|exemples?|partag\w+|temoign\w+|resonn\w+|resonances?"
    r"|suggerer|suggeriez|critiques?|recommandations?|analyses?|lectures?|brainstorm\w*|histoires"
    r"|(?:vos|des|de|plutot|surtout|quelques|bonnes) questions|questions (?:qui|pour|reflexives)"
    r"|(?:poser?|posiez|posez|questionn\w+)(?: moi)?(?: des)?(?: questions)?\b"
    r"|comment (?:vous|tu) (?:avez|as|faites|fais|vous y|t y|feriez|ferais)|ce que (?:ca"
    r"|cela) vous (?:fait|inspire|evoque|provoque|suscite|reveille)|ce que vous (?:ressentez"
    r"|feriez|avez (?:vecu|fait)"
    r"|imaginez|en pensez)"
    r"|(?:ca|cela) (?:vous )?(?:fait|inspire|evoque|provoque|suscite|reveille|produit)(?: en"
    r"| chez)? ?(?:vous)?|racontez|rassur\w+|bousculi?e\w*|confront\w+"
    r"|soutene\w+|soutenu\w*|outils|methodes?|astuces?|bonnes pratiques|un melange)\b"
)
_PASSES = re.compile(
    r"\b(?:je|j) (?:(?:ne|n) )?(?:sais|vois|ai) (?:vraiment |trop |plus "
    r"|bien )*pas\b(?! (?:comment (?:m|je|faire|lui|leur|annoncer|\w+er)|quoi faire|si je|par ou"
    r"|compris|entendu|envie|besoin))"
    r"|\b(?:dites|dis|donnez|donne) moi (?:ce que|votre avis|ton avis|quoi|quelque chose|ce qu)"
    r"|\b(?:c est )?a vous (?:de (?:me )?(?:dire|voir|choisir|trouver|decider)|de jouer)"
    r"|\bqu est ce que vous (?:en |me )?(?:pens\w+|dites|proposez|feriez|me conseillez)"
    r"|\bvous (?:en pensez quoi|feriez quoi|en dites quoi|me conseillez quoi)|\bque (?:feriez"
    r"|pensez|dites) vous\b|\bpas (?:vraiment |trop |de |une )*(?:de )?(?:demande"
    r"|question precise|attente)\b|\b(?:n )?attends rien\b"
    r"|\b(?:comme|ce que) vous voulez\b|\baucune idee\b|\bvous voyez ce que vous\b"
    r"|\bfaites (?:au mieux|ce que)\b|\bc est tout ce que j ai\b|\bje (?:voulais"
    r"|veux) juste (?:vous )?(?:raconter|parler|en parler|partager|vider)"
    r"|\bvotre avis c est tout\b|\bje vous laisse (?:choisir|decider|voir)\b|\bpeu importe\b"
    r"|\bdebrouillez vous\b|\b(?:allez y|lancez vous)\b.{0,12}\b(?:lancez vous|allez y|je (?:prends"
    r"|vous ecoute))\b"
    r"|\bje (?:prends|prendrai) (?:tout )?ce qui (?:vient|viendra|passe|tombe)\b|\bje m en remets a vous\b"
    r"|\bje vous (?:laisse|donne) (?:la main|carte blanche|faire|imaginer|deviner)\b|\bcarte blanche\b"
)
_GENERAL = re.compile(
    r"\b(?:comment|pourquoi) (?:est ce que )?(?:on|les gens|les entreprises|les managers|les \w+"
    r"|un \w+|une \w+|tout le monde|la societe|l entreprise)\b|\bc est quoi (?:un|une|le|la"
    r"|etre)\b|\bqu est ce qu (?:un|une)\b"
    r"|\bcomment (?:\w+ )?\w+(?:er|ir|re|oir) (?:un|une|des|les gens|les|tout le monde"
    r"|l) (?!(?:cadre|regle|limite|espace|place|solution|equilibre|entretien"
    r"|reunion)s?\b)\w+(?: (?:efficace|motive\w*|en general|performante?|soudee?))?$"
    r"|\bcomment devenir (?:un|une)\b|\ben general\b|\best ce (?:que|qu) (?:c est"
    r"|il est) normal\b|\bc est normal\b.{0,20}$|\bcomment \w+ (?:t )?on\b|\bvous trouvez (?:ca"
    r"|cela|que|normal)|\bqu est ce que vous pens\w+ (?:de|d|du)\b"
    r"|\bqui a (?:raison|tort)\b|\best ce que j ai (?:raison|tort)\b|\bj ai (?:raison|tort) (?:ou"
    r"|oui)\b|\b(?:ai je|est ce que j ai) (?:bien fait|raison|tort)\b"
    r"|\b(?:que|qu est ce que vous) pens\w+ vous de\b"
)
_PERSON = (
    r"(?:il|elle|ils|elles|on|les gens|les autres|(?:mon|ma|mes|le|la|les|notre"
    r"|nos) (?!(?:reunion|projet|organisation|emploi|posture|dossier|travail|decision|message"
    r"|parole|place|demande)s?\b)\w+|l equipe|(?!vous\b|tu\b|je\b|j\b|nous\b|mes\b|ca\b|cela\b"
    r"|ce\b)[a-z]+)"
)
_OTHERS_CHANGE = re.compile(
    r"\b(?:(?:ce que )?je (?:veux|voudrais|souhaite\w*)|(?:ce que )?j (?:aimerais|ai besoin|attends|espere)"
    r"|ce (?:que|qu) (?:je (?:veux|voudrais|souhaite)|j (?:aimerais|attends|espere))(?: moi)? (?:c est"
    r"|ce serait)"
    r"|comment faire pour|faire en sorte|pour|(?:il )?(?:faut|faudrait)"
    rf"|le mieux serait) (?:juste |surtout |simplement )?(?:que|qu) {_PERSON}(?: \w+)? "
    r"(?:(?:ne|n|me|m|se|s|l|le|la|les|en|y) )*(?:chang\w+|arret\w+|comprenn\w+|cess\w+"
    r"|se mett\w+|mett\w+|ecout\w+|respect\w+|fass\w+|soi\w+|parte\w*|s excus\w+|excus\w+"
    r"|travaill\w+|obei\w+|accept\w+|reconnaiss\w+|m aim\w+|boug\w+|evolu\w+|dis\w+"
    r"|demissionn\w+)\b"
)
SHORTEST = 4
"""Words of a sentence that is long enough to be a demand, and is none."""
_ANSWERS = re.compile(
    r"^(?:oui|ouais|non|d accord|ok|merci|exactement|tout a fait|parfait|voila$|voila c est|c est (?:pas "
    r"|exactement |bien |parfait|plutot|tout a fait|bon|clair|ca|ma|une question)"
    r"|ce n est pas|ca (?:me va|me convient|depend)|attende?z?|je (?:reflechis|cherche mes mots"
    r"|reformule|recommence|reprends|relis|dirais|prefere)|j (?:hesite|aime pas|aime mieux"
    r"|ai entendu)|alors attendez|en une phrase|ma demande|plutot)\b"
    r"|\b(?:le mot|ce mot|c est (?:exactement|bien) ca|me convient|me va bien|d accord avec)\b"
)
"""Words to the group about the demand, or on the way to it."""


def _demands(sentence: Sentence) -> bool:
    """Whether it asks the group for something, however badly."""
    return bool(_DEMANDS.search(sentence.own))


def _names_a_type(sentence: Sentence) -> bool:
    """Whether it says what sort of help is wanted: impressions, témoignages, idées, questions..."""
    return bool(_TYPES.search(sentence.own))


_WISHES_FOR_OTHERS = re.compile(
    r"\b(?:je (?:veux|voudrais|souhait\w+)|j (?:aimerais|espere|attends)) (?:juste |surtout "
    r"|simplement )?(?:que|qu) (?:il|elle|ils|elles|les gens|les autres|(?:mon|ma|mes|la|le|les"
    r"|notre|l) (?:\w+ )?(?:chef|cheffe|directeur|directrice|direction|equipe|collegues?"
    r"|adjointe?|patron|patronne|responsable|collaborateurs?|collaboratrices?|hierarchie|boss"
    r"|gestionnaire|presidente?|associee?|salaries|jeunes|anciens|maire|binome"
    r"|service)) (?!m aid)\w+"
)
"""« J'aimerais que mon chef… »: a wish that the client cannot grant."""


def no_demand(turn: Turn) -> Sentence | None:
    """A sentence that hands the demand over, asks in general, or wants somebody else to change."""
    return next((sentence for sentence in turn.sentences if _no_demand(sentence)), None)


def _no_demand(sentence: Sentence) -> bool:
    own = sentence.own
    if _PASSES.search(own) or _OTHERS_CHANGE.search(own) or _WISHES_FOR_OTHERS.search(own):
        return True
    if _GENERAL.search(own):
        return not re.search(r"\b(?:mon|ma|mes|je|j|m|me|moi)\b", own) or bool(
            re.search(
                r"\bj ai (?:raison|tort)|ai je|pens\w+ vous|vous pens\w+ (?:de|du|d)\b|en general\b", own
            )
        )
    if re.search(r"\bqu est ce que vous pensez\b", own):
        return True
    if _ANSWERS.search(sentence.core) or _ANSWERS.search(own) or _demands(sentence):
        return False
    return len(own.split()) >= SHORTEST


def settled(turn: Turn) -> bool:
    """A demand in one sentence was said after all."""
    asked = any(_demands(sentence) for sentence in turn.sentences)
    return asked and no_demand(turn) is None and not_one_sentence(turn) is None


def named(turn: Turn) -> bool:
    """The type of consultation was said."""
    return any(_names_a_type(sentence) for sentence in turn.sentences)


_SEVERAL = re.compile(
    r"\b(?:tout|l ensemble de|la totalite de) ce (?:que|qu) (?:j ai|je vous ai|je viens|j viens)"
    r"|\bun peu (?:de )?tout\b|\b(?:deux"
    r"|trois|quatre|plusieurs|differentes|plein de|quelques|beaucoup de|pas mal de) (?:demandes?"
    r"|questions?|choses|points|sujets|facettes|aspects|problemes|attentes|volets|besoins)\b"
    r"|\bpas (?:\w+ )?(?:resumer|le dire|la dire|dire ca|formuler)\b.{0,16}\bphrase\b"
    r"|\b(?:difficile|dur|impossible|complique) (?:a|de) (?:la |le )?(?:resumer|formuler"
    r"|dire en une)\b|\bmes questions\b|\bc est (?:vaste|un ensemble|un tout|tres large"
    r"|multiple)\b"
    r"|\bca fait beaucoup\b|\bdans tous les sens\b|\btout a la fois\b|\btout est (?:lie"
    r"|melange)\b|\bde plusieurs (?:facons|manieres)\b|\bil y a (?:tellement|tant) de\b"
    r"|\bc est un peu tout\b|\btout (?:ca|cela) a la fois\b|\bet plein d autres\b"
)
_LISTS = re.compile(
    r"^(?:(?:alors|bon|euh|ben|et|enfin) )*(?:deja|d abord|tout d abord|ensuite|et puis|puis"
    r"|apres|aussi|premierement|deuxiemement|troisiemement|la premiere|la deuxieme|la troisieme"
    r"|le premier|le deuxieme"
    r"|le troisieme|enfin|d une part|d autre part|et aussi|et moi aussi|tant qu on y est|primo"
    r"|secundo|par ailleurs|en plus|il y a aussi|il y a|et il y a|y a aussi|y a|l autre)\b"
)
_AND_ALSO = re.compile(
    r"\b(?:et (?:aussi|puis aussi|en plus|egalement|en meme temps|surtout aussi)|a la fois"
    r"|mais aussi|ainsi que|et puis)\b"
)
_REFORMULATES = re.compile(
    r"^(?:\w+ )?(?:c est pas|ce n est pas|c est plutot|plutot|je (?:reformule|dirais|recommence"
    r"|reflechis)|en une phrase|c est (?:exactement )?ca|oui)\b"
)


def not_one_sentence(turn: Turn) -> Sentence | None:
    """A demand that is a list, several demands, or « tout ce que j'ai dit »."""
    told = [sentence for sentence in turn.sentences if len(sentence.own.split()) > 2]
    said = next((sentence for sentence in told if _SEVERAL.search(sentence.own)), None)
    if said is not None:
        return said
    if any(_REFORMULATES.search(sentence.own) for sentence in told):
        return None
    listed = [sentence for sentence in told if _LISTS.search(sentence.own)]
    if len(listed) >= 2 or (listed and len(told) >= 3):
        return listed[-1]
    asked = [sentence for sentence in told if _demands(sentence)]
    if sum(bool(re.search(r"\bcomment\b|\best ce que je\b", s.own)) for s in asked) >= 2 or len(told) >= 4:
        return told[-1]
    if len(told) >= 3 and not any(_names_a_type(sentence) for sentence in told):
        return told[-1]
    return next((s for s in told if len(_AND_ALSO.findall(s.own)) >= 2 or _three_things(s)), None)


def _three_things(sentence: Sentence) -> bool:
    return len(re.findall(r"\b(?:il y a|la question d|le probleme d|celui d|celle d)\b", sentence.own)) >= 3


_WHATEVER = re.compile(
    r"\b(?:ce que vous (?:voulez|pouvez)|peu importe|n importe (?:quoi|comment)|je prends tout"
    r"|tout ce que vous (?:voulez|pouvez|avez)|quelque chose|un coup de (?:main|pouce)|aide[rz] nous"
    r"|comme vous voulez|tout m (?:ira|interesse))\b"
)


def untyped(turn: Turn) -> Sentence | None:
    """A demand that does not say what sort of help is wanted; None as soon as one sentence does."""
    if any(_names_a_type(sentence) and not _WHATEVER.search(sentence.own) for sentence in turn.sentences):
        return None
    return next((s for s in turn.sentences if _demands(s) or _WHATEVER.search(s.own)), None)


_THE_DEMAND = (
    r"(?:ta|votre|la|le|ton) (?:vraie? |veritable |seule |reel )?(?:demande|question|besoin|sujet"
    r"|probleme|contrat|enjeu|objectif|probl[e]matique)"
)
_WORDS_IT = re.compile(
    rf"\b{_THE_DEMAND}(?: (?:en fait|au fond|a toi|pour moi|je pense|plutot|finalement|la"
    r"|en realite|a mon avis|ici))* (?:c est|est|ce sera|sera|ce serait|serait|devrait(?: plutot)? (?:etre"
    r"|porter)|doit (?:etre|porter)|n est pas|c est pas|ce n est pas|porte plutot)\b(?! (?:tres "
    r"|bien |assez |super |plutot )?(?:clair|bon|bonne|claire|precis|interessant|beau|belle"
    r"|important|legitime|concret|touchant|parlant|comprehensible|realiste))"
)
_TRUE = re.compile(
    r"\b(?:vraie? |veritable |reel )(?:demande|question|besoin|sujet|probleme|enjeu|contrat"
    r"|objectif|problematique)\b"
)
_HEARD = re.compile(
    r"\b(?:si (?:je|j ai) (?:\w+ )?(?:compr\w+|enten\w+|resume|reformule)"
    r"|j ai (?:bien )?(?:compris|entendu|note)|ce que (?:j ai|j) (?:compris|entend\w*|retenu"
    r"|retiens)|ce que je comprends|je (?:reformule|comprends|resume|relis|reprends)|j entends"
    r"|est ce que|tu as dit|c est (?:bien )?ca$|pour verifier|pour etre sure?)\b"
)
_REWRITES = re.compile(
    r"^(?:ne )?(?:mets|mettez|ecris|ecrivez|note|notez|prends|prenez|change|changez|formule"
    r"|formulez|reformule|reformulez|dis|dites|demande|demandez|remplace|enleve|ajoute|choisis"
    r"|garde|parle)(?: (?:pas|plutot|la|le|ta|ton|votre|l|juste|simplement|donc|comme|ca|une|ce"
    r"|que|nous))*\b(?! (?:nous ce|moi ce|nous si))"
)
_REWRITES_OPEN = re.compile(r"^(?:dis|dites|parle|ecris|choisis|garde) (?:nous|moi|ce que tu)\b")
_PROPOSES = re.compile(
    r"\b(?:je|j) (?:(?:le |la |l )?(?:mettrais|formulerais|ecrirais|reformulerais|poserais)"
    r"|dirais (?:plutot|comment|que ta|que ton)|prendrais)\b|\b(?:tu|vous) (?:devrais|devriez"
    r"|dois|devez|pourrais|pourriez) (?:plutot |juste )?(?:formuler|reformuler|demander|dire"
    r"|travailler|poser|changer|parler|mettre|ecrire|prendre|choisir)\b"
    r"|\bon (?:va|devrait|n a qu a|pourrait|ferait mieux de) (?:plutot )?(?:travailler|mettre"
    r"|prendre|partir|dire|parler|ecrire|se concentrer)\b(?!.{0,8}\b(?:ta demande|la dessus"
    r"|avec ca)\b)|\bce qu il (?:te|vous) faut\b|\bce dont (?:tu as|vous avez) besoin\b"
    r"|\b(?:il )?(?:faut|faudrait|vaudrait mieux|vaut mieux) (?:plutot )?(?:que (?:ta|ton|tu|on"
    r"|votre|vous)|qu on|la changer|formuler|reformuler|parler|dire|travailler)\b"
    r"|\b(?:tu te trompes|vous vous trompez) (?:de|d|sur)\b"
    r"|\b(?:au fond|en realite|en fait|en verite|moi je crois que|je pense que"
    r"|pour moi)\b.{0,12}\b(?:ce que )?(?:tu|vous) (?:veux|voulez|demandes|demandez|cherches"
    r"|cherchez|as besoin|avez besoin)\b|\bce (?:ne )?serait(?: ce)? pas plutot\b|\bce (?:serait"
    r"|n est) (?:mieux|pas) (?:de demander|plutot)\b"
    r"|\b(?:ca|ce) serait mieux (?:de|si|comme)\b|\b(?:tu|vous) (?:veux|voulez) dire que (?:ton"
    r"|ta|votre|c est)\b|\b(?:n est pas|est pas) (?:bonne|la bonne|une demande|un contrat|assez"
    r"|ca ta)\b|\b(?:est )?trop (?:vague|large|floue?)\b|\bc est (?:pas|plutot) (?:ca )?(?:ta|ton"
    r"|votre|la|le|une question|un probleme)\b"
)


_HEART = re.compile(
    r"\b(?:le (?:fond|coeur|noeud) du (?:probleme|sujet)|le (?:vrai )?(?:fond|probleme) c est)\b"
)


def imposed(turn: Turn) -> Sentence | None:
    """A consultant's words put in the place of the client's demand."""
    return next((sentence for sentence in turn.sentences if _imposes(sentence)), None)


def _imposes(sentence: Sentence) -> bool:
    own = sentence.own
    if _HEART.search(own) or (_TRUE.search(own) and _WORDS_IT.search(own)):
        return True
    if _PROPOSES.search(own) and not (_HEARD.search(own) and not re.search(r"\bpas plutot\b", own)):
        return True
    if (
        any(
            _REWRITES.search(c) and not _REWRITES_OPEN.search(c) and len(c.split()) > 1
            for c in sentence.clauses[:2]
        )
        and "plutot" in own.split()
    ):
        return True
    if (
        sentence.clauses
        and _REWRITES.search(sentence.clauses[0])
        and not _REWRITES_OPEN.search(sentence.clauses[0])
    ):
        return True
    return bool(_WORDS_IT.search(own)) and not _HEARD.search(own) and "?" not in sentence.text
