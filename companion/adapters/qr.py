"""Text as QR codes that hold the text itself: no link, nothing to fetch, read by any telephone's camera."""

from io import BytesIO

import segno

__all__ = ["BYTES_EACH", "parts_of", "qr_codes"]

BYTES_EACH = 800
"""UTF-8 bytes in one code at most: version 22 or so, which a telephone reads off a laptop's screen."""


def qr_codes(text: str) -> tuple[bytes, ...]:
    """SVG pictures, one for each part of the text, cut between lines; black on white whatever the theme."""
    return tuple(_svg(part) for part in parts_of(text))


def _svg(text: str) -> bytes:
    picture = BytesIO()
    code = segno.make(text, error="m", micro=False, encoding="utf-8", boost_error=False)
    code.save(picture, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, svgns=True)
    return picture.getvalue()


def parts_of(text: str) -> list[str]:
    """As few as possible, each within the limit; a line longer than that is cut between words."""
    parts = [""]
    for piece in _pieces(text):
        if parts[-1] and len((parts[-1] + piece).encode()) > BYTES_EACH:
            parts.append("")
        parts[-1] += piece
    return [part.strip("\n") for part in parts if part.strip()]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for line in text.splitlines(keepends=True):
        while len(line.encode()) > BYTES_EACH:
            head = line.encode()[:BYTES_EACH].decode(errors="ignore")
            cut = head.rfind(" ") + 1 or len(head)
            pieces.append(line[:cut])
            line = line[cut:]
        pieces.append(line)
    return pieces
