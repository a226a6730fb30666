"""Words that carry no content of their own, as sets: what remains of a sentence is what it is about."""

__all__ = ["CALENDAR", "ENGLISH", "FRENCH", "NEGATIONS", "NUMBERS"]

_FRENCH = """
à afin ai aie ait alors as au aussi autre autres aux avais avait avant avec avez avoir avons car ce ceci cela
celle celles celui ces cet cette ceux chez comme comment d dans de depuis des donc dont du elle elles en entre
es est et étaient étais était étant été être eu eux fut ici il ils j je l la laquelle le lequel les lesquels
leur leurs lors lorsque lui m ma mais me même mes moi mon n ne nos notre nous on ont or ou où par parce
pendant peut pour pourquoi puis puisque qu quand que quel quelle quelles quels qui quoi s sa se sera serai
serait ses si sien soi soit sommes son sont sous suis sur t ta te tes toi ton tous tout toute toutes tu un
une va vais vers vos votre vous y
"""
_ENGLISH = """
a about am an and are as at be because been but by do does for from had has have he her him his how i if in
is it its it me my of on or our she so that the their them then there they this to us was we were what when
which who why will with would you your
"""
_NEGATIONS = """
pas jamais plus rien personne aucun aucune guère ni non sans sauf not never no nothing nobody none
"""
_NUMBERS = """
deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante
cinquante soixante cent cents mille million millions demi demie moitié tiers quart double triple premier
première deuxième troisième two three four five seven eight nine ten eleven twelve twenty thirty hundred
thousand half first second third
"""
_CALENDAR = """
lundi mardi mercredi jeudi vendredi samedi dimanche
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
monday tuesday wednesday thursday friday saturday sunday
january february march april may june july august september october november december
"""

FRENCH = frozenset(_FRENCH.split())
ENGLISH = frozenset(_ENGLISH.split())
NEGATIONS = frozenset(_NEGATIONS.split())
"""Words that deny, in both languages; « ne » is not one of them: speech swallows it."""
NUMBERS = frozenset(_NUMBERS.split())
"""Numbers in letters, in both languages, but for « un » and « one »."""
CALENDAR = frozenset(_CALENDAR.split())
"""Days and months, in both languages: English, and Whisper at times, give them a capital."""
