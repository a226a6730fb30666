"""The marks by which French offers something: suggests, tells, feels, supposes or asks.

All patterns read a plain text: lower case, straight apostrophes, single spaces.
"""

import re

from companion.drafting.phrases import any_of, words_of

__all__ = [
    "ASKS",
    "ASKS_EVEN_WITHOUT_MARK",
    "ASKS_TO_DO",
    "CLITIC",
    "FEELS",
    "IMPERATIVES",
    "IMPERATIVE_HEAD",
    "INFINITIVE",
    "NEGATIVE",
    "NOT_IMPERATIVE",
    "OPEN_AFTER",
    "PROPOSES",
    "SUGGESTS",
    "SUPPOSES",
    "TELLS",
    "WOULD",
]  # fmt: skip

# -- Questions --------------------------------------------------------------------------------------------
ASKS_TO_DO = any_of(r"""
    et si (?:tu|vous|on|nous|tout le monde|chacun|chacune|ton|ta|tes|votre|vos|toi|quelqu'un)
    pourquoi (?:ne )?pas  pourquoi (?:est-ce que )?(?:tu|vous) n(?:e|'\w+)
    (?:tu|vous) ne (?:pourrais|pourriez|devrais|devriez)
    (?:as-tu|avez-vous|tu as|t'as|vous avez) (?:déjà )?(?:pensé|songé|essayé|envisagé)
    (?:pourrais|peux|devrais)-tu  (?:pourriez|pouvez|devriez)-vous  (?:est-ce que )?ça (?:ne )?vaudrait
    (?:est-ce que )?ce ne serait pas (?:bien|utile|possible)  que (?:dirais-tu|diriez-vous) d(?:e|'\w+)
    (?:tu|vous) pourr(?:ais|iez)  qu'est-ce qui t'empêche de
    """)
PROPOSES = any_of(
    r"""
    (?:et )?si (?:tu|vous|on)(?! (?:n'|ne ))  pourquoi (?:ne )?pas
    """,
    start=True,
)
OPEN_AFTER = re.compile(r", ?(?:que|qu'est-ce|comment|qui|quels?|quelles?)(?![\w-])")
"""« Et si tu réussissais, que se passerait-il ? » supposes in order to ask."""
ASKS = any_of(
    r"""
    qu'est-ce (?:que|qui|qu'\w+)  est-ce (?:que|qu'\w+)  quels?  quelles?  comment  combien  pourquoi
    que \w+(?:-t)?-(?:tu|vous|il|elle|on)  qui  où  quand  (?:à|de|sur|en|avec|pour|par) (?:quoi|qui|quels?|quelles?)
    jusqu'où  depuis quand  et toi  et vous  \w+-(?:tu|vous)  c'est quoi  tu \w+  vous \w+  et si
    """,
    start=True,
)
ASKS_EVEN_WITHOUT_MARK = any_of(
    r"""
    (?:et )?qu'est-ce (?:que|qui)(?: (?:tu|vous|te|il|elle|on|ça|se))?  est-ce que (?:tu|vous)
    est-ce qu'(?:il|elle|on)  comment (?:est-ce que )?(?:tu|vous)  (?:que|comment|où) \w+-(?:tu|vous)
    (?:de|à) quoi (?:\w+-(?:tu|vous)|est-ce)
    """,
    start=True,
)

# -- Feelings ---------------------------------------------------------------------------------------------
_FELT = (
    r"(?:touch|ému|triste|inqui|en colère|frapp|impressionn|mal|admirati|soulag|content|heureu|surpris|troubl"
    r"|boulevers|partag|secou|remu|attrist|agac|choqu|révolt|démuni|sidér|gên|pein|fier|fière|confus|tendu|stress"
    r"|oppress|perdu|impuissan|seul|coupable|fatigu|épuis|angoiss|désol|attendri|reconnaissan|emball|ravi|scandalis"
    r"|saisi|sensible|concern|étonn|affect|abattu|indign|effray|énerv|furieu|jalou|nostalgi|mélancoli|bless)"
)
_MOVES = (
    r"(?:touch|boulevers|serr|remu|émeu|ému|pès|glac|révolt|agac|attrist|troubl|gên|secou|inqui|choqu|soulag"
    r"|rassur|oppress|épuis|angoiss|frapp|saisi|pein|scandalis|indign|énerv|effraie|bless|affect|parle)"
)
_PARTS = r"(?:la gorge|le cœur|le ventre|l'estomac|les larmes|des frissons|une boule|la boule|mal|peur|honte|froid|chaud)"
_EMOTIONS = r"(?:peur|colère|tristesse|peine|honte|joie|tendresse|lassitude|solitude|admiration|compassion|malaise|inquiétude|émotion|fierté|gêne|pincement|envie de (?:pleurer|crier|rire))"
FEELS = any_of(rf"""
    je (?:me )?suis (?:[\w'-]+ ){{0,2}}{_FELT}\w*  je me sen(?:s|tirais)  j(?:e |')(?:ressens|éprouve)
    ce que (?:je ressens|ça me fait)  je serais (?:\w+ )?{_FELT}\w*
    (?:me|m'a|m'as|m'avez|m'ont|m'avait) (?:\w+ )?{_MOVES}\w*  m'(?:émeu|attrist|inquièt|agac|angoiss|oppress|épuis|indign|énerv)\w*
    (?:ça|cela|ce|qui|tout ça) me (?:met|rend|donne)  (?:ça|cela|qui|ce) (?:me fait|m'a fait|m'a donné) (?!penser|dire|réfléchir)\w+
    j'ai (?:eu )?{_PARTS}  j'ai (?:eu |ressenti |senti |éprouvé )?(?:un|une|beaucoup d|de l|d) ?[e'a]? ?(?:la |grande |vrai |petit )?{_EMOTIONS}
    j'ai été (?:\w+ )?{_FELT}\w*  je me suis sentie?  j'ai (?:ressenti|senti)  je sens (?:de|une?|beaucoup|comme)
    je (?:te|vous) (?:sens|trouve|vois) {_FELT}\w*  (?:de la )?{_EMOTIONS} (?:en|chez) moi
    c'est (?:dur|touchant|émouvant|poignant) (?:d'entendre|de (?:t'|vous )\w+)  (?:ton|votre) (?:histoire|récit) me \w+
    """)

# -- Suggestions ------------------------------------------------------------------------------------------
_YOU = r"(?:tu|t'|vous)"
SUGGESTS = any_of(rf"""
    {_YOU} (?:pourrais|pourriez|devrais|devriez|gagnerais|gagneriez|aurais|auriez) (?!tort|peur|dit)\w+
    le coup d(?:e |')(?:\w+er|\w+ir|\w+re|\w+é|\w+ait)  (?:pourr|devr)(?:ais|iez) \w+(?:er|ir|re|oir)
    {_YOU} ?(?:peux|pouvez|as intérêt|avez intérêt)  {_YOU} ?(?:as|avez|aurais|auriez) (?:tout |plutôt )?(?:intérêt|avantage|le droit)
    je (?:te|vous) (?:conseill|suggèr|suggér|recommand|propos|invit|encourag)\w*  je t'(?:invite|encourage)\w*
    (?:mon|ma) (?:\w+ )?(?:conseil|suggestion|proposition|recommandation)
    (?:il|y) (?:faut|faudra|faudrait) \w+  il (?:te|vous) (?:faut|faudrait|suffit|suffirait)
    il serait [\w-]+ (?:de \w+|d'\w+)  il vaudrait \w+  il vaut (?:mieux|la peine|le coup)  mieux (?:vaut|vaudrait)
    (?:il y a|y a|il y aurait|y aurait) (?:[\w-]+ ){{0,2}}(?:possibilité|moyen|piste|solution)
    (?:ça|ce|cela) (?:vaudrait|voudrait|vaut|serait|pourrait être) (?:[\w-]+ ){{0,3}}(?:coup|peine|bon|bien|utile|idée)
    (?:ça|ce|cela) (?:serait|pourrait être) (?:[\w-]+ ){{0,3}}(?:intéressant|important|mieux|fun|chouette|judicieux|malin|précieux|possible)
    ce serait d(?:e|'\w+)  l'idée,? (?:ce )?serait  ce qui (?:serait|pourrait être) \w+  serait d(?:e \w+|'\w+)
    c'est (?:de \w+|d'\w+)(?:er|ir|re)  on (?:pourrait|peut) imaginer  pourquoi (?:ne )?pas
    (?:à|dans) (?:ta|votre) place  si j'étais (?:toi|vous)  si c'était moi  ce que je ferais
    (?:une |l')(?:autre )?(?:piste|option|possibilité|solution)  n'hésite[sz]? pas  pense[sz]? à  rien (?:ne t'|ne vous )?empêche
    ça (?:ne )?coûte rien  le mieux,? (?:c'est|ce serait|serait)  l'important,? (?:c'est|serait)
    (?:je pense|je crois) que {_YOU} (?:dois|devais|devez|devrais|devriez)
    je (?:verrais|verrai) bien
    {_YOU} (?:dois|devez) (?!avoir|être|te|vous|savoir)\w+
    """)
# « Je couperais », « j'irais »: what one would do oneself (the future sounds the same, and is heard for it);
# but « je dirais que », « je voudrais » are ways to speak.
WOULD = re.compile(
    r"(?<![\w-])(?:je |j')(?:n'|ne |m'en |m'y |l'|y |en |me |le |la |les |lui |leur |t'|te |vous )*"
    r"(?!(?:di|voud|aime|se|au|pour|souhaite|sau|croi|pense|ver|demande|revien)d?rais?\b)\w+rais?\b"
)
CLITIC = re.compile(
    r"^(?:ne )?[a-zàâçéèêëîïôûùœ]+-(?:le|la|les|lui|leur|toi|en|y|moi|nous|l')(?![\w'])|^\w+ez-vous(?!.*\?)"
)
NEGATIVE = re.compile(
    r"^(?:n'|ne (?:le |la |les |lui |leur |te |vous |t'|l')?)\w+ (?:[\w-]+ )?(?:pas|plus|jamais|rien|surtout)\b"
    r"|^(?!c'est|j'ai|tu |il |elle |on |ça )\w+ (?:donc )?pas (?:la|le|les|l'|ton|ta|tes|trop|une?)\b"
)
INFINITIVE = re.compile(
    r"^\w+(?:er|ir|re|oir) (?:l[ae]s?|l'\w+|une?|des|du|de|d'\w+|à|au|aux|avec|en|ton|ta|tes|cette?|ce|par|pour|plus)\b"
)
IMPERATIVE_HEAD = re.compile(
    r"^([a-zàâçéèêëîïôûùœ]+)(?:,? (?:l[ae]s?|une?|des|du|de|à|au|aux|par|pour|avec|en|ton|ta|tes|votre|vos|ce|cette"
    r"|ces|donc|aussi|pas|plutôt|tout|toi|leur|lui|ensemble|sur|dans|vite|plus|moins|simplement|surtout|que|qui|voir"
    r"|seulement|juste|chacun|chaque|d'abord|deux|trois|bien|peut-être|\w+er)\b|,? (?:l'|d'|quelqu'un))"
)
IMPERATIVES = words_of("""
    accepte accorde aide ajoute annonce appelle apprends appuie arrête assume attends autorise avance bloque
    change cherche choisis clarifie coche commence compte confie construis continue convoque coupe crée demande
    délègue dis discute distingue donne dors écoute écris embauche engage entoure envoie essaie essaye établis évite
    explique exprime fais ferme fête filme finis fixe forme formalise garde imagine implique impose invite laisse
    lance lâche liste lis mange marche mets montre nomme note observe offre organise ose oublie ouvre parle partage
    pars passe pense planifie pose prends prépare présente préviens prévois priorise profite propose protège
    questionne raconte ralentis rappelle rapproche réduis refuse regarde règle relis remercie remets rencontre répète
    repose réponds reprends réserve respire reste retourne revois sois sors soigne souffle suis teste tente tiens
    travaille trouve utilise va vas valorise veille viens vise vois vérifie
    faites dites soyez allez ayez parlez prenez mettez laissez demandez commencez essayez travaillez gardez écoutez
    """)
NOT_IMPERATIVE = words_of("""
    une comme entre contre parce même presque encore notre votre quelque quelle elle autre chaque chose être sans
    dans les des ses mes tes nos vos ces très plus moins mais puis alors après jamais toujours parfois souvent dès
    chez assez quelques certes ce je ne le de que se me te lorsque puisque juste quand tant dont avant devant durant
    pendant tous toutes cette toute rien bien plusieurs autres deux trois quatre cinq six sept huit neuf dix onze
    douze treize quatorze quinze seize trente quarante nous vous ils elles on il tu ça cela ceci lui leur eux genre
    exemple hors vers envers malgré selon personne tellement aucune telle tels ensuite mille est sont suis as es pas
    temps fois homme femme gens monde chef équipe merci reste voire rue parmi depuis sauf outre faute grâce suite
    face super chacune certaine certaines peut-être derrière à-côté quelle première dernière seule simple nulle
    """)

# -- Testimonies ------------------------------------------------------------------------------------------
_MINE = r"(?:mon|ma|mes|notre|nos|un de mes|une de mes)"
_DONE = r"\w+(?:é|ée|és|ées|i|u|is|it|ait|ert|ue|û)s?"
TELLS = any_of(rf"""
    j'ai (?!l'impression|envie|le sentiment|une (?:question|idée|suggestion|hypothèse)|entendu|compris|noté|besoin|confiance|remarqué)(?:[\w-]+ ){{0,2}}{_DONE}
    j'(?:avais|étais|allais)  (?:je|j'|on|nous) ?(?:me |m'|se |s'|nous |ne |n'|l'|y |en |les |lui |leur )*(?!connais|reconnais|laiss)\w{{2,}}(?<!r)ai[st]
    on (?:a|avait|s'est|s'était)  nous (?:avons|avions|nous sommes|sommes \w+é\w*)  je me (?:suis|rappelle|souviens)
    je suis (?:passé|parti|arrivé|resté|devenu|tombé|entré|sorti|revenu|allé|venu|monté|né)\w*  il (?:m'|nous )(?:a|est|avait|ont)
    (?:ça|ce|cela) (?:m'|nous )(?:est arrivé|a (?:pris|coûté|aidé|servi|appris))  ce qui (?:m'|nous )?a (?:\w+ )?\w+é
    chez (?:nous|moi)  dans (?:mon|ma|notre|mes|nos) (?:\w+ )?(?!cas|tête)\w+  mon anci\w+  mon ex-\w+  ma précédente \w+
    {_MINE} (?:[\w'-]+ ){{1,3}}(?:a|avait|ont|avaient|était|étaient|faisait|disait|\w{{3,}}(?<!r)ait|\w{{3,}}(?<!r)aient)
    (?:l'année|l'an|la semaine|le mois) (?:dernière?|passée?)  il y a (?:[\w-]+ ){{1,4}}(?:ans?|mois|semaines|années)
    quand (?:j'|je|mon|ma|mes|nous|on) ?\w+  où je (?:travaille|suis|dirige)  moi aussi,? j(?:e|')  j'(?:en|y) ai
    je (?:l'|lui |leur |les )ai  (?:une|la première) fois,? (?:j'|je|on|nous)\w*  un jour,? (?:j'|je|on|nous)\w*
    """)
SUPPOSES = any_of(r"""
    je (?:me )?(?:demande|dis)  je (?:pense|crois|trouve|suppose|imagine)  j'imagine  (?:il )?me semble
    j'ai (?:l'impression|le sentiment)  peut-être  (?:mon|une|l') ?hypothèse  (?:ça|cela) me fait penser  c'est comme si
    au fond  il se peut  j'entends  je vois  je remarque  je constate  parce qu\w*  comme ça  sans doute  sûrement
    à mon (?:avis|sens)  on dirait  tu (?:dis|disais)  je fais l'hypothèse  (?:ça|cela) \w+rait  le risque
    """)
