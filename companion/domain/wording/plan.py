"""The client's plan: an intention without an act and without a date is a wish."""

import re

from companion.domain.wording.spoken import Sentence, Turn

__all__ = ["vague"]

_INTENDS = re.compile(
    r"\b(?:je (?:(?:m|me|lui|leur|le|la|l|les|en|y) )*(?:vais|compte|pense|verrai|tacherai"
    r"|devrais|devrai|dois|voudrais|souhaite|veux|ferai|serai|m engage|me promets|m occupe\w*"
    r"|me (?:donne|laisse)|\w+erai|\w+rai|mettrai)|j (?:essai?erai|essayerai|essaye|essaie"
    r"|aimerais|ai (?:l intention|envie)|\w+erai|espere)|il (?:faut|faudra|faudrait) (?:aussi "
    r"|que |vraiment |surtout )*(?:que je|que j|je|j)|on verra|il va falloir|mon (?:plan|objectif"
    r"|idee) c est)\b"
)
_VAGUE = re.compile(
    r"\b(?<!\bl )(?<!\bles )(?:essay\w+|essai\w+|tent\w+|tach\w+|reflechir|y penser|penser a tout"
    r"|plus attention"
    r"|faire attention|attention a ca|(?:des|plus d|un) efforts?|de mon mieux|mieux|davantage"
    r"|plus (?:a l ecoute|presente?|ferme|clair\w*|souvent|de temps|zen|cool|calme|patient\w*"
    r"|sure?|disponible|ouvert\w*|strict\w*|positi\w+|confiance|loin|vite)"
    r"|moins (?:dans|de|stress\w*|impuls\w*|sur|controler|m en faire)|communiqu\w+|ameliorer"
    r"|prendre (?:du recul|le temps|sur moi|soin)|lacher prise|voir (?:comment|ce que|si|venir"
    r"|plus tard)|laisser (?:venir|faire|du temps)|autrement|differemment|changer(?: (?:ma|mon|de"
    r"|les choses|d attitude))?|gerer|travaill\w+ sur (?:moi|ma|mon|ca)|un jour|a l occasion"
    r"|un de ces jours|quand (?:je pourrai|j aurai le temps|ce sera possible)"
    r"|des que (?:possible|je peux|je pourrai)|peut etre|quelqu un|on verra|m affirmer"
    r"|sur le moment|au fil de l eau|plus tard|bientot|rapidement|un peu plus|mettre de l ordre"
    r"|poser le cadre|avancer|faire quelque chose|trouver une solution|m y mettre|m organiser"
    r"|y travailler|m ameliorer|etre (?:plus|moins|davantage)|faire le point avec moi|progresser"
    r"|me remettre en question|prendre confiance|faire evoluer|me concentrer sur l essentiel"
    r"|parler plus|ecouter plus|deleguer (?:un peu )?plus|faire au mieux|suivre vos conseils"
    r"|faire tout ca|appliquer tout)\b"
)
_WHEN = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|apres demain|ce soir"
    r"|ce matin|cet? (?:apres midi|semaine|mois|ete|hiver|automne)|aujourd hui|tout a l heure"
    r"|tout de suite|en sortant|la semaine (?:prochaine|d apres|qui vient)|le mois prochain"
    r"|l an prochain|dans (?:un|une|deux|trois|quatre|cinq|six|huit|dix|quinze|\d+) (?:jours?"
    r"|semaines?|mois|heures?|minutes?)|dans la (?:semaine|journee)|d ici|avant (?:le|la|fin|noel"
    r"|les|jeudi|de partir|\w+di)|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre"
    r"|octobre|novembre|decembre|noel|paques|rentree|des (?:lundi|mardi|mercredi|jeudi|vendredi"
    r"|demain|ce soir|la prochaine|le retour|mon retour|cette)|a (?:\d+|huit|neuf|dix|onze|midi"
    r"|quatorze|quinze) ?h?(?:eures?)?|le (?:premier|\d+|deux|trois|dix|quinze|vingt)\b"
    r"|chaque (?:jour|semaine|matin|lundi|mois)|tous les (?:jours|lundis|mardis|mercredis|jeudis"
    r"|vendredis|matins|mois)|a la prochaine (?:reunion|seance)|prochaine? (?:reunion|fois"
    r"|comite))\b"
)
_FIRM = re.compile(
    r"\bje (?:(?:m|me|lui|leur|le|la|l|les|en|y) )*(?:vais|compte)\b|\b(?:je|j) (?:\w+ )?\w+erai\b"
)
_OWN_TASK = re.compile(r"\bil (?:faut|faudra|faudrait) que (?:je|j)\b")
_WISHES = re.compile(
    r"\b(?:apprendre a|a un moment ou a un autre|des que possible|repenser|murir|revoir (?:ma|mon"
    r"|mes)|changer de|relativiser|m affirmer|le necessaire|y aller (?:doucement"
    r"|progressivement))\b"
)
"""Nobody could see it done."""
_PRESENT = re.compile(
    r"\b(?:je (?:veux|voudrais|souhaite|pense) (?:bien|que|vous|remercier|dire)|j aimerais (?:que"
    r"|dire|savoir)|j espere que|je serai)\b"
)
_NOT_PLAN = re.compile(
    r"\b(?:je (?:retiens|garde|laisse|note|ne (?:prends|retiens|garde|vais) pas|prends (?:l|le|la"
    r"|les) (?:idee|piste|question))|ce que je retiens|merci)\b"
)


_CONCRETE = re.compile(
    r"\b(?:appel\w+|telephon\w+|ecri\w+|envo\w+|envoie|voir|rencontr\w+|redig\w+|present\w+"
    r"|propos\w+|organis\w+|demand\w+|bloqu\w+|fix\w+|planifi\w+|reserv\w+"
    r"|rendez vous|annonc\w+|convoqu\w+|invit\w+|lire|relire|prepar\w+|list\w+|imprim\w+"
    r"|remett\w+|cre\w+|supprim\w+|signer|acheter|inscri\w+|install\w+|affich\w+|commenc\w+ par"
    r"|instaur\w+|convi\w+|dejeun\w+"
    r"|confi(?:er|e|ons)|nomm\w+|former|tester|teste|lanc\w+|reuni\w+|sond\w+|document\w+|compt\w+ les"
    r"|not\w+|mail|courrier|message|tableau|fiche|lettre|reunion|point|atelier|cafe|entretien"
    r"|voie|vois|aille voir)\b"
)
"""An act that somebody could see done."""


def vague(turn: Turn) -> Sentence | None:
    """The first intention that says neither when nor what."""
    return next((sentence for sentence in turn.sentences if _vague(sentence)), None)


def _vague(sentence: Sentence) -> bool:
    own = sentence.own
    if _WHEN.search(own) or (_NOT_PLAN.search(own) and not re.search(r"\bje vais\b", own)):
        return False
    if _WISHES.search(own):
        return True
    if re.search(r"\bon va voir\b|\bl occasion\b|\bon verra\b|\bje verrai\b", own):
        return True
    if not _INTENDS.search(own):
        return False
    return bool(_VAGUE.search(own)) or bool(
        (_FIRM.search(own) or _OWN_TASK.search(own))
        and not _CONCRETE.search(own)
        and not _PRESENT.search(own)
    )
