"""The last step: what each learnt, how they found the séance, and what the group is to watch."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from companion.domain.notes import Doubt, DoubtReason, NoteLine, Section
from companion.domain.people import Role, Roster
from companion.drafting import learnings_marks as marks
from companion.drafting.dates import dates_in
from companion.drafting.lines import Turn, line_of
from companion.drafting.phrases import plain, without_opening
from companion.drafting.sentences import Sentence

__all__ = ["learnings"]


def learnings(turns: Iterable[Turn], roster: Roster) -> Iterator[NoteLine]:
    """Learnings, evaluation and points to watch, by whom and in the order said.

    A sentence without a mark goes on with the one before it. The facilitator's calls are none of them.
    """
    for turn in turns:
        parts: list[tuple[Section, list[Sentence], bool]] = []
        for sentence in turn:
            section = _section(sentence, roster)
            if section is None:
                if parts and not _calls(sentence):
                    parts[-1][1].append(sentence)
                elif not _calls(sentence) and roster.role_of(turn[0].person) is not Role.FACILITATOR:
                    parts.append((Section.LEARNINGS, [sentence], False))
            elif parts and section is Section.EVALUATION and parts[-1][0] is section:
                parts[-1][1].append(sentence)
            else:
                parts.append((section, [sentence], True))
        for section, sentences, marked in parts:
            line = line_of(section, sentences)
            yield line if marked else replace(line, doubts=(Doubt(reason=DoubtReason.PLACE),))


def _section(sentence: Sentence, roster: Roster) -> Section | None:
    text = plain(sentence.text)
    if _calls(sentence):
        return None
    if marks.WATCH.search(text) and not re.search(r"j'apprends|j'ai appris|je retiens", text):
        return Section.VIGILANCE
    learns, judges = marks.LEARNS.search(text), marks.JUDGES.search(text)
    if roster.role_of(sentence.person) is Role.FACILITATOR and not marks.OWN.search(text):
        learns = None
        judges = judges if not text.endswith("?") else None
    first = learns and not (judges and judges.start() < learns.start())
    if learns and (first or marks.SURELY.search(text)):
        return Section.LEARNINGS
    return Section.EVALUATION if judges else None


def _calls(sentence: Sentence) -> bool:
    """Only leads, thanks or says good-bye; the date of the next séance is worth keeping."""
    text = plain(sentence.text)
    core = without_opening(text)
    if len(re.findall(r"\w+", core)) < 2 or (core != text and len(re.findall(r"\w+", text)) < 4):
        return True
    return bool(marks.CALLS.match(core)) and not marks.OWN.search(core) and not dates_in(text, None)
