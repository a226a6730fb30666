"""A draft made by hand, and a table at which it is reviewed."""

from companion.domain.messages import EditNote, EndSession, NotesDrafted
from companion.domain.note_edits import Edit, EditAction
from companion.domain.notes import (
    Doubt,
    DoubtReason,
    Due,
    Evidence,
    Kind,
    NotedContract,
    NoteLine,
    Notes,
    PlannedAction,
    Quote,
    Section,
)
from tests.domain.table import PEOPLE, Table, identified, transcribed


def evidence(utterance: str) -> tuple[Evidence, ...]:
    return (Evidence(utterance=utterance, start=1.0, end=2.0),)


def line(section: Section, utterance: str, person: str, text: str, **more: object) -> NoteLine:
    known = {"section": section, "text": text, "said": text, "person": person}
    name = f"{section.value}:{utterance}:0"
    return NoteLine(id=name, evidence=evidence(utterance), **{**known, **more})  # type: ignore[arg-type]


ANSWER = Quote(text="Depuis mars.", said="Euh, depuis mars.", person="claire", evidence=evidence("u3"))
ACTION = PlannedAction(owner="claire", due=Due(words="lundi", evidence=evidence("u6")))
LINES = (
    line(Section.CONTEXT, "u1", "claire", "J'ai repris une équipe."),
    line(Section.FACTS, "u2", "karim", "Depuis quand ?", answer=ANSWER),
    line(Section.CONTRACT, "u4", "claire", "Comment reprendre ma place ?"),
    line(Section.CONTRIBUTIONS, "u5", "lea", "Tu pourrais déjeuner avec eux.", kind=Kind.SUGGESTION),
    line(Section.PLAN, "u6", "claire", "Lundi, j'appelle.", action=ACTION),
    line(Section.LEARNINGS, "u7", "karim", "J'écoute mieux.", doubts=(Doubt(reason=DoubtReason.PLACE),)),
)
SAID = (("u1", "claire"), ("u2", "karim"), ("u3", "claire"), ("u4", "claire"), ("u5", "lea"))


def draft(*lines: NoteLine) -> Notes:
    contract = NotedContract(types=("temoignages",))
    return Notes(title="Jeudi", date=None, roles=PEOPLE, contract=contract, lines=lines or LINES)


def reviewing(*lines: NoteLine) -> Table:
    """A séance that is over, every line of its draft said."""
    table = Table()
    for utterance, person in (*SAID, ("u6", "claire"), ("u7", "karim")):
        table.happen(identified(utterance, person, 1, 2), transcribed(utterance, 1, 2, "Des mots."))
    table.do(EndSession())
    table.happen(NotesDrafted(notes=draft(*lines), read=len(table.log)))
    return table


def edit(table: Table, action: EditAction, line_id: str = "", **more: object) -> None:
    table.do(EditNote(edit=Edit(action=action, line=line_id, **more)))  # type: ignore[arg-type]


def shown(table: Table) -> list[str]:
    return [one.text for one in table.session.review.current().lines]
