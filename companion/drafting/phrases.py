"""Small things that the drafter's rules share: patterns over sentences, and words that carry meaning."""

import re

__all__ = ["any_of", "bare", "content", "lowered", "plain", "without_opening", "words_of"]


def words_of(text: str) -> frozenset[str]:
    """A list of words, parted by blanks."""
    return frozenset(text.split())


_OPENING = re.compile(
    r"^(?:(?:oui|ouais|non|bon|ben|bah|alors|donc|voilà|ok|okay|d'accord|et|et puis|puis|pis|mais|enfin|"
    r"ensuite|"
    r"du coup|fait que|sinon|aussi|après|hum|euh|ah|oh|eh bien|bien|merci|premièrement|deuxièmement|"
    r"troisièmement|d'abord|surtout|en tout cas|en fait|au moins|peut-être|franchement|par contre|"
    r"en revanche|je ne sais pas|je sais pas|c'est vrai|moi|toi|nous|pour ma part|de mon côté|quant à moi|"
    r"quoi qu'il en soit|tout simplement|simplement|déjà|à mon avis|selon moi|pour moi|personnellement"
    r")(?:\s*[,.:!…]+\s*|\s+|$))+"
)
_STOP = words_of(
    "alors ainsi aussi autre autres avant avec avoir beaucoup bien bon bonne cela celui celle ceux cette ces "
    "chez chose comme comment contre dans des depuis deux dire dit donc elle elles encore entre est était "
    "être eux fait faire fais faut fois garde garder idée ils jamais juste laisse leur leurs lui mais même "
    "merci mettre mieux mis moi moins mon nos notre nous oui non par parce pas peu peut peux plus plutôt "
    "pour pourquoi pourrais pouvez prends prendre premier qu quand que quel quelle quelque qui quoi retiens "
    "sans ses son sont sous suis sur surtout tes toi ton tous tout toute très trop une vais voilà vos votre "
    "vous vraiment ça côté les aux vers oublie aller déjà moment parle plaît devant monde prête"
)


_I = r"\b(?:je |j')(?:(?:ne|me|la|les?|en|y|lui|leur|te|vous) |[nmlt]')*"
_ONE_FORM = {
    "retient": "retiens", "prend": "prends", "reprend": "reprends", "gardes": "garde", "gardent": "garde",
    "laisses": "laisse", "laissent": "laisse", "met": "mets", "remet": "remets", "vai": "vais",
    "choisit": "choisis", "part": "pars", "repart": "repars", "emportes": "emporte", "emportent": "emporte",
    "conserves": "conserve", "conservent": "conserve", "écartes": "écarte", "écartent": "écarte",
    "appel": "appelle", "appelles": "appelle", "proposes": "propose",
    "apprend": "apprends", "comprend": "comprends",
}  # fmt: skip
_ALIKE = (
    (re.compile(r"\bse (?=qu[ei'])"), "ce "),
    (re.compile(r"\bc'et\b"), "c'est"),
    (re.compile(r"\bquant (?=je|j'|tu|il|elle|on|nous|vous)"), "quand "),
    (re.compile(r"^est (?=l[ae]s?\b|l'|je\b|j'|puis\b|avant\b|ensuite\b|aussi\b)"), "et "),
    (re.compile(r"\bqui à (?=\w+é\b)"), "qui a "),
    (re.compile(r"\btu (\w+rai)\b"), r"tu \1s"),
    (re.compile(r"\b(je |j')(\w{3,}i)ai\b"), r"\1\2rais"),  # no French verb ends so: an r was lost
    (re.compile(r"\b(vais|va|veux|veut|dois|doit|devrais|peux|peut|pourrais|pouvez|faut|compte) (\w\w+)é\b"),
     r"\1 \2er"),
)  # fmt: skip
_FIRST_PERSON = re.compile(rf"({_I})({'|'.join(_ONE_FORM)})\b")


def lowered(text: str) -> str:
    """In lower case, straight apostrophes, single spaces."""
    return " ".join(text.lower().replace("’", "'").split())


def plain(text: str) -> str:
    """``lowered``, and where French writes one sound in several ways, as its place wants it: what the
    patterns read. Whisper hears « je retient », « c'et », « tu pourrai », « je vais demandé ».
    """
    text = lowered(text)
    for wrong, right in _ALIKE:
        text = wrong.sub(right, text)
    return _FIRST_PERSON.sub(lambda found: found[1] + _ONE_FORM[found[2]], text)


def bare(text: str) -> str:
    """Only letters and single spaces, in lower case: how a tolerated word is compared."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def without_opening(text: str) -> str:
    """A plain text without the small words by which one takes the floor (« Oui, donc, moi, … »)."""
    return _OPENING.sub("", text)


def content(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning: five letters, which number and gender seldom change."""
    words = (word for word in re.findall(r"[^\W\d_]+|\d+", lowered(text)) if word not in _STOP)
    return frozenset(word[:5] for word in words if len(word) > 2 or word.isdigit())


def any_of(patterns: str, *, start: bool = False) -> re.Pattern[str]:
    """One pattern that finds any of them as whole words of a plain text; ``start``: only where it begins.

    ``patterns`` are regular expressions, parted by two spaces or by the end of a line.
    """
    head = "^" if start else r"(?<![\w-])"
    each = [pattern for pattern in re.split(r"\s{2,}|\n", patterns) if pattern]
    return re.compile(rf"{head}(?:{'|'.join(each)})(?![\w-])")
