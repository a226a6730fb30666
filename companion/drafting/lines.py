"""Sentences to lines of the notes, with their evidence."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from companion.domain.notes import NoteLine, Quote, Section, line_id
from companion.drafting.phrases import bare
from companion.drafting.sentences import Group, Sentence

__all__ = ["Tellings", "Turn", "line_of", "quote_of", "said_of", "text_of", "turns_of"]

Turn = tuple[Sentence, ...]
"""What one person says until somebody else takes the floor."""
Tellings = Sequence[Sentence]


def turns_of(groups: Iterable[Group], tolerated: frozenset[str], always: str | None = None) -> Iterator[Turn]:
    """The turns of one step, in order. A word that the method tolerates (« mmh ») cuts no turn.

    ``always``: the person whose « oui » or « merci » is an answer, and a turn.
    """
    turn: list[Sentence] = []
    for group in groups:
        if turn and group[0].person != turn[-1].person:
            if bare(said_of(group)) in tolerated and group[0].person != always:
                continue
            yield tuple(turn)
            turn = []
        turn.extend(sentence for sentence in group if sentence.text)
    if turn:
        yield tuple(turn)


def said_of(sentences: Tellings) -> str:
    """The raw words."""
    return " ".join(sentence.said for sentence in sentences)


def text_of(sentences: Tellings) -> str:
    """The words to read."""
    return " ".join(sentence.text for sentence in sentences if sentence.text)


def quote_of(sentences: Tellings) -> Quote:
    """Those sentences of one person as a quote."""
    return Quote(
        text=text_of(sentences),
        said=said_of(sentences),
        person=sentences[0].person,
        evidence=tuple(dict.fromkeys(e for sentence in sentences for e in sentence.evidence)),
    )


def line_of(section: Section, sentences: Tellings, **details: Any) -> NoteLine:
    """Those sentences of one person as a line of that section."""
    quote = quote_of(sentences)
    first = sentences[0]
    made: dict[str, Any] = {
        "id": line_id(section, first.evidence[0].utterance, first.place),
        "section": section,
        "text": quote.text,
        "said": quote.said,
        "person": quote.person,
        "evidence": quote.evidence,
    }
    return NoteLine(**{**made, **details})
