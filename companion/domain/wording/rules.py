"""The rules by name: which words each of them listens for. When, to whom and how is the method's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from companion.domain.wording.advice import advice, relapse
from companion.domain.wording.consultation import debate, justification
from companion.domain.wording.contract import imposed, named, no_demand, not_one_sentence, settled, untyped
from companion.domain.wording.floor_words import intervention
from companion.domain.wording.interpretation import interpretation
from companion.domain.wording.judgement import generality, judgement
from companion.domain.wording.likeness import CLOSE, CLOSER, Likeness, Threshold
from companion.domain.wording.plan import vague
from companion.domain.wording.questions import closed, stacked
from companion.domain.wording.secrecy import leak
from companion.domain.wording.spoken import Sentence, Turn
from companion.domain.wording.subject import no_subject, unfit_subject

__all__ = ["RULES", "Listens", "Rule"]

Listens = Callable[[Turn], Sentence | None]
"""The sentence of a turn that the rule is about, if there is one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``whole``: it listens to all that a person says in one go, over short pauses, not to each piece alone.

    ``settled`` says whether later words of the step make it pointless to tell what was heard before.
    ``answerable``: the same words in answer to a question of whoever holds the floor are no fault.
    """

    listens: Listens
    whole: bool = False
    settled: Callable[[Turn], bool] | None = None
    answerable: bool = False
    likeness: Threshold | None = None
    """How near to the method's examples words that no pattern foresaw must be; None: only patterns tell."""

    unless: Callable[[Turn], bool] | None = None
    """What is no fault however much it resembles one."""

    def hears(self, rule: str, turn: Turn, examples: Likeness | None) -> Sentence | None:
        """The sentence that a pattern knows, else one that resembles the faults of ``rule``."""
        known = self.listens(turn)
        if known is not None or self.likeness is None or examples is None:
            return known
        if self.unless and self.unless(turn):
            return None
        closed = (sentence for sentence in turn.sentences if not sentence.open)
        return next((s for s in closed if examples.resembles(rule, s.own, self.likeness)), None)


RULES: Mapping[str, Rule] = {
    "S0-SUJET": Rule(unfit_subject, likeness=CLOSE, unless=no_subject),
    "E1-COUPE": Rule(intervention, answerable=True),
    "Q2-CONSEIL": Rule(advice, likeness=CLOSER),
    "Q2-FERMEE": Rule(closed),
    "Q2-INTERP": Rule(interpretation, likeness=CLOSER),
    "Q2-TIROIRS": Rule(stacked, whole=True),
    "C3-DEMANDE": Rule(no_demand, settled=settled, likeness=CLOSE),
    "C3-UNE-PHRASE": Rule(not_one_sentence, whole=True, settled=settled),
    "C3-TYPE": Rule(untyped, whole=True, settled=named),
    "C3-IMPOSE": Rule(imposed, likeness=CLOSE),
    "K4-JUSTIFIE": Rule(justification),
    "K4-DEBAT": Rule(debate),
    "V-JUGE": Rule(judgement),
    "V-JE": Rule(generality),
    "P5-INTERV": Rule(intervention, answerable=True),
    "P5-VAGUE": Rule(vague, likeness=CLOSER),
    "A6-RECHUTE": Rule(relapse),
    "X-SECRET": Rule(leak),
}
