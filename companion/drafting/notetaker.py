"""From the minutes of a séance to a draft of its notes: extracts, each with its evidence, nothing added.

Pure and deterministic: the same minutes give the same draft, and the same ids.
"""

from collections.abc import Iterator

from companion.domain.method import Method
from companion.domain.minutes import Minutes
from companion.domain.notes import Caveat, Doubt, DoubtReason, NoteLine, Notes, Section
from companion.domain.people import Roster
from companion.drafting.contract import contract_line, noted_contract
from companion.drafting.contributions import contributions
from companion.drafting.doubts import with_doubts
from companion.drafting.exposition import excerpts, facts
from companion.drafting.learnings import learnings
from companion.drafting.lines import Turn, line_of, text_of, turns_of
from companion.drafting.links import Links
from companion.drafting.phrases import bare
from companion.drafting.plan import planned
from companion.drafting.sentences import sentence_groups
from companion.drafting.synthesis import Passage, Telling, tellings

__all__ = ["draft"]

STEPS = ("expose", "clarification", "contrat", "consultation", "synthese", "apprentissages")
"""The six steps of codéveloppement, by their ids."""

_SORTED = {Telling.KEEPS: Section.KEPT, Telling.SETS_ASIDE: Section.SET_ASIDE}
_ORDER = {section: place for place, section in enumerate(Section)}


def draft(minutes: Minutes, method: Method, *, weak_transcription: bool) -> Notes:
    """The notes that these minutes hold; where nothing was heard, nothing stands."""
    prepared, roster = minutes.prepared, minutes.roster
    turns = _turns_by_step(minutes, method)
    demand = contract_line(turns["contrat"], roster)
    offers = list(contributions(turns["consultation"], roster))
    passages = tellings(turns["synthese"], roster)
    lines = [
        *excerpts(turns["expose"], roster),
        *facts(turns["clarification"], roster),
        *([demand] if demand else []),
        *offers,
        *_sorted_out(passages, offers, roster),
        *planned(passages, roster, prepared.date if prepared else None),
        *learnings(turns["apprentissages"], roster),
    ]
    in_order = sorted(lines, key=lambda line: _ORDER[line.section])
    return Notes(
        title=prepared.title if prepared else "",
        date=prepared.date if prepared else None,
        roles=tuple(roster),
        contract=noted_contract(turns["contrat"], roster, demand, minutes.contract),
        lines=with_doubts(in_order, {said.id: said for said in minutes.utterances}),
        caveats=_caveats(method, weak_transcription=weak_transcription),
    )


def _turns_by_step(minutes: Minutes, method: Method) -> dict[str, list[Turn]]:
    tolerated = frozenset(bare(word) for step in method.steps if step.floor for word in step.floor.tolerated)
    groups = sentence_groups(minutes.utterances)
    client = minutes.roster.client()

    def turns(step: str) -> Iterator[Turn]:
        own = (group for group in groups if group[0].step == step)
        if step == "contrat":  # a « d'accord » agrees
            return turns_of(own, frozenset())
        return turns_of(own, tolerated, client.id if client and step == "synthese" else None)

    return {step: list(turns(step)) for step in STEPS}


def _sorted_out(passages: list[Passage], offers: list[NoteLine], roster: Roster) -> Iterator[NoteLine]:
    links = Links(offers, roster)
    for passage in passages:
        if section := _SORTED.get(passage.telling):
            refs = links.of(text_of(passage.sentences))
            doubts = (Doubt(reason=DoubtReason.PLACE),) if passage.unclear else ()
            yield line_of(section, passage.sentences, refs=refs, doubts=doubts)


def _caveats(method: Method, *, weak_transcription: bool) -> tuple[Caveat, ...]:
    other = not {step.id for step in method.steps}.issuperset(STEPS)
    return (
        *((Caveat.WEAK_TRANSCRIPTION,) if weak_transcription else ()),
        *((Caveat.OTHER_METHOD,) if other else ()),
    )
