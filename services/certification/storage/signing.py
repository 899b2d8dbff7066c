"""Signatures: of the institution on a PDF (PAdES), and the short one in the QR code."""

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256, sha512
from io import BytesIO
from typing import Any, Self

import structlog
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate as SignersCertificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "institution"
# What a signature takes beside its certificates (bytes); without a figure pyHanko signs twice to find out.
ROOM = 1536
# The order of P-256.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SELF_MADE = "自制签名证书（未经认证，仅供试用）"
log = structlog.get_logger(__name__)


class SigningKeyError(ValueError):
    """SKILLSEAL_SIGNING_PEM is not a private key and its certificate, the certificate first of its chain."""


class _SignerAt(signers.PdfSigner):
    """Says a time of ours, which may be simulated."""

    at: datetime

    def init_signing_session(self, *given: Any, **more: Any) -> PdfSigningSession:
        session = super().init_signing_session(*given, **more)
        session.system_time = self.at
        return session


class _RepeatableWriter(IncrementalPdfFileWriter):
    """Adds nothing that differs from one time to the next: the same file signed again is the same file."""

    @classmethod
    def _handle_id(cls, prev: Any) -> ArrayObject:
        first, _ = super()._handle_id(prev)  # type: ignore[no-untyped-call]  # it is published without types
        return ArrayObject([first, ByteStringObject(sha256(bytes(first)).digest()[:16])])

    def _update_meta(self) -> None:
        """What the file says of itself stays: when it was made, and that it is PDF/A."""


class _RepeatableSigner(signers.SimpleSigner):
    """On elliptic curves it takes its nonces from what is signed (RFC 6979)."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        key = load_der_private_key(self.signing_key.dump(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return bytes(super().sign_raw(data, digest_algorithm))


class InstitutionSigner:
    """Signs certificates as PAdES B-B (ETSI.CAdES.detached), by adding to the file: what was there stays as it was."""

    def __init__(self, key: PrivateKeyInfo, certificates: list[SignersCertificate]) -> None:
        stores: Any = SimpleCertificateStore  # it is published without types
        chain = stores.from_certs(certificates)
        self._signer = _RepeatableSigner(signing_cert=certificates[0], signing_key=key, cert_registry=chain)
        self._room = 2 * (ROOM + sum(len(one.dump()) for one in certificates))  # it is written as hexadecimal digits
        self._terms = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason="核发职业技能等级证书",
        )

    @property
    def certificate(self) -> SignersCertificate:
        """The certificate of whoever signs."""
        return self._signer.signing_cert

    @classmethod
    def of(cls, pem: str, *, otherwise: str) -> Self:
        """A private key and its certificates, in one text; without one it is made `otherwise`, which is said."""
        if not pem:
            log.warning("certificates are signed with a key of our own making: set SKILLSEAL_SIGNING_PEM")
            pem = self_made(otherwise)
        try:
            given = pem.encode()
            return cls(load_private_key_from_pemder_data(given, passphrase=None), list(_certificates(given)))
        except (ValueError, IndexError) as why:
            raise SigningKeyError from why

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        """The same file with a signature."""
        signer = _SignerAt(self._terms, signer=self._signer)
        signer.at = at
        signed: BytesIO = signer.sign_pdf(_RepeatableWriter(BytesIO(pdf)), bytes_reserved=self._room)
        return signed.getvalue()


def _certificates(pem: bytes) -> Any:
    """Only what is a certificate: the key stands in the same text."""
    begin = pem.index(b"-----BEGIN CERTIFICATE-----")
    return load_certs_from_pemder_data(pem[begin:])


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
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return (private + certificate.public_bytes(Encoding.PEM)).decode()


class CodeSigner:
    """The short signature in QR codes: Ed25519, with the key that signs this service's events (base64 of 32 bytes)."""

    def __init__(self, key: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key))

    @property
    def public_key(self) -> bytes:
        """32 bytes that anybody checks codes against."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, text: bytes, /) -> bytes:
        """The signature over a text: 64 bytes."""
        return self._key.sign(text)
