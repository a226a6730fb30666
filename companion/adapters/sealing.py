"""A file that opens with a password alone: a PDF that any reader asks it for, else age.

Neither leaves a plain copy on the disk: both work in memory.
"""

from io import BytesIO

from companion.domain.errors import PartMissing

__all__ = ["SHORTEST_PASSWORD", "sealed_file", "sealed_pdf"]

SHORTEST_PASSWORD = 8
"""Characters. Shorter ones are guessed in minutes, whatever the cipher."""


def sealed_pdf(pdf: bytes, password: str) -> bytes:
    """The PDF under AES-256; screen readers may still read it once it is open."""
    import pikepdf

    _check(password)
    sealed = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        allowed = pikepdf.Permissions(accessibility=True)
        opened.save(sealed, encryption=pikepdf.Encryption(owner=password, user=password, R=6, allow=allowed))
    return sealed.getvalue()


def sealed_file(content: bytes, password: str) -> bytes:
    """Any file in the age format: ``age --decrypt`` and the programs around it open it."""
    import pyrage

    _check(password)
    sealed: bytes = pyrage.passphrase.encrypt(content, password)
    return sealed


def _check(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise PartMissing(
            "short_password", f"Ce mot de passe est trop court : {SHORTEST_PASSWORD} caractères au moins."
        )
