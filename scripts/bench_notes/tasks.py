"""Times what the client waits for: the draft, then the papers. Run as ``scripts/bench-notes``.

The demonstration séance is told again and again, step by step, until it fills two hours, or gives ten
thousand lines.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from babel.dates import format_date
from note_scores.seance import read_seance

from bench_notes.apart import apart
from companion.adapters.documents_docx import DocxWriter
from companion.adapters.documents_pdf import PdfWriter
from companion.adapters.documents_text import MarkdownWriter
from companion.adapters.methods import load_method
from companion.adapters.places import demonstration
from companion.domain.document import Document
from companion.domain.handover import Wording, client_notes
from companion.domain.minutes import Minutes
from companion.domain.note_edits import Sharing
from companion.domain.notes import Notes
from companion.drafting.notetaker import STEPS, draft
from companion.web.catalogue import Catalogues

__all__ = ["main", "told_again"]

TWO_HOURS = 7200.0
MANY_LINES = 10_000
MOST_SECONDS, MOST_MEGABYTES = 10.0, 500.0
"""For the draft of two hours."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print what each task costs; with ``--assert`` 1 when the draft of two hours costs too much."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench-notes", description="Times the notes and the papers."
    )
    parser.add_argument("--assert", dest="hold", action="store_true", help="exit 1 when a limit is passed")
    wanted = parser.parse_args(argv)
    two_hours = apart("draft of two hours", partial(_drafted, told_again(TWO_HOURS)))
    apart(f"draft of {MANY_LINES} lines", partial(_drafted, _many()))
    document = _document(_notes(_many()))
    for name, writer in (("Markdown", MarkdownWriter()), ("DOCX", DocxWriter()), ("PDF", PdfWriter())):
        apart(f"{name} of {MANY_LINES} lines", partial(_written, writer, document))
    over = two_hours[0] > MOST_SECONDS or two_hours[1] > MOST_MEGABYTES
    return 1 if wanted.hold and over else 0


def told_again(seconds: float) -> Minutes:
    """The demonstration, each step told as often as it takes for the whole to last that long."""
    once = read_seance(demonstration()).said
    lasts = once.utterances[-1].end
    times = max(1, round(seconds / lasts))
    told, at = [], 0.0
    for step in (*dict.fromkeys(u.step for u in once.utterances),):
        own = [u for u in once.utterances if u.step == step]
        for turn in range(times):
            for said in own:
                start = at + said.start - own[0].start
                end = start + said.end - said.start
                told.append(replace(said, id=f"{said.id}.{turn}", start=start, end=end))
            at = told[-1].end + 1.0
    return replace(once, utterances=tuple(told))


def _many() -> Minutes:
    """So many lines as a client's notes never have: each consultation alone gives half a dozen."""
    each = len(_notes(told_again(0.0)).lines)
    lasts = read_seance(demonstration()).said.utterances[-1].end
    return told_again(1.4 * lasts * MANY_LINES / each)


def _notes(minutes: Minutes) -> Notes:
    return draft(minutes, load_method("codev"), weak_transcription=False)


def _drafted(minutes: Minutes) -> str:
    words = sum(len(said.text.split()) for said in minutes.utterances if said.step in STEPS)
    notes = _notes(minutes)
    return f"{minutes.utterances[-1].end / 60:.0f} min, {words} words, {len(notes.lines)} lines"


def _document(notes: Notes) -> Document:
    say = Wording(tag="fr", texts=Catalogues()["fr"], day=partial(format_date, format="long", locale="fr"))
    return client_notes(notes, Sharing(), say, approved=True)


def _written(writer: MarkdownWriter | DocxWriter | PdfWriter, document: Document) -> str:
    return f"{len(writer.write(document)) / 1000:.0f} kB"
