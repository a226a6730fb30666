"""The real ``Papers``: every way that a document leaves this machine."""

from collections.abc import Sequence
from pathlib import Path

from companion.adapters.documents_docx import DocxWriter
from companion.adapters.documents_pdf import PdfWriter
from companion.adapters.documents_text import MarkdownWriter, plain_text
from companion.adapters.outlets import put, usb_keys
from companion.adapters.qr import qr_codes
from companion.adapters.sealing import sealed_file, sealed_pdf
from companion.domain.document import Document
from companion.domain.errors import PartMissing
from companion.ports import DocumentWriter, HandedFile

__all__ = ["RealPapers"]

_SEALED = "application/octet-stream"


class RealPapers:
    """Fulfils ``Papers``. ``home`` is the user's own folder."""

    formats: Sequence[str] = ("pdf", "docx", "md")

    def __init__(self, home: Path) -> None:
        self._home = home

    def file(
        self, document: Document, name: str, form: str, *, large: bool = False, password: str = ""
    ) -> HandedFile:
        """A PDF with a password stays a PDF; anything else becomes an age file. Raises PartMissing."""
        writer = _writer(form, large=large)
        content = writer.write(document)
        if not password:
            return HandedFile(name=f"{name}.{writer.suffix}", media_type=writer.media_type, content=content)
        if form == "pdf":
            sealed = sealed_pdf(content, password)
            return HandedFile(name=f"{name}.pdf", media_type=writer.media_type, content=sealed)
        sealed = sealed_file(content, password)
        return HandedFile(name=f"{name}.{writer.suffix}.age", media_type=_SEALED, content=sealed)

    def codes(self, document: Document) -> Sequence[bytes]:
        """QR codes of the plain text."""
        return qr_codes(plain_text(document))

    def places(self) -> Sequence[str]:
        """USB keys, then the user's documents."""
        own = [self._home / name for name in ("Documents", "Bureau", "Desktop")]
        folders = [*usb_keys(), *(path for path in own if path.is_dir()), self._home]
        return [str(path) for path in folders]

    def keep(self, file: HandedFile, folder: str) -> str:
        """Raises PartMissing."""
        return str(put(Path(folder).expanduser(), file.name, file.content))


def _writer(form: str, *, large: bool) -> DocumentWriter:
    match form:
        case "pdf":
            return PdfWriter(large=large)
        case "docx":
            return DocxWriter(large=large)
        case "md":
            return MarkdownWriter()
    raise PartMissing("no_format", "Ce format n'existe pas : choisissez PDF, DOCX ou texte.")
