"""Signatures: of the institution on a PDF (PAdES), and the short one in the QR code."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha512
from typing import Self

import structlog
from asn1crypto.x509 import Certificate as SignersCertificate
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from services.certification.storage.pades import CmsLayout, Unsigned, with_room
from services.certification.storage.time_stamp import LONGEST_TOKEN, TimeStamps

SHA256 = hashes.SHA256()
# On elliptic curves one signature is a few bytes longer than another, and what a time stamp lies in takes some (bytes).
SPARE = 64
# The order of P-256.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SELF_MADE = "自制签名证书（未经认证，仅供试用）"
log = structlog.get_logger(__name__)


class SigningKeyError(ValueError):
    """SKILLSEAL_SIGNING_PEM is not a private key and its certificate, the certificate first of its chain."""


class InstitutionSigner:
    """Signs certificates as PAdES (ETSI.CAdES.detached), by adding to the file: what was there stays as it was.

    By itself it is B-B, with a time stamp B-T.

    The same file signed again in the same second is the same file: on elliptic curves nonces follow from what is
    signed (RFC 6979).
    """

    def __init__(
        self, key: PrivateKeyTypes, certificates: list[bytes], *, time_stamps: TimeStamps | None = None
    ) -> None:
        if isinstance(key, ec.EllipticCurvePrivateKey):
            self._sign = partial(key.sign, signature_algorithm=ec.ECDSA(SHA256, deterministic_signing=True))
        elif isinstance(key, rsa.RSAPrivateKey):
            self._sign = partial(key.sign, padding=PKCS1v15(), algorithm=SHA256)
        else:
            message = "certificates are signed with RSA or on elliptic curves"
            raise TypeError(message)
        self.certificate = certificates[0]
        algorithm = "sha256_ecdsa" if isinstance(key, ec.EllipticCurvePrivateKey) else "sha256_rsa"
        self._layout = CmsLayout([SignersCertificate.load(one) for one in certificates], algorithm)
        self._stamp = time_stamps.over if time_stamps else None
        signature = self._layout.signature_of(
            b"", self._sign
        )  # of nothing: as long as any, and proof that the key signs
        self._room = len(signature) + SPARE + (LONGEST_TOKEN if time_stamps else 0)

    @classmethod
    def of(cls, pem: str, *, otherwise: str, time_stamps: TimeStamps | None = None) -> Self:
        """A private key and its certificates, in one text; without one it is made `otherwise`, which is said."""
        if not pem:
            log.warning("certificates are signed with a key of our own making: set SKILLSEAL_SIGNING_PEM")
            pem = self_made(otherwise)
        try:
            key = load_pem_private_key(pem.encode(), password=None)
            certificates = x509.load_pem_x509_certificates(pem.encode())
            if certificates[0].public_key() != key.public_key():
                raise SigningKeyError
            return cls(key, [one.public_bytes(Encoding.DER) for one in certificates], time_stamps=time_stamps)
        except (TypeError, ValueError, UnsupportedAlgorithm) as why:
            raise SigningKeyError from why

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        """The same file with a signature."""
        unsigned = self.room_on(pdf, at=at)
        return unsigned.signed(self._layout.signature_of(unsigned.signed_bytes, self._sign, self._stamp))

    def room_on(self, pdf: bytes, *, at: datetime) -> Unsigned:
        """The same file with room for a signature of this time. Raises `UnexpectedFileError`."""
        return with_room(pdf, self._room, at=at)


def self_made(secret: str) -> str:
    """A key and a certificate that nobody vouches for; the same for the same secret, on every machine."""
    digest = sha512(f"skillseal-signing\n{secret}".encode()).digest()
    key = ec.derive_private_key(1 + int.from_bytes(digest) % (ORDER - 1), ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SELF_MADE)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)  # noqa: FBT003 -- signs, and no more
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(digest[:8]) + 1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=365 * 30))
        .add_extension(usage, critical=True)
        .sign(key, SHA256, ecdsa_deterministic=True)
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return (private + certificate.public_bytes(Encoding.PEM)).decode()


class CodeSigner:
    """The short signature in QR codes: Ed25519, with the key that signs this service's events (base64 of 32 bytes).

    Codes that are in the world already were signed with it, or with the key of one of the `earlier` public keys.
    """

    def __init__(self, key: str, *, earlier: Sequence[str] = ()) -> None:
        self.earlier_keys: Sequence[bytes] = [base64.b64decode(one) for one in earlier]
        self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key))

    @property
    def public_key(self) -> bytes:
        """32 bytes that anybody checks codes against."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, text: bytes, /) -> bytes:
        """The signature over a text: 64 bytes."""
        return self._key.sign(text)
