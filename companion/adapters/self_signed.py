"""A certificate that this machine signs itself: a person compares its fingerprint before trusting it.

Certificate and key lie in the folder of memory, so that pages that are open come back after a crash; they are
gone when the machine is switched off.
"""

import ipaddress
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from companion.domain.errors import CompanionError

__all__ = ["SelfSigned", "self_signed"]

VALID = timedelta(days=30)
"""Longer than a machine is left on for a séance; a new one is made when this one has run out."""


@dataclass(frozen=True, slots=True)
class SelfSigned:
    """``context`` serves TLS with it. ``fingerprint``: SHA-256, in pairs, as browsers show it."""

    context: ssl.SSLContext
    fingerprint: str


def self_signed(
    folder: Path | None, address: str, now: datetime, write: Callable[[Path, bytes], None]
) -> SelfSigned:
    """The certificate of that address, made if there is none that is still good. Raises CompanionError.

    ``write`` writes a whole file that its owner alone may read.
    """
    if folder is None:
        raise CompanionError(
            "no_memory_folder", "--lan demande un dossier en mémoire, pour sa clé : donnez COMPANION_RUNTIME."
        )
    path = folder / "lan.pem"
    try:
        if not path.exists() or not _good(path.read_bytes(), address, now):
            write(path, _made(address, now))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(path)
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CompanionError(
            "bad_certificate",
            "Le certificat de --lan ne peut être ni lu ni écrit : supprimez lan.pem, relancez.",
        ) from error
    digest = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return SelfSigned(context, ":".join(digest[at : at + 2] for at in range(0, len(digest), 2)))


def _good(pem: bytes, address: str, now: datetime) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    ours = ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)
    return ours and now + timedelta(days=1) < certificate.not_valid_after_utc


def _made(address: str, now: datetime) -> bytes:
    """Key and certificate, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Companion")])
    alone = x509.BasicConstraints(ca=False, path_length=None)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks of tablets run late
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False)
        .add_extension(alone, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
