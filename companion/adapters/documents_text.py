"""Documents as Markdown: text that any machine opens, now and in thirty years."""

import re
from collections.abc import Iterator

from companion.domain.document import Blanks, Block, Document, Fields, Heading, Items, Quote, Text

__all__ = ["MarkdownWriter", "plain_text"]


class MarkdownWriter:
    """A ``DocumentWriter``."""

    suffix = "md"
    media_type = "text/markdown"

    def write(self, document: Document) -> bytes:
        """The file, in UTF-8."""
        parts = [f"# {_escape(document.title) or '–'}"]
        parts += [_escape(document.subtitle)] if document.subtitle else []
        parts += [f"> {_escape(document.notice)}"] if document.notice else []
        for block in document.blocks:
            parts.extend(_markdown(block, document.colon))
        return ("\n\n".join(parts) + "\n").encode()


def _markdown(block: Block, colon: str) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f"{'#' * (level + 1)} {_escape(text)}"
        case Text(text=text):
            yield _escape(text)
        case Quote(text=text):
            yield f"> {_escape(text)}"
        case Items(items=rows) | Fields(rows=rows):
            yield "\n".join(f"- {_labelled(label, text, colon)}" for label, text in rows)
        case Blanks(label=label, lines=lines, hint=hint):
            yield f"**{_escape(label)}**" + (f" {_escape(hint)}" if hint else "")
            yield from ("\\_" * 40 for _ in range(lines))


def _labelled(label: str, text: str, colon: str) -> str:
    return f"**{_escape(label)}**{colon}{_escape(text)}" if label else _escape(text)


def plain_text(document: Document) -> str:
    """The bare words, one line after the other: what a QR code holds and a telephone shows."""
    lines = [document.title, document.subtitle, document.notice]
    for block in document.blocks:
        match block:
            case Heading(text=text, level=level):  # an action is somebody's sentence: it stays as said
                lines.extend(("", text.upper() if level == 1 else text))
            case Text(text=text) | Quote(text=text):
                lines.append(text)
            case Items(items=rows) | Fields(rows=rows):
                lines.extend(
                    f"- {label}{document.colon}{text}" if label else f"- {text}" for label, text in rows
                )
            case Blanks(label=label):
                lines.append(label)
    return "\n".join(line for number, line in enumerate(lines) if line or number > 2).strip() + "\n"


def _escape(text: str) -> str:
    """Spoken words on one line, never read as Markdown or HTML."""
    flat = re.sub(r"([\\`*_\[\]<>#|~&$])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(?:(\d+)([.)])|([-+=]))", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", flat)
