"""Documents in every form: all their words are there, in their structure, and no word is read as markup."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest

from companion.adapters.documents_docx import DocxWriter
from companion.adapters.documents_pdf import PdfWriter
from companion.adapters.documents_text import MarkdownWriter, plain_text
from companion.adapters.outlets import put, usb_keys
from companion.adapters.qr import BYTES_EACH, qr_codes
from companion.adapters.sealing import sealed_file, sealed_pdf
from companion.domain.document import Blanks, Document, Fields, Heading, Items, Quote, Text
from companion.domain.errors import PartMissing
from tests.adapters.qr_reader import read_svg

HOSTILE = "#eval(1) $x$ *gras* _bas_ <b>a</b> [lien](x) \\ `code` @ref = titre — « œuvre »"
DOCUMENT = Document(
    title="Reprendre une équipe",
    language="fr",
    page="Page {page} sur {pages}",
    subtitle="20 novembre 2026",
    notice="Brouillon : mes notes prévalent.",
    blocks=(
        Heading("Ma demande"),
        Quote("Comment reprendre ma place ?"),
        Fields((("Type", "témoignages"),)),
        Heading("Mon plan", 2),
        Items((("Lundi", "j'appelle Gérard"), ("", HOSTILE))),
        Text("Rien relevé", quiet=True),
        Blanks("Ce que j'attends", 2, "en une phrase"),
    ),
)
WORDS = (
    "Reprendre une équipe",
    "20 novembre 2026",
    "mes notes prévalent",
    "reprendre ma place",
    "Gérard",
    "œuvre",
)
PDFTOTEXT = shutil.which("pdftotext")
SOFFICE = shutil.which("soffice")


def text_of(pdf: bytes) -> str:
    if PDFTOTEXT is None:
        pytest.skip("Debian's poppler-utils is not installed")
    found = subprocess.run((PDFTOTEXT, "-layout", "-", "-"), input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


@pytest.mark.parametrize("large", [False, True])
def test_a_pdf_holds_every_word_as_it_was_said_and_is_tagged(large: bool) -> None:
    pdf = PdfWriter(large=large).write(DOCUMENT)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.Root.Lang) == "fr"
        assert "/StructTreeRoot" in opened.Root
        fonts = {str(obj.get("/BaseFont")) for obj in opened.objects if isinstance(obj, pikepdf.Dictionary)}
        assert any("Libertinus" in font for font in fonts)
    text = text_of(pdf)
    assert all(word in text for word in WORDS)
    assert "#eval(1) $x$ *gras* _bas_ <b>a</b>" in text


def test_large_type_is_larger() -> None:
    def pages(large: bool) -> int:
        long = Document(title="Long", language="fr", blocks=(Text("mot " * 900),))
        return len(pikepdf.open(BytesIO(PdfWriter(large=large).write(long))).pages)

    assert pages(False) < pages(True)


def test_a_docx_holds_every_word_in_words_own_styles() -> None:
    word = docx.Document(BytesIO(DocxWriter().write(DOCUMENT)))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert all(said in text for said in (*WORDS, HOSTILE))
    styles = {p.text: p.style.name for p in word.paragraphs}
    assert styles["Reprendre une équipe"] == "Title"
    assert styles["Brouillon : mes notes prévalent."] == "Intense Quote"
    assert [text for text, style in styles.items() if style == "Heading 1"] == ["Ma demande"]
    assert (styles["Comment reprendre ma place ?"], styles[HOSTILE]) == ("Quote", "List Bullet")
    assert styles["Rien relevé"] == "Normal"
    assert word.core_properties.language == "fr"


def test_a_docx_takes_characters_that_xml_refuses() -> None:
    odd = Document(title="\x00Titre\x0b", language="fr", blocks=(Text("a\x1bb"),))
    word = docx.Document(BytesIO(DocxWriter().write(odd)))
    assert [paragraph.text for paragraph in word.paragraphs] == ["Titre", "ab"]


@pytest.mark.skipif(SOFFICE is None, reason="Debian's libreoffice-writer-nogui is not installed")
def test_a_docx_opens_in_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(DocxWriter().write(DOCUMENT))
    own = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = (str(SOFFICE), "--headless", own, "--convert-to", "pdf", "--outdir", str(tmp_path))
    subprocess.run((*command, str(tmp_path / "notes.docx")), capture_output=True, check=True, timeout=60)
    text = text_of((tmp_path / "notes.pdf").read_bytes())
    assert all(word in text for word in WORDS)


def test_markdown_escapes_what_is_not_its_own() -> None:
    text = MarkdownWriter().write(DOCUMENT).decode()
    assert "# Reprendre une équipe" in text
    assert "- **Lundi**\u00a0: j'appelle Gérard" in text
    assert r"\#eval(1) \$x\$ \*gras\* \_bas\_ \<b\>a\</b\>" in text


def test_codes_read_back_hold_the_very_text() -> None:
    text = plain_text(DOCUMENT)
    (code,) = qr_codes(text)
    assert read_svg(code) == text.strip("\n")


def test_a_long_text_is_read_from_several_codes_each_small_enough_for_a_telephone() -> None:
    text = (
        plain_text(DOCUMENT)
        + "une phrase assez longue pour qu'un code ne suffise pas. " * 40
        + "\n"
        + "x" * 2000
    )
    parts = [read_svg(code) for code in qr_codes(text)]
    assert 1 < len(parts)
    assert max(len(part.encode()) for part in parts) <= BYTES_EACH
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


def test_a_short_password_is_refused_whatever_the_file() -> None:
    for seal in (sealed_pdf, sealed_file):
        with pytest.raises(PartMissing, match="trop court"):
            seal(PdfWriter().write(DOCUMENT), "1234567")


def test_a_sealed_pdf_keeps_its_tags() -> None:
    secret = "ceci est long"  # noqa: S105 - of a file that lives for a second
    with pikepdf.open(BytesIO(sealed_pdf(PdfWriter().write(DOCUMENT), secret)), password=secret) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert opened.encryption.R == 6


def test_a_file_is_for_its_owner_alone_and_never_overwrites(tmp_path: Path) -> None:
    first = put(tmp_path, "notes.md.age", b"un")
    second = put(tmp_path, "notes.md.age", b"deux")
    assert (first.read_bytes(), second.read_bytes(), second.name) == (b"un", b"deux", "notes-2.md.age")
    assert first.stat().st_mode & 0o777 == 0o600
    for nowhere in (tmp_path / "absent", first, Path("relative")):
        with pytest.raises(PartMissing):
            put(nowhere, "notes.md", b"")


def test_folders_that_nothing_is_mounted_on_are_no_usb_keys(tmp_path: Path) -> None:
    (tmp_path / "somebody" / "key").mkdir(parents=True)
    assert usb_keys((str(tmp_path), str(tmp_path / "absent"))) == ()
    memory = Path("/dev") / "shm"
    if memory.is_mount():
        assert memory in usb_keys(("/dev",))  # what is mounted and writable is one
