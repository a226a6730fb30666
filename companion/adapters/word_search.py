"""Looks for words in files as they lie on the disk: in any case, in UTF-8, UTF-16 and JSON's escapes."""

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path

__all__ = ["coded", "files_in", "search"]

OVERLAP = 400
"""Bytes of one block that are looked at again with the next: more than the longest word takes."""
BLOCK = 1 << 22


def files_in(folders: Iterable[Path], leave: Sequence[str] = ()) -> Iterator[Path]:
    """Every file of these folders, but for the folders named in ``leave`` (the models: gigabytes)."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not set(path.relative_to(folder).parts) & set(leave):
                yield path


def coded(word: str) -> set[bytes]:
    """How a word may lie on a disk. Capitals of ASCII apart: whoever compares minds them."""
    return {
        code
        for form in (word, word.lower(), word.upper(), word.capitalize())
        for code in (
            form.encode("utf-8", "surrogatepass"),
            form.encode("utf-16-le", "surrogatepass"),
            form.encode("utf-16-be", "surrogatepass"),
            json.dumps(form)[1:-1].encode(),
        )
    }


def search(files: Iterable[Path], words: Iterable[str]) -> list[Path]:
    """Those that hold one of these words. A file that goes away meanwhile holds nothing."""
    codes = {code.lower() for word in words for code in coded(word)}
    found = []
    for path in files:
        try:
            if _any(codes, path.name.encode()) or _holds(path, codes):
                found.append(path)
        except FileNotFoundError:
            continue
    return found


def _holds(path: Path, codes: Set[bytes]) -> bool:
    with path.open("rb") as file:
        tail = b""
        while block := file.read(BLOCK):
            if _any(codes, tail + block):
                return True
            tail = block[-OVERLAP:]
    return False


def _any(codes: Set[bytes], content: bytes) -> bool:
    lowered = content.lower()
    return any(code in lowered for code in codes)
