"""The consultation: the client does not justify, the consultants neither debate nor seek an agreement."""

import re

from companion.domain.debate import Speech, speech_of
from companion.domain.wording.spoken import Sentence, Turn

__all__ = ["debate", "justification"]


def justification(turn: Turn) -> Sentence | None:
    """The client argues, or just talks on where a precision or thanks would be welcome."""
    if not turn.sentences or speech_of(turn.text) in (Speech.ASKS, Speech.THANKS):
        return next((s for s in turn.sentences if _OBJECTS.search(s.own) and not s.open), None)
    return next((s for s in turn.sentences if _argues(s)), None)


def _argues(sentence: Sentence) -> bool:
    speech = speech_of(sentence.text)
    if speech is Speech.ARGUES:
        return True
    if sentence.asks or speech is not Speech.STATES or _RECEIVES.search(sentence.core):
        return False
    return len(sentence.core.split()) >= SHORTEST


SHORTEST = 4
"""Words of a statement that is more than a sign of listening."""
_RECEIVES = re.compile(
    r"^(?:(?:ca|cela|c est|ce que tu dis|ton \w+|ton idee|j aime|oh|ah)\b.{0,30}\b(?:touche|parle"
    r"|fait reflechir|fait du bien|fait echo|aide|resonne|interpelle|rassure|bouscule|plait"
    r"|interesse|inspire|eclaire|note|emeut|remue|interessant\w*|precieu\w+|beau|fort|bien|idee"
    r"|juste|utile|clair))"
    r"|^(?:la |ici )?(?:je|j) (?:\w+ )?(?:prends|note|garde|retiens|reflechis|ecoute|ecris"
    r"|comprends|vois|entends|reviens|rappelle|prefere\w*|prefererais|voudrais|aimerais|reponds"
    r"|repondrai|remercie|suis touchee?|laisse|vous laisse|continue)\b|\b(?:pas (?:entendu"
    r"|compris|suivi|saisi)|suis perdue?|une precision|ma demande|ma question|a la synthese"
    r"|vu ca comme ca|pas (?:pense|vu))\b|^(?:continue|vas y|allez y|attends|deux secondes"
    r"|une seconde|pardon|desolee?)\b"
)


_OBJECTS = re.compile(
    r"\b(?:(?:tu|vous) (?:n )?(?:as|avez) (?:rien|pas) (?:bien |vraiment |tout )?(?:compris|saisi"
    r"|entendu|vu|ecoute)|facile(?:s)? a dire|c est bien beau|il faudrait (?:encore|deja|pour ca"
    r"|d abord) que|encore faut il|je (?:ne )?vois pas (?:quand|comment|ou|qui|avec)"
    r"|j y ai (?:deja )?pense|avec quel\w* (?:argent|budget|temps|moyens?|equipe"
    r"|personnel))\b"
    r"|\bmais avec (?:quoi|qui|quel\w*)\b|\bsi je (?:fais|dis|faisais|disais|le fais|lui dis"
    r"|propose|change)\b.{0,40}\b(?:je (?:perds|perdrais|vais)|il|elle|ils|elles|on|tout le monde"
    r"|ca) \w+|\bj aurais bien (?:voulu|aime)\b|\bje veux bien mais\b|\bca fait (?:\w+ )?(?:ans"
    r"|mois|fois) que j\b"
    r"|\b(?:j ai|je n ai) (?:vraiment |deja )?(?:tout|fait tout) (?:fait|essaye|tente|ce que)\b"
    r"|\bpas faute d\b|\bon voit que (?:tu|vous)\b|\bj (?:en )?ai (?:aucun|pas) (?:le |les |la "
    r"|de )?(?:moyens?|budget|temps|choix|pouvoir|autorite|energie|marge)\b|\b(?:a cause"
    r"|par manque) (?:de|du|des|d)\b|\bje suis (?:bien )?oblige\w*\b"
    r"|\bil faut (?:que vous (?:compreniez|sachiez)|comprendre|savoir|dire|bien voir) (?:que"
    r"|qu)\b|\b(?:le|la|les|mon|ma|mes|l) \w+ (?:me |nous |s y |s |y )?(?:bloqu|refus|oppos"
    r"|interdi|empech|saut|tuer|rir)\w*(?:ait|aient|era|eront|ent|e)\b(?: tout de suite)?"
    r"|\b(?:ils|elles|il|elle|on|le comite|la direction|mon \w+|ma \w+) (?:ne |n )?(?:va|vont"
    r"|voudra|voudront|acceptera|accepteront|veut|veulent|refuse|refusent|dira|diront) (?:jamais"
    r"|pas|non|toujours)\b"
)
"""Objections that need no « non » and no « mais »."""

_IDEA = (
    r"(?:(?:ton|ta|tes|votre|vos|son|sa|cette|ces|leur|l) ?(?:idee|proposition|solution|truc"
    r"|suggestion|piste|avis|histoire|conseil|approche|option|methode)s?|ce que (?:tu"
    r"|vous) (?:dis|dites|proposes|proposez|viens de dire|suggeres)|ce que (?:propose|dit"
    r"|vient de dire|suggere|raconte) \w+|l idee (?:de|d) \w+)"
)
_DISAGREES = re.compile(
    r"\b(?:je|moi je|j) (?:(?:ne|n) )?(?:suis|etais) (?:vraiment |absolument |franchement "
    r"|carrement )?pas (?:du tout |vraiment |tout a fait |tellement )?d accord\b"
    r"|^pas (?:du tout )?d accord\b|^(?:alors la )?pas du tout\b|\bj(?:e)? (?:ne )?(?:partage"
    r"|crois|pense) pas (?:du tout )?(?:ton avis|votre avis|que ce soit (?:une bonne|la bonne"
    r"|vrai|la solution|ca)|que tu aies raison|a ta solution)"
    r"|\bje (?:ne )?(?:te|vous|le|la) (?:suis|rejoins|suivrai) pas\b|\b(?:desolee?|pardon"
    r"|navree?) (?:de te contredire|mais (?:non|ca|je))\b|\bcontrairement a (?:toi|vous|ce que)\b"
    r"|\b(?:je )?(?:pense|crois|trouve) que ce (?:que|qu) (?:tu|vous|dit|propose|il"
    r"|elle)\b.{0,14}\b(?:est|va|ne)\b|\btu dis que\b.{0,40}\bmais (?:non|c est|je)\b"
    r"|\bje (?:ne )?crois pas (?:du tout |trop |vraiment )?(?:a|au|aux|en|que ca)\b"
    r"|\bje m inscris en faux\b|\bje (?:ne )?suis pas (?:du tout |vraiment |tres )?(?:convaincue?"
    r"|sure? que|fan|partante?)\b|\bca (?:ne )?me convainc pas\b"
    r"|\bje (?:ne )?vois pas (?:du tout )?(?:l interet|en quoi)\b"
    r"|\b(?:je (?:te |vous )?contredis|je m oppose|je conteste|je (?:suis|serais) (?:totalement "
    r"|plutot |resolument )?contre\b|je pense (?:exactement |plutot |tout )?(?:l inverse"
    r"|le contraire)|je prefere (?:mon|ma|l|la) (?:idee|solution|proposition)?)"
    r"|\b(?:au contraire|c est (?:faux|pas vrai|exactement l inverse|tout le contraire)"
    r"|ce n est pas vrai|c est pas du tout (?:ca|la)|ce n est pas du tout (?:ca|la)"
    r"|rien a voir)\b|\bd accord avec (?:toi|vous|lui|elle"
    r"|ce que)\b.{0,3}$(?<!suis d accord avec toi)"
)
_WRONG = re.compile(
    r"\b(?:tu|vous|il|elle|[a-z]+) (?:(?:te|vous|se) tromp\w+|(?:as|avez|a) (?:completement "
    r"|totalement |carrement )?tort(?! peut| ou)|exager\w+|(?:ne|n) (?:as|avez|a) (?:rien|pas) compris"
    r"|as rien compris|dis n importe quoi|racontes n importe quoi|melanges? tout)\b"
    rf"|\b{_IDEA}(?: la)?(?: c est| ca| elle| il)?(?: (?:ne|n))?(?: \w+)? (?:n a|a|est|etait|serait"
    r"|c est|va|marche|marchera|tient|sert|aggrav\w+|fonctionne\w*|changera|n est|vaut|coute|rime"
    r"|risque)\b(?! (?:bien|bonne|super|tres|interessante?|chouette|excellente?|formidable|me|qui"
    r"|que|quelque|de|d|celle|un|une|dans|genial\w*|aussi|riche|juste|vraiment)\b)"
    rf"|\bc est (?:pas|trop|peu|completement|carrement|vraiment pas|pas tres)\b.{{0,25}}\b{_IDEA}"
    r"|\b(?:idee|proposition|solution|suggestion) (?:est|me parait|me semble) (?:pas|trop"
    r"|dangereu\w+|mauvaise|irrealiste|naive|risquee)\b"
    rf"|\b(?:ca|cela|c est) .{{0,30}}\b(?:n importe quoi|ridicule|irrealiste|absurde|stupide|idiot"
    r"|naif)\b|\bc est n importe quoi\b|\bridicule de\b"
    r"|\b(?:ca|cela) (?:ne |n )?(?:a )?(?:marchera|marche|servira|sert|fonctionnera|tient|suffira"
    r"|changera|resoudra|va)(?: marcher)? (?:jamais|pas|a rien|rien)\b(?! chez (?:nous|moi))"
    r"|\b(?:ca|cela) (?:ne |n )?(?:tiendra|passera|prendra|donnera|menera|resistera|changera) (?:jamais|pas"
    r"|rien|a rien|nulle part)\b.{0,6}\b(?:ton|ta|tes|votre|cette|leur|son|sa)\b"
    r"|^(?:mais )?(?:arrete|n ecoute (?:pas|surtout pas))\b|\bn ecoute pas\b|^si si\b|^mais non\b"
    r"|\bc est (?:une )?(?:tres )?mauvaise (?:idee|solution|piste)\b|\ble (?:\w+"
    r"|l\w+) c est une mauvaise idee\b"
)
_COMPARES = re.compile(
    r"\b(?:(?:mon|ma|ton|ta|la|cette|sa|votre) (?:idee|solution|proposition|piste|option|methode)"
    r"|c est) (?:est |c est )?(?:bien |beaucoup |quand meme |nettement |encore )*(?:meilleure?"
    r"|moins bonne?|mieux|pire|plus (?:realiste|efficace|simple|serieuse?"
    r"|utile))\b(?:.{0,20}\bque (?:la|le|ce que|celle|celui)\b)?"
    r"|\b(?:que la|a la|a celle) (?:tienne|mienne|sienne|votre|leur|notre)\b|\b(?:mieux|plus \w+"
    r"|meilleure?) que (?:la (?:tienne|sienne)|ton|ta|celle de)\b|\bmon idee (?:a moi )?(?:est"
    r"|elle est) (?:meilleure|mieux|plus)\b"
)
_AGREES_ALL = re.compile(
    r"\b(?:mettre|mettons nous|mettez vous|mette|met|mettent) (?:tous |toutes )?d accord\b"
    r"|\bconsensus\b|\b(?:on vote|votons|voter|un vote|a main levee|qui est (?:d accord|pour"
    r"|contre)|on est (?:bien )?(?:tous|toutes) d accord|tout le monde est d accord"
    r"|nous sommes (?:tous|toutes) d accord|on tombe (?:tous )?d accord|sommes d accord)\b"
    r"|\b(?:laquelle|lequel|quelle) (?:est|serait|solution|idee"
    r"|piste)(?: est)? (?:selon vous )?(?:pour vous )?(?:la |le )?meilleure?\b"
    r"|\bla meilleure (?:idee|solution|piste|option|proposition)\b|\b(?:on|nous) (?:retient"
    r"|retenons|choisit|choisissons|garde|gardons|tranche|decide|part sur|valide|conclut)\b"
    r"|\b(?:on|nous) (?:se|s|nous) (?:decide|accorde|decidons|accordons|entende|mette)\w*\b"
    r"|\bfaisons un vote\b|\b(?:faut|faudrait) (?:qu on|que nous|que l on) (?:choisi|tranch|tombe"
    r"|se |s |decid|retien|gard|vot)\w*|\bune seule (?:piste|idee|solution)\b"
    r"|\bon est d accord (?:pour dire|que|qu)\b"
    r"|\bil faut (?:choisir|trancher|trouver une position|une position commune)\b|\b(?:une"
    r"|la) (?:position|solution|reponse) commune\b|\bdonc on (?:dit|conseille|recommande)\b"
)
_OTHERS = re.compile(
    r"\b(?:te|t|vous) mettre d accord\b|\bd accord avec (?:lui|elle|eux|ton|ta)\b"
    r"|\bpas (?:forcement |peut etre )?d accord avec (?:ce choix|lui|cette)\b|\bsi (?:ton|ta|il"
    r"|elle|s il)\b"
)


def debate(turn: Turn) -> Sentence | None:
    """The first sentence by which a consultant argues with another, or gathers the group behind one idea."""
    return next((sentence for sentence in turn.sentences if _debates(sentence)), None)


def _debates(sentence: Sentence) -> bool:
    own = sentence.own
    if _DISAGREES.search(sentence.core) or _DISAGREES.search(own):
        return not re.search(r"\bsi (?:ton|ta|il|elle)\b", own)
    if re.match(r"^(?:mais non|si si|alors la pas du tout)\b", own):
        return True
    if _WRONG.search(own) or _COMPARES.search(own):
        return bool(re.search(r"\b(?:tort|tromp\w+)\b", own)) or not re.search(
            r"\b(?:chez (?:nous|moi)|j imagine|pour (?:nous|moi) ca|ton (?:chef|directeur|equipe))\b", own
        )
    return bool(_AGREES_ALL.search(own)) and not _OTHERS.search(own) and not re.match(r"^(?:et )?si\b", own)
