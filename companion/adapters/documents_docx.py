"""Documents as DOCX, for whoever goes on writing in a word processor."""

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from companion.domain.document import Blanks, Block, Document, Fields, Heading, Items, Quote, Text

__all__ = ["DocxWriter"]

_ACCENT, _SOFT, _INK = RGBColor(0x1F, 0x65, 0x62), RGBColor(0x4B, 0x55, 0x58), RGBColor(0x20, 0x29, 0x2C)
_DRESS = (
    ("Title", 12.0, _ACCENT, 0, 6),
    ("Heading 1", 3.0, _ACCENT, 16, 4),
    ("Heading 2", 0.0, _INK, 10, 2),
    ("Quote", 1.0, _INK, 4, 6),
    ("Intense Quote", 0.0, _ACCENT, 6, 12),
)
"""Styles of Word's own: points beside the text's size, colour, points before and after."""
_CONTROL = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n")


class DocxWriter:
    """A ``DocumentWriter``. ``large``: bigger letters for weak eyes."""

    suffix = "docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def __init__(self, *, large: bool = False) -> None:
        self._size = 16.0 if large else 11.0

    def write(self, document: Document) -> bytes:
        """The file. Titles, lists and quotations are Word's own styles, which a screen reader knows."""
        word = docx.Document()
        self._dress(word, document)
        page = _Page(word, document.colon)
        page.paragraph("Title").add_run(_seen(document.title) or "–")
        if document.subtitle:
            page.paragraph().add_run(_seen(document.subtitle)).font.color.rgb = _SOFT
        if document.notice:
            page.paragraph("Intense Quote").add_run(_seen(document.notice))
        for block in document.blocks:
            page.add(block)
        file = BytesIO()
        word.save(file)
        return file.getvalue()

    def _dress(self, word: Word, document: Document) -> None:
        properties = word.core_properties
        properties.title, properties.author, properties.comments = _seen(document.title), "", ""
        properties.language = document.language[:2]
        section = word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        normal = word.styles["Normal"]
        normal.font.size = Pt(self._size)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), {"fr": "fr-FR", "en": "en-GB"}.get(document.language[:2], "fr-FR"))
        normal.element.get_or_add_rPr().append(language)
        normal.paragraph_format.space_after = Pt(4)
        for name, more, colour, before, after in _DRESS:
            style = word.styles[name]
            style.font.size = Pt(self._size + more)
            style.font.color.rgb = colour
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            for border in style.element.iter(qn("w:bottom")):
                border.set(qn("w:color"), str(_ACCENT))


class _Page:
    """Paragraphs, one below the other. To look a style up reads every style of the file: once each."""

    def __init__(self, word: Word, colon: str) -> None:
        self._word, self._colon = word, colon
        self._ids: dict[str, str] = {}

    def paragraph(self, style: str = "Normal") -> Paragraph:
        """A new one at the end, empty."""
        if style not in self._ids:
            self._ids[style] = self._word.styles[style].style_id
        element = self._word.element.body.add_p()
        if style != "Normal":
            element.style = self._ids[style]
        return Paragraph(element, self._word)

    def add(self, block: Block) -> None:
        """That block, in the styles that go with it."""
        match block:
            case Heading(text=text, level=level):
                self.paragraph(f"Heading {level}").add_run(_seen(text))
            case Text(text=text, quiet=quiet):
                run = self.paragraph().add_run(_seen(text))
                if quiet:
                    run.font.color.rgb = _SOFT
            case Quote(text=text):
                self.paragraph("Quote").add_run(_seen(text))
            case Items(items=rows):
                self._list(rows, "List Bullet")
            case Fields(rows=rows):
                self._list(rows, "Normal")
            case Blanks():
                self._blanks(block)

    def _blanks(self, block: Blanks) -> None:
        self.paragraph().add_run(_seen(block.label)).bold = True
        if block.hint:
            self.paragraph().add_run(_seen(block.hint)).font.color.rgb = _SOFT
        for _ in range(block.lines):
            self.paragraph().add_run("_" * 60)

    def _list(self, rows: Sequence[tuple[str, str]], style: str) -> None:
        for label, text in rows:
            paragraph = self.paragraph(style)
            if label:
                paragraph.add_run(_seen(label) + self._colon).bold = True
            paragraph.add_run(_seen(text))


def _seen(text: str) -> str:
    """Without the control characters that XML refuses."""
    return text.translate(_CONTROL)
