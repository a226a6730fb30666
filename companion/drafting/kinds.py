"""What a consultant offers in one sentence: a suggestion, a testimony, a feeling, an idea or a question."""

from dataclasses import dataclass

from companion.domain.notes import Kind
from companion.drafting import kind_marks as marks
from companion.drafting.phrases import plain, without_opening

__all__ = ["Reading", "kind_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """``marked``: the sentence itself says its kind; else it is only the kind by default, an idea."""

    kind: Kind
    marked: bool


def kind_of(sentence: str) -> Reading:
    """The kind of one cleaned sentence, by its marks."""
    text = plain(sentence)
    core = without_opening(text)
    if _question(text, core):
        return Reading(Kind.QUESTION, marked=True)
    if marks.FEELS.search(text):
        return Reading(Kind.FEELING, marked=True)
    if _suggestion(text, core):
        return Reading(Kind.SUGGESTION, marked=True)
    if marks.TELLS.search(text):
        return Reading(Kind.TESTIMONY, marked=True)
    return Reading(Kind.IDEA, marked=bool(marks.SUPPOSES.search(text)))


def _question(text: str, core: str) -> bool:
    if (marks.ASKS_TO_DO.search(text) or marks.PROPOSES.match(core)) and not marks.OPEN_AFTER.search(text):
        return False
    if text.rstrip(" »").endswith("?"):
        return bool(marks.ASKS.search(core)) or not _suggestion(text, core)
    return bool(marks.ASKS_EVEN_WITHOUT_MARK.search(core))


def _suggestion(text: str, core: str) -> bool:
    if core.startswith(("parce qu", "car ", "comme ça")):
        return False  # a reason
    if text.rstrip(" »").endswith("?") and (marks.ASKS_TO_DO.search(text) or marks.PROPOSES.match(core)):
        return True
    if text.startswith("et si ") and marks.ASKS_TO_DO.match(text):
        return True  # the question's mark is not always heard
    if marks.SUGGESTS.search(text) or marks.PROPOSES.match(core) or marks.WOULD.search(text):
        return True
    if marks.CLITIC.search(core) or marks.NEGATIVE.search(core) or marks.INFINITIVE.search(core):
        return True
    return _imperative(core) or any(_imperative(clause, known=True) for clause in core.split(", ")[1:])


def _imperative(clause: str, *, known: bool = False) -> bool:
    """« Commence par… »: a verb without its subject; ``known``: only those of the list."""
    first = clause.split(" ", 1)[0].rstrip(" ,.!?:")
    if known and marks.CLITIC.search(clause):
        return True
    if first in marks.IMPERATIVES:
        return " " in clause
    if known or first in marks.NOT_IMPERATIVE or not marks.IMPERATIVE_HEAD.match(clause):
        return False
    return first.endswith(("e", "ez"))
