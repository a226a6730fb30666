"""Every page of an encrypted database and of its journal, deciphered as it lies there: free ones too.

Written from SQLCipher's design (zetetic.net/sqlcipher/design): AES-256-CBC; each page of 4096 bytes ends with
its initialisation vector (16 bytes) and its seal (64 bytes); the first 16 bytes of the file are a salt.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

__all__ = ["deciphered"]

PAGE, RESERVE, IV, SALT = 4096, 80, 16, 16
WAL_HEADER, FRAME_HEADER = 32, 24  # sqlite.org/fileformat2.html#walformat
WAL_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


def deciphered(file: Path, key: bytes | None) -> bytes:
    """The content of that file without its encryption; as it is, for a file that is not of the database."""
    raw = file.read_bytes()
    if key is None or not raw or file.name.endswith("-shm"):
        return raw
    return b"".join(_page(page, key, first=first) for page, first in _pages(raw))


def _pages(raw: bytes) -> Iterator[tuple[bytes, bool]]:
    if raw[:4] in WAL_MAGIC:
        for at in range(WAL_HEADER, len(raw) - FRAME_HEADER - PAGE + 1, FRAME_HEADER + PAGE):
            number = int.from_bytes(raw[at : at + 4], "big")
            yield raw[at + FRAME_HEADER : at + FRAME_HEADER + PAGE], number == 1
        return
    for at in range(0, len(raw) - PAGE + 1, PAGE):
        yield raw[at : at + PAGE], at == 0


def _page(page: bytes, key: bytes, *, first: bool) -> bytes:
    if not any(page):
        return page
    body = page[SALT if first else 0 : PAGE - RESERVE]
    vector = page[PAGE - RESERVE : PAGE - RESERVE + IV]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(body) + decryptor.finalize()
