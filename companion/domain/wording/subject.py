"""The subject offered in the opening round: real, one's own, current, within reach."""

import re

from companion.domain.wording.spoken import Sentence, Turn

__all__ = ["no_subject", "unfit_subject"]

_OVER = re.compile(
    r"\b(?:(?:c est|est|ete|s est|sont|c etait|tout est|maintenant c est) (?:\w+ )?(?:regle"
    r"|resolu|fini|termine|classe|arrange|derriere moi|passe|clos|oublie|digere)\w*|(?:ca|cela"
    r"|tout) s est (?:bien )?(?:arrange|termine|regle|calme|tasse|resolu|fini)|du passe\b|(?:on"
    r"|j) (?:a|ai|avons) (?:fini par )?(?:trouve|trouver) (?:une|la) solution"
    r"|vieille histoire|vieux (?:dossier|conflit|souvenir|probleme)|de l histoire ancienne|(?:ca"
    r"|tout) va mieux (?:maintenant|depuis)|tout est rentre dans l ordre|n est plus d actualite"
    r"|plus d actualite|j ai tourne la page|a ete (?:resolu|regle|classe|cloture)\w*"
    r"|c est de l histoire|en a fini avec|en ai fini avec|c est dernier nous|il n y a plus (?:de "
    r"|aucun )(?:souci|probleme|conflit|tension)s?"
    r"|plus de (?:souci|probleme|conflit)s? (?:maintenant|depuis|avec)|on s est (?:explique"
    r"|reconcilie|arrange|retrouve|rabiboche)\w*"
    r"|tout s est bien (?:fini|passe|termine)|c est reparti|ca s est bien (?:fini|termine)"
    r"|il est parti depuis|elle est partie depuis|j ai (?:deja )?(?:regle|resolu) (?:le|la|ca|ce)"
    r"|ca ne se pose plus|la question ne se pose plus|c est derriere nous)\b"
)
_PAST = re.compile(
    r"\b(?:c etait (?:il y a|en (?:deux mille|19|20)|a l epoque|l an dernier|l annee derniere)"
    r"|a l epoque|a l ancien\w*|dans m(?:on|a) (?:precedente?|ancienne?|premiere?)"
    r"|a mon ancien\w*|chez mon ancien"
    r"|quand j etais (?:jeune|etudiant\w*|stagiaire|petite?)|il y a (?:\w+ )?(?:ans"
    r"|annees)(?! que)|dans le temps|autrefois|jadis|avant ma retraite)\b"
)
_NOW = re.compile(
    r"\b(?:maintenant|aujourd hui|en ce moment|actuellement|toujours pas|encore (?:pas"
    r"|aujourd hui)|depuis|je (?:suis|dois|n arrive|ne sais|me sens|bloque|veux|voudrais|n ose"
    r"|passe)|j (?:hesite|ai (?:du mal|peur)|arrive pas)|(?:ca )?recommence|me mine|m inquiete"
    r"|me preoccupe)\b"
)
_STILL = re.compile(
    r"\b(?:n est|n etait|est|c est|ce n est|pas|toujours|jamais) (?:toujours )?pas (?:encore "
    r"|vraiment |du tout )?(?:regle|resolu|fini|termine|clos|arrange)\w*|\brecommence\b"
    r"|\bpas regle\b|\bjamais (?:ete )?regle\b|\bje (?:pensais|croyais) que\b"
)
_IMAGINED = re.compile(
    r"^(?:\w+ )?(?:imagin(?:ons|ez|e)|mettons|supposons|prenons (?:le cas|l exemple|un cas)"
    r"|supposez|admettons|disons)\b(?! (?:que ce"
    r"|les choses|nous|la))|\b(?:si un jour|fictif|fictive|hypothetique|imaginaire|j invente"
    r"|inventer un|un cas d ecole|cas theorique|inventee?|pour l exemple|dans un (?:livre|film"
    r"|article)|ideale?|qu on imagine|j imagine|un scenario|un cas (?:imagine|invente|type"
    r"|classique)|mise en situation"
    r"|pour de faux|j ai (?:lu|vu) (?:un|dans|que))\b"
)
_RELATIVE = (
    r"(?:beau frere|belle soeur|amie?s?|soeur|frere|mari|femme|epouse?|cousine?|voisine?|compagne"
    r"|compagnon|pere|mere"
    r"|fils|fille|copain|copine|beau frere|belle soeur|conjointe?|neveu|niece|pote|proche"
    r"|belle mere|beau pere|belle fille|beau fils|tante|oncle|grand mere|grand pere|cousin|ex"
    r"|meilleure? amie?)"
)
_OTHERS = re.compile(
    r"\b(?:mon|ma|mes|un|une|d un|d une|pour un|pour une"
    rf"|l) (?:\w+ )?{_RELATIVE}\b(?=.{{0,40}}\b(?:a|est|qui|et son|hesite|vit|veut|n arrive"
    r"|souffre|galere|doit|me raconte)\b)(?<!aussi un ami)|\b(?:l histoire|la situation|le cas"
    r"|le probleme) (?:de|d) (?:ma|mon|une?|la|quelqu)\b(?! (?:equipe|service|projet|poste))"
    r"|\b(?:d un|d une|pour un|pour une) (?:\w+ )?(?:amie?|voisine?|cousine?|copain|copine"
    r"|proche)\b|\b(?:c est|ce n est|c etait) pas moi (?:qui|que)\b|\bpas mon (?:probleme|sujet"
    r"|histoire|equipe)\b|\bquelqu un (?:qui|que|de|d autre)\b|\b(?:ce n est"
    r"|c est) pas (?:vraiment "
    r"|trop )?(?:mon|a moi|pour moi)\b|\bcelui d(?:e|u) (?:ma|mon|une?|la|les)\b"
    r"|\bne me concerne pas\b|\bme concerne pas\b|\bon m a (?:raconte|parle d)\b"
    r"|\bje connais (?:quelqu un|une? \w+ qui|un\w* \w+ qui)\b|\bce serait pour\b"
    r"|\bc est pour (?:une?|ma|mon) \w+ (?:qui|que)\b|\b(?:d |mes )?(?:une?|ma|mon) collegue (?:a"
    r"|voudrait|veut|hesite|vit) (?:un|une|des|un)\b"
)
_BEYOND = re.compile(
    r"\b(?:en (?:france|europe|general|politique)|au (?:quebec|canada|gouvernement)|dans le monde"
    r"|dans ce pays|du gouvernement|le ministere|le pays|reformes? (?:des?|du|de la)"
    r"|les politiciens|l etat|les elus|notre epoque|la jeunesse|les patrons|les reseaux sociaux"
    r"|le (?:monde du travail|teletravail|management|marche du travail)(?: en)?|la transition"
    r"|l ecologie|la planete|la guerre|l inflation|la societe|le gouvernement"
    r"|l education nationale|la mondialisation"
    r"|l avenir (?:du|de la|de l)|le monde (?:du|de|va)|les politiques|la politique|la loi sur"
    r"|le capitalisme|l economie mondiale|le climat|le rechauffement|les medias|la crise"
    r"|l hopital public|le systeme (?:scolaire|de sante|politique)|les gens ne veulent"
    r"|l intelligence artificielle et|la retraite a)\b"
    r"|\b(?:je )?n y (?:peux|peut) rien|\brien y faire\b|\bpas de (?:probleme|sujet|souci"
    r"|preoccupation) (?:en ce moment|particulier|a moi|pour l instant)|\bje n ai (?:pas"
    r"|rien) (?:vraiment |trop )?(?:de (?:sujet|probleme)|a (?:proposer|presenter))"
    r"|\b(?:aucune|pas (?:de|la moindre|vraiment de)|zero) (?:prise|marge|pouvoir|influence|levier"
    r"|main)\b|\bca se (?:decide|joue|regle) (?:ailleurs|plus haut|sans moi|au dessus|a (?!moi)\w+)"
    r"|\b(?:au dessus de mon niveau|c est pas moi qui decide|hors de mon controle|j y peux rien)\b"
    r"|\bpas de mon ressort\b|\bhors de ma portee\b|\bca ne depend pas (?:du tout )?de moi\b"
)


_ASKS_WHY = re.compile(r"\b(?:pourquoi|comment) (?:est ce que )?(?:les|on|l|la|le|un|une)\b")
"""A question about people or things in general, in which nobody of the table appears."""
_KIN = re.compile(rf"^(?:c est )?(?:mon|ma|mes|un|une|le|la) (?:\w+ )?{_RELATIVE}\b")
_MINE = re.compile(r"\b(?:je|j|me|m|moi|mon equipe|mon service|mes collegues|nous)\b")


_NAME = re.compile(r"^(?:(?:bonjour|salut|et|alors|bon|bien|a tous|tous|euh) )*(?:moi )?(?:c est|je m appelle"
                   r"|je suis|mon nom est) (?:l )?\w+(?: \w+)?$")  # fmt: skip
"""The opening round is where people say their names."""


def no_subject(turn: Turn) -> bool:
    """Whether it says that something is not settled, or only who speaks."""
    return any(_STILL.search(sentence.own) or _NAME.search(sentence.own) for sentence in turn.sentences)


def unfit_subject(turn: Turn) -> Sentence | None:
    """The sentence that puts the subject in the past, in the imagination, with others, or out of reach."""
    whole = " ".join(sentence.own for sentence in turn.sentences)
    current = bool(_STILL.search(whole))
    for sentence in turn.sentences:
        own = sentence.own
        if _OTHERS.search(own) or _BEYOND.search(own) or _IMAGINED.search(own):
            return sentence
        if _ASKS_WHY.search(own) and not _MINE.search(whole):
            return sentence
        if _KIN.search(sentence.core):
            return sentence
        if _OVER.search(own) and not current:
            return sentence
        if _PAST.search(own) and not current and not _NOW.search(whole):
            return sentence
    return None
