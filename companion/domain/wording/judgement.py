"""Judgement and injunction, and what is said of « les gens » instead of oneself: in every step."""

import re

from companion.domain.wording.spoken import YOU, Sentence, Turn

__all__ = ["generality", "judgement"]

_BAD = (
    r"(?:null?e?s?|(?:du )?(?:grand |gros )?n importe quoi|ridicules?|idiote?s?|stupides?"
    r"|absurdes?|lamentables?"
    r"|inadmissibles?|inacceptables?|scandaleu\w+|honteu\w+"
    r"|debiles?|pathetiques?|irresponsables?|aberrante?s?|grotesques?|minables?|(?:pas"
    r"|peu) (?:tres |vraiment |super |franchement |bien )*(?:professionnels?|professionnelles?|pros?"
    r"|malins?|maligne"
    r"|fut(?:e|ee)s?|fins?|glorieu\w+|brillante?s?|elegante?s?|reglos?|reglementaire|classe|matures?"
    r"|joli joli"
    r"|honnetes?|adulte"
    r"|serieu\w+|digne|intelligent\w*|correct|courageu\w+)|une (?:grosse |grave "
    r"|belle )?(?:erreur|betise|connerie|faute|honte|catastrophe de ta part|folie)"
    r"|de la (?:lachete|betise|paresse|folie|naivete|faiblesse|mauvaise foi)"
    r"|du (?:grand )?(?:n importe quoi|delire)|irrealiste|insense\w*|puerils?|infantiles?"
    r"|mal (?:joue|gere|fait|venu)|consternant\w*|desolant\w*|inexcusable|impardonnable|enfantin"
    r"|(?:du|un) (?:beau |vrai |sacre )?(?:gachis|bricolage|foutoir|carnage|desastre)|niaiseu\w+"
    r"|niaise?s?|gnangnan"
    r"|bancale?s?|baclee?s?|nazes?|pourrie?s?|lourde?s?|limite de ta part|leger de ta part|petit de ta part"
    r"|mesquine?s?|moches?|nonos?|epaisse?s?|insignifiant\w*|degueulasses?|ecoeurant\w*|decevant\w*"
    r"|betes?|con|conne|debile|tordue?s?|hypocrites?|egoistes?|laches?"
    r"|gonfle|abuse|dingue de ta part|maladroit de ta part)"
)
_TRAITS = (
    r"(?:naifs?|naives?|laches?|faibles?|incompetente?s?|egoistes?|nulle?s?|nuls?|mauvaise?s?"
    r"|irresponsables?|paresseu\w+|faineant\w*|idiote?s?|stupides?|betes?"
    r"|ridicules?|gonflee?s?|inconscient\w*|niaiseu\w+|nonos?|epaisse?s?|nazes?|boules?|bornee?s?|tetue?s?"
    r"|pleurnichard\w*|carpette|serpilliere|paillasson|girouette|tordue?s?|toquee?s?|incapables?"
    r"|immatures?|fous|folle|fou|menteu\w+"
    r"|hypocrites?|tyrans?|tyranniques?|debiles?|cinglee?s?|con|conne|cons|minables?|mous"
    r"|molle|mou|pas (?:serieu\w+|professionnel\w*|courageu\w+|capable\w*|fiable\w*|a la hauteur"
    r"|a ta place|credible\w*|honnete\w*)|trop (?:gentil\w*|bon|bonne|faible|mou|molle"
    r"|naif|naive|sensible|dure?|rigide|autoritaire|laxiste|exigeant\w*|susceptible|impulsi\w+"
    r"|lent\w*|emoti\w+)|de mauvaise foi|a cote de la plaque|un boulet|une bande de)"
)
_ARE = r"(?:es|etes|est|sont|serais|as ete|avez ete|a ete)"
_ADV = (
    r"(?:pas |vraiment |quand meme |franchement |juste |un peu |tres |carrement |completement "
    r"|totalement |clairement |tout simplement |bien |ben |pas mal |assez |plutot |tellement |la "
    r"|complet\w* )*"
)

_YOU_HAVE_ONLY = re.compile(
    r"\b(?:tu|t|vous|on|il|y|ils|elle|elles)(?: (?:n|ne|y))* (?:as|avez|a|ont|aurais"
    r"|avais) (?:donc |juste |vraiment )?qu a\b|\bya qu a\b|\bfaut qu on\b$"
)
_BLAMES = re.compile(
    rf"\b{YOU} (?:n )?(?:as|avez) {_ADV}(?:eu )?(?:tort|merde|foire|rate|deconne|abuse"
    r"|fait n importe quoi|fait une (?:grosse |belle )?(?:erreur|betise|connerie|faute)|mal \w+"
    r"|manque de (?:courage|cran|fermete|respect|tact))\b"
    rf"|\b{YOU} (?:n )?(?:aurais|auriez) {_ADV}(?:jamais |mieux )?(?:du|mieux fait|pu\b)\b"
    r"|\b(?:tu|vous) (?:t y prends|vous y prenez|t y es pris\w*|t es mal pris\w*|exageres"
    r"|exagerez|abuses|deconnes|te plains|vous plaignez|delires|dramatises|pleurniches"
    r"|te fais des films"
    r"|te laisses (?:marcher|faire)|te laisses trop|te comportes (?:mal|comme)"
    r"|fais (?:n importe quoi|fausse route|l autruche|le mauvais choix)|manques? (?:vraiment "
    r"|clairement |un peu |de )*(?:courage|cran|fermete|maturite|respect|rigueur|poigne|tact"
    r"|bon sens)"
    r"|(?:ne )?sais pas (?:dire|t \w+er|te \w+er|\w+er une|manager|diriger|deleguer|t imposer"
    r"|te faire respecter|gerer)"
    r"|sais pas (?:manager|diriger|deleguer|t imposer|te faire respecter|gerer)"
    r"|n es pas faite? pour|es pas faite? pour|ne merites|as un probleme d autorite|rends rien)\b"
    r"|\b(?:il )?suffi(?:t|sait|rait) (?:pourtant )?(?:de|d) \w+|\bc etait pourtant (?:pas "
    r"|simple|facile|clair)|\b(?:faut|fallait) pas (?:t |te |vous |s )?\w+"
    r"|\bc est pas (?:comme ca|une facon|une maniere|une raison|des manieres) (?:que|qu|de)\b"
    r"|\b(?:n a|a|n ont) (?:aucun|pas de) sens\b|\b(?:ne )?(?:tient pas debout|rime a rien)\b"
    rf"|\b{YOU} (?:n )?(?:as|avez) (?:vraiment |franchement "
    r"|clairement )?pas (?:ete (?:a la hauteur|clair\w*|correct\w*|courageu\w+|honnete\w*|pro\w*"
    r"|malin|tres \w+|assez \w+)|assure|su (?:\w+ )?\w+(?:er|ir|re)|fait (?:ce qu|ton (?:travail"
    r"|boulot)|le poids|d effort)|assume|reflechi|pris tes)\b"
    r"|\b(?:tu|vous) (?:te|vous) (?:victimis|lament|apitoi|devaloris|defil|plai|cach|voil|noi"
    r"|disperse|ment|trouves (?:toujours )?des excuses)\w*\b|\b(?:tu|vous) (?:fais|faites|joues"
    r"|jouez) (?:l|les|la|le|ta|du|de la)? ?(?:enfant|innocente?|autruche|victimes?|martyre?|chef"
    r"|cinema|caprice|bebe|gamine?)\w*\b|\b(?:tu|vous) (?:cherches|cherchez|trouves|trouvez|as"
    r"|avez) (?:toujours )?(?:des|que des) excuses\b"
    r"|\bje (?:ne )?comprends pas (?:que tu|comment tu (?:as|peux|fais)|pourquoi tu (?:as|n as"
    r"|acceptes|restes))\b|\bca m etonne que tu\b|\bcomment peux tu\b|\btu (?:ne )?(?:devrais"
    r"|peux) pas (?:etre|te permettre)\b|\b(?:ta|votre) (?:naivete|lachete|faiblesse|mauvaise foi"
    r"|paresse|betise|incompetence|passivite)\b"
    r"|\bc est (?:un peu |aussi |entierement |quand meme )*(?:de )?(?:ta"
    r"|votre) (?:propre )?faute\b|\bc est (?:bien )?(?:toi|vous) le probleme\b|\btu (?:l as"
    r"|t l es) (?:bien )?(?:cherche|merite)\b"
    r"|\b(?:quelle idee|quel manque|quelle (?:naivete|betise|erreur|lachete))\b|\b(?:un peu"
    r"|du) (?:de )?courage (?:voyons|quand meme|enfin)\b|\bca m etonne pas de toi\b"
    r"|\btu (?:devrais|pourrais) avoir honte\b|\bc est bien fait\b|\btu vois bien que\b"
    r"|\bqui (?:fait|ferait|dit|dirait|accepte|accepterait|reagit|parle) (?:encore )?(?:ca"
    r"|une chose pareille|comme ca)\b"
    r"|\b(?:on|ca) n a pas idee\b|\bt as (?:vraiment )?rien dans le ventre\b|\b(?:faut"
    r"|fallait) (?:vraiment )?le faire\b"
    r"|\b(?:faut|va) pas (?:t |te )?(?:etonner|plaindre)\b|\b(?:tu|vous) (?:l as |l avez )?(?:bien )?voulu\b"
    r"|\b(?:tu|vous) (?:ferais|feriez) mieux de\b (?:te|t|vous) (?:taire|remettre|regarder|reveiller)"
    r"|\bn importe qui (?:aurait|saurait|ferait)\b|\bcomment (?:as tu|tu as) pu\b"
    r"|\bc est (?:bien )?(?:ton|votre) probleme\b|\bon (?:ne |n )?\w+ pas (?:les gens|quelqu un"
    r"|son equipe|une equipe|ses)\b"
)
_EVALUATES = re.compile(
    r"\b(?:c est|c etait|ce n est|ca c est|ce n etait|c est quand meme|je trouve (?:ca|que c est"
    r"|cela)|ca me parait|(?:ta|ton|cette|sa|votre) \w+ (?:est|etait|c est"
    rf"|c etait)) {_ADV}{_BAD}\b"
)
_CALLS = re.compile(
    rf"\b(?:tu|t|vous) (?:n )?{_ARE} {_ADV}(?:(?:un|une|le|la|des|trop|du genre) )?(?:gros "
    rf"|grosse |vrai |vraie |peu )*{_TRAITS}\b"
    r"|\b(?:il|elle|ils|elles|c|(?:ton|ta|tes|votre|vos|ce|cet|cette"
    rf"|ces) \w+(?: c)?) {_ARE} {_ADV}(?:(?:un|une|le|la|des) )(?:gros |grosse |vrai |vraie "
    rf"|bande de )*{_TRAITS}\b"
    rf"|\b(?:il|elle|ils|elles|(?:ton|ta|tes|votre|vos) \w+) (?:est|sont) {_ADV}(?:incompetente?s?"
    r"|nulle?s?|nuls|fous|folles?|fou|cinglee?s?|idiote?s?|stupides?|egoistes?|hypocrites?"
    r"|menteu\w+|laches?|paresseu\w+|faineant\w*|tyranniques?|irresponsables?|incapables?"
    r"|debiles?|immatures?|ridicules?|malhonnetes?|de mauvaise foi|a cote de la plaque)\b"
    r"|\bc est une bande de\b|\bbande d(?:e)? (?:paresseux|incapables|faineants|incompetents|idiots|nuls)\b"
)
_HARSH = re.compile(
    r"\b(?:debiles?|stupides?|nulle?s?|nuls|idiote?s?|ridicules?|minables?|lamentables?"
    r"|pathetiques?|absurdes?|grotesques?|incompetente?s?|incapables?|honteu\w+|scandaleu\w+"
    r"|inadmissibles?|irresponsables?|laches?|foireu\w+|bidon|a la noix|conneries?|n importe quoi"
    r"|tocards?|bons? a rien|maladroite?s?|du (?:grand )?cinema|du vent|guignols?|inconscience"
    r"|negligence|arrogance|lachete|betise|folie"
    r"|mesquinerie|paresse|malhonnetete|bassesse|aberration|honte a|c est (?:ton|ta"
    r"|votre) (?:probleme|faute)|deconn\w+|merd\w+)\b"
)
"""Words that judge whatever they are said of, unless it is oneself or somebody else's word."""
_SELF = re.compile(r"\b(?:je|j|me|m|moi|mon|ma|mes)\b")
_JUDGED_BY = re.compile(
    r"\b(?:il|elle|ils|elles|on|(?:ton|ta|tes) \w+) (?:\w+ )?(?:a|ont|avait|t a"
    r"|t ont) (?:\w+ )?(?:trouve|dit|juge|traite|appele|reproche|ecrit)\w*\b"
)
_ORDERS = re.compile(
    r"\b(?:il )?(?:faut|faudrait|va falloir|faudra) (?:absolument |vraiment |quand meme |d abord "
    r"|tout de suite |maintenant |donc |juste |vite )*(?:que (?:tu|vous|t)|(?:te|t|vous) \w+(?:er"
    r"|ir|re)\b)"
    r"|\bt(?:u)? (?:dois|as interet a|vas devoir)\b (?:absolument |vraiment |quand meme "
    r"|tout de suite |juste |d abord |maintenant )*(?!etre\b|avoir\b|te sentir\b|te dire\b"
    r"|en avoir\b|y\b|bien\b)(?:lui |leur |le |la |l |les |te |t |en |y )*\w+(?:er|ir|re|oir)\b"
    r"|\bvous (?:devez|avez interet a|allez devoir) (?:absolument |vraiment |quand meme "
    r"|tout de suite |juste |d abord |maintenant )*(?!etre\b|avoir\b|vous sentir\b|vous dire\b"
    r"|en avoir\b)(?:lui |leur |le |la |l |les |vous |en |y )*\w+(?:er|ir|re|oir)\b"
    r"|\bt(?:u)? (?:ne )?(?:dois|peux) (?:surtout )?pas (?:laisser|accepter|continuer|rester"
    r"|te laisser|le laisser|la laisser|faire)\b"
)
_COMMANDS = re.compile(
    r"^(?:arrete|arretez|cesse|cessez)(?: (?:un peu|donc|tout de suite|ca|toi))*(?:$| (?:de"
    r"|d) (?:te|t|vous|s|chercher|faire|croire|penser|jouer|dire|pleurer|rever|tout|toujours"
    r"|tourner))|^(?:bouge|reveille|secoue|ressaisis"
    r"|remue|grandis|assume|oublie|calme|depeche|prends toi|mets toi) ?(?:toi|vous|un peu"
    r"|en main|ca|la)?(?: un peu)?$"
    r"|^(?:bouge|reveille|secoue|ressaisis|remue|calme|depeche|reprends|reprenez|remets|endurcis|blinde"
    r"|ressaisissez|affirme) (?:toi|vous)\b"
    r"|^(?:grandis|muris|reveillez vous|prends (?:tes responsabilites|sur toi)"
    r"|aie (?:un peu )?(?:de )?(?:cran|courage))"
    r"|^sois (?:un peu )?(?:plus |moins |forte?|ferme|realiste|serieu\w+|courageu\w+|adulte"
    r"|raisonnable)"
    r"|^(?:fais|faites) (?:un effort|pas (?:l enfant|ta victime))\b"
)
_HEDGED = re.compile(
    r"\b(?:aussi|peut etre|a mon avis|je (?:pense|crois|me dis|trouve)|pour moi|selon moi"
    r"|d apres moi|il me semble|j ai l impression|si tu veux|si vous voulez)\b"
)


_PRAISES = re.compile(
    r"\bpas (?:du tout |si )?(?:bete|nul|nulle|idiot|idiote|ridicule|stupide|absurde|debile)\b"
)


def judgement(turn: Turn) -> Sentence | None:
    """The first sentence that judges somebody or orders something."""
    return next((sentence for sentence in turn.sentences if _judges(sentence)), None)


def _judges(sentence: Sentence) -> bool:
    own = sentence.own
    if any(pattern.search(own) for pattern in (_YOU_HAVE_ONLY, _BLAMES, _CALLS)):
        return not _wonders(sentence)
    if _EVALUATES.search(own) and not re.search(
        r"\bpas (?:du tout )?(?:bete|nul|idiot|ridicule|stupide|absurde)\b", own
    ):
        return not _wonders(sentence) and not _of_oneself(own)
    if (
        _HARSH.search(own)
        and not _SELF.search(own)
        and not _JUDGED_BY.search(own)
        and not _PRAISES.search(own)
    ):
        return not _wonders(sentence) or bool(re.search(r"\bc est quoi\b", own))
    if _ORDERS.search(own) and not _HEDGED.search(own) and not sentence.asks:
        return True
    return any(_COMMANDS.search(clause) for clause in sentence.clauses)


def _wonders(sentence: Sentence) -> bool:
    """« Qu'est-ce que tu aurais dû dire, d'après toi ? » asks; « tu as eu tort, non ? » does not."""
    return (
        sentence.open
        and "?" in sentence.text
        and not re.search(
            r"\bcomment (?:as tu|tu as) pu\b|\bqui (?:fait|ferait|dit|dirait|accepte|accepterait)\b",
            sentence.own,
        )
    )


def _of_oneself(own: str) -> bool:
    return bool(re.search(r"\b(?:de ma part|ce que j ai fait|mon erreur|moi aussi|j etais|j ai ete)\b", own))


_MAKERS = re.compile(
    r"\b(?:en general|d une maniere generale|d une facon generale|de maniere generale"
    r"|en regle generale|generalement|dans la vie|de nos jours|par definition"
    r"|c est (?:bien )?connu|on sait (?:tous |bien |tres bien )*(?:que|qu)|tout le monde sait"
    r"|comme on dit|c est (?:toujours|partout|souvent) (?:pareil|la meme chose|comme ca)"
    r"|c est (?:humain|la nature humaine|la vie|mathematique|universel)|comme toujours|(?:^"
    r"| )normalement|de nos jours|dans (?:toutes|toute|tous) (?:les |une )?(?:entreprises?"
    r"|equipes?|organisations?|boites?|projets?))\b"
)
_SOMEBODY = (
    r"(?:manager|chef|cheffe|leader|responsable|directeur|directrice|patron|patronne|dirigeant"
    r"|dirigeante|equipe|salarie|salariee|collaborateur|collaboratrice|client|cliente|cadre"
    r"|parent|reunion|projet|organisation|entreprise|collegue|employe|femme|homme|jeune|conflit"
    r"|professeur|enseignant|enfant|groupe|decision|changement|relation|feedback|coach|soignant"
    r"|fonctionnaire|adulte|etre humain|conseiller|gestionnaire|boss|superviseur|association|conflits?)"
)
_A_GOOD = re.compile(
    r"\b(?:un|une|le|la|l) (?:bon |bonne |vrai |vraie |mauvais |mauvaise |jeune |grand "
    rf"|grande )?{_SOMEBODY}\b(?: \w+){{0,3}}?,? (?:(?:ca|c|ne|n|se|s|on|il|elle|l|doit|te) )*"
    r"(?:doit|devrait|sait|peut|veut|est|finit|faut|dure|construi\w+|aime|a besoin|fait|reste"
    r"|gere|regle|gagne|passe|prend|inspire|ecoute|decide|tranche|dit|commence|demande|suit"
    r"|resiste|meurt|nait|merite|respecte)\b"
)
_ABSTRACT = re.compile(
    r"^(?:le|la|l|les|un|une) (?:\w+ ){1,4}(?:ca|c) (?:ne |n |se |s )*(?:est|se|doit|passe|prend"
    r"|vient|demande|construi\w+|decret\w+|merite|gagne|appren\w+|sert|marche|fait|regle|repare"
    r"|travaill\w+|cultive|fini\w+|donne|change|coute|existe|\w+e)\b"
    r"|^(?:le|la|l) (?:confiance|autorite|respect|communication|changement|conflit|management"
    r"|delegation|ecoute|peur|pouvoir|bienveillance|motivation|reconnaissance|legitimite|travail"
    r"|silence|temps|colere) (?:ne |n |se |s )*(?:est|a|se|doit|passe|prend|vient|demande"
    r"|construi\w+|decret\w+|merite|gagne|appren\w+|fait|regle|finit|reste|rend|tue|cree)\b"
)
"""« La confiance, ça ne se décrète pas »."""
_A_START = re.compile(rf"^(?:un|une) (?:\w+ )?{_SOMEBODY}\b")
_PLURALS = (
    r"(?:gens|jeunes|femmes|hommes|managers|chefs|salaries|equipes|patrons|conflits|anciens"
    r"|directeurs|collaborateurs|francais|vieux|humains|cadres|clients|ados|parents|enfants"
    r"|fonctionnaires|syndicats|employes|medecins|profs|enseignants|dirigeants|leaders"
    r"|responsables|organisations|entreprises|individus|etres humains|seniors|juniors|techniciens"
    r"|ingenieurs|commerciaux|infirmieres|conseillers)"
)
_PEOPLE = re.compile(
    rf"\b(?:les|ces|tous les|toutes les|des) {_PLURALS}(?: (?:la|ils|elles|aujourd hui|maintenant"
    r"|comme ca))* (?:(?:n|ne|se|s|on|leur|les|y|en) )*(?!\w+aient\b)"
    r"(?:sont (?!(?:rest|pass|part|ven|all|arriv|devenu|mis|tomb|rentr|sorti|mont|revenu)\w*\b)"
    r"|ont (?:tendance|besoin|peur|du mal|envie|toujours|l impression)\b|ont (?!\w+(?:e|i|u|es|is"
    r"|us|t)\b)|aiment|veulent|doivent|savent|peuvent|font|vont|disent|pensent|resistent"
    r"|attendent|preferent|finissent|cherchent|restent|se \w+ent|\w{3,}ent|reglent|ca)\b"
    rf"|^(?:les|tous les|toutes les|des) {_PLURALS}(?: de toute facon| la| en general| aujourd hui"
    rf"| c est)* (?:ils|elles|ca|c)\b"
    r"|\b(?:c est|ce sont) (?:toujours|encore|souvent) les memes (?:qui|que)\b|\b(?:il )?y (?:en )?a toujours"
    r" (?:un|une|quelqu un|des gens|ceux|celui)\b"
    r"|^le monde (?:(?:ne|n|se|s|y|en|veut|est|aime|sait|pense|fait|va|cherche|comprend) )+"
    rf"|\bsouvent (?:ces|les) {_PLURALS}\b|\bces gens la\b"
)
_ALWAYS = re.compile(
    r"\b(?:il )?(?:ne )?faut (?:toujours|jamais|savoir|pas (?:\w+ )?(?:toujours|jamais|\w+(?:er"
    r"|ir|re)\b)|bien (?:que|accepter|vivre))|\bil vaut (?:toujours )?mieux\b|\bmieux vaut\b"
    r"|\btout le monde (?:a|est|fait|sait|veut|aime|deteste|prefere|cherche|resiste|triche|ment"
    r"|pense|s en)\b(?! \w+(?:e|i|u)\b(?! peur))|\bpersonne (?:n )?(?:aime|veut|sait|peut"
    r"|s interesse|s investit|est parfait|fait|ecoute|ne)\b"
    r"|\bplus personne\b|\bon (?:ne |n )(?:\w+ )?(?:(?:te|se|s|lui|les|le|la) )?\w+ (?:pas|jamais"
    r"|rien|plus)\b|\bon (?:a|est|sommes) (?:tous|toutes)\b|\bdu temps au temps\b"
    r"|^(?:dans|chez) (?:le|la|les|un|une) \w+ c est\b|\bquand on (?:est|veut|a|fait|manage"
    r"|dirige|travaille)\b"
    r"|^on (?!(?:a|est|va|fait|passe|reprend|commence|continue|garde|part|laisse|ecoute|avance"
    r"|arrete|y|t|te|vous|pourrait|devrait|dirait|peut|voit|avait|etait|parle|revient|sent|se"
    r"|s)\b)(?:ne |n )?\w+(?:e|t|d|s) (?!(?:a|au|lundi|mardi|jeudi|demain|tout|la semaine|dans"
    r"|maintenant|ici)\b)|\b(?:dans|chez) (?:un|une|les|toute|toutes les|tous les"
    r"|n importe quel\w*) \w+.{0,4}\b(?:il y a|y a|on|c est)\b.{0,12}\b(?:toujours|jamais|souvent"
    r"|forcement|tous|toutes)\b"
    r"|\bon (?:doit|peut toujours|finit toujours|apprend toujours|devient)\b|\b(?:tous"
    r"|toutes) (?:les|des) \w+ (?:sont|font|ont)\b|\bca (?:se|s) \w+(?: toujours| jamais| en face"
    r"| comme ca)+"
    r"|\b(?:les|des) (?:trucs|choses|sujets) comme ca\b"
)
_MINE = re.compile(r"\b(?:je|j|me|m|moi|mon|ma|mes|nous|notre|nos)\b")
_ONCE = re.compile(
    r"\b(?:pendant|il y a (?:\w+ )?(?:ans|mois|jours|semaines)|depuis|l an dernier"
    r"|l annee derniere|hier|la semaine derniere|ce jour la|cette fois)\b"
)
"""Something that happened: told, not generalised."""
_YOURS = re.compile(r"\b(?:tu|t|toi|ton|ta|tes|te|votre|vos)\b")


def generality(turn: Turn) -> Sentence | None:
    """The first sentence that speaks of people in general, without « je »."""
    return next((sentence for sentence in turn.sentences if _generalises(sentence)), None)


def _generalises(sentence: Sentence) -> bool:
    own = sentence.own
    if (
        sentence.asks
        or _MINE.search(re.sub(r"\bde nos jours|\ba nos ages", "", own))
        or re.search(r"\bd ici\b|\bici\b", own)
    ):
        return False
    if _YOURS.search(re.sub(r"\ba c t heure\b|\by a t\b", "", own)) or _ONCE.search(own):
        return False
    if _ABSTRACT.search(sentence.core):
        return True
    if _MAKERS.search(own) or _PEOPLE.search(own) or _ALWAYS.search(own):
        return True
    return bool(re.search(r"^tous les \w+|^toutes les \w+", sentence.core)) or (
        bool(_A_GOOD.search(own))
        and (bool(_A_START.search(sentence.core)) or bool(re.search(r"\b(?:un|une|l) ", own)))
    )
