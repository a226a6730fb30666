"""Documents as tagged PDF (PDF/UA-1), typeset by Typst from our own template with the fonts it carries."""

import json
from pathlib import Path
from typing import Any

from companion.domain.codec import to_plain
from companion.domain.document import Block, Document
from companion.domain.errors import PartMissing

__all__ = ["PdfWriter"]

_TEMPLATE = Path(__file__).parent / "document.typ"


class PdfWriter:
    """A ``DocumentWriter``. ``large``: bigger letters for weak eyes, on the same A4."""

    suffix = "pdf"
    media_type = "application/pdf"

    def __init__(self, *, large: bool = False) -> None:
        self._large = large

    def write(self, document: Document) -> bytes:
        """The file. It blocks for some tenths of a second. Raises PartMissing when Typst cannot."""
        import typst  # imported here: 34 MB that only a hand-over needs

        try:
            pdf = typst.compile(
                _TEMPLATE.read_bytes(),
                format="pdf",
                ignore_system_fonts=True,
                pdf_standards=["ua-1"],
                sys_inputs={
                    "document": json.dumps(_plain(document)),
                    "large": "yes" if self._large else "no",
                },
            )
        except (typst.TypstError, OSError):
            # From none: its message may quote the document.
            message = "Le PDF n'a pas pu être composé : choisissez le DOCX ou le texte."
            raise PartMissing("pdf_failed", message) from None
        return bytes(pdf)


def _plain(document: Document) -> dict[str, Any]:
    blocks = [{"kind": type(block).__name__, **_block(block)} for block in document.blocks]
    return {
        "title": document.title or "–",
        "language": document.language,
        "colon": document.colon,
        "page": document.page,
        "subtitle": document.subtitle,
        "notice": document.notice,
        "blocks": blocks,
    }


def _block(block: Block) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(block)
    return plain
